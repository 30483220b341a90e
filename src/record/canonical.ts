/**
 * Canonical JSON: one text for one value, so that a hash of the text names the value.
 *
 * Keys are sorted by UTF-16 code unit (never by locale), undefined members are dropped, and every
 * value that JSON would change silently is refused: NaN, infinities, -0, lone surrogates, holes in
 * arrays, and objects that are more than their members, such as a Map or a Date.
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

const DEPTH_MAX = 32 // records are at most 8 deep; deeper input is an attack on the stack

const PLAIN = /^[ !#-[\]-~]*$/ // printable ASCII without the quote and the backslash

/** Throws a TypeError for a value that has no canonical form: such a record is a bug. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEPTH_MAX) throw new TypeError(`canonical JSON is at most ${DEPTH_MAX} levels deep`)
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "string") return canonicalString(value)
  if (typeof value === "number") return canonicalNumber(value)
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item) => canonicalJson(item, depth + 1)).join(",")}]`
  }
  if (typeof value === "object") return canonicalObject(value as Record<string, unknown>, depth)
  throw new TypeError(`canonical JSON has no ${typeof value}`)
}

/** Whether two values are one record, whatever the order of fields; nothing is like nothing. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b)
}

/** Whether a value from outside, a model's spec for instance, has a canonical form. */
export function hasCanonicalForm(value: unknown): boolean {
  try {
    canonicalJson(value)
    return true
  } catch {
    return false
  }
}

function canonicalObject(value: Record<string, unknown>, depth: number): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError("canonical JSON holds plain objects only")
  }
  let text = ""
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === undefined) continue
    const comma = text === "" ? "" : ","
    text += `${comma}${canonicalString(key)}:${canonicalJson(member, depth + 1)}`
  }
  return `{${text}}`
}

function canonicalString(text: string): string {
  // Most strings are plain words: nothing in them needs an escape.
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError("canonical JSON holds no lone surrogate")
  return JSON.stringify(text)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no ${value}`)
  if (Object.is(value, -0)) throw new TypeError("canonical JSON has no negative zero")
  return JSON.stringify(value)
}
