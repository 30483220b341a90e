import { mutants } from "./mutants.ts"
import { rewrites } from "./rewrites.ts"
import { labelled, type Row } from "./row.ts"

/** What the judge is tried on: rows written by hand, and rows generated from a seed. */
export const PARTS: Readonly<Record<string, (seed: number) => Iterable<Row>>> = {
  labelled,
  mutants,
  rewrites,
}
