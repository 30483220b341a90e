import { readFileSync } from "node:fs"
import { basename, resolve } from "node:path"
import { z } from "zod"
import { hashOf } from "../record/id.ts"
import type { Guarded } from "../rule/contamination.ts"
import { printsOf } from "../rule/contamination-prints.ts"
import type { History } from "../run/history.ts"
import { type NamedList, sealedList } from "../training/export/guard.ts"
import { UsageError } from "./exit.ts"

/** The run's own sealed sets, which nobody has to ask for. */
export function sealedLists({ suites }: History): NamedList[] {
  return [...suites.values()].map(({ name, problems, hash }) => {
    return sealedList(`sealed ${name}`, problems, hash)
  })
}

const PRINT = z.string().regex(/^[0-9a-f]{16}$/)
const PrintLine = z.strictObject({
  exact: PRINT,
  renamed: PRINT.optional(),
  shape: PRINT.optional(),
  frame: PRINT.optional(),
  grams: z.array(PRINT).optional(),
  tiles: z.array(PRINT).optional(),
})
const TEXT_FIELDS = ["question", "problem", "prompt", "statement", "input", "text"] as const

/**
 * A list of what must not be trained on: a text a line, or JSON with a text in one of the usual
 * fields, or the prints of a text without the text itself, as `printsOf` makes them.
 */
export function foreignList(path: string): NamedList {
  const bytes = readList(path)
  const lines = bytes.split(/\r?\n/).filter((line) => line.trim() !== "")
  const items = lines.map((line, at) => itemFrom(line, `${path}:${at + 1}`))
  if (items.length === 0) throw new UsageError(`${path} holds no text`, "one text a line")
  return { name: basename(path), kind: "foreign", items, sha256: hashOf(bytes) }
}

function readList(path: string): string {
  try {
    return readFileSync(resolve(path), "utf8")
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`)
  }
}

function itemFrom(line: string, where: string): Guarded {
  if (!line.startsWith("{")) return { prints: printsOf(line) }
  const value = parseJson(line)
  const prints = PrintLine.safeParse(value)
  if (prints.success) return { prints: prints.data as Guarded["prints"] }
  const text = textIn(value)
  if (text !== undefined) return { prints: printsOf(text) }
  throw new UsageError(
    `${where} has no text and no prints`,
    `a line of JSON has one of ${TEXT_FIELDS.join(", ")}, or the prints of a text`,
  )
}

function textIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const fields = value as Record<string, unknown>
  const texts = TEXT_FIELDS.map((field) => fields[field])
  return texts.find((text) => typeof text === "string" && text.trim() !== "") as string | undefined
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
