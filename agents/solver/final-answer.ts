import { type Answer, answerFrom } from "../../src/record/attempt.ts"
import type { Sample } from "../../src/record/call.ts"

/**
 * The answer that a reply names: what stands in its last pair of answer tags, or, for want of tags,
 * in its last box, which many models are used to writing; without either, the reply as a whole, for
 * the judge to find the answer in. A reply that was cut off is read for nothing, tags or none.
 */
export function finalAnswer({ text, stop }: Sample): Answer {
  if (stop !== "end") return answerFrom("", stop)
  return answerFrom(tagged(text) ?? boxed(text) ?? text, stop)
}

function tagged(text: string): string | undefined {
  const end = text.lastIndexOf("</answer>")
  const start = text.lastIndexOf("<answer>", end)
  if (end < 0 || start < 0) return undefined
  return text.slice(start + "<answer>".length, end).trim()
}

const BOX = "\\boxed{"

/** What stands in the last box, up to the brace that closes it. */
function boxed(text: string): string | undefined {
  const start = text.lastIndexOf(BOX)
  if (start < 0) return undefined
  let depth = 0
  for (let at = start + BOX.length - 1; at < text.length; at++) {
    if (text[at] === "{") depth++
    if (text[at] === "}") depth--
    if (depth === 0) return text.slice(start + BOX.length, at).trim()
  }
  return undefined
}
