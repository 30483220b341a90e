import type { Random } from "../world.ts"
import { cosTurns } from "./math.ts"
import { shuffled } from "./random.ts"

/**
 * What a training job reads: everything new, and older rows drawn without replacement, `replay` of
 * them for each lesson. Without the old ones a solver forgets what its proposer no longer asks.
 * Imitation has a new row for each lesson; a policy gradient may have many rows, or none at all.
 */
export function mixRows<Row, Older>(
  fresh: readonly Row[],
  older: readonly Older[],
  asRow: (older: Older) => Row,
  replay: number,
  random: Random,
  lessons = fresh.length,
): Row[] {
  const count = Math.min(older.length, Math.round(replay * lessons))
  return [...fresh, ...shuffled(older, random).slice(0, count).map(asRow)]
}

/** The learning rate a share of the way through a run: half a cosine from start to end. */
export function cosineRate(start: number, end: number, share: number): number {
  return end + (start - end) * 0.5 * (1 + cosTurns(share / 2))
}
