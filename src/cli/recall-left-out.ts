import type { Hash } from "../record/id.ts"
import type { Finding } from "../record/tombstone.ts"
import { type Standing, standingOf } from "../rule/recall.ts"
import { readTombstones } from "../store/tombstones.ts"
import type { Manifest } from "../training/export/manifest.ts"
import type { RunHome } from "./runs.ts"

/** A run of which a recall has withdrawn something, now or before. */
export interface RecalledRun {
  readonly standing: Standing
  /** The last of its tombstones, which names them all. */
  readonly tombstones: Hash
}

/** What was recalled of the run in this folder; undefined where there are no tombstones. */
export function recalledIn(folder: string): RecalledRun | undefined {
  const stones = readTombstones(folder)
  const last = stones.at(-1)
  if (last === undefined) return undefined
  return { standing: standingOf(stones.map(({ finding }) => finding)), tombstones: last.hash }
}

/** What a manifest says of rows that are not there. */
export function leftOut(
  { tombstones }: RecalledRun,
  withdrawn: readonly Finding[],
  role: Manifest["role"],
): NonNullable<Manifest["withdrawn"]> {
  const byReason = Map.groupBy(withdrawn, ({ reason }) => reason)
  return {
    pairs: role === "solver" ? withdrawn.length : 0,
    proposals: role === "proposer" ? withdrawn.length : 0,
    reasons: Object.fromEntries([...byReason].map(([reason, { length }]) => [reason, length])),
    tombstones,
  }
}

/** How many keys and labels of a run are withdrawn as things stand; undefined for none. */
export function withdrawnIn(home: RunHome): { keys: number; labels: number } | undefined {
  const { standing } = recalledIn(home.folder) ?? {}
  if (standing === undefined || standing.keys.size + standing.labels.size === 0) return undefined
  return { keys: standing.keys.size, labels: standing.labels.size }
}
