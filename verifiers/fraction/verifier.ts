import { z } from "zod"
import { exactVerifier } from "../kernel/exact-skill.ts"
import { addition, FractionAdditionSpec } from "./addition.ts"
import { FractionMultiplicationSpec, multiplication } from "./multiplication.ts"
import { SimplificationSpec, simplification } from "./simplification.ts"

export const FractionSpec = z.discriminatedUnion("skill", [
  SimplificationSpec,
  FractionAdditionSpec,
  FractionMultiplicationSpec,
])
export type FractionSpec = z.infer<typeof FractionSpec>

/** Fractions of whole numbers: lowest terms, sums, differences and products. */
export const fraction = exactVerifier<FractionSpec>({
  name: "fraction",
  version: "1.0.0",
  spec: FractionSpec,
  skills: [simplification, addition, multiplication],
})
