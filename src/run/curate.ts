import type { Posed, SolverReply } from "../agent.ts"
import { mintAttempt } from "../record/attempt.ts"
import type { Paid, Tally } from "../record/event.ts"
import { mintPair, type Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import type { Judged } from "../rule/gate.ts"
import { familiesIn } from "../rule/partition.ts"
import { type Desk, recipeFor } from "./desk.ts"
import { RunFailure } from "./failure.ts"
import { gateProblem } from "./gate-problem.ts"
import type { Labelled } from "./measure.ts"
import { extendCurriculum, type Memory } from "./memory.ts"
import { payFor } from "./pay.ts"

interface Curated {
  /** What this round teaches: new pairs, and kept ones that were posed again. */
  readonly lessons: readonly Pair[]
  /** What each posed problem earned its proposer. */
  readonly paid: readonly Paid[]
  /** Problems that made no pair, by reason. */
  readonly held: Tally
  /** Every label that was proved for the first time, those that failed among them. */
  readonly labelled: readonly Labelled[]
  readonly audit: { readonly checked: number; readonly errors: number }
  readonly memory: Memory
}

/**
 * The gate makes judged problems into pairs. Every label is proved twice: by the verdict it
 * carries and by the verifier's second method, whose disagreements are counted as label errors.
 */
export async function curate(
  desk: Desk,
  memory: Memory,
  posed: Posed,
  replies: readonly SolverReply[],
  judged: readonly (readonly Judged[])[],
  rates: readonly SolveRate[],
): Promise<Curated> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const label = round <= recipe.warmupRounds ? "reference" : recipe.label
  const paid = payFor(recipe, posed, replies, rates, memory.frontier)
  const lessons: Pair[] = []
  const held: Record<string, number> = {}
  const labelled: Labelled[] = []
  const disproved = new Set<string>()
  posed.admitted.forEach((problem, index) => {
    const rate = rates[index]!
    const gated = gateProblem(desk, problem, judged[index]!, rate, label, recipe.gate)
    if (gated.isDisproved) disproved.add(problem.id)
    if (!gated.kept) {
      if (gated.isDisproved) labelled.push({ problem: problem.id, isWrong: true })
      held[gated.reason] = (held[gated.reason] ?? 0) + 1
      return
    }
    const { verdict } = gated
    const attempt =
      gated.seat === undefined ? undefined : attemptAt(problem, replies[index]!, gated.seat)
    lessons.push(
      mintPair({
        problem: problem.id,
        label,
        completion: gated.completion,
        ...(attempt && { attempt }),
        verdict,
        solveRate: rate,
        reward: paid[index]!.reward,
        round,
      }),
    )
  })
  assertNothingSealed(desk, recipe, posed.admitted)
  const pairs = lessons.filter(({ id }) => !memory.pairs.has(id))
  // A label is counted once, in the round that it is new: the bound is for independent checks.
  for (const { problem } of pairs) labelled.push({ problem, isWrong: disproved.has(problem) })
  const errors = labelled.filter(({ isWrong }) => isWrong).length
  const audit = { checked: labelled.length, errors }
  const rehearsed = lessons.filter(({ id }) => memory.pairs.has(id)).map(({ id }) => id)
  await desk.journal.record({ kind: "round.curated", round, pairs, rehearsed, held, audit })
  const kept = lessons.map((pair) => memory.pairs.get(pair.id) ?? pair)
  const again = new Set(rehearsed)
  const aside = new Set([...memory.aside].filter((id) => !again.has(id)))
  const remembered = { ...remember(memory, posed.admitted, pairs), aside }
  return { lessons: kept, paid, held, labelled, audit, memory: remembered }
}

function attemptAt(problem: Problem, reply: SolverReply, seat: number) {
  const call = reply.calls?.[seat] ?? reply.call
  return mintAttempt({ problem: problem.id, seat, call, answer: reply.answers[seat]! }).id
}

function remember(memory: Memory, posed: readonly Problem[], pairs: readonly Pair[]): Memory {
  const kept = new Set(pairs.map((pair) => pair.problem))
  const problems = new Map(memory.problems)
  for (const problem of posed) if (kept.has(problem.id)) problems.set(problem.id, problem)
  const families = new Map(memory.families)
  for (const one of posed.flatMap(({ family }) => familiesIn(family))) {
    families.set(one, (families.get(one) ?? 0) + 1)
  }
  return {
    ...memory,
    families,
    posed: new Map([
      ...memory.posed,
      ...posed.map(({ canonical }) => [canonical, memory.round] as const),
    ]),
    problems,
    pairs: new Map([...memory.pairs, ...pairs.map((pair) => [pair.id, pair] as const)]),
    curriculum: extendCurriculum(memory.curriculum, pairs),
  }
}

/** The screen refuses sealed families one by one; this looks at the result and stops the run. */
function assertNothingSealed(desk: Desk, recipe: Recipe, posed: readonly Problem[]): void {
  const sealed = new Set<string>()
  for (const suite of desk.suites.values())
    for (const { family } of suite.problems) sealed.add(family)
  const overlap = posed.filter(({ family }) =>
    [family, ...familiesIn(family)].some((one) => sealed.has(one)),
  )
  if (overlap.length === 0) return
  throw new RunFailure(
    "sealed",
    "overlap",
    `${overlap.length} problems of recipe ${recipe.name} touch a sealed family, first ${overlap[0]!.id}`,
    "the sealed sets are no longer unseen; this is a fault in the screen or in a verifier's families",
  )
}
