import { z } from "zod"
import { PROVED } from "./proved.ts"

export { PROVED } from "./proved.ts"

/** How sure a verdict is. `probabilistic` carries its error bound, `numeric` its digits. */
export const Proof = z.discriminatedUnion("level", [
  z.object({ level: z.literal("proved") }),
  z.object({ level: z.literal("probabilistic"), errorBound: z.number().positive().max(1) }),
  z.object({ level: z.literal("numeric"), digits: z.int().positive() }),
])
export type Proof = z.infer<typeof Proof>

/** What was compared, in words a person can check: at most a line each. */
export const Evidence = z.record(z.string(), z.string().max(512))
export type Evidence = z.infer<typeof Evidence>

/**
 * What the judge of free-form answers adds: the named rule that the verdict rests on, where the two
 * sides differ ("x = -2: 2 against -2"), and where in the text the answer stood.
 */
const findings = {
  policy: z.string().optional(),
  witness: z.string().max(512).optional(),
  span: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
}

/**
 * The three values. `incorrect` and `undecided` name their reason; `undecided` claims no proof,
 * because a time-out, a crash or an unreadable key says nothing about the answer.
 */
export const Verdict = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("correct"),
    method: z.string(),
    proof: Proof,
    evidence: Evidence,
    ...findings,
  }),
  z.object({
    outcome: z.literal("incorrect"),
    method: z.string(),
    proof: Proof,
    reason: z.string(),
    evidence: Evidence,
    ...findings,
  }),
  z.object({
    outcome: z.literal("undecided"),
    method: z.string(),
    reason: z.string(),
    evidence: Evidence,
    ...findings,
  }),
])
export type Verdict = z.infer<typeof Verdict>
export type Outcome = Verdict["outcome"]

export function correct(method: string, evidence: Evidence, proof: Proof = PROVED): Verdict {
  return { outcome: "correct", method, proof, evidence }
}

export function incorrect(method: string, reason: string, evidence: Evidence): Verdict {
  return { outcome: "incorrect", method, proof: PROVED, reason, evidence }
}

export function undecided(method: string, reason: string, evidence: Evidence = {}): Verdict {
  return { outcome: "undecided", method, reason, evidence }
}
