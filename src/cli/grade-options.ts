import { JudgeOptions, type JudgeOptionsInput } from "../../verifiers/kernel/judge/options.ts"
import { UsageError } from "./exit.ts"

export type ReadOptions =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string }

/** Whole options as JSON, empty for none: the command line's, and over them a question's own. */
export type OptionReader = (own: unknown) => ReadOptions

const KNOWN_TEXTS_MAX = 256 // different options that one stream is remembered to have
const KNOWN_CHARS_MAX = 1_024

/**
 * Checks each kind of options once: streams repeat a few of them a million times. Those of the
 * command line are checked here and now.
 */
export function createOptionReader(base: JudgeOptionsInput | undefined): OptionReader {
  const bare = { ok: true, text: base === undefined ? "" : checkedOptions(base) } as const
  const known = new Map<string, ReadOptions>()
  return (own) => {
    if (own === undefined || own === null) return bare
    const text = jsonOf(own)
    if (text === undefined) return { ok: false, why: "its options are nested too deep" }
    const before = known.get(text)
    if (before !== undefined) return before
    const result = read(base, own)
    if (known.size >= KNOWN_TEXTS_MAX) known.clear()
    if (text.length <= KNOWN_CHARS_MAX) known.set(text, result)
    return result
  }
}

/** The options of the command line as JSON; a mistake in them is told in a sentence. */
export function checkedOptions(said: JudgeOptionsInput): string {
  const checked = read(undefined, said)
  if (checked.ok) return checked.text
  throw new UsageError(checked.why.replace(/^its /, "the "), "`agon grade --help` explains them")
}

function read(base: JudgeOptionsInput | undefined, own: unknown): ReadOptions {
  const isObject = typeof own === "object" && own !== null && !Array.isArray(own)
  if (!isObject) return { ok: false, why: "its options are not an object" }
  const parsed = JudgeOptions.safeParse({ ...base, ...own })
  if (parsed.success) return { ok: true, text: JSON.stringify(parsed.data) }
  const { path, message } = parsed.error.issues[0]!
  const where = path.length === 0 ? "" : `, at ${path.join(".")}`
  return { ok: false, why: `its options are not understood${where}: ${message}` }
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
