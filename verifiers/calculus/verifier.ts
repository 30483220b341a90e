import { defineVerifier } from "../kernel/define.ts"
import { antiderivative } from "./antiderivative.ts"
import { definiteIntegral } from "./definite-integral.ts"
import { derivative } from "./derivative.ts"
import { finiteSum } from "./finite-sum.ts"
import { infiniteSum } from "./infinite-sum.ts"
import { limit } from "./limit.ts"

/** Derivatives, integrals, limits and sums with exact answers. */
export const calculus = defineVerifier({
  name: "calculus",
  version: "1.0.0",
  skills: [derivative, antiderivative, definiteIntegral, limit, finiteSum, infiniteSum],
})
