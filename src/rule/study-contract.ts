import type { Study } from "../record/study.ts"
import { mean } from "./statistics.ts"
import type { ArmRun, RunFacts } from "./study-facts.ts"

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
  const train = trainingArms(facts)
  const checks = [
    sameSets(facts),
    sameCount(seeds, "posed problems", ({ spent }) => spent.problems, COUNT_GAP_MAX),
    sameCount(seeds, "solver attempts", ({ spent }) => spent.attempts, COUNT_GAP_MAX),
    nearTokens(seeds),
    sameCount(seeds, "training examples, of arms that train", ({ arm, spent }) =>
      train.has(arm) ? spent.examples : undefined,
    ),
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

/** Arms that train in rounds of their own; the others are asked for no examples. */
function trainingArms(facts: readonly RunFacts[]): ReadonlySet<string> {
  const own = facts.filter(({ rounds, start }) =>
    rounds.some(({ round, examples }) => round > start.round && examples > 0),
  )
  return new Set(own.map(({ arm }) => arm))
}

/** Equal within each seed, or nearly; a run of which it is not asked returns undefined. */
function sameCount(
  seeds: readonly (readonly RunFacts[])[],
  name: string,
  count: (run: RunFacts) => number | undefined,
  gapMax = 0,
): ContractCheck {
  const counted = seeds.map((runs) =>
    runs.flatMap((run) => {
      const value = count(run)
      return value === undefined ? [] : [{ arm: run.arm, value }]
    }),
  )
  const all = counted.flat().map(({ value }) => value)
  if (all.length === 0) return { name, isKept: true, found: "no arm is asked for any" }
  const odd = counted.flatMap((runs) => runs.filter(({ value }) => value !== runs[0]!.value))
  const [low, high] = [Math.min(...all), Math.max(...all)].map((n) => n.toLocaleString("en"))
  if (odd.length === 0) {
    const same = low === high ? `${low}` : `${low} to ${high}, alike within every seed,`
    return { name, isKept: true, found: `${same} in every run of ${counted[0]!.length} arms` }
  }
  const gap = Math.max(...counted.map((runs) => gapIn(runs.map(({ value }) => value))))
  const apart = `${(100 * gap).toFixed(2)} % apart within a seed, at most ${100 * gapMax} % allowed`
  const others = [...new Set(odd.map(({ arm }) => arm))].join(", ")
  const found = `${low} to ${high} a run, ${apart}; not as in the first arm: ${others}`
  return { name, isKept: gap <= gapMax, found }
}

function gapIn(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) / Math.max(1, Math.min(...values)) - 1
}

function nearTokens(seeds: readonly (readonly RunFacts[])[]): ContractCheck {
  const gaps = seeds.flatMap((runs) => {
    const tokens = runs.map(({ spent }) => spent.solverTokens)
    const middle = mean(tokens)
    return runs.map(({ arm }, at) => ({ arm, gap: Math.abs(tokens[at]! / middle - 1) }))
  })
  const widest = gaps.reduce((a, b) => (b.gap > a.gap ? b : a))
  const isKept = widest.gap <= TOKENS_GAP_MAX
  const percent = (100 * widest.gap).toFixed(isKept ? 1 : 2) // 10.04 is not to read as 10
  const found = `within ${percent} % of the seed's mean, at most ${100 * TOKENS_GAP_MAX} % allowed`
  return { name: "solver tokens", isKept, found: `${found}; widest: ${widest.arm}` }
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

/** Problem by problem in the follower's own rounds, wherever other arms left its leader. */
function samePosed(facts: readonly RunFacts[], arm: string, follow: string): ContractCheck {
  const own = facts.filter((run) => run.arm === arm)
  const equal = own.filter(({ seed, rounds, start }) => {
    const leader = facts.find((other) => other.arm === follow && other.seed === seed)
    const led = new Map(leader?.rounds.map(({ round, posed }) => [round, posed]))
    return rounds.every(({ round, posed }) => round <= start.round || led.get(round) === posed)
  })
  return {
    name: `${arm} was posed what ${follow} was`,
    isKept: equal.length === own.length,
    found: `problem by problem, in order, in ${equal.length} of ${own.length} seeds`,
  }
}
