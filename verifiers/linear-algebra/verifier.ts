import { defineVerifier } from "../kernel/define.ts"
import { determinant } from "./determinant.ts"
import { eigenvalues } from "./eigenvalues.ts"
import { matrixInverse } from "./inverse.ts"
import { matrixProduct } from "./product.ts"
import { matrixRank } from "./rank.ts"
import { matrixEquation } from "./system.ts"

/** Matrices of whole numbers. Keys come from elimination and are proved without it. */
export const linearAlgebra = defineVerifier({
  name: "linear-algebra",
  version: "1.0.0",
  skills: [matrixProduct, determinant, matrixInverse, matrixRank, eigenvalues, matrixEquation],
})
