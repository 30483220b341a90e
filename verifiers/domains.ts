import type { Verifier } from "../src/verifier.ts"
import { algebra } from "./algebra/verifier.ts"
import { answerVerifier } from "./answer/verifier.ts"
import { arithmetic } from "./arithmetic/verifier.ts"
import { calculus } from "./calculus/verifier.ts"
import { combinatorics } from "./combinatorics/verifier.ts"
import { linearAlgebra } from "./linear-algebra/verifier.ts"
import { logic } from "./logic/verifier.ts"
import { numberTheory } from "./number-theory/verifier.ts"

/** The verifiers whose problems stand alone, and can be parts of composed ones. */
export const DOMAINS: readonly Verifier[] = [
  arithmetic,
  numberTheory,
  combinatorics,
  algebra,
  calculus,
  linearAlgebra,
  logic,
  answerVerifier,
]
