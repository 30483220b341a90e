import { backward } from "./backward.ts"
import { decode } from "./decode.ts"
import { type BatchSize, forward } from "./forward.ts"
import { SHARDS } from "./memory.ts"
import { type UpdateSettings, update } from "./optimizer.ts"
import { createShard, type Shard, type ShardSource } from "./shard.ts"

/** What a shard is told to do with the input it was given. */
export type Order =
  | { readonly kind: "learn"; readonly size: BatchSize }
  | { readonly kind: "decode"; readonly size: BatchSize; readonly samples: number }
  | { readonly kind: "update"; readonly settings: UpdateSettings }

/** Whoever carries out one order per shard, and returns the loss of each (0 but for learning). */
export interface Crew {
  run(orders: readonly Order[]): number[]
  close(): void
}

/** Both shards, one after the other, on this thread. threads.ts has the crew of two. */
export function createSoloCrew(source: ShardSource): Crew {
  const shards = Array.from({ length: SHARDS }, (_, index) => createShard(source, index))
  return {
    run: (orders) => orders.map((order, index) => carryOut(shards[index]!, order)),
    close: () => {},
  }
}

/** Runs one order. The loss is that of the shard's rows, already weighted. */
export function carryOut(shard: Shard, order: Order): number {
  const mark = shard.workspace.mark()
  try {
    if (order.kind === "update") {
      update(shard, order.settings)
      return 0
    }
    if (order.kind === "decode") {
      if (order.samples > 0) decode(shard, order.size, order.samples)
      return 0
    }
    if (order.size.sequences === 0) {
      shard.kernel.fill(shard.plan.gradients, 0, shard.parameters.total)
      return 0
    }
    return backward(shard, forward(shard, order.size))
  } finally {
    shard.workspace.release(mark)
  }
}
