import { z } from "zod"
import { canonicalJson } from "../record/canonical.ts"
import { type Hash, hashJson, hashOf } from "../record/id.ts"
import { Answering, type Simulation } from "../record/simulation.ts"
import { RunFailure } from "../run/failure.ts"

/**
 * What a simulated checkpoint is, in full: how able it is in each skill, in logits, how that
 * becomes answers, and the luck that tells it from another checkpoint of the same ability.
 */
export const Ability = z.strictObject({
  version: z.literal(1),
  skills: z.record(z.string(), z.number()),
  answering: Answering,
  /** An answer that says nothing, and how often it is given. */
  exploit: z
    .strictObject({ answer: z.string().min(1), share: z.number().min(0).max(1) })
    .optional(),
  luck: z.int().min(0).max(0xffff_ffff),
})
export type Ability = z.infer<typeof Ability>

/** The untrained solver: equally able in every skill. */
export function untrained(settings: Simulation, skills: readonly string[], luck: number): Ability {
  const equal = skills.map((name) => [name, settings.ability] as const)
  const answering = answeringOf(settings)
  return { version: 1, skills: Object.fromEntries(equal), answering, luck }
}

export function answeringOf(settings: Simulation): Answering {
  const names = Object.keys(Answering.shape) as (keyof Answering)[]
  return Answering.parse(Object.fromEntries(names.map((name) => [name, settings[name]])))
}

const FILE = "ability.json"

/** The one file of a checkpoint, and its name: the hash of the list of its files, as anywhere. */
export function checkpointOf(ability: Ability): {
  readonly hash: Hash
  readonly file: string
  readonly text: string
} {
  const text = canonicalJson(Ability.parse(ability))
  const bytes = new TextEncoder().encode(text).length
  const files = [{ path: FILE, bytes, sha256: hashOf(text) }]
  return { hash: hashJson(files), file: FILE, text }
}

/** Where checkpoints are kept, each under its name. */
export interface AbilityShelf {
  write(ability: Ability): Hash
  read(checkpoint: Hash): Ability
}

export function openAbilityShelf(): AbilityShelf {
  const kept = new Map<Hash, Ability>()
  return {
    write(ability) {
      const { hash } = checkpointOf(ability)
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
