import type { Question } from "./grade-mark.ts"
import type { OptionReader } from "./grade-options.ts"

/** A line of `agon grade --jsonl`: a question, or why it is none, in words for a person. */
export type Line =
  | ({ readonly ok: true; readonly id: unknown } & Question)
  | { readonly ok: false; readonly id: unknown; readonly why: string }

export interface LineSetting {
  /** For lines without a key of their own. */
  readonly key: string | undefined
  readonly options: OptionReader
}

const ID_CHARS_MAX = 4_096 // an id is echoed, and a longer one is an answer in the wrong place

const strict = new TextDecoder("utf-8", { fatal: true })
const lenient = new TextDecoder("utf-8")

/** Reads a line. Its `id` is echoed, `null` where there is none to be read. */
export function readLine(bytes: Uint8Array, setting: LineSetting): Line {
  const text = decoded(bytes)
  const fields = fieldsOf(text ?? lenient.decode(bytes))
  if (typeof fields === "string") return { ok: false, id: null, why: fields }
  const id = Object.hasOwn(fields, "id") ? fields.id : null
  if (!isEchoable(id)) return { ok: false, id: null, why: "its id is too long to be echoed" }
  // Bytes that are no text would all be read as one replacement character, and so be equal.
  if (text === undefined) return { ok: false, id, why: "it is not UTF-8" }
  const key = textOf(fields, "key", text) ?? setting.key
  if (key === undefined) return { ok: false, id, why: wanted(fields, "key") }
  const answer = textOf(fields, "answer", text)
  if (answer === undefined) return { ok: false, id, why: wanted(fields, "answer") }
  const options = setting.options(Object.hasOwn(fields, "options") ? fields.options : undefined)
  if (!options.ok) return { ok: false, id, why: options.why }
  return { ok: true, id, key, answer, options: options.text }
}

type Fields = Readonly<Record<string, unknown>>

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

function fieldsOf(text: string): Fields | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text.trim() === "" ? "it is empty" : "it is not JSON"
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  return isObject ? (value as Fields) : "it is not an object"
}

function isEchoable(id: unknown): boolean {
  try {
    return JSON.stringify(id).length <= ID_CHARS_MAX
  } catch {
    return false // nested beyond the stack
  }
}

/** A field as text. Null is an empty text: a model that gave no answer, say. */
function textOf(fields: Fields, name: "key" | "answer", line: string): string | undefined {
  if (!Object.hasOwn(fields, name)) return undefined
  const value = fields[name]
  if (typeof value === "string") return value
  if (typeof value === "number") return digitsOf(name, line)
  if (typeof value === "boolean") return String(value)
  return value === null ? "" : undefined
}

/** A number as it is written: a double would lose digits of 12345678901234567890. */
function digitsOf(name: string, line: string): string | undefined {
  const written = new Map<unknown, string>() // by the object that holds the number
  function keepSource(this: unknown, field: string, value: unknown, at?: { source: string }) {
    if (field === name && typeof value === "number") written.set(this, at?.source ?? String(value))
    return value
  }
  try {
    return written.get(JSON.parse(line, keepSource))
  } catch {
    return undefined // nested beyond the stack
  }
}

function wanted(fields: Fields, name: "key" | "answer"): string {
  return Object.hasOwn(fields, name) ? `its ${name} is not text` : `it has no ${name}`
}
