import { hashWord } from "../record/id.ts"

export type Side = "trainable" | "development" | "test"

/**
 * Which side of the split a family is on: decided by its hash alone, before anything is posed, so
 * that no relative of a sealed problem can ever be trained on. A family of several, as a problem
 * made of two has, is on the side of the most sealed of them.
 */
export function sideOf(family: string, sealedPermille: number): Side {
  const sides = familiesIn(family).map((one) => sideOfOne(one, sealedPermille))
  return SIDES.find((side) => sides.includes(side))!
}

/** The family of a problem that is made of others. */
export function familyOfAll(families: readonly string[]): string {
  return families.join(JOINT)
}

/** The families that a family names: itself, or those of the parts. */
export function familiesIn(family: string): readonly string[] {
  return family.split(JOINT)
}

const JOINT = " ∘ " // in no family of its own; where it were, the name would be split all the same
const SIDES = ["test", "development", "trainable"] as const satisfies readonly Side[]

function sideOfOne(family: string, sealedPermille: number): Side {
  const point = hashWord(`agon split 1 ${family}`) % 1_000
  if (point < sealedPermille) return "test"
  if (point < 2 * sealedPermille) return "development"
  return "trainable"
}
