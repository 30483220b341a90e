import type { Proof } from "./verdict.ts"

/** The surest level, apart from the schema: a judge on its own needs no more of the record. */
export const PROVED: Proof = { level: "proved" }
