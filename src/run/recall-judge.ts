import type { Attempt } from "../record/attempt.ts"
import { canonicalJson, hasCanonicalForm } from "../record/canonical.ts"
import type { VerifierRef } from "../record/event.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Finding } from "../record/tombstone.ts"
import { undecided, type Verdict } from "../record/verdict.ts"
import type { Verifier } from "../verifier.ts"
import { RunFailure } from "./failure.ts"
import { verdictOn } from "./judge.ts"

/** A problem as the judge at hand sees it. */
export interface Again {
  /** The problem with the key that is due now; undefined where it has none. */
  readonly problem: Problem | undefined
  /** Why the key of then does not stand; undefined where it does. */
  readonly fault: KeyFault | undefined
  /** Whether the judge at hand would still state it in the words that solvers read. */
  readonly isWordedSo: boolean
}

interface KeyFault {
  readonly reason: "key-changed" | "no-key" | "key-not-proved"
  readonly says: string
}

/**
 * Derives a recorded problem's key again. A key in other words is the same key: the recorded one is
 * judged as an answer to the new one, so that a judge which only writes keys otherwise withdraws
 * nothing. A key that the second method no longer proves is withdrawn like one that changed.
 */
export function deriveAgain(problem: Problem, verifier: Verifier): Again {
  try {
    return derived(problem, verifier)
  } catch (error) {
    if (error instanceof RunFailure) throw error // its plug-in is gone: it was not asked
    const says = brief(`its verifier crashed on it: ${String(error)}`)
    return { problem: undefined, fault: { reason: "no-key", says }, isWordedSo: true }
  }
}

function derived(problem: Problem, verifier: Verifier): Again {
  const parsed = verifier.spec.safeParse(problem.spec)
  if (!parsed.success || !hasCanonicalForm(parsed.data)) return keyless("the spec is refused")
  const spec = parsed.data
  const skill = verifier.skills.find(({ name }) => name === problem.skill)
  if (skill === undefined) return keyless(`it has no skill ${problem.skill}`)
  const found = verifier.derive(spec)
  if (!found.ok) return keyless(found.reason)
  const answer = verifier.present(found.key)
  const now: Problem = { ...problem, key: found.key, answer, proof: found.proof }
  const isWordedSo =
    problem.lineage.proposal?.isWritten === true ||
    Array.from({ length: skill.wordings }, (_, n) => verifier.state(spec, n)).some(
      (statement) => canonicalJson(statement) === canonicalJson(problem.statement),
    )
  const isSame =
    canonicalJson(found.key) === canonicalJson(problem.key) ||
    verifier.judge(spec, found.key as never, problem.answer).outcome === "correct"
  if (!isSame) {
    return { problem: now, fault: { reason: "key-changed", says: brief(answer) }, isWordedSo }
  }
  const proof = verifier.recheck(spec, found.key as never)
  if (proof.outcome === "correct") return { problem: now, fault: undefined, isWordedSo }
  const says = brief(`the second method says ${proof.outcome}: ${proof.reason}`)
  return { problem: undefined, fault: { reason: "key-not-proved", says }, isWordedSo }
}

function keyless(why: string): Again {
  return { problem: undefined, fault: { reason: "no-key", says: brief(why) }, isWordedSo: true }
}

/** An answer by the key that is due now. Without a key nothing is decided. */
export function judgeAgain(again: Again, verifier: Verifier, answer: Attempt["answer"]): Verdict {
  if (again.problem === undefined) return undecided("recall", "no-key")
  return verdictOn(verifier, again.problem, answer)
}

export interface Judges {
  readonly was: VerifierRef
  readonly now: VerifierRef
}

/** What is to be written of a problem's key: that it does not stand, or stands again. */
export function keyFinding(
  problem: Problem,
  again: Again,
  { was, now }: Judges,
  place: { readonly round: number; readonly suite?: "development" | "test" | "beyond" },
): Finding {
  const { round, suite } = place
  const { fault } = again
  return {
    of: "key",
    state: fault === undefined ? "restored" : "withdrawn",
    problem: problem.id,
    round,
    ...(suite && { suite }),
    reason: fault?.reason ?? "right-after-all",
    was: { verifier: was, says: brief(problem.answer) },
    now: { verifier: now, says: fault?.says ?? brief(again.problem!.answer) },
  }
}

/** The same of a pair's label, judged by the key that is due now. */
export function labelFinding(
  pair: Pair,
  again: Again,
  verdict: Verdict,
  { was, now }: Judges,
): Finding {
  const isRight = verdict.outcome === "correct"
  const byKey = again.fault?.reason === "key-changed" ? "key-changed" : undefined
  const keyless = again.problem === undefined ? "no-key" : undefined
  return {
    of: "label",
    state: isRight ? "restored" : "withdrawn",
    problem: pair.problem,
    round: pair.round,
    pair: pair.id,
    reason: isRight ? "right-after-all" : (keyless ?? byKey ?? notCorrect(verdict)),
    was: { verifier: was, says: brief(`${pair.completion}: ${said(pair.verdict)}`) },
    now: { verifier: now, says: brief(`${pair.completion}: ${said(verdict)}`) },
  }
}

function notCorrect({ outcome }: Verdict): "incorrect" | "undecided" {
  return outcome === "undecided" ? "undecided" : "incorrect"
}

function said(verdict: Verdict): string {
  if (verdict.outcome === "correct") return `correct by ${verdict.method}`
  return `${verdict.outcome} by ${verdict.method} (${verdict.reason})`
}

const SAYS_CHARS_MAX = 512 // as long as the record allows

function brief(text: string): string {
  return text.length <= SAYS_CHARS_MAX ? text : `${text.slice(0, SAYS_CHARS_MAX - 1)}…`
}
