import { PROVED } from "../../../src/record/proved.ts"
import type { Proof } from "../../../src/record/verdict.ts"
import type { Policy } from "./policy.ts"

/** What comparing two trees came to, before it is dressed as a verdict. */
export type Outcome = Right | Wrong | Unsettled

export interface Right {
  readonly is: "correct"
  readonly method: string
  readonly proof: Proof
  readonly policy?: Policy
  readonly note?: string
}

export interface Wrong {
  readonly is: "incorrect"
  readonly method: string
  readonly reason: string
  readonly policy?: Policy
  readonly witness?: string
}

export interface Unsettled {
  readonly is: "undecided"
  readonly method: string
  readonly reason: string
  readonly policy?: Policy
}

export function right(method: string, policy?: Policy, proof: Proof = PROVED): Right {
  return { is: "correct", method, proof, ...(policy && { policy }) }
}

export function wrong(method: string, reason: string, policy?: Policy, witness?: string): Wrong {
  return { is: "incorrect", method, reason, ...(policy && { policy }), ...(witness && { witness }) }
}

export function unsettled(method: string, reason: string, policy?: Policy): Unsettled {
  return { is: "undecided", method, reason, ...(policy && { policy }) }
}

/** The same outcome resting on a rule as well; the rule that it names already is kept. */
export function under(policy: Policy, outcome: Outcome): Outcome {
  return outcome.policy === undefined ? { ...outcome, policy } : outcome
}

/**
 * All parts must be right: one wrong part decides, then one unsettled part; otherwise the whole is
 * as sure as its weakest part.
 */
export function every(method: string, parts: Iterable<Outcome>): Outcome {
  let doubt: Unsettled | undefined
  let weakest: Right | undefined
  for (const part of parts) {
    if (part.is === "incorrect") return { ...part, method }
    if (part.is === "undecided") doubt ??= part
    else weakest = weakest === undefined ? part : weaker(weakest, part)
  }
  if (doubt !== undefined) return { ...doubt, method }
  return weakest === undefined ? right(method) : { ...weakest, method }
}

function weaker(one: Right, other: Right): Right {
  const low = rank(other.proof) < rank(one.proof) ? other : one
  const policy = low.policy ?? one.policy ?? other.policy
  const note = low.note ?? one.note ?? other.note
  const proof = bothErrors(one.proof, other.proof) ?? low.proof
  return { ...low, proof, ...(policy && { policy }), ...(note && { note }) }
}

/** Two probabilistic parts may each be in error: the bounds add up. */
function bothErrors(one: Proof, other: Proof): Proof | null {
  if (one.level !== "probabilistic" || other.level !== "probabilistic") return null
  return { level: "probabilistic", errorBound: Math.min(1, one.errorBound + other.errorBound) }
}

export const RANKS = { proved: 3, probabilistic: 2, numeric: 1 } as const

export function rank(proof: Proof): number {
  return RANKS[proof.level]
}
