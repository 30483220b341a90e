import { z } from "zod"
import type { Json } from "../../src/record/canonical.ts"
import type { Statement } from "../../src/record/problem.ts"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"
import { defineVerifier } from "../kernel/define.ts"
import { extractAnswer } from "../kernel/extract/extract.ts"
import { formatOf } from "./format.ts"
import { givenAnswer } from "./given-answer.ts"
import { storyOf, wordProblem } from "./word-problem.ts"

const base = defineVerifier({
  name: "answer",
  version: "1.0.0",
  skills: [wordProblem, givenAnswer],
})

/**
 * Answers in free form: word problems of Agon's own, and questions that a user brings together with
 * their answers. A given question is stated as it is, in whatever notation it came.
 */
export const answerVerifier: Verifier<SkillSpec, string> = { ...base, state }

function state(spec: SkillSpec, wording: number): Statement {
  const { key, story } = spec
  const stated = base.state(spec, wording)
  if (spec.skill === givenAnswer.name) {
    return { ...stated, latex: stated.text, format: formatOf(String(key)) }
  }
  const latex = stated.text.replace(/\d+(?:[:/]\d+)?/g, (number) => `$${number}$`)
  return { ...stated, latex, format: storyOf(String(story)).format }
}

/** A row of a data set: a question and its answer, under the names that GSM8K or MATH give them. */
const Row = z.object({
  question: z.string().optional(),
  problem: z.string().optional(),
  answer: z.string().or(z.number()).optional(),
  solution: z.string().optional(),
  options: z.record(z.string(), z.json()).optional(),
})

export type AnswerSpec =
  | { readonly ok: true; readonly spec: SkillSpec }
  | { readonly ok: false; readonly reason: "bad-row" | "no-question" | "no-answer" | "bad-key" }

/**
 * The spec of one row, for `answerVerifier`. The answer may be the key itself, a solution that ends
 * in GSM8K's `#### 18`, or one with MATH's `\boxed{}`. A row without a key that the judge can judge
 * by is refused: nobody would be marked right or wrong for it.
 */
export function answerSpecFrom(row: Json): AnswerSpec {
  const read = Row.safeParse(row)
  if (!read.success) return { ok: false, reason: "bad-row" }
  const { question, problem, answer, solution, options } = read.data
  const asked = (question ?? problem ?? "").trim()
  if (asked === "") return { ok: false, reason: "no-question" }
  const key = keyIn(`${answer ?? solution ?? ""}`)
  if (key === null) return { ok: false, reason: "no-answer" }
  const spec = { skill: givenAnswer.name, question: asked, key, ...(options && { options }) }
  const admitted = answerVerifier.spec.safeParse(spec)
  if (!admitted.success) return { ok: false, reason: "bad-row" }
  const { data } = admitted
  return answerVerifier.derive(data).ok
    ? { ok: true, spec: data }
    : { ok: false, reason: "bad-key" }
}

const GSM8K_MARK = "####"

/** The key in an answer that may be a whole solution. */
function keyIn(answer: string): string | null {
  const mark = answer.lastIndexOf(GSM8K_MARK)
  if (mark >= 0) return answer.slice(mark + GSM8K_MARK.length).trim() || null
  const text = answer.trim()
  if (text === "") return null
  const found = extractAnswer(text)
  if (found.kind === "found") return found.rule === "whole" ? text : found.text.trim() || null
  return found.kind === "none" || found.kind === "limit" ? text : null
}
