import { systemFor } from "../../agents/solver/prompt.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import type { SolverAgent } from "../agent.ts"
import type { Attempt } from "../record/attempt.ts"
import { CallOutcome } from "../record/call.ts"
import type { CallId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import { type Problem, question } from "../record/problem.ts"
import type { Finding } from "../record/tombstone.ts"
import { withdrawalOf } from "../rule/recall.ts"
import { Aside } from "../run/aside.ts"
import { type History, problemsOf, type RoundHistory } from "../run/history.ts"
import { rateOf, verdictOn } from "../run/judge.ts"
import { askedId } from "../run/till.ts"
import type { Store } from "../store.ts"
import type { Lesson, Message, Said } from "../training/export/example.ts"
import type { Side } from "../training/export/lineage.ts"
import type { Verifier } from "../verifier.ts"
import { recipeAt } from "./find-record.ts"
import { verifiersOf } from "./plugins.ts"
import type { RecalledRun } from "./recall-left-out.ts"
import { seatsOf } from "./seats.ts"
import { sittersOf } from "./sitting.ts"
import { solverOf as agentOf } from "./solver.ts"

export interface Gathered {
  readonly lessons: readonly Lesson[]
  readonly attempts: readonly Said[]
  /** Pairs that were kept out because their problem has relatives on both sides of the split. */
  readonly apart: number
  /** Why each pair was left out that a recall has withdrawn. */
  readonly withdrawn: readonly Finding[]
}

/** The kept pairs of some rounds, and what was said to their problems, read from the journal. */
export async function gatherLessons(
  store: Store,
  history: History,
  sides: ReadonlyMap<string, Side>,
  rounds: readonly RoundHistory[] = history.rounds,
  recalled?: RecalledRun,
): Promise<Gathered> {
  const solver = solverOf(history)
  const problems = problemsOf(history)
  const lessons: Lesson[] = []
  const attempts: Said[] = []
  const withdrawn: Finding[] = []
  let apart = 0
  const aside = asideIn(history)
  for (const round of rounds) {
    const kept: Problem[] = []
    const own: Lesson[] = []
    for (const pair of round.curated?.pairs ?? []) {
      if (aside.has(pair.id)) continue // its round was taken back
      const problem = problems.get(pair.problem)!
      const finding = recalled && withdrawalOf(recalled.standing, pair.id, problem.id)
      if (finding !== undefined) {
        withdrawn.push(finding)
        continue
      }
      const side = sides.get(problem.id)!
      if (side === "apart") {
        apart++
        continue
      }
      own.push(lessonOf(pair, problem, side, solver))
      kept.push(problem)
    }
    const said = await saidIn(store, history, round, kept)
    attempts.push(...said)
    const verifiers = verifiersOf(history.opened.recipe)
    lessons.push(...(recalled ? own.map((one) => judgedAgain(one, said, verifiers)) : own))
  }
  return { lessons, attempts, apart, withdrawn }
}

function asideIn({ rounds }: History): Aside {
  const aside = new Aside()
  for (const { curated, rolledBack } of rounds) {
    for (const event of [curated, rolledBack]) if (event !== undefined) aside.take(event)
  }
  return aside
}

export function solverOf({ opened }: History): SolverAgent {
  return agentOf(opened.recipe)
}

/** After a recall a pair is told as the judge at hand sees it, and keeps what was recorded. */
function judgedAgain(
  lesson: Lesson,
  said: readonly Said[],
  verifiers: readonly Verifier[],
): Lesson {
  const { pair, problem } = lesson
  const verifier = verifiers.find(({ name }) => name === problem.verifier)!
  const verdict = verdictOn(verifier, problem, { kind: "answered", text: pair.completion })
  const solveRate = rateOf(said.filter((one) => one.problem === problem.id))
  const { correct, tried } = pair.solveRate
  const isSame = correct === solveRate.correct && tried === solveRate.tried
  const recorded = isSame ? {} : { recorded: pair.solveRate }
  return { ...lesson, pair: { ...pair, verdict, solveRate }, ...recorded }
}

function lessonOf(
  pair: Pair,
  problem: Problem,
  split: Lesson["split"],
  solver: SolverAgent,
): Lesson {
  return { problem, pair, split, ...wordsOf(pair, problem, solver) }
}

/** What a trainer reads of a pair: a question as the solver is asked it, and the answer to it. */
export function wordsOf(
  pair: Pair,
  problem: Problem,
  solver: SolverAgent,
): Pick<Lesson, "prompt" | "completion"> {
  const completion = solver.completion?.(pair.completion) ?? pair.completion
  return { prompt: promptOf(problem, solver), completion }
}

/** What a solver was told before it answered, without tools: a trained model is offered none. */
function promptOf(problem: Problem, solver: SolverAgent): Message[] {
  const user: Message = { role: "user", content: solver.prompt(question(problem)) }
  return solver === seatedSolver ? [{ role: "system", content: systemFor(false) }, user] : [user]
}

async function saidIn(
  store: Store,
  history: History,
  round: RoundHistory,
  problems: readonly Problem[],
): Promise<Said[]> {
  const recipe = recipeAt(history, round.round)
  const verifiers = verifiersOf(history.opened.recipe)
  const sitters = await sittersOf(store, recipe, round, problems)
  const attempts = sitters.flatMap((sitter) => sitter.attempts)
  const calls = [...new Set(attempts.map(({ call }) => call))]
  const replies = await repliesOf(store, calls)
  const offersTools = (seatsOf(recipe).solver?.tools ?? []).length > 0
  const followUps = offersTools ? await followUpsAmong(store, calls) : new Set<CallId>()
  return sitters.flatMap(({ problem, attempts: own }) =>
    own.flatMap((attempt) => {
      const reply = replies.get(attempt.call)
      return reply === undefined
        ? []
        : [saidBy(attempt, problem, reply, verifiers, followUps.has(attempt.call))]
    }),
  )
}

type Reply = Extract<CallOutcome, { kind: "reply" }>

/** A call's samples are one attempt each, or its only sample is the attempt, whatever its seat. */
function saidBy(
  attempt: Attempt,
  problem: Problem,
  reply: Reply,
  verifiers: readonly Verifier[],
  usedTools: boolean,
): Said {
  const { samples, charged } = reply
  const { text } = samples.length === 1 ? samples[0]! : samples[attempt.seat]!
  const verifier = verifiers.find(({ name }) => name === problem.verifier)!
  return {
    ...attempt,
    text,
    verdict: verdictOn(verifier, problem, attempt.answer),
    usedTools,
    ...(charged && { microdollars: charged.microdollars }),
  }
}

async function repliesOf(store: Store, calls: readonly CallId[]): Promise<Map<CallId, Reply>> {
  const settled = await store.settled(calls)
  return new Map(
    calls.flatMap((id): [CallId, Reply][] => {
      const stored = settled.get(id)
      const outcome = stored && CallOutcome.parse(JSON.parse(stored.body))
      return outcome?.kind === "reply" ? [[id, outcome]] : []
    }),
  )
}

/** Calls that tool results went before; one of which nobody knows what was asked may be such. */
async function followUpsAmong(store: Store, calls: readonly CallId[]): Promise<Set<CallId>> {
  const asked = await store.settled(calls.map(askedId))
  return new Set(
    calls.filter((id) => {
      const stored = asked.get(askedId(id))
      if (stored === undefined) return true
      const { asked: call } = JSON.parse(stored.body) as { asked?: { turns?: unknown[] } }
      return (call?.turns?.length ?? 0) > 0
    }),
  )
}
