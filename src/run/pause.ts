import { canonicalJson } from "../record/canonical.ts"
import { contentId } from "../record/id.ts"
import type { Store } from "../store.ts"
import type { Clock } from "../world.ts"

/** A time in which nobody played: a process had ended, and the next one had not begun. */
export interface Pause {
  /** Wall milliseconds since 1970, like every label of time beside the chain. */
  readonly from: number
  readonly until: number
}

const LOOKED_UP = 32 // names at a time; a run is seldom resumed so often

/** Writes down, when a process goes on with a run, how long nobody has. Decides nothing. */
export async function notePause(store: Store, clock: Clock): Promise<void> {
  if ((await store.length()) === 0) return
  const until = clock.now()
  const from = await lastLabelIn(store)
  if (until <= from) return
  const id = pauseId((await pausesIn(store)).length)
  const body = canonicalJson({ from, until })
  await store.settle([{ id, kind: "pause", body, at: until }])
}

/** Every pause of a run so far, in order. */
export async function pausesIn(store: Store): Promise<readonly Pause[]> {
  const pauses: Pause[] = []
  for (;;) {
    const ids = Array.from({ length: LOOKED_UP }, (_, at) => pauseId(pauses.length + at))
    const found = await store.settled(ids)
    for (const id of ids) {
      const stored = found.get(id)
      if (stored === undefined) return pauses
      pauses.push(JSON.parse(stored.body) as Pause)
    }
  }
}

/** How much of a span of time was no play. */
export function pausedIn(pauses: readonly Pause[], from: number, until: number): number {
  return pauses.reduce((sum, pause) => {
    const shared = Math.min(until, pause.until) - Math.max(from, pause.from)
    return sum + Math.max(0, shared)
  }, 0)
}

function pauseId(number: number): string {
  return contentId("effect", { kind: "pause", number })
}

/** When something was last written, whoever wrote it. */
async function lastLabelIn(store: Store): Promise<number> {
  let last = Number.NEGATIVE_INFINITY
  for await (const { at } of store.read((await store.length()) - 1)) last = Math.max(last, at)
  for await (const { at } of store.outcomes()) last = Math.max(last, at)
  return last
}
