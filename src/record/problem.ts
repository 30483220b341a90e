import { z } from "zod"
import type { Json } from "./canonical.ts"
import { CallId, contentId, ProblemId } from "./id.ts"
import { Proof } from "./verdict.ts"

const STATEMENT_CHARS_MAX = 4_096
const KEY_CHARS_MAX = 4_096

/** The form that an answer must have, by its usual name. */
export const AnswerFormat = z.enum([
  "integer",
  "rational",
  "decimal",
  "number",
  "expression",
  "equation",
  "set",
  "list",
  "tuple",
  "interval",
  "matrix",
  "choice",
  "truth",
  "text",
])
export type AnswerFormat = z.infer<typeof AnswerFormat>

/** What a solver reads. `format` tells the form that the answer must have. */
export const Statement = z.object({
  text: z.string().min(1).max(STATEMENT_CHARS_MAX),
  latex: z.string().max(STATEMENT_CHARS_MAX),
  format: AnswerFormat,
})
export type Statement = z.infer<typeof Statement>

/** A setting of a skill's difficulty axes, for example `{ digits: 2, carries: 1 }`. */
export const Rung = z.record(z.string(), z.int())
export type Rung = z.infer<typeof Rung>

/**
 * How a proposer made a spec: at a level, below one along an axis, from an archived problem, and
 * there by a model: harder along an axis, in another context, or with it as a part of a new one.
 */
export const Move = z.enum(["fresh", "ease", "mutate", "harden", "recast", "compose"])
export type Move = z.infer<typeof Move>

/** What a model said when it proposed. Its answer is a claim about its own skill, never a label. */
export const Proposal = z.object({
  call: CallId,
  seat: z.int().min(0),
  claimed: z.string().max(KEY_CHARS_MAX),
  claim: z.enum(["correct", "incorrect", "undecided"]),
  /** Whether the statement is the model's own; then `formalised` says who read it back. */
  isWritten: z.boolean(),
  /** The call in which a formaliser read the written statement back to the same spec. */
  formalised: CallId.optional(),
})
export type Proposal = z.infer<typeof Proposal>

/** Where a problem came from. `parent` is the archived problem that a mutation started from. */
export const Lineage = z.object({
  round: z.int().min(0),
  seat: z.int().min(0),
  move: Move,
  axis: z.string().optional(),
  parent: ProblemId.optional(),
  proposal: Proposal.optional(),
})
export type Lineage = z.infer<typeof Lineage>

export const Problem = z.object({
  id: ProblemId,
  verifier: z.string(),
  skill: z.string(),
  /** The lowest rung of the skill's ladder that is at least this hard on every axis, from 1. */
  level: z.int().min(1),
  rung: Rung,
  spec: z.custom<Json>((value) => value !== undefined),
  statement: Statement,
  key: z.custom<Json>((value) => value !== undefined),
  /** The key as a solver would write it: the completion of a `reference` pair. */
  answer: z.string().min(1).max(KEY_CHARS_MAX),
  proof: Proof,
  canonical: z.string(),
  family: z.string(),
  lineage: Lineage,
})
export type Problem = z.infer<typeof Problem>

/** Gives a problem its id: the hash of what it asks and of what its verifier says the answer is. */
export function mintProblem(content: Omit<Problem, "id">): Problem {
  const { verifier, skill, spec, statement, key } = content
  return { id: contentId("problem", { verifier, skill, spec, statement, key }), ...content }
}

/**
 * All that a solver may know. A solver's prompt is built from a Question, and the type has no
 * field from which key, spec, level or lineage could leak.
 */
export interface Question {
  readonly problem: ProblemId
  readonly statement: Statement
}

export function question(problem: Problem): Question {
  return { problem: problem.id, statement: problem.statement }
}
