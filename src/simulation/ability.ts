import { z } from "zod"
import { type Hash, hashJson } from "../record/id.ts"
import { RunFailure } from "../run/failure.ts"

/**
 * What a simulated checkpoint is, in full: how able it is in each skill, how often it gives the
 * planted answer, and the luck that tells it from another checkpoint of the same ability.
 */
export const Ability = z.strictObject({
  version: z.literal(1),
  skills: z.record(z.string(), z.number()),
  exploit: z.number().min(0).max(1),
  luck: z.int().min(0).max(0xffff_ffff),
})
export type Ability = z.infer<typeof Ability>

/** Where checkpoints are kept, each under the hash of its canonical JSON. */
export interface AbilityShelf {
  write(ability: Ability): Hash
  read(checkpoint: Hash): Ability
}

export function openAbilityShelf(): AbilityShelf {
  const kept = new Map<Hash, Ability>()
  return {
    write(ability) {
      const hash = hashJson(ability)
      kept.set(hash, ability)
      return hash
    },
    read(checkpoint) {
      const ability = kept.get(checkpoint)
      if (ability !== undefined) return ability
      throw lostAbility(checkpoint, "is missing")
    },
  }
}

export function lostAbility(checkpoint: Hash, fault: string): RunFailure {
  return new RunFailure(
    "trainer",
    "corrupt-checkpoint",
    `simulated checkpoint ${checkpoint} ${fault}`,
    "restore the file from a copy, or start the run again: the same seed makes the same bytes",
  )
}
