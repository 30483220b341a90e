import { describe, expect, it } from "vitest"
import type { Hash } from "../../src/record/id.ts"
import { Study } from "../../src/record/study.ts"
import { contractOf } from "../../src/rule/study-contract.ts"
import type { ArmRun, RunFacts } from "../../src/rule/study-facts.ts"

const STUDY = Study.parse({
  name: "trial",
  question: "Which is better?",
  recipe: {},
  arms: [{ name: "a" }, { name: "b" }],
  seeds: [1, 2],
  contrasts: [{ of: "a", against: "b" }],
})
const HASH = "0".repeat(64) as Hash

interface Run {
  readonly arm: string
  readonly seed: number
  readonly problems?: number
  readonly tokens?: number
  /** Rows read by the optimiser in each round. */
  readonly examples?: readonly number[]
  /** The last round that is shared. */
  readonly start?: number
}

/** What the journals of two rounds came to. */
function runOf(run: Run): ArmRun {
  const { arm, seed, problems = 200, tokens = 5_000, examples = [160, 160], start = 0 } = run
  const facts: Partial<RunFacts> = {
    id: `main-${arm}-s${seed}`,
    space: "main",
    arm,
    seed,
    outcome: "finished",
    reason: "the last round ended",
    start: { round: start, checkpoint: HASH, test: "" },
    suites: { test: { hash: HASH, problems: 10 } },
    rounds: examples.map((read, at) => ({
      round: at + 1,
      posed: `${at + 1}`.repeat(64) as Hash,
      test: 0,
      solveRate: 0,
      examples: read,
      labels: 0,
      labelErrors: 0,
      decision: "held",
    })),
    spent: {
      problems,
      attempts: 2 * problems,
      solverTokens: tokens,
      examples: examples.reduce((sum, read) => sum + read, 0),
      trainingTokens: 0,
    },
  }
  return { facts: facts as RunFacts }
}

function checkOf(name: string, runs: readonly Run[]) {
  const { checks } = contractOf(STUDY, runs.map(runOf))
  return checks.find((check) => check.name.startsWith(name))!
}

describe("the contract of a study", () => {
  it("bears one problem in a hundred that a proposer declines, and says so", () => {
    const runs = [
      { arm: "a", seed: 1 },
      { arm: "b", seed: 1, problems: 199 },
    ]
    const { isKept, found } = checkOf("posed problems", runs)
    expect(isKept).toBe(true)
    expect(found).toBe(
      "199 to 200 a run, 0.50 % apart within a seed, at most 1 % allowed; not as in the first arm: b",
    )
    const few = checkOf("posed problems", [runs[0]!, { arm: "b", seed: 1, problems: 190 }])
    expect(few.isKept).toBe(false)
  })

  it("compares arms within a seed, whatever other seeds come to", () => {
    const runs = [
      { arm: "a", seed: 1, problems: 200 },
      { arm: "b", seed: 1, problems: 199 },
      { arm: "a", seed: 2, problems: 150 },
      { arm: "b", seed: 2, problems: 150 },
    ]
    expect(checkOf("posed problems", runs)).toMatchObject({ isKept: true })
  })

  it("asks an arm that trained in some rounds only for what it did not read", () => {
    const runs = [
      { arm: "a", seed: 1 },
      { arm: "b", seed: 1, examples: [0, 160] },
    ]
    const { isKept, found } = checkOf("training examples", runs)
    expect(isKept).toBe(false)
    expect(found).toContain("160 to 320 a run, 100.00 % apart within a seed, at most 0 % allowed")
  })

  it("asks an arm that never trains for nothing", () => {
    const runs = [
      { arm: "a", seed: 1 },
      { arm: "b", seed: 1, examples: [0, 0] },
    ]
    expect(checkOf("training examples", runs)).toMatchObject({
      isKept: true,
      found: "320 in every run of 1 arms",
    })
  })

  it("does not round a gap in tokens to what is allowed", () => {
    const runs = [
      { arm: "a", seed: 1, tokens: 110_040 },
      { arm: "b", seed: 1, tokens: 89_960 },
    ]
    expect(checkOf("solver tokens", runs)).toMatchObject({
      isKept: false,
      found: "within 10.04 % of the seed's mean, at most 10 % allowed; widest: a",
    })
  })

  it("knows a follower's problems again where other arms left the leader earlier or later", () => {
    const led = { arm: "a", seed: 1, start: 1 }
    for (const start of [0, 1]) {
      const [leader, follower] = [led, { arm: "b", seed: 1, start }].map(runOf) as [ArmRun, ArmRun]
      const following = { ...STUDY, arms: [{ name: "a" }, { name: "b", follow: "a" }] }
      const told = () => contractOf(following, [leader, follower]).checks.at(-1)!
      expect(told()).toMatchObject({ name: "b was posed what a was", isKept: true })
      const rounds = follower.facts.rounds.map((one) => ({ ...one, posed: HASH }))
      const strayed = { facts: { ...follower.facts, rounds } }
      expect(contractOf(following, [leader, strayed]).checks.at(-1)!.isKept).toBe(false)
    }
  })
})
