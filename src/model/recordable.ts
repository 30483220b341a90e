import type { CallOutcome, Reply } from "../record/call.ts"
import { hasCanonicalForm } from "../record/canonical.ts"
import { failed } from "./failure.ts"

/**
 * A reply that a journal can hold. Halves of characters in a text are marked as such. What a tool
 * is to be given must have a canonical form, which JSON nested a thousand deep and numbers beyond
 * all numbers do not have.
 */
export function recordable(reply: Reply): CallOutcome {
  const samples = reply.samples.map((sample) => ({ ...sample, text: sample.text.toWellFormed() }))
  const outcome = { ...reply, samples }
  const inItsRecord = [[[[outcome]]]] // a journal puts it a few levels down
  if (hasCanonicalForm(inItsRecord)) return outcome
  return failed("malformed", "a reply with JSON in it that has no canonical form")
}
