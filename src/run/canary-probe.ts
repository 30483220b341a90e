import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Verifier } from "../verifier.ts"
import type { Random } from "../world.ts"
import { type Desk, offersOf, verifierNamed } from "./desk.ts"
import { verdictOn } from "./judge.ts"
import type { Memory } from "./memory.ts"

/** What a canary is made from, and what it goes through. */
export interface Probe {
  readonly desk: Desk
  readonly memory: Memory
  readonly recipe: Recipe
  readonly random: Random
}

/** What became of one canary: `barrier:reason`, or why it passed. */
export type Fate =
  | { readonly planted: string; readonly blocked: string }
  | { readonly planted: string; readonly accepted: string }

const DRAWS_MAX = 64 // of a yes-or-no question the other answer comes within a few

/**
 * The key and answer of another problem of the same skill, wrong for this one. Where the judge
 * takes every one for right, a judge that is broken, the first that reads otherwise is returned.
 */
export function otherThan(probe: Probe, host: Problem): Pick<Problem, "key" | "answer"> {
  const verifier = verifierNamed(probe.desk, host.verifier)
  const offers = offersOf(probe.desk, probe.recipe)
  const { skill } = offers.find(({ skill }) => skill.name === host.skill)!
  let spare: Pick<Problem, "key" | "answer"> | undefined
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const other = keyOf(verifier, skill.sample(host.rung, probe.random))
    if (other === undefined || other.answer === host.answer) continue
    spare ??= other
    const verdict = verdictOn(verifier, host, { kind: "answered", text: other.answer })
    if (verdict.outcome === "incorrect") return other
  }
  return spare ?? { key: FAR, answer: FAR }
}

const FAR = "98765/4321" // for a skill of which all problems have one key

function keyOf(verifier: Verifier, spec: ReturnType<Verifier["skills"][number]["sample"]>) {
  const derived = verifier.derive(spec as never)
  if (!derived.ok) return undefined
  return { key: derived.key, answer: verifier.present(derived.key as never) }
}
