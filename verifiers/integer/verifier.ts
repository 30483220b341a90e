import { z } from "zod"
import { exactVerifier } from "../kernel/exact-skill.ts"
import { AdditionSpec, addition } from "./addition.ts"
import { ExpressionSpec, expression } from "./expression.ts"
import { MultiplicationSpec, multiplication } from "./multiplication.ts"
import { RemainderSpec, remainder } from "./remainder.ts"
import { SubtractionSpec, subtraction } from "./subtraction.ts"

export const IntegerSpec = z.discriminatedUnion("skill", [
  AdditionSpec,
  SubtractionSpec,
  MultiplicationSpec,
  RemainderSpec,
  ExpressionSpec,
])
export type IntegerSpec = z.infer<typeof IntegerSpec>

/** Whole numbers: sums, differences, products, remainders and what is composed of them. */
export const integer = exactVerifier<IntegerSpec>({
  name: "integer",
  version: "1.0.0",
  spec: IntegerSpec,
  skills: [addition, subtraction, multiplication, remainder, expression],
})
