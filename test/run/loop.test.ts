import { describe, expect, it } from "vitest"
import { incorrect } from "../../src/record/verdict.ts"
import { sideOf } from "../../src/rule/partition.ts"
import { EMPTY_CURRICULUM, extendCurriculum } from "../../src/run/memory.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import {
  FAILED,
  only,
  play,
  RECIPE,
  recipeWith,
  SUMS_AND_PRODUCTS,
  said,
  sometimes,
  sumIn,
  Table,
  withStore,
} from "./table-world.ts"

const KEEP_ACCEPTED = recipeWith({ label: "accepted" })

describe("a run keeps its books", () => {
  it("makes pairs of proved answers only, each the words that the solver said", () =>
    withStore(async (store) => {
      const { events } = await play(store, new Table(), { recipe: KEEP_ACCEPTED })
      const posed = new Map(
        only(events, "round.posed")
          .flatMap(({ problems }) => problems)
          .map((problem) => [problem.id, problem]),
      )
      const pairs = only(events, "round.curated").flatMap((curated) => curated.pairs)
      expect(pairs.length).toBeGreaterThan(10)
      for (const pair of pairs) {
        expect(pair.verdict.outcome).toBe("correct")
        expect(pair.completion).toBe(sumIn(posed.get(pair.problem)!.statement.text))
        expect(pair.solveRate.correct).toBeGreaterThan(0)
        expect(pair.attempt).toBeDefined()
      }
      for (const { held, pairs, rehearsed } of only(events, "round.curated")) {
        const kept = pairs.length + rehearsed.length
        expect(kept + (held["no-accepted-attempt"] ?? 0)).toBe(24)
      }
    }))

  it("counts what it says it counts", () =>
    withStore(async (store) => {
      const { events, memory } = await play(store, new Table())
      for (const [at, posed] of only(events, "round.posed").entries()) {
        const attempted = only(events, "round.attempted")[at]!
        const judged = only(events, "round.judged")[at]!
        const curated = only(events, "round.curated")[at]!
        expect(attempted.attempts).toBe(posed.problems.length * RECIPE.attempts)
        expect(judged.marks.map((marks) => marks.length)).toEqual(posed.problems.map(() => 4))
        const right = judged.marks.join("").replace(/[^c]/g, "").length
        expect(judged.cells.reduce((sum, { rate }) => sum + rate.correct, 0)).toBe(right)
        expect(curated.audit).toEqual({ checked: 24, errors: 0 })
        expect(posed.problems.map(({ lineage }) => lineage.seat)).toEqual(
          posed.problems.map((_, seat) => seat),
        )
      }
      const pairs = only(events, "round.curated").flatMap((curated) => curated.pairs)
      expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length)
      expect(memory.pairs.size).toBe(pairs.length)
      expect(memory.curriculum).toBe(extendCurriculum(EMPTY_CURRICULUM, pairs))
      expect(only(events, "run.closed")).toMatchObject([{ outcome: "finished", rounds: 3 }])
    }))

  it("promotes what got better and trains on from it", () =>
    withStore(async (store) => {
      const { events, memory } = await play(store, new Table())
      const decided = only(events, "round.decided")
      expect(decided.some(({ decision }) => decision === "promoted")).toBe(true)
      expect(memory.champion).toBe(
        decided.findLast(({ decision }) => decision === "promoted")?.challenger,
      )
      const trained = only(events, "round.trained")
      decided.slice(0, -1).forEach(({ decision, challenger, champion }, at) => {
        expect(trained[at + 1]!.base).toBe(decision === "rolled-back" ? champion : challenger)
      })
    }))

  it("leaves what could not be asked undecided, and out", () =>
    withStore(async (store) => {
      const mute = (prompt: string) => prompt.startsWith("Compute")
      const table = new Table((call, age) =>
        call.role === "solver" && mute(call.prompt) ? FAILED : sometimes(call, age),
      )
      const { events } = await play(store, table)
      let failed = 0
      for (const [at, { problems }] of only(events, "round.posed").entries()) {
        const judged = only(events, "round.judged")[at]!
        const kept = new Set(only(events, "round.curated")[at]!.pairs.map(({ problem }) => problem))
        problems.forEach(({ id, statement }, index) => {
          expect(judged.marks[index]).toMatch(mute(statement.text) ? /^uuuu$/ : /^[ci]{4}$/)
          if (!mute(statement.text)) return
          failed++
          expect(kept.has(id)).toBe(false)
        })
        expect(only(events, "round.curated")[at]!.held.undecided).toBeGreaterThan(0)
        expect(judged.reasons["undecided:no-reply"]).toBeGreaterThan(0)
      }
      expect(failed).toBeGreaterThan(5)
    }))

  it("takes a verifier that crashes for one that has decided nothing", () =>
    withStore(async (store) => {
      const judge: typeof arithmetic.judge = (spec, key, text) => {
        if (text === "boom") throw new Error("divided by zero")
        return arithmetic.judge(spec, key, text)
      }
      const table = new Table((call) =>
        said(call, (seat) => (call.samples > 1 && seat === 0 ? "boom" : sumIn(call.prompt))),
      )
      const { events } = await play(store, table, { verifiers: [{ ...SUMS_AND_PRODUCTS, judge }] })
      for (const { marks, reasons } of only(events, "round.judged")) {
        expect(new Set(marks)).toEqual(new Set(["uccc"]))
        expect(reasons["undecided:verifier-crashed"]).toBeGreaterThan(0)
      }
    }))
})

describe("a run ends", () => {
  const never = new Table((call) => said(call, () => "1"))

  it("when no challenger was promoted for as many rounds as the recipe bears", () =>
    withStore(async (store) => {
      const recipe = recipeWith({ rounds: 9, stop: { heldRoundsMax: 2, yieldMin: 0 } })
      const { ending, events } = await play(store, never, { recipe })
      expect(ending).toMatchObject({ outcome: "stopped", rounds: 2 })
      expect(ending.reason).toBe("no challenger was promoted in 2 rounds")
      expect(only(events, "round.decided").map(({ decision }) => decision)).toEqual([
        "held",
        "held",
      ])
    }))

  it("before a round that would pass its budget, counted over solving and training", () =>
    withStore(async (store) => {
      const recipe = recipeWith({ rounds: 9, stop: { tokensMax: 600, yieldMin: 0 } })
      const { ending, events } = await play(store, new Table(), { recipe })
      const solved = 24 * (5 + 4)
      expect(only(events, "round.closed").map(({ tokens }) => tokens)).toEqual([
        solved + 40,
        2 * (solved + 40),
      ])
      expect(ending).toMatchObject({
        outcome: "stopped",
        reason: "88 of 600 tokens are left, and the last round took 256",
      })
    }))

  it("at once when the second method disproves a label", () =>
    withStore(async (store) => {
      const recheck = () => incorrect("columns", "another-sum", {})
      const { ending, events } = await play(store, new Table(), {
        verifiers: [{ ...SUMS_AND_PRODUCTS, recheck }],
      })
      expect(ending).toMatchObject({ outcome: "halted", rounds: 1 })
      const { id, statement, answer } = only(events, "round.posed")[0]!.problems[0]!
      const first = `first ${id}: ${statement.text} Key: ${answer}`
      expect(ending.reason).toBe(`label-audit: 24 labels failed the second proof, ${first}`)
    }))

  it("at once when too little of what is posed makes a pair", () =>
    withStore(async (store) => {
      const recipe = recipeWith({ label: "accepted", stop: { yieldMin: 0.5 } })
      const { ending } = await play(store, never, { recipe })
      expect(ending).toMatchObject({ outcome: "halted", rounds: 1 })
      expect(ending.reason).toMatch(/^yield: 0\.0 %/)
    }))

  it("in failure, writing nothing more, when a posed problem touches a sealed family", () =>
    withStore(async (store) => {
      // An ancestor that sealed less: what it may pose is partly in today's sealed sets.
      const recipe = recipeWith({
        suites: { developmentPerLevel: 60, testPerLevel: 60, sealedPermille: 400 },
        problemsPerRound: 600,
      })
      const careless = { ...recipe, suites: { ...recipe.suites, sealedPermille: 1 } }
      const history = [{ recipe: careless, until: 3 }]
      await expect(play(store, new Table(), { recipe, history })).rejects.toMatchObject({
        boundary: "sealed",
        code: "overlap",
      })
      for await (const { kind } of store.read(0)) expect(kind).not.toBe("round.curated")
    }))
})

describe("a run poses nothing sealed", () => {
  it("by family, whatever the proposer drafts", () =>
    withStore(async (store) => {
      const { events } = await play(store, new Table())
      const sealed = new Set(
        only(events, "suite.sealed").flatMap(({ problems }) =>
          problems.map(({ family }) => family),
        ),
      )
      for (const { family } of only(events, "round.posed").flatMap(({ problems }) => problems)) {
        expect(sealed.has(family)).toBe(false)
        expect(sideOf(family, RECIPE.suites.sealedPermille)).toBe("trainable")
      }
    }))
})
