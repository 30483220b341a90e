import { createReadStream } from "node:fs"
import { resolve } from "node:path"
import { z } from "zod"
import type { Guarded } from "../rule/contamination.ts"
import { createLineCutter } from "./byte-lines.ts"
import { UsageError } from "./exit.ts"

/** A line of a list of what must not be trained on. */
export type GuardedLine =
  | { readonly place: number; readonly texts: readonly string[] }
  | { readonly place: number; readonly prints: Guarded["prints"] }

const LINE_BYTES_MAX = 4 * 1_024 * 1_024 // far beyond any question: a file without ends of lines

/**
 * The lines of a list, one at a time, however long the list is: a text, JSON with a text in it, or
 * the prints of a text. `place` counts lines from 0. What cannot be read is refused by its line: a
 * list that is passed over in silence would guard nothing.
 */
export async function* guardedLines(
  path: string,
  onBytes: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<GuardedLine> {
  const cutter = createLineCutter(LINE_BYTES_MAX)
  let place = -1
  const take = (line: ReturnType<typeof cutter.push> extends Generator<infer L> ? L : never) => {
    place++
    const where = `${path}:${place + 1}`
    if (!line.isWhole) throw new UsageError(`${where} is longer than 4 MiB`, FORMS)
    const text = decoded(line.bytes, where, place === 0)
    return text === "" ? [] : [{ place, ...contentOf(text, where) }]
  }
  try {
    for await (const chunk of createReadStream(resolve(path))) {
      onBytes(chunk)
      for (const line of cutter.push(chunk)) yield* take(line)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`)
  }
  for (const line of cutter.end()) yield* take(line)
}

const TEXT_FIELDS = [
  ...["question", "problem", "prompt", "statement", "input", "text"],
  ...["messages", "conversations"],
] as const
const FORMS = `a text a line; or JSON a line, with one of ${TEXT_FIELDS.join(", ")}, or the prints of a text`

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Another encoding, an archive or a Parquet file would be nonsense that guards nothing. */
function decoded(bytes: Uint8Array, where: string, isFirst: boolean): string {
  let text: string
  try {
    text = UTF8.decode(bytes)
  } catch {
    throw new UsageError(`${where} is no UTF-8 text`, FORMS)
  }
  if (text.includes("\0")) throw new UsageError(`${where} is no text`, FORMS)
  return (isFirst ? text.replace(/^\uFEFF/, "") : text).trim()
}

type Content = { readonly texts: readonly string[] } | { readonly prints: Guarded["prints"] }

const PRINT = z.string().regex(/^[0-9a-f]{16}$/)
const PrintLine = z.strictObject({
  exact: PRINT,
  renamed: PRINT.optional(),
  shape: PRINT.optional(),
  frame: PRINT.optional(),
  grams: z.array(PRINT).optional(),
  tiles: z.array(PRINT).optional(),
})

function contentOf(line: string, where: string): Content {
  const value = parseJson(line)
  if (typeof value === "string" && value.trim() !== "") return { texts: [value] }
  if (typeof value === "object" && value !== null) {
    const prints = PrintLine.safeParse(value)
    if (prints.success) return { prints: prints.data as Guarded["prints"] }
    const items = Array.isArray(value) && value.some(isNoNumber) ? value : [value]
    const texts = items.flatMap(textsIn)
    if (texts.length > 0) return { texts }
    if (items === value || !Array.isArray(value))
      throw new UsageError(`${where} has no text`, FORMS)
  }
  if (value === undefined && BROKEN.test(line)) {
    throw new UsageError(`${where} is a part of JSON that goes on elsewhere, or broken`, FORMS)
  }
  return { texts: [line] }
}

/** A field with its name, or a bracket alone. `{1, 2} is a set of …` is a text. */
const BROKEN = /^\{\s*"|^[[\]{}],?$|^"\w+"\s*:/

/** `[1, 2, 3]` is a list of numbers, and a text like any other. */
function isNoNumber(value: unknown): boolean {
  return typeof value === "object" || typeof value === "string"
}

/** Every text of a record: which of its fields is the question, nobody has said. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" || ID.test(value) ? [] : [value]
  if (typeof value !== "object" || value === null || Array.isArray(value)) return []
  const fields = value as Record<string, unknown>
  return TEXT_FIELDS.flatMap((name) => {
    const field = fields[name]
    return Array.isArray(field) ? field.flatMap(turnIn) : textsIn(field)
  })
}

const ID = /^[a-z]+_[0-9a-f]{24}$/ // a row of ours names its problem so; that is no text

/** What was asked in a conversation; what was answered is no question. */
function turnIn(turn: unknown): string[] {
  const { role, from = role, content, value = content } = (turn ?? {}) as Record<string, unknown>
  const isAnswer = /^(assistant|gpt|model)$/.test(String(from))
  return isAnswer || typeof value !== "string" || value.trim() === "" ? [] : [value]
}

function parseJson(line: string): unknown {
  if (!/^[[{"]/.test(line)) return undefined // a text like `12` or `null` is a text
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
