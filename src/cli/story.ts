import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Attempt } from "../record/attempt.ts"
import type { Hash } from "../record/id.ts"
import type { Job } from "../record/job.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import type { Verdict } from "../record/verdict.ts"
import { gatePair } from "../rule/gate.ts"
import { wilson } from "../rule/statistics.ts"
import { problemsOf, type RoundHistory } from "../run/history.ts"
import { verdictOn } from "../run/judge.ts"
import type { Store } from "../store.ts"
import { type Place, recipeAt } from "./find-record.ts"
import { verifiersOf } from "./plugins.ts"
import type { RunHome } from "./runs.ts"
import { seatsOf } from "./seats.ts"
import { type Sitter, sittersOf } from "./sitting.ts"

const ANCESTORS_MAX = 20 // a chain of mutations is as long as the run at most

/** All that a run knows about one problem. */
export interface ProblemStory {
  readonly run: string
  readonly problem: Problem
  readonly verifier: { readonly name: string; readonly version: string | undefined }
  /** Where it is sealed, for a problem that is never trained on. */
  readonly suite: string | undefined
  /** The problems that it was made from by mutation, the nearest first. */
  readonly parents: readonly Problem[]
  readonly rounds: readonly Appearance[]
}

/** One round in which it was posed. */
export interface Appearance {
  readonly round: number
  readonly checkpoint: Hash | undefined
  /** The model in the solver's seat; undefined where the checkpoint's own weights answered. */
  readonly solver: { readonly provider: string; readonly model: string } | undefined
  readonly call: Sitter["call"] | undefined
  readonly attempts: readonly (Attempt & { readonly verdict: Verdict })[]
  readonly solveRate: SolveRate & { readonly low: number; readonly high: number }
  /** The pair that the gate made or met again, or why it made none. */
  readonly gate: { readonly kept: boolean; readonly reason?: string }
  readonly pair: Pair | undefined
  /** Whether jobs of this run train on pairs at all. */
  readonly isTrained: boolean
  readonly consumed: readonly Consumption[]
}

/** A training job that read the pair. */
export interface Consumption {
  readonly round: number
  readonly times: number
  readonly bundle: Hash
  readonly job: Job["id"]
  readonly checkpoint: Hash
  readonly decision: string | undefined
}

export async function problemStory(
  { home, history }: Place,
  problem: Problem,
  store: Store,
): Promise<ProblemStory> {
  const judge = history.opened.verifiers.find(({ name }) => name === problem.verifier)
  const suite = [...history.suites.values()].find(({ problems }) =>
    problems.some(({ id }) => id === problem.id),
  )
  const rounds: Appearance[] = []
  for (const round of history.rounds) {
    const seat = round.posed.problems.findIndex(({ id }) => id === problem.id)
    if (seat === -1) continue
    const recipe = recipeAt(history, round.round)
    const [sitter] = await sittersOf(store, recipe, round, [problem])
    rounds.push(appearance(home, history.rounds, round, problem, sitter, recipe))
  }
  return {
    run: home.id,
    problem,
    verifier: { name: problem.verifier, version: judge?.version },
    suite: suite?.name,
    parents: parentsOf(problem, problemsOf(history)),
    rounds,
  }
}

function appearance(
  home: RunHome,
  rounds: readonly RoundHistory[],
  round: RoundHistory,
  problem: Problem,
  sitter: Sitter | undefined,
  recipe: ReturnType<typeof recipeAt>,
): Appearance {
  const verifier = verifiersOf(recipe).find(({ name }) => name === problem.verifier)
  const attempts = (sitter?.attempts ?? []).map((attempt) => ({
    ...attempt,
    verdict: verifier
      ? verdictOn(verifier, problem, attempt.answer)
      : { outcome: "undecided" as const, method: "none", reason: "no-verifier", evidence: {} },
  }))
  const decided = attempts.filter(({ verdict }) => verdict.outcome !== "undecided")
  const correct = decided.filter(({ verdict }) => verdict.outcome === "correct").length
  const rate = { correct, tried: decided.length }
  const seat = seatsOf(recipe).solver
  const label = round.round <= recipe.warmupRounds ? "reference" : recipe.label
  const gated = gatePair(problem.answer, attempts, rate, label, recipe.gate)
  const pair = keptPair(rounds, round, problem)
  return {
    round: round.round,
    checkpoint: round.attempted?.checkpoint,
    solver: seat && { provider: seat.provider, model: seat.model },
    isTrained: recipe.training !== null,
    call: sitter?.call,
    attempts,
    solveRate: { ...rate, ...wilson(rate) },
    gate: gated.kept ? { kept: pair !== undefined } : { kept: false, reason: gated.reason },
    pair,
    consumed: pair === undefined ? [] : consumptions(home, rounds, pair),
  }
}

/** The pair that this round kept, or the earlier one that it rehearsed. */
function keptPair(
  rounds: readonly RoundHistory[],
  { curated }: RoundHistory,
  problem: Problem,
): Pair | undefined {
  const fresh = curated?.pairs.find((pair) => pair.problem === problem.id)
  if (fresh !== undefined || curated === undefined) return fresh
  const rehearsed = new Set<string>(curated.rehearsed)
  return rounds
    .flatMap((earlier) => earlier.curated?.pairs ?? [])
    .find((pair) => pair.problem === problem.id && rehearsed.has(pair.id))
}

function consumptions(home: RunHome, rounds: readonly RoundHistory[], pair: Pair): Consumption[] {
  return rounds.flatMap(({ round, trained, decided }) => {
    if (trained === undefined) return []
    const { bundle, job, checkpoint } = trained
    const times = timesIn(join(home.bundles, bundle, "provenance.jsonl"), pair)
    return times === 0
      ? []
      : [{ round, times, bundle, job, checkpoint, decision: decided?.decision }]
  })
}

function timesIn(provenance: string, pair: Pair): number {
  if (!existsSync(provenance)) return 0
  return readFileSync(provenance, "utf8").split(`"pair":"${pair.id}"`).length - 1
}

function parentsOf(problem: Problem, known: ReadonlyMap<string, Problem>): Problem[] {
  const parents: Problem[] = []
  let child: Problem | undefined = problem
  while (child?.lineage.parent !== undefined && parents.length < ANCESTORS_MAX) {
    child = known.get(child.lineage.parent)
    if (child === undefined || parents.includes(child)) break
    parents.push(child)
  }
  return parents
}

/** A training job as the journal has it. */
export function jobStory({ home, history }: Place, job: Job["id"]) {
  const round = history.rounds.find(({ trained }) => trained?.job === job)!
  const { kind: _kind, ...trained } = round.trained!
  return { run: home.id, ...trained, decided: round.decided, development: round.challenger?.rate }
}
