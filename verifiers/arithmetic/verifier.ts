import { z } from "zod"
import { exactVerifier } from "../kernel/exact-skill.ts"
import { DecimalAdditionSpec, decimalAddition } from "./decimal-addition.ts"
import { DecimalMultiplicationSpec, decimalMultiplication } from "./decimal-multiplication.ts"
import { FractionAdditionSpec, addition as fractionAddition } from "./fraction-addition.ts"
import {
  FractionMultiplicationSpec,
  multiplication as fractionMultiplication,
} from "./fraction-multiplication.ts"
import { SimplificationSpec, simplification } from "./fraction-simplification.ts"
import { AdditionSpec, addition } from "./integer-addition.ts"
import { ExpressionSpec, expression } from "./integer-expression.ts"
import { MultiplicationSpec, multiplication } from "./integer-multiplication.ts"
import { RemainderSpec, remainder } from "./integer-remainder.ts"
import { SubtractionSpec, subtraction } from "./integer-subtraction.ts"
import { OrderSpec, orderOfOperations } from "./order-of-operations.ts"
import { PercentageSpec, percentage } from "./percentage.ts"
import { PowersSpec, powers } from "./powers.ts"

export const ArithmeticSpec = z.discriminatedUnion("skill", [
  AdditionSpec,
  SubtractionSpec,
  MultiplicationSpec,
  RemainderSpec,
  ExpressionSpec,
  SimplificationSpec,
  FractionAdditionSpec,
  FractionMultiplicationSpec,
  DecimalAdditionSpec,
  DecimalMultiplicationSpec,
  PowersSpec,
  OrderSpec,
  PercentageSpec,
])
export type ArithmeticSpec = z.infer<typeof ArithmeticSpec>

/** Whole numbers, fractions and decimals, and what is composed of them. */
export const arithmetic = exactVerifier<ArithmeticSpec>({
  name: "arithmetic",
  version: "1.0.0",
  spec: ArithmeticSpec,
  skills: [
    ...[addition, subtraction, multiplication, remainder, expression],
    ...[simplification, fractionAddition, fractionMultiplication],
    ...[decimalAddition, decimalMultiplication, powers, orderOfOperations, percentage],
  ],
})
