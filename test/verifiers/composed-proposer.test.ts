import { describe, expect, it } from "vitest"
import { createActor, toPromise } from "xstate"
import { seatedProposer } from "../../agents/proposer/seated.ts"
import type { Ask, Draft, Lesson, Player, Posed, SkillOffer } from "../../src/agent.ts"
import type { Call } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { openNovelty } from "../../src/rule/novelty.ts"
import { randomStream } from "../../src/rule/random.ts"
import { offerOf } from "../../src/run/desk.ts"
import { screenDrafts } from "../../src/run/screen.ts"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"
import { composed } from "../../verifiers/composed/verifier.ts"
import { skillNamed, VERIFIERS } from "../../verifiers/index.ts"
import { problemOf, recipeWith } from "../run/table-world.ts"

const offerNamed = (name: string) => {
  const { skill, verifier } = skillNamed(name)!
  return offerOf(verifier, skill)
}
const PLAIN = ["integer-addition", "greatest-common-divisor"].map(offerNamed)
const recipe = recipeWith({ proposer: { policy: "frontier", tries: 3, proposalsPerCall: 1 } })

describe("the move that composes", () => {
  it("makes an elite of another skill a part, and keeps it as the parent", async () => {
    const { calls, drafts, posed } = await pose([...PLAIN, offerNamed("composed")])
    const composing = drafts.filter(({ move }) => move === "compose")
    expect(new Set(composing.map(({ axis }) => axis))).toEqual(new Set(["inner", "outer"]))
    for (const { parent, skill } of composing) {
      expect(skill).toBe("composed")
      expect(LESSONS.map(({ problem }) => problem)).toContain(parent)
    }
    const told = calls.filter(({ prompt }) => prompt.includes("part of each proposal"))
    for (const { prompt } of told) {
      expect(prompt).toMatch(/^skill: composed\n/)
      expect(prompt).toMatch(/Make it the (inner|outer) part of each proposal/)
      expect(partsIn(prompt).skill).not.toBe("composed")
    }
    const admitted = posed.admitted.filter(({ lineage }) => lineage.move === "compose")
    expect(admitted.length).toBeGreaterThan(3)
    for (const problem of admitted) {
      expect(composed.derive(problem.spec as SkillSpec)).toMatchObject({ key: problem.key })
      expect(problem.family.split(" ∘ ")).toHaveLength(2)
    }
  })

  it("is made in no run whose skills leave composed problems out", async () => {
    const { drafts } = await pose(PLAIN)
    expect(drafts.map(({ move }) => move)).toContain("mutate")
    expect(drafts.map(({ move }) => move)).not.toContain("compose")
  })
})

const LESSONS: readonly Lesson[] = PLAIN.flatMap(({ skill }) =>
  skill.levels.map((rung, at): Lesson => {
    const random = randomStream(6, skill.name, at)
    const { id } = problemOf(`${skill.name} ${at}`)
    return {
      ...{ problem: id, skill: skill.name, level: at + 1, spec: skill.sample(rung, random) },
      ...{ move: "fresh", rate: { correct: 2, tried: 4 }, reward: 1, family: "f" },
      format: "integer",
    }
  }),
)

/** A round of a proposer that has those lessons behind it and a model that does as it is asked. */
async function pose(offers: readonly SkillOffer[]) {
  const calls: Call[] = []
  const drafts: Draft[] = []
  const random = randomStream(2, "model")
  const player: Player = {
    seat: AnthropicSeat.parse({ provider: "anthropic", model: "claude" }),
    card: { name: "c", knobs: ["schema", "system"], concurrency: 1, promptTokensMax: 9 },
    checkpoint: hashOf("claude"),
    complete: async (asked) => {
      calls.push(...asked)
      return asked.map(({ prompt }) => ({
        ...{ kind: "reply", promptTokens: 1, completionTokens: 1 },
        samples: [{ text: JSON.stringify({ proposals: [answered(prompt)] }), stop: "end" }],
      }))
    },
  }
  const novelty = openNovelty(new Map(), 0, 8)
  const verifiers = VERIFIERS as readonly Verifier[]
  const begun = seatedProposer.begin(recipe, offers)
  const ask: Ask = {
    ...{ round: 1, count: 24, recipe, offers, frontier: [], player },
    policy: seatedProposer.learn(begun, LESSONS, offers, recipe),
    random: randomStream(1, "test"),
    screen(asked, missing) {
      drafts.push(...asked)
      const desk = { verifiers } as never
      return screenDrafts({
        ...{ desk, drafts: asked, missing, firstSeat: 0, round: 1, recipe, offers, novelty },
      })
    },
  }
  const actor = createActor(seatedProposer.machine, { input: ask }).start()
  return { calls, drafts, posed: (await toPromise(actor)) as Posed }

  /** What the prompt asks for: a part made of the problem that it shows, or any problem. */
  function answered(prompt: string) {
    const { skill } = skillNamed(/^skill: (\S+)/.exec(prompt)![1]!)!
    const part = /Make it the (inner|outer) part/.exec(prompt)?.[1]
    const parent = partsIn(prompt)
    for (let tries = 0; part !== undefined && tries < 100; tries++) {
      const drawn = skill.sample(skill.levels[tries % 4]!, random)
      const spec = part === "inner" ? withInner(drawn, parent) : withOuter(drawn, parent)
      if (composed.spec.safeParse(spec).success && composed.derive(spec).ok) {
        return { spec, answer: "0" }
      }
    }
    return { spec: skill.sample(skill.levels[0]!, random), answer: "0" }
  }
}

function partsIn(prompt: string): SkillSpec {
  return JSON.parse(/Start from this problem: <data>(.*?)<\/data>/.exec(prompt)?.[1] ?? "{}")
}

function withInner(drawn: SkillSpec, inner: SkillSpec): SkillSpec {
  const derived = skillNamed(inner.skill)!.verifier.derive(inner)
  const { outer, at } = drawn as never as { outer: SkillSpec; at: string }
  return { ...drawn, inner, outer: { ...outer, [at]: derived.ok ? Number(derived.key) : 0 } }
}

function withOuter(drawn: SkillSpec, outer: SkillSpec): SkillSpec {
  const derived = composed.derive(drawn)
  const { inner, at } = drawn as never as { inner: SkillSpec; outer: SkillSpec; at: string }
  const key = skillNamed(inner.skill)!.verifier.derive(inner)
  return derived.ok && key.ok ? { ...drawn, outer: { ...outer, [at]: Number(key.key) } } : drawn
}
