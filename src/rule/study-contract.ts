import type { Study } from "../record/study.ts"
import type { ArmRun, RunFacts, Spent } from "./study-facts.ts"

/** What must be equal for a difference between arms to be theirs, as the journals have it. */
export interface Contract {
  readonly checks: readonly ContractCheck[]
  readonly isKept: boolean
}

export interface ContractCheck {
  readonly name: string
  readonly isKept: boolean
  /** What was found, in words. */
  readonly found: string
}

const COUNT_GAP_MAX = 0.01 // a proposer may decline the last few problems of a round
const TOKENS_GAP_MAX = 0.1 // answers differ in length; attempts and their limit do not

/** Looks at every seed: its arms sat the same sets, were asked as often and trained as much. */
export function contractOf(study: Study, runs: readonly ArmRun[]): Contract {
  const facts = runs.map((run) => run.facts)
  const seeds = [...Map.groupBy(facts, ({ seed }) => seed).values()]
  const checks = [
    sameSets(facts),
    sameCount(seeds, "posed problems", ({ problems }) => problems, COUNT_GAP_MAX),
    sameCount(seeds, "solver attempts", ({ attempts }) => attempts, COUNT_GAP_MAX),
    nearTokens(seeds),
    sameCount(seeds, "training examples, of arms that train", trainedExamples),
    ended(facts),
    ...study.arms.flatMap(({ name, follow }) =>
      follow === undefined ? [] : [samePosed(facts, name, follow)],
    ),
  ]
  return { checks, isKept: checks.every(({ isKept }) => isKept) }
}

function sameSets(facts: readonly RunFacts[]): ContractCheck {
  const sets = new Set(facts.map(({ suites }) => JSON.stringify(suites)))
  return {
    name: "sealed sets",
    isKept: sets.size === 1,
    found: sets.size === 1 ? `the same in all ${facts.length} runs` : `${sets.size} different ones`,
  }
}

function trainedExamples({ examples }: Spent, { decisions, rounds }: RunFacts): number | undefined {
  return decisions.jobs < rounds.length ? undefined : examples
}

/** Equal within each seed, or nearly; an arm of which it is not asked returns undefined. */
function sameCount(
  seeds: readonly (readonly RunFacts[])[],
  name: string,
  count: (spent: Spent, run: RunFacts) => number | undefined,
  gapMax = 0,
): ContractCheck {
  const counted = seeds.map((runs) =>
    runs.flatMap((run) => {
      const value = count(run.spent, run)
      return value === undefined ? [] : [{ arm: run.arm, value }]
    }),
  )
  const all = counted.flat().map(({ value }) => value)
  const odd = counted.flatMap((runs) => runs.filter(({ value }) => value !== runs[0]!.value))
  const range = `${Math.min(...all)} to ${Math.max(...all)} a run`
  const gap = Math.max(...all) / Math.max(1, Math.min(...all)) - 1
  const found =
    odd.length === 0
      ? `${all[0] ?? 0} in every run of ${counted[0]?.length ?? 0} arms`
      : `${range}; not as in the first arm: ${[...new Set(odd.map(({ arm }) => arm))].join(", ")}`
  return { name, isKept: odd.length === 0 || gap <= gapMax, found }
}

function nearTokens(seeds: readonly (readonly RunFacts[])[]): ContractCheck {
  const gaps = seeds.flatMap((runs) => {
    const tokens = runs.map(({ spent }) => spent.solverTokens)
    const middle = tokens.reduce((sum, value) => sum + value, 0) / tokens.length
    return runs.map(({ arm }, at) => ({ arm, gap: Math.abs(tokens[at]! / middle - 1) }))
  })
  const widest = gaps.reduce((a, b) => (b.gap > a.gap ? b : a))
  const percent = (100 * widest.gap).toFixed(1)
  return {
    name: "solver tokens",
    isKept: widest.gap <= TOKENS_GAP_MAX,
    found: `within ${percent} % of the seed's mean, at most ${100 * TOKENS_GAP_MAX} % allowed; widest: ${widest.arm}`,
  }
}

function ended(facts: readonly RunFacts[]): ContractCheck {
  const early = facts.filter(({ outcome }) => outcome !== "finished")
  const told = early.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`)
  return {
    name: "all rounds played",
    isKept: early.length === 0,
    found: early.length === 0 ? `in all ${facts.length} runs` : told.join("; "),
  }
}

function samePosed(facts: readonly RunFacts[], arm: string, follow: string): ContractCheck {
  const own = facts.filter((run) => run.arm === arm)
  const equal = own.filter((run) =>
    facts.some((other) => {
      const isLeader = other.arm === follow && other.seed === run.seed
      return isLeader && other.posed === run.posed && other.start.round === run.start.round
    }),
  )
  return {
    name: `${arm} was posed what ${follow} was`,
    isKept: equal.length === own.length,
    found: `problem by problem, in order, in ${equal.length} of ${own.length} seeds`,
  }
}
