import { z } from "zod"
import type { Json } from "../record/canonical.ts"
import { Problem, Rung, Statement } from "../record/problem.ts"
import { Proof, Verdict } from "../record/verdict.ts"
import { isOpenText } from "../rule/screen.ts"

/**
 * What is said between the host and a verifier in another process: a line of JSON each way, one
 * question at a time. `{"id": 1, "method": "judge", "spec": …, "key": …, "answer": …}` is answered
 * with `{"id": 1, "ok": true, "result": …}` or `{"id": 1, "ok": false, "error": "why"}`.
 */
export const PROTOCOL = 1
export const LINE_BYTES_MAX = 64 * 1024 // of a line, either way

const NAMES_MAX = 64 // skills of a verifier, axes of a skill, values of an axis
const MISTAKES_MAX = 64

/** What people read of a stranger: on a page, in a terminal. Answers it may tell as they are. */
const Open = z.string().refine(isOpenText)
const Name = Open.min(1).max(64)
const Data = z.custom<Json>((value) => value !== undefined)
export const Spec = z
  .object({ skill: Name })
  .catchall(Data)
  .transform((spec) => spec as { readonly skill: string } & { readonly [field: string]: Json })

const SkillCard = z.object({
  name: Name,
  title: Open.max(200),
  wordings: z.int().min(1).max(100),
  axes: z
    .array(z.object({ name: Name, values: z.array(z.int()).min(1), meaning: Open.max(500) }))
    .max(NAMES_MAX),
  levels: z.array(Rung).max(NAMES_MAX),
  beyond: z.array(Rung).max(NAMES_MAX),
  space: z.int().positive().optional(),
})

/** How it was decided and why. Evidence may quote an answer, and is cleaned where it is shown. */
const Told = Verdict.refine((verdict) =>
  [verdict.method, verdict.outcome === "correct" ? "" : verdict.reason].every(isOpenText),
)

/** What a verifier answers to each method. */
export const RESULTS = {
  describe: z.object({
    protocol: z.literal(PROTOCOL),
    name: Name,
    version: Open.max(64),
    skills: z.array(SkillCard).min(1).max(NAMES_MAX),
  }),
  admit: z.boolean(),
  derive: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), key: Data, proof: Proof }),
    z.object({ ok: z.literal(false), reason: Open.max(200) }),
  ]),
  recheck: Told,
  judge: Told,
  state: Statement.refine(({ text, latex }) => isOpenText(text) && isOpenText(latex)),
  present: Problem.shape.answer.refine(isOpenText),
  identify: z.object({ canonical: z.string(), family: z.string() }),
  mistakes: z.array(z.string()).max(MISTAKES_MAX),
  sample: Spec,
  mutate: Spec,
  measure: Rung,
} as const
export type Method = keyof typeof RESULTS
export type Result<M extends Method> = z.infer<(typeof RESULTS)[M]>

/** A question as a line carries it; which fields it has depends on the method. */
export const Request = z.object({
  id: z.int(),
  method: z.enum(Object.keys(RESULTS) as [Method, ...Method[]]),
  skill: Name.optional(),
  spec: Data.optional(),
  key: Data.optional(),
  answer: z.string().optional(),
  wording: z.int().min(0).optional(),
  rung: Rung.optional(),
  seed: z.int().min(0).optional(),
})
export type Request = z.infer<typeof Request>
export type Question = Omit<Request, "id" | "method">

export const Response = z.discriminatedUnion("ok", [
  z.object({ id: z.int(), ok: z.literal(true), result: z.unknown() }),
  z.object({ id: z.int(), ok: z.literal(false), error: z.string().max(2_000) }),
])
export type Response = z.infer<typeof Response>
