import { z } from "zod"
import { SuiteName, VerifierRef } from "./event.ts"
import { Hash, hashJson, hashOf, PairId, ProblemId } from "./id.ts"

/** What a judge said then, or says now, in words for a person: a key, or a verdict. */
const Said = z.strictObject({ verifier: VerifierRef, says: z.string().max(512) })

const common = {
  /** `restored`: a later judge found right again what an earlier one had withdrawn. */
  state: z.enum(["withdrawn", "restored"]),
  problem: ProblemId,
  round: z.int().min(0),
  was: Said,
  now: Said,
}

/** The key of a problem, posed or sealed. */
const OfKey = z.strictObject({
  of: z.literal("key"),
  ...common,
  /** Where it is sealed: evaluations rest on it, and no training data does. */
  suite: SuiteName.optional(),
  reason: z.enum(["key-changed", "no-key", "key-not-proved", "right-after-all"]),
})

/** The words that a kept pair teaches. */
const OfLabel = z.strictObject({
  of: z.literal("label"),
  ...common,
  pair: PairId,
  reason: z.enum(["key-changed", "no-key", "incorrect", "undecided", "right-after-all"]),
})

/** What a judge at hand withdraws of what an earlier judge had decided, or restores. */
export const Finding = z.discriminatedUnion("of", [OfKey, OfLabel])
export type Finding = z.infer<typeof Finding>

/**
 * A finding in its place. A journal is never edited, so what turns out wrong is written beside it:
 * a chain of its own, in which each hash covers the finding and the hash before it.
 */
export const Tombstone = z.strictObject({ prev: Hash, hash: Hash, finding: Finding })
export type Tombstone = z.infer<typeof Tombstone>

export const FIRST_TOMBSTONE = hashOf("agon tombstones 1")

export function tombstoneHash(prev: Hash, finding: Finding): Hash {
  return hashOf(`${prev}\n${hashJson(finding)}`)
}

/** The chain with more findings at its end. */
export function extendTombstones(
  chain: readonly Tombstone[],
  findings: readonly Finding[],
): Tombstone[] {
  const longer = [...chain]
  for (const finding of findings) {
    const prev = longer.at(-1)?.hash ?? FIRST_TOMBSTONE
    longer.push({ prev, hash: tombstoneHash(prev, finding), finding })
  }
  return longer
}
