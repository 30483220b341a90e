import { extractAnswer } from "../../verifiers/kernel/extract/extract.ts"
import { judge } from "../../verifiers/kernel/judge/judge.ts"
import type { Json } from "../record/canonical.ts"
import type { Verdict } from "../record/verdict.ts"
import type { Verifier } from "../verifier.ts"

/** A problem as its judge wants it. */
export interface Asked {
  readonly verifier: Verifier
  readonly spec: Json
  readonly key: Json
}

/**
 * What a problem's verifier says of a model's whole reply. Some verifiers read nothing but an
 * answer alone: where one cannot read the text as such, it is shown the final answer that the text
 * names, if there is one and it is no part of more.
 */
export function judgeReply({ verifier, spec, key }: Asked, reply: string): Verdict {
  const judged = (answer: string) => verifier.judge(spec as never, key as never, answer)
  const whole = judged(reply)
  if (whole.outcome === "correct" || !UNREAD.has(whole.reason)) return whole
  const found = extractAnswer(reply)
  if (found.kind !== "found" || found.text === reply) return whole
  if (found.choice !== undefined) return whole
  // What may be a part of more, as in x = \boxed{4} and 2\boxed{4}, the judge of texts tells apart.
  const isAll = found.wider === undefined || isCorrectText(verifier.present(key as never), reply)
  return isAll ? judged(found.text) : whole
}

/** Reasons of a verifier that has found no answer in the text, or more than one. */
const UNREAD: ReadonlySet<string> = new Set(["unreadable", "hedged", "limit"])

function isCorrectText(key: string, reply: string): boolean {
  return judge(key, reply).outcome === "correct"
}
