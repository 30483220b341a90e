import type { z } from "zod"
import type { Json } from "../../record/canonical.ts"
import type { Example, ExampleOf, Split } from "./example.ts"
import type { Column } from "./parquet.ts"

/** The shape in which one trainer reads its data. Rows have no field that the trainer has not. */
export interface Target<Kind extends Example["kind"] = Example["kind"]> {
  readonly name: string
  /** Who reads it, and with what. */
  readonly about: string
  readonly kind: Kind
  /** A row as the trainer documents it: a closed shape. */
  readonly schema: z.ZodType
  /** Of a target that is read as Parquet; the others are read as JSON lines. */
  readonly columns?: readonly Column[]
  row(example: ExampleOf<Kind>, index: number): Json
  /** The trainer's own configuration, by path within `data/<target>/`. */
  companions?(sheet: Sheet): Readonly<Record<string, string>>
  /** How its trainer is pointed at it, for the bundle's README. */
  readonly use?: string
  /** What a user has to know that no field can say. */
  readonly limits?: readonly string[]
}

/** What a companion may say about the data beside it. */
export interface Sheet {
  readonly target: string
  readonly splits: readonly {
    readonly split: Split
    readonly file: string
    readonly rows: number
  }[]
  readonly skills: readonly string[]
  readonly systemPrompt: string | undefined
}

/** Keeps a target's own kind while it is written; what walks over targets knows no kinds. */
export function defineTarget<Kind extends Example["kind"]>(target: Target<Kind>): Target {
  return target as unknown as Target
}

export function dataFile(target: Target, split: Split): string {
  return `data/${target.name}/${split}.${target.columns ? "parquet" : "jsonl"}`
}
