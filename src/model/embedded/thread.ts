// The learner's second thread: waits for an order in shared memory, carries it out on shard 1, says so, waits again.
import { workerData } from "node:worker_threads"
import { carryOut, type Order } from "./crew.ts"
import { createShard, type ShardSource } from "./shard.ts"
import { CONTROL, STATE } from "./threads.ts"

const source = workerData as ShardSource
const shard = createShard(source, 1)
const words = new Int32Array(source.memory.buffer, source.plan.control, 16)
const result = new Float64Array(source.memory.buffer, source.plan.control, 8)

for (;;) {
  const state = Atomics.load(words, CONTROL.state)
  if (state !== STATE.ordered) {
    Atomics.wait(words, CONTROL.state, state)
    continue
  }
  let next = STATE.done
  try {
    result[CONTROL.loss / 2] = carryOut(shard, readOrder())
  } catch (error) {
    console.error(error)
    next = STATE.broken
  }
  Atomics.store(words, CONTROL.state, next)
  Atomics.notify(words, CONTROL.state)
}

function readOrder(): Order {
  const size = {
    sequences: words[CONTROL.sequences]!,
    tokens: words[CONTROL.tokens]!,
    queries: words[CONTROL.queries]!,
  }
  if (words[CONTROL.kind] === 0) return { kind: "learn", size }
  return { kind: "decode", size, samples: words[CONTROL.samples]! }
}
