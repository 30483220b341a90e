import type { Skill, Verifier } from "../src/verifier.ts"
import { algebra } from "./algebra/verifier.ts"
import { answerVerifier } from "./answer/verifier.ts"
import { arithmetic } from "./arithmetic/verifier.ts"
import { calculus } from "./calculus/verifier.ts"
import { combinatorics } from "./combinatorics/verifier.ts"
import { linearAlgebra } from "./linear-algebra/verifier.ts"
import { logic } from "./logic/verifier.ts"
import { numberTheory } from "./number-theory/verifier.ts"

/** The verifiers that come with Agon. A new one is a folder and a line here. */
export const VERIFIERS: readonly Verifier[] = [
  arithmetic,
  numberTheory,
  combinatorics,
  algebra,
  calculus,
  linearAlgebra,
  logic,
  answerVerifier,
]

/** The skill of this name and the verifier that owns it. */
export function skillNamed(name: string): { skill: Skill; verifier: Verifier } | undefined {
  for (const verifier of VERIFIERS) {
    const skill = verifier.skills.find((candidate) => candidate.name === name)
    if (skill !== undefined) return { skill, verifier }
  }
  return undefined
}
