import { describe, expect, it } from "vitest"
import { createActor, toPromise } from "xstate"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { seatedProposer } from "../../agents/proposer/seated.ts"
import type { Ask, Draft, Fate, Lesson, Player, Posed, Screened } from "../../src/agent.ts"
import type { Call, CallOutcome } from "../../src/record/call.ts"
import type { Json } from "../../src/record/canonical.ts"
import { hashOf } from "../../src/record/id.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { randomStream } from "../../src/rule/random.ts"
import { offerOf } from "../../src/run/desk.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { problemOf, recipeWith } from "../run/table-world.ts"

const ARITHMETIC = VERIFIERS.find(({ name }) => name === "arithmetic")!
const OFFERS = ARITHMETIC.skills
  .filter(({ name }) => name === "integer-addition" || name === "integer-multiplication")
  .map((skill) => offerOf(ARITHMETIC, skill))
const SEAT = AnthropicSeat.parse({ provider: "anthropic", model: "claude", effort: "low" })

function said(text: string, stop: "end" | "length" | "refusal" = "end"): CallOutcome {
  return { kind: "reply", samples: [{ text, stop }], promptTokens: 10, completionTokens: 5 }
}

function playerOf(reply: (call: Call) => CallOutcome): { player: Player; calls: Call[] } {
  const calls: Call[] = []
  const player: Player = {
    seat: SEAT,
    card: { name: "c", knobs: ["schema", "system", "effort"], concurrency: 1, promptTokensMax: 9 },
    checkpoint: hashOf("claude"),
    complete: async (asked) => {
      calls.push(...asked)
      return asked.map(reply)
    },
  }
  return { player, calls }
}

const proposing = (count: number) =>
  JSON.stringify({
    proposals: Array.from({ length: count }, (_, at) => ({
      spec: { skill: "integer-addition", first: 20 + at, second: 31 },
      answer: `${51 + at}`,
    })),
  })

async function pose(
  reply: (call: Call) => CallOutcome,
  decide: (drafts: readonly Draft[], missing: number) => Screened = admitAll,
  change: Partial<Ask> = {},
) {
  const { player, calls } = playerOf(reply)
  const recipe = recipeWith({ proposer: { policy: "frontier", tries: 2, proposalsPerCall: 4 } })
  const ask: Ask = {
    round: 1,
    count: 8,
    recipe,
    policy: seatedProposer.begin(recipe, OFFERS),
    offers: OFFERS,
    frontier: [{ skill: "integer-addition", level: 1, rate: { correct: 2, tried: 4 } }],
    random: randomStream(1, "test"),
    player,
    screen: async (drafts, missing) => decide(drafts, missing),
    ...change,
  }
  const posed = (await toPromise(
    createActor(seatedProposer.machine, { input: ask }).start(),
  )) as Posed
  return { posed, calls }
}

function admitAll(drafts: readonly Draft[], missing: number): Screened {
  const admitted = drafts.slice(0, missing).map((_, at) => problemOf(`1+${at}`))
  return { admitted, refused: {}, fates: admitted.map(({ id }) => ({ admitted: id })) }
}

function refuseAll(drafts: readonly Draft[]): Screened {
  const fates: Fate[] = drafts.map(() => ({ refused: "malformed-spec", detail: "first: too big" }))
  return { admitted: [], refused: { "malformed-spec": drafts.length }, fates }
}

describe("a proposer that is a model", () => {
  it("is held to the skill's schema, and hears how the solver fares", async () => {
    const { calls } = await pose(() => said(proposing(4)))
    for (const call of calls) expect(call.schema).toMatchObject({ required: ["proposals"] })
    const asked = calls
      .map(({ prompt }) => prompt)
      .find((text) => text.includes("integer-addition"))
    expect(asked).toContain("level 1: 2 of 4 attempts right (15 % to 85 %)")
    expect(asked).toContain("no harder on any of these")
    expect(calls[0]).not.toHaveProperty("temperature")
  })

  it("asks for several specs a call, and stops when there are enough", async () => {
    const { posed, calls } = await pose(() => said(proposing(4)))
    expect(posed.admitted).toHaveLength(8)
    expect(calls).toHaveLength(3) // 8 and a quarter to spare, by fours
    expect(posed.drafted).toBe(12)
  })

  it("hears in the verifier's words what was refused, a bounded number of times", async () => {
    const { posed, calls } = await pose(() => said(proposing(4)), refuseAll)
    const tries = 2
    const corrections = 2
    expect(calls).toHaveLength(3 * tries * (1 + corrections))
    const corrected = calls.find(({ turns }) => turns?.length === 2)!
    expect(JSON.stringify(corrected.turns)).toContain("malformed-spec: first: too big")
    expect(posed.admitted).toEqual([])
    expect(posed.refused).toEqual({ "malformed-spec": 4 * calls.length })
  })

  it("keeps what became of every proposal, by call and place", async () => {
    const halve = (drafts: readonly Draft[], missing: number): Screened => {
      const { admitted } = admitAll(drafts.slice(0, 1), missing)
      const fates: Fate[] = drafts.map((_, at) =>
        at === 0 ? { admitted: admitted[0]!.id } : { refused: "sealed" },
      )
      return { admitted, refused: { sealed: drafts.length - 1 }, fates }
    }
    const { posed } = await pose(() => said(proposing(4)), halve, { count: 1 })
    expect(posed.proposals!.map(({ seat }) => seat)).toEqual([0, 1, 2, 3])
    expect(posed.proposals![1]!.fate).toEqual({ refused: "sealed" })
  })

  it.each([
    ["malformed-reply", said("not JSON"), true],
    ["malformed-reply", said('{"proposals": [{"spec": null}]}'), false],
    ["cut-reply", said(proposing(4), "length"), true],
    ["refused-by-model", said("", "refusal"), false],
  ])("counts %s, and tells the model where that can help", async (reason, reply, again) => {
    const { posed, calls } = await pose(() => reply, refuseAll)
    if (reason === "malformed-reply" && !again) return // null is a spec like any other: screened
    expect(posed.refused[reason]).toBe(calls.length)
    expect(calls.some(({ turns }) => turns !== undefined)).toBe(again)
  })

  it("reads JSON in a code fence, and no member that it did not ask for", async () => {
    const reply = `\`\`\`json\n${proposing(4).replace('"answer"', '"__proto__":{"key":1},"answer"')}\n\`\`\``
    const { posed } = await pose(() => said(reply))
    expect(posed.admitted).toHaveLength(8)
  })

  it("starts from archived problems, and names the one that it started from", async () => {
    const lessons = [0, 1, 2, 3].map((at): Lesson => {
      const spec: Json = { skill: OFFERS[at % 2]!.skill.name, first: 44, second: 55 }
      const skill = OFFERS[at % 2]!.skill.name
      return {
        problem: problemOf(`${at}+1`).id,
        skill,
        level: 1 + at,
        spec,
        move: "fresh",
        rate: { correct: 2, tried: 4 },
        reward: 1,
        family: "f",
        format: "integer",
      }
    })
    const recipe = recipeWith({ proposer: { policy: "frontier" } })
    const policy = seatedProposer.learn(
      seatedProposer.begin(recipe, OFFERS),
      lessons,
      OFFERS,
      recipe,
    )
    const drafts: Draft[] = []
    const { calls } = await pose(
      () => said(proposing(4)),
      (asked, missing) => {
        drafts.push(...asked)
        return admitAll(asked, missing)
      },
      { policy, count: 40 },
    )
    expect(calls[0]!.prompt).toContain("do not pose relatives of it: f")
    const moves = new Set(drafts.map(({ move }) => move))
    expect(moves).toContain("mutate")
    expect(moves).toContain("harden")
    const hardened = drafts.find(({ move }) => move === "harden")!
    expect(lessons.map(({ problem }) => problem)).toContain(hardened.parent)
    expect(hardened.axis).toBeDefined()
    expect(calls.some(({ prompt }) => prompt.includes("<data>") && prompt.includes("44"))).toBe(
      true,
    )
  })
})

describe("a formaliser", () => {
  it("is shown the statement and the kinds of problems there are, and no spec", async () => {
    const { player } = playerOf(() => said(""))
    const call = formaliser.call("Ann has 20 apples and gets 31.", OFFERS, player)
    expect(call.prompt).toContain("Ann has 20 apples")
    expect(call.prompt).toContain("integer-multiplication")
    expect(call).toMatchObject({ role: "formaliser", schema: { required: ["spec"] } })
  })

  it("names a spec, or none where the reply is cut, refused, null or no JSON", () => {
    const spec = { skill: "integer-addition", first: 20, second: 31 }
    expect(formaliser.spec(said(JSON.stringify({ spec })))).toEqual(spec)
    for (const reply of [
      said(JSON.stringify({ spec }), "length"),
      said(JSON.stringify({ spec }), "refusal"),
      said('{"spec": null}'),
      said("the spec is clear"),
    ]) {
      expect(formaliser.spec(reply)).toBeUndefined()
    }
  })
})
