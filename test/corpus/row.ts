import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { z } from "zod"
import { JudgeOptions } from "../../verifiers/kernel/judge/options.ts"

/**
 * One case: what the judge should say of an answer to a key, in the eyes of a careful teacher who
 * keeps to the judge's named rules. `not-correct` leaves open whether it is incorrect or undecided.
 */
export const Row = z.strictObject({
  id: z.string().regex(/^[a-z-]+-\d+$/, "a category and a number"),
  key: z.string(),
  answer: z.string(),
  options: z.custom<z.input<typeof JudgeOptions>>(isOptions, "options of the judge").optional(),
  expect: z.enum(["correct", "not-correct", "incorrect", "undecided"]),
  about: z.string().min(1),
  /** The sides are no equals: an option speaks of the key's letters, or one side is a reply. */
  asymmetric: z.boolean().optional(),
})
export type Row = z.infer<typeof Row>

/** Every row written by hand: the `.jsonl` files beside this module, one category in each. */
export function* labelled(): Generator<Row> {
  const folder = import.meta.dirname
  for (const name of readdirSync(folder).toSorted()) {
    if (name.endsWith(".jsonl")) yield* rowsOf(join(folder, name))
  }
}

/** The category that a row counts for: its id without the number. */
export function categoryOf(row: Row): string {
  return row.id.slice(0, row.id.lastIndexOf("-"))
}

function rowsOf(path: string): Row[] {
  const lines = readFileSync(path, "utf8").split("\n")
  return lines.flatMap((line, at) => {
    if (line === "") return []
    const row = Row.safeParse(JSON.parse(line))
    if (!row.success) throw new Error(`${basename(path)}:${at + 1}: ${z.prettifyError(row.error)}`)
    return [row.data]
  })
}

function isOptions(value: unknown): boolean {
  return JudgeOptions.safeParse(value).success
}
