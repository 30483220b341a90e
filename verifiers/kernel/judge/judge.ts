import type { Verdict } from "../../../src/record/verdict.ts"
import { DEFAULT_OPTIONS } from "./defaults.ts"
import { judgeBy } from "./judging.ts"
import { type Key, keyFrom } from "./key.ts"
import { JudgeOptions, type JudgeOptionsInput } from "./options.ts"

export { judgeBy } from "./judging.ts"
export type { Key } from "./key.ts"

/**
 * Decides whether a free-form answer says what a key says. Both may be LaTeX, plain text or Unicode
 * maths; the answer may be a whole model reply. Never throws for any text, never evaluates any; the
 * work is bounded by `options.fuel` steps, so the verdict is the same on every machine. Options of
 * the wrong shape throw a ZodError.
 */
export function judge(key: string, answer: string, options?: JudgeOptionsInput): Verdict {
  return judgeBy(readKey(key, options), answer)
}

/** Reads a key once, for many answers; one that cannot be read marks nobody wrong. */
export function readKey(text: string, options?: JudgeOptionsInput): Key {
  return keyFrom(text, options === undefined ? DEFAULT_OPTIONS : JudgeOptions.parse(options))
}
