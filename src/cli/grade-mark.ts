import type { Verdict } from "../record/verdict.ts"

/** What is to be judged. `options` is checked already: JSON, or empty where none are given. */
export interface Question {
  readonly key: string
  readonly answer: string
  readonly options: string
}

/** A verdict as a row of output: the same fields whatever the outcome, so that columns fit. */
export interface Mark {
  readonly outcome: Verdict["outcome"]
  readonly method: string
  readonly level: "proved" | "probabilistic" | "numeric" | "none"
  readonly reason: string
  readonly policy?: string
  readonly witness?: string
  readonly span?: readonly [start: number, end: number]
  /** Wall time of the verdict, microseconds: the only field that differs between reruns. */
  readonly micros: number
}

export type Judge = (key: string, answer: string, options?: object) => Verdict

const OPTION_TEXTS_MAX = 256 // different options in one stream; beyond them some are read twice

/** A verdict and the wall time it took, in microseconds. */
export interface Timed {
  readonly verdict: Verdict
  readonly micros: number
}

/** Judges questions, and never throws: what breaks is `undecided`, reason `crash`. */
export function createMarker(judge: Judge): (question: Question) => Timed {
  const known = new Map<string, object>()
  const optionsOf = (text: string) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= OPTION_TEXTS_MAX) known.clear()
    const options = JSON.parse(text) as object
    known.set(text, options)
    return options
  }
  return ({ key, answer, options: text }) => {
    const options = text === "" ? undefined : optionsOf(text)
    const begun = performance.now()
    try {
      const verdict = judge(key, answer, options)
      return { verdict, micros: microsSince(begun) }
    } catch {
      return { verdict: unknown("crash"), micros: microsSince(begun) }
    }
  }
}

export function markOf({ verdict, micros }: Timed): Mark {
  const { outcome, method, policy, witness, span } = verdict
  return {
    outcome,
    method,
    level: outcome === "undecided" ? "none" : verdict.proof.level,
    reason: outcome === "correct" ? "equal" : verdict.reason,
    ...(policy !== undefined && { policy }),
    ...(witness !== undefined && { witness }),
    ...(span !== undefined && { span }),
    micros,
  }
}

/** What says nothing about an answer: its line was not read, or its verdict had to be stopped. */
export function unjudged(reason: "bad-line" | "stopped"): Mark {
  return markOf({ verdict: unknown(reason), micros: 0 })
}

function unknown(reason: string): Verdict {
  return { outcome: "undecided", method: "none", reason, evidence: {} }
}

function microsSince(begun: number): number {
  return Math.round((performance.now() - begun) * 1_000)
}
