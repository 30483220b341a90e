import type { Mark } from "../cli/grade-mark.ts"
import type { Json } from "../record/canonical.ts"

/** One answer to be judged, with all that the judging process needs to know. */
export type Task =
  | {
      readonly kind: "key"
      readonly key: string
      /** Checked already: JSON, or empty where none are given. */
      readonly options: string
      readonly answer: string
    }
  | {
      readonly kind: "problem"
      readonly verifier: string
      readonly spec: Json
      readonly key: Json
      readonly answer: string
    }

/**
 * Why no judge has looked at an answer. The first two are the server's own trouble, the others
 * that of whoever asked.
 */
export const UNJUDGED = {
  stopped: "its judging process hung or died",
  deadline: "its turn did not come in time",
  "unknown-problem": "no problem of the run has this id, or no problem has these words",
  "bad-options": "its options are not understood",
  "no-key": "nothing says what the answer should equal",
  "no-reply": "no reply could be told apart from the prompt",
} as const
export type Unjudged = keyof typeof UNJUDGED

/** A mark that says nothing about the answer. */
export function unjudged(reason: Unjudged): Mark {
  return { outcome: "undecided", method: "none", level: "none", reason, micros: 0 }
}
