import { describe, expect, it } from "vitest"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import type { ProposerAgent } from "../../src/agent.ts"
import { only, play, recipeWith, SUMS_AND_PRODUCTS, Table, withStore } from "./table-world.ts"

const SKILLS = ["integer-addition", "integer-multiplication"]
const RECIPE = recipeWith({ rounds: 6, skills: SKILLS, problemsPerRound: 48 })

/** The proposer, whose learning goes wrong in one round: it wants nothing but its first skill. */
function obsessedAfter(round: number): ProposerAgent {
  let lessons = 0
  return {
    ...embeddedProposer,
    learn(...told) {
      const policy = embeddedProposer.learn(...told) as { skills: { logit: number }[] }
      if (++lessons !== round) return policy as never
      return {
        skills: policy.skills.map((own, at) => ({ ...own, logit: at === 0 ? 50 : -50 })),
      } as never
    },
  }
}

describe("a proposer that has settled on one skill", () => {
  it("is taken back to its last sound policy, and the line to the champion", () =>
    withStore(async (store) => {
      const proposer = obsessedAfter(2)
      const { events, ending } = await play(store, new Table(), { recipe: RECIPE, proposer })
      const [back, ...more] = only(events, "round.rolled-back")
      expect(more).toEqual([])
      expect(back).toMatchObject({ round: 3, since: 3 })
      expect(back!.reason).toMatch(/^entropy: the spread over skills has lost/)
      const posed = only(events, "round.posed").map(
        ({ problems }) => new Set(problems.map(({ skill }) => skill)).size,
      )
      expect(posed).toEqual([2, 2, 1, 2, 2, 2])
      const closed = only(events, "round.closed").find(({ round }) => round === 3)!
      expect(closed.alarms).toContain("rolled-back")
      const next = only(events, "round.trained").find(({ round }) => round === 4)!
      expect(next.base).toBe(closed.champion)
      expect(ending.outcome).toBe("finished")
    }))

  it("has taught nothing: the pairs of that round are trained on no more", () =>
    withStore(async (store) => {
      const rows: { round: number; pairs: readonly (string | undefined)[] }[] = []
      const bundles = {
        write: async (
          written: readonly { pair?: string }[],
          { round }: { run: string; round: number },
        ) => {
          rows.push({ round, pairs: written.map(({ pair }) => pair) })
          return "0".repeat(64) as never
        },
      }
      const change = { recipe: RECIPE, proposer: obsessedAfter(2), bundles }
      const { events } = await play(store, new Table(), change)
      const bad = only(events, "round.curated").find(({ round }) => round === 3)!.pairs
      expect(bad.length).toBeGreaterThan(30)
      expect(only(events, "round.rolled-back")[0]!.setAside).toBe(bad.length)
      const again = new Set(only(events, "round.curated").flatMap(({ rehearsed }) => rehearsed))
      const ids = new Set(bad.map(({ id }) => id as string).filter((id) => !again.has(id as never)))
      for (const { round, pairs } of rows) {
        const used = pairs.filter((pair) => pair !== undefined && ids.has(pair))
        if (round === 3) expect(used.length).toBeGreaterThan(0)
        else expect(used).toEqual([])
      }
    }))

  it("ends the run when it does so again and again, and the journal replays", () =>
    withStore(async (store) => {
      const always: ProposerAgent = { ...embeddedProposer, machine: embeddedProposer.machine }
      const stubborn = {
        ...always,
        begin: embeddedProposer.begin,
        learn: (policy: never) => policy,
      } as ProposerAgent
      // It poses of both skills in round 1, and its screen admits only one from round 2 on.
      let rounds = 0
      const narrow = {
        ...SUMS_AND_PRODUCTS,
        derive: (spec: Parameters<typeof SUMS_AND_PRODUCTS.derive>[0]) =>
          rounds > 1 && spec.skill === "integer-multiplication"
            ? ({ ok: false, reason: "refused" } as const)
            : SUMS_AND_PRODUCTS.derive(spec),
      }
      const watch = {
        stage: (stage: string) => {
          if (stage === "posing") rounds++
        },
        training: () => {},
        event: () => {},
      }
      const change = { recipe: RECIPE, proposer: stubborn, verifiers: [narrow], watch }
      const { ending, head } = await play(store, new Table(), change)
      expect(ending).toMatchObject({ outcome: "stopped", rounds: 4 })
      expect(ending.reason).toBe("the run was rolled back in 3 rounds in a row")
      rounds = 0
      const replayed = await play(store, new Table(), change, "replay")
      expect(replayed.head).toBe(head)
    }))
})
