import type { Cell, Posed, SolverReply } from "../agent.ts"
import type { Answer } from "../record/attempt.ts"
import type { Tally } from "../record/event.ts"
import type { Problem } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { incorrect, undecided, type Verdict } from "../record/verdict.ts"
import { frontierOf } from "../rule/frontier.ts"
import type { Judged } from "../rule/gate.ts"
import type { Verifier } from "../verifier.ts"
import { type Desk, verifierNamed } from "./desk.ts"
import { RunFailure } from "./failure.ts"
import type { Memory } from "./memory.ts"

interface Judgement {
  /** Per posed problem, its attempts with their verdicts. */
  readonly judged: readonly (readonly Judged[])[]
  readonly rates: readonly SolveRate[]
  readonly cells: readonly Cell[]
  readonly reasons: Tally
}

/** The verifier decides every attempt; nobody else has a say. */
export async function judge(
  desk: Desk,
  memory: Memory,
  posed: Posed,
  replies: readonly SolverReply[],
): Promise<Judgement> {
  const judged = posed.admitted.map((problem, index) => {
    const verifier = verifierNamed(desk, problem.verifier)
    return replies[index]!.answers.map((answer) => ({
      answer,
      verdict: verdictOn(verifier, problem, answer),
    }))
  })
  const rates = judged.map(rateOf)
  const cells = frontierOf(posed.admitted, rates)
  const reasons = tallyReasons(judged.flat().map(({ verdict }) => verdict))
  await desk.journal.record({
    kind: "round.judged",
    round: memory.round,
    marks: judged.map((attempts) => attempts.map(({ verdict }) => markOf(verdict)).join("")),
    reasons,
    cells: [...cells],
  })
  return { judged, rates, cells, reasons }
}

/**
 * A verifier that throws has decided nothing: its crash is never a verdict on the answer. One that
 * cannot be asked any more ends the run.
 */
export function verdictOn(verifier: Verifier, problem: Problem, answer: Answer): Verdict {
  if (answer.kind === "abstained") {
    // A call that failed says nothing about the solver; silence, refusal and cut text do.
    if (answer.why === "failed") return undecided("abstained", "no-reply")
    return incorrect("abstained", `abstained-${answer.why}`, {})
  }
  try {
    return verifier.judge(problem.spec as never, problem.key as never, answer.text)
  } catch (error) {
    if (error instanceof RunFailure) throw error // its plug-in is gone: it was not asked
    return undecided("crashed", "verifier-crashed", { error: String(error).slice(0, 256) })
  }
}

/** One letter for a verdict: c, i or u. */
export function markOf(verdict: Verdict): "c" | "i" | "u" {
  return verdict.outcome[0] as "c" | "i" | "u"
}

/** Undecided attempts are left out of the rate: they say nothing about the solver. */
export function rateOf(judged: readonly Judged[]): SolveRate {
  const decided = judged.filter(({ verdict }) => verdict.outcome !== "undecided")
  const right = decided.filter(({ verdict }) => verdict.outcome === "correct")
  return { correct: right.length, tried: decided.length }
}

/** The same of what the journal keeps: one letter an attempt. */
export function rateOfMarks(marks: string): SolveRate {
  const correct = [...marks].filter((mark) => mark === "c").length
  return { correct, tried: [...marks].filter((mark) => mark !== "u").length }
}

function tallyReasons(verdicts: readonly Verdict[]): Tally {
  const tally: Record<string, number> = {}
  for (const verdict of verdicts) {
    if (verdict.outcome === "correct") continue
    const name = verdict.outcome === "undecided" ? `undecided:${verdict.reason}` : verdict.reason
    tally[name] = (tally[name] ?? 0) + 1
  }
  return tally
}
