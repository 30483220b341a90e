import type { z } from "zod"
import { JudgeOptions, type JudgeOptionsInput } from "../../verifiers/kernel/judge/options.ts"
import { POLICIES } from "../../verifiers/kernel/judge/policy.ts"
import { UsageError } from "./exit.ts"
import { OPTION_SHAPES, toleranceIn } from "./grade-shapes.ts"
import { didYouMean } from "./nearest.ts"

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
  if (!isObject(own)) {
    return { ok: false, why: 'its options are not an object, like {"tolerance": "1%"}' }
  }
  const said = withTolerance({ ...base, ...own })
  const parsed = JudgeOptions.safeParse(said)
  if (parsed.success) return { ok: true, text: JSON.stringify(parsed.data) }
  const told = explained(parsed.error.issues[0]!, said)
  return { ok: false, why: `its options are not understood: ${told}` }
}

/** `"tolerance": "1%"` and `0.01` are short for what the judge takes. */
function withTolerance(said: Fields): Fields {
  const { tolerance } = said
  if (typeof tolerance === "number") return { ...said, tolerance: { absolute: `${tolerance}` } }
  const read = typeof tolerance === "string" ? toleranceIn(tolerance) : undefined
  return read === undefined ? said : { ...said, tolerance: read }
}

/** What is wrong, what is allowed there, and what was probably meant. */
function explained(issue: z.core.$ZodIssue, said: Fields): string {
  const path = issue.path.join(".")
  const [option] = issue.path
  if (issue.code === "unrecognized_keys") {
    const [typed] = issue.keys as [string, ...string[]]
    const isRule = path === "policies"
    const known = Object.keys(isRule ? POLICIES : OPTION_SHAPES)
    if (isRule) return `there is no rule ${typed}.${didYouMean(typed, known)} ${RULES}`
    if (issue.path.length > 0) return `${path} has no ${typed}; it is ${shapeOf(option)}`
    return `there is no option ${typed}.${didYouMean(typed, known)} There are ${known.join(", ")}`
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Fields)[String(key)], said)
  const words = issue.code === "invalid_value" ? issue.values.map(String) : []
  const meant = typeof value === "string" ? didYouMean(value, words) : ""
  const allowed = issue.path.length > 1 && words.length > 0 ? words.join(", ") : shapeOf(option)
  return `${path} is ${allowed}; it is not ${jsonOf(value) ?? "that"}.${meant}`
}

const RULES = "`agon grade --policies` lists them"

function shapeOf(option: unknown): string {
  return OPTION_SHAPES[option as keyof typeof OPTION_SHAPES]
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
