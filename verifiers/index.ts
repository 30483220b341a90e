import type { Skill, Verifier } from "../src/verifier.ts"
import { composed } from "./composed/verifier.ts"
import { DOMAINS } from "./domains.ts"

/** The verifiers that come with Agon. A new one is a folder and a line here, or in the domains. */
export const VERIFIERS: readonly Verifier[] = [...DOMAINS, composed]

/** The skill of this name and the verifier that owns it. */
export function skillNamed(
  name: string,
  verifiers = VERIFIERS,
): { skill: Skill; verifier: Verifier } | undefined {
  for (const verifier of verifiers) {
    const skill = verifier.skills.find((candidate) => candidate.name === name)
    if (skill !== undefined) return { skill, verifier }
  }
  return undefined
}
