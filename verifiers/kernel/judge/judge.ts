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
  const asked = options === undefined ? DEFAULT_OPTIONS : JudgeOptions.parse(options)
  const name = `${asked === DEFAULT_OPTIONS ? "" : JSON.stringify(asked)}\n${text}`
  if (name.length > NAME_CHARS_MAX) return keyFrom(text, asked)
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = keyFrom(text, asked)
  keys.set(name, key)
  if (keys.size > KEYS_MAX) keys.delete(keys.keys().next().value!)
  return key
}

/** The last keys by options and text: one problem has many answers, which come one by one. */
const keys = new Map<string, Key>()
const KEYS_MAX = 64 // the problems of a batch; with the next limit, less than a megabyte of texts
const NAME_CHARS_MAX = 1_000 // a longer key is read again: what it costs is not in its reading
