import type { RunEvent } from "../record/event.ts"
import type { PairId } from "../record/id.ts"

/** Follows a journal, and knows which pairs stand aside because their rounds were taken back. */
export class Aside {
  private readonly rounds = new Map<PairId, number>()
  private readonly ids = new Set<PairId>()

  take(event: RunEvent): void {
    if (event.kind === "round.curated") {
      for (const { id, round } of event.pairs) this.rounds.set(id, round)
      for (const id of event.rehearsed) this.ids.delete(id)
    }
    if (event.kind !== "round.rolled-back") return
    for (const [id, round] of this.rounds) if (round >= event.since) this.ids.add(id)
  }

  has(pair: PairId): boolean {
    return this.ids.has(pair)
  }

  get size(): number {
    return this.ids.size
  }
}
