import type { PairId } from "../record/id.ts"
import type { Desk } from "./desk.ts"
import type { Memory } from "./memory.ts"

/**
 * Takes a run back to where it was sound: training goes on from the champion, the proposer poses
 * from the last policy that nothing spoke against, and the pairs that were new in the bad rounds
 * are set aside. They stay in the journal, and come back one by one when they are posed again.
 */
export async function rollBack(
  desk: Desk,
  memory: Memory,
  { reason, rounds }: { readonly reason: string; readonly rounds: number },
): Promise<Memory> {
  const { round, champion, soundPolicy } = memory
  const since = Math.max(1, round - rounds + 1)
  const bad: PairId[] = []
  for (const pair of memory.pairs.values()) {
    if (pair.round >= since && !memory.aside.has(pair.id)) bad.push(pair.id)
  }
  const setAside = bad.length
  await desk.journal.record({ kind: "round.rolled-back", round, reason, champion, since, setAside })
  const course = memory.course.map((step, at, all) =>
    at === all.length - 1 ? { ...step, isRolledBack: true } : step,
  )
  return {
    ...memory,
    line: champion,
    policy: soundPolicy,
    aside: new Set([...memory.aside, ...bad]),
    course,
  }
}
