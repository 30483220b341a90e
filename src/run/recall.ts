import type { Answer, Attempt } from "../record/attempt.ts"
import type { SuiteName, VerifierRef } from "../record/event.ts"
import type { AttemptId, CallId, Hash, ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import type { Finding } from "../record/tombstone.ts"
import type { Outcome } from "../record/verdict.ts"
import { gatePair, type Judged } from "../rule/gate.ts"
import type { Verifier } from "../verifier.ts"
import type { History, RoundHistory } from "./history.ts"
import { markOf, rateOfMarks } from "./judge.ts"
import {
  type Again,
  deriveAgain,
  type Judges,
  judgeAgain,
  keyFinding,
  labelFinding,
} from "./recall-judge.ts"
import { verifierRef } from "./verifier-ref.ts"

/** What a recall reads of a run. It asks no model; what attempts said is looked up. */
export interface RecallParts {
  readonly history: History
  readonly verifiers: readonly Verifier[]
  /** Which problems are judged again. */
  wants(problem: Problem): boolean
  /** The recipe that ruled a round. */
  recipe(round: number): Recipe
  /** The attempts on some problems of a round, in the order of the problems. */
  attempts(
    round: RoundHistory,
    problems: readonly Problem[],
  ): Promise<readonly (readonly Attempt[])[]>
  /** What a checkpoint that was evaluated in a round answered to the problems of a sealed set. */
  sealed(round: number, checkpoint: Hash, problems: readonly Problem[]): Promise<readonly Answer[]>
}

/** An attempt that is judged otherwise now. */
export interface ChangedAttempt {
  readonly attempt: AttemptId
  readonly problem: ProblemId
  readonly call: CallId
  readonly seat: number
  readonly round: number
  readonly was: Outcome
  readonly now: Outcome
}

/** A problem whose key stands and whose attempts would have given another solve rate. */
export interface ChangedRate {
  readonly problem: ProblemId
  readonly round: number
  readonly was: SolveRate
  readonly now: SolveRate
  /** What the gate did then and would do with the rate of now. */
  readonly gate: "same" | "would-keep" | "would-hold"
}

/** A checkpoint's result on a sealed set that would be another now. */
export interface ChangedResult {
  readonly suite: SuiteName
  readonly checkpoint: Hash
  /** Answers that are judged otherwise. */
  readonly answers: number
}

export interface Recalled {
  readonly problems: number
  readonly sealed: number
  readonly pairs: number
  readonly attempts: number
  /** Problems, by the name of the verifier that is not at hand to judge them. */
  readonly unjudged: Readonly<Record<string, number>>
  /** Every key and label that does not stand now. */
  readonly withdrawn: readonly Finding[]
  /** Every key and label that stands: what an earlier recall withdrew of them is restored. */
  readonly standing: (finding: Finding) => Finding | undefined
  readonly changed: readonly ChangedAttempt[]
  readonly rates: readonly ChangedRate[]
  readonly results: readonly ChangedResult[]
  /** Problems that the judge at hand would put into other words. */
  readonly reworded: number
}

/**
 * Judges a run's stored evidence again: the key of every problem, posed or sealed, every attempt on
 * it, and the label of every pair. Nothing is written; what does not stand any more is returned.
 */
export async function recallRun(parts: RecallParts): Promise<Recalled> {
  const recaller = new Recaller(parts)
  for (const { name, problems } of parts.history.suites.values()) {
    recaller.takeSuite(name, problems)
  }
  for (const round of parts.history.rounds) await recaller.takeRound(round)
  await recaller.takeResults()
  return recaller.result()
}

class Recaller {
  private readonly parts: RecallParts
  private readonly judges: ReadonlyMap<string, Verifier>
  private readonly was: ReadonlyMap<string, VerifierRef>
  private readonly unjudged: Record<string, number> = {}
  private readonly withdrawn: Finding[] = []
  private readonly sound = new Map<string, () => Finding>()
  private readonly changed: ChangedAttempt[] = []
  private readonly rates: ChangedRate[] = []
  private readonly results: ChangedResult[] = []
  private readonly seen = new Map<ProblemId, Again>()
  private sealed = 0
  private pairs = 0
  private attempts = 0
  private reworded = 0

  constructor(parts: RecallParts) {
    this.parts = parts
    this.judges = new Map(parts.verifiers.map((verifier) => [verifier.name, verifier]))
    this.was = new Map(parts.history.opened.verifiers.map((ref) => [ref.name, ref]))
  }

  result(): Recalled {
    const { unjudged, withdrawn, changed, rates, results, sound } = this
    const { sealed, pairs, attempts, reworded } = this
    const standing = (finding: Finding) => sound.get(subjectOf(finding))?.()
    const counts = { problems: this.seen.size - sealed, sealed, pairs, attempts, reworded }
    return { ...counts, unjudged, withdrawn, standing, changed, rates, results }
  }

  /** Every result of a sealed set that the history has, judged by the keys that are due now. */
  async takeResults(): Promise<void> {
    const { history } = this.parts
    const taken = new Set<string>()
    for (const { round, suite, result } of resultsOf(history)) {
      const { checkpoint, marks } = result
      if (taken.has(`${suite} ${checkpoint}`)) continue
      taken.add(`${suite} ${checkpoint}`)
      const { problems } = history.suites.get(suite)!
      const wanted = problems.filter(({ id }) => this.seen.has(id))
      if (wanted.length === 0) continue
      const said = await this.parts.sealed(round, checkpoint, wanted)
      const markOfProblem = new Map(problems.map(({ id }, at) => [id, marks[at]!]))
      const answers = wanted.filter((problem, at) => {
        const was = markOfProblem.get(problem.id)!
        return this.markNow(problem, said[at]!, was) !== was
      }).length
      if (answers > 0) this.results.push({ suite, checkpoint, answers })
    }
  }

  takeSuite(suite: SuiteName, problems: readonly Problem[]): void {
    for (const problem of problems) {
      if (!this.parts.wants(problem)) continue
      const again = this.derive(problem, { round: 0, suite })
      if (again !== undefined) this.sealed++
    }
  }

  async takeRound(round: RoundHistory): Promise<void> {
    const wanted = round.posed.problems.filter((problem) => this.parts.wants(problem))
    for (const problem of wanted) this.derive(problem, { round: round.round })
    if (round.judged === undefined || round.curated === undefined) return
    const marks = new Map(
      round.posed.problems.map(({ id }, at) => [id, round.judged!.marks[at] ?? ""]),
    )
    const known = wanted.filter(({ id }) => this.seen.has(id))
    const said = await this.parts.attempts(round, known)
    const kept = keptIn(round, this.parts.history)
    known.forEach((problem, at) => {
      this.takeAttempts(round, problem, marks.get(problem.id)!, said[at]!, kept)
    })
    const byId = new Map(known.map((problem) => [problem.id, problem]))
    for (const pair of round.curated.pairs) {
      const problem = byId.get(pair.problem)
      if (problem !== undefined) this.takePair(pair, problem)
    }
  }

  /** Undefined, and counted, where nobody is at hand to judge it. */
  private derive(problem: Problem, place: { round: number; suite?: SuiteName }): Again | undefined {
    const known = this.seen.get(problem.id)
    if (known !== undefined) return known
    const verifier = this.judges.get(problem.verifier)
    if (verifier === undefined) {
      this.unjudged[problem.verifier] = (this.unjudged[problem.verifier] ?? 0) + 1
      return undefined
    }
    const again = deriveAgain(problem, verifier)
    this.seen.set(problem.id, again)
    if (!again.isWordedSo) this.reworded++
    const finding = () => keyFinding(problem, again, this.judgesOf(verifier), place)
    if (again.fault !== undefined) this.withdrawn.push(finding())
    else this.sound.set(`key ${problem.id}`, finding)
    return again
  }

  private takeAttempts(
    { round }: RoundHistory,
    problem: Problem,
    marks: string,
    attempts: readonly Attempt[],
    kept: ReadonlySet<ProblemId>,
  ): void {
    const again = this.seen.get(problem.id)!
    const verifier = this.judges.get(problem.verifier)!
    this.attempts += attempts.length
    const judged = attempts.map(({ answer }): Judged => {
      return { answer, verdict: judgeAgain(again, verifier, answer) }
    })
    const marksNow = attempts.map(({ answer }, at) => this.markNow(problem, answer, marks[at]!))
    attempts.forEach(({ id, call, seat }, at) => {
      const [was, now] = [OUTCOMES[marks[at]!]!, OUTCOMES[marksNow[at]!]!]
      if (now === was) return
      this.changed.push({ attempt: id, problem: problem.id, call, seat, round, was, now })
    })
    if (again.fault !== undefined) return // what its rate would be is not the question
    if (marksNow.join("") === marks) return
    const isKept = kept.has(problem.id)
    const now = rateOfMarks(marksNow.join(""))
    const recipe = this.parts.recipe(round)
    const label = round <= recipe.warmupRounds ? "reference" : recipe.label
    const gated = gatePair(problem.answer, judged, now, label, recipe.gate).kept
    const gate = gated === isKept ? "same" : gated ? "would-keep" : "would-hold"
    this.rates.push({ problem: problem.id, round, was: rateOfMarks(marks), now, gate })
  }

  /** One letter for an answer. Where no reply is kept there is nothing to judge: it stays. */
  private markNow(problem: Problem, answer: Answer, was: string): string {
    if (answer.kind === "abstained" && answer.why === "failed") return was
    const verifier = this.judges.get(problem.verifier)!
    return markOf(judgeAgain(this.seen.get(problem.id)!, verifier, answer))
  }

  private takePair(pair: Pair, problem: Problem): void {
    this.pairs++
    const again = this.seen.get(problem.id)!
    const verifier = this.judges.get(problem.verifier)!
    const verdict = judgeAgain(again, verifier, { kind: "answered", text: pair.completion })
    const finding = () => labelFinding(pair, again, verdict, this.judgesOf(verifier))
    if (verdict.outcome === "correct") this.sound.set(`label ${pair.id}`, finding)
    // A majority's label that was wrong when it was kept is no discovery.
    else if (pair.verdict.outcome === "correct") this.withdrawn.push(finding())
  }

  /** Who judged then, and who judges now. A run names all judges that its recipe puts to work. */
  private judgesOf(verifier: Verifier): Judges {
    const now = verifierRef(verifier)
    return { was: this.was.get(verifier.name) ?? now, now }
  }
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  c: "correct",
  i: "incorrect",
  u: "undecided",
}

function resultsOf({ champions, rounds }: History) {
  return [
    ...champions.flatMap(({ round, results }) =>
      Object.entries(results).map(([suite, result]) => {
        return { round, suite: suite as SuiteName, result }
      }),
    ),
    ...rounds.flatMap(({ round, challenger: result }) =>
      result === undefined ? [] : [{ round, suite: "development" as const, result }],
    ),
  ]
}

/** The problems that the gate let through in a round: to a new pair or to one that was known. */
function keptIn({ curated }: RoundHistory, history: History): Set<ProblemId> {
  const rehearsed = new Set<string>(curated!.rehearsed)
  const known = history.rounds.flatMap(({ curated: one }) => one?.pairs ?? [])
  return new Set(
    [...curated!.pairs, ...known.filter(({ id }) => rehearsed.has(id))].map(
      ({ problem }) => problem,
    ),
  )
}

function subjectOf(finding: Finding): string {
  return finding.of === "key" ? `key ${finding.problem}` : `label ${finding.pair}`
}
