import { hashWord } from "../record/id.ts"

export type Side = "trainable" | "development" | "test"

/**
 * Which side of the split a family is on: decided by its hash alone, before anything is posed, so
 * that no relative of a sealed problem can ever be trained on.
 */
export function sideOf(family: string, sealedPermille: number): Side {
  const point = hashWord(`agon split 1 ${family}`) % 1_000
  if (point < sealedPermille) return "test"
  if (point < 2 * sealedPermille) return "development"
  return "trainable"
}
