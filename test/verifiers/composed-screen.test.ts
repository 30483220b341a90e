import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import type { Draft, Player } from "../../src/agent.ts"
import { sealSuites } from "../../src/evaluation/suite.ts"
import { CallId, hashOf } from "../../src/record/id.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { openNovelty } from "../../src/rule/novelty.ts"
import { familyOfAll, type Side, sideOf } from "../../src/rule/partition.ts"
import { offerOf } from "../../src/run/desk.ts"
import { screenDrafts } from "../../src/run/screen.ts"
import { sidesOf } from "../../src/training/export/lineage.ts"
import type { SkillSpec } from "../../src/verifier.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { composed } from "../../verifiers/composed/verifier.ts"
import { problemOf, recipeWith } from "../run/table-world.ts"

const SKILL = composed.skills[0]!
const OFFER = offerOf(composed, SKILL)
const recipe = recipeWith({ suites: { developmentPerLevel: 8, testPerLevel: 8 } })
const { sealedPermille } = recipe.suites
const SIDES: readonly Side[] = ["trainable", "development", "test"]

const sum = (first: number, second: number) => ({ skill: "integer-addition", first, second })
const made = (inner: SkillSpec, outer: SkillSpec, at: string) => ({
  ...{ skill: "composed", inner, outer, at },
})
const sideOfSum = (spec: ReturnType<typeof sum>) =>
  sideOf(arithmetic.identify(spec as never).family, sealedPermille)

describe("a composed problem is as sealed as its parts", () => {
  it("is on the side of the most sealed of them, wherever that one stands", () => {
    const family = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(fc.array(family, { minLength: 1, maxLength: 3 }), (families) => {
        const ranks = families.map((one) => SIDES.indexOf(sideOf(one, 300)))
        const side = sideOf(familyOfAll(families), 300)
        expect(SIDES.indexOf(side)).toBe(Math.max(...ranks))
      }),
      { seed: 3, numRuns: 2_000 },
    )
  })

  it("is refused where the inner or the outer one is sealed", async () => {
    const free = findSum("trainable", 40, 3)
    for (const side of ["test", "development"] as const) {
      const inner = findSum(side, 40, 4)
      const open = findSum("trainable", 5, totalOf(inner))
      expect(await fateOf(made(inner, open, "second"))).toBe("sealed")
      const outer = findSum(side, 40, totalOf(free))
      expect(await fateOf(made(free, outer, "second"))).toBe("sealed")
    }
    const outer = findSum("trainable", 40, totalOf(free))
    expect(await fateOf(made(free, outer, "second"))).toBe("admitted")
  })

  it("has families enough for sealed sets on every level", () => {
    const suites = sealSuites(recipe, [OFFER], [composed])
    for (const [name, { problems }] of suites) {
      expect(problems.length).toBeGreaterThan(8)
      expect(new Set(problems.map(({ family }) => family)).size).toBeGreaterThan(8)
      const side = name === "development" ? "development" : "test"
      for (const { family } of problems) expect(sideOf(family, sealedPermille)).toBe(side)
    }
  })
})

describe("relatives of a part", () => {
  const composedOf = (at: number, families: readonly string[]) =>
    problemOf(`${at}+1`, { canonical: `c${at}`, family: familyOfAll(families) })

  it("fill the quota of its family, alone or within a composed problem", () => {
    const novelty = openNovelty(new Map(), 0, 2, { before: new Map([["g", 4]]), max: 5 })
    for (const [at, families] of [["f"], ["f", "g"]].entries()) {
      expect(novelty.refuse(composedOf(at, families))).toBeUndefined()
      novelty.admit(composedOf(at, families))
    }
    expect(novelty.refuse(composedOf(2, ["f"]))).toBe("family-quota")
    expect(novelty.refuse(composedOf(3, ["h", "f"]))).toBe("family-quota")
    expect(novelty.refuse(composedOf(4, ["h", "g"]))).toBe("family-quota") // in the whole run
    expect(novelty.refuse(composedOf(5, ["h", "i"]))).toBeUndefined()
  })

  it("are on one side of an export's split", () => {
    const named = fc.constantFrom(..."abcdefghijkl")
    const families = fc.array(fc.array(named, { minLength: 1, maxLength: 2 }), { maxLength: 40 })
    fc.assert(
      fc.property(families, fc.nat(900), (drawn, permille) => {
        const posed = drawn.map((own, at) => composedOf(at, own))
        const sides = sidesOf(posed, permille)
        const seen = new Map<string, string>()
        for (const [at, own] of drawn.entries()) {
          const side = sides.get(posed[at]!.id)!
          if (side === "apart") continue
          for (const one of own) {
            expect(seen.get(one) ?? side).toBe(side)
            seen.set(one, side)
          }
        }
      }),
      { seed: 8, numRuns: 400 },
    )
  })
})

describe("a written statement of a composed problem", () => {
  const spec = made(sum(21, 33), { skill: "integer-multiplication", first: 54, second: 3 }, "first")
  const written = (statement: string) => fateOf(spec, statement)

  it("may say both parts in other words", async () => {
    const story =
      "Ann picks 21 pears and 33 plums. Each piece of fruit costs 3 coins. What do all cost?"
    expect(await written(story)).toBe("admitted")
  })

  it("may give away neither the answer nor the number that it leads to", async () => {
    expect(await written("21 and 33 are 54. What are 3 times as many?")).toBe("answer-shown")
    expect(await written("21 and 33 are fifty-four. What is 3 times that?")).toBe("answer-spelled")
    expect(await written("Add 21 and 33, take it 3 times: is it 162?")).toBe("answer-shown")
  })
})

/** A sum of two numbers, the second given, whose family is on that side of the split. */
function findSum(side: Side, from: number, second: number) {
  for (let first = from; ; first++) {
    if (sideOfSum(sum(first, second)) === side && first % 10 < 8) return sum(first, second)
  }
}

function totalOf({ first, second }: ReturnType<typeof sum>): number {
  return first + second
}

/** What the screen makes of a draft; a reader takes its statement for what it is. */
async function fateOf(spec: SkillSpec, statement?: string): Promise<string> {
  const reader: Player = {
    seat: AnthropicSeat.parse({ provider: "anthropic", model: "claude" }),
    card: { name: "c", knobs: ["schema", "system"], concurrency: 1, promptTokensMax: 9 },
    checkpoint: hashOf("reader"),
    complete: async (calls) =>
      calls.map(() => ({
        ...{ kind: "reply", promptTokens: 1, completionTokens: 1 },
        samples: [{ text: JSON.stringify({ spec }), stop: "end" }],
      })),
  }
  const proposal = { call: CallId.parse(`call_${"0".repeat(24)}`), seat: 0, claimed: "" }
  const draft: Draft = {
    ...{ skill: "composed", spec, wording: 0, move: "compose" },
    ...(statement !== undefined && { statement, proposal }),
  }
  const { fates } = await screenDrafts({
    ...{ drafts: [draft], missing: 1, firstSeat: 0, round: 0, recipe, offers: [OFFER] },
    desk: { formaliser, seats: { formaliser: reader } as never, verifiers: [composed] },
    novelty: openNovelty(new Map(), 0, 8),
  })
  const [fate] = fates
  return "refused" in fate! ? fate.refused : "admitted"
}
