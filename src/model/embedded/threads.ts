import { Worker } from "node:worker_threads"
import { type Crew, carryOut, createSoloCrew, type Order } from "./crew.ts"
import { createShard, type ShardSource } from "./shard.ts"

/** The words at `control` through which this thread hands an order to the other and waits for it. */
export const CONTROL = {
  state: 0,
  kind: 1,
  sequences: 2,
  tokens: 3,
  queries: 4,
  samples: 5,
  loss: 6,
}
export const STATE = { idle: 0, ordered: 1, done: 2, broken: 3 }

const WAIT_MS_MAX = 120_000 // one order takes milliseconds; past this the other thread is gone

/** A crew of one or two threads. Two threads do the same arithmetic on the same shards: only the time differs. */
export function createCrew(source: ShardSource, threads: 1 | 2): Crew {
  return threads === 1 ? createSoloCrew(source) : createPair(source)
}

function createPair(source: ShardSource): Crew {
  const near = createShard(source, 0)
  const words = new Int32Array(source.memory.buffer, source.plan.control, 16)
  const result = new Float64Array(source.memory.buffer, source.plan.control, 8)
  const own = import.meta.url
  const worker = new Worker(new URL(own.replace(/threads\.(ts|js)$/, "thread.$1")), {
    workerData: source,
  })
  worker.unref()
  return {
    run([first, second]) {
      give(words, second!)
      const loss = carryOut(near, first!)
      while (Atomics.load(words, CONTROL.state) === STATE.ordered) {
        if (Atomics.wait(words, CONTROL.state, STATE.ordered, WAIT_MS_MAX) === "timed-out") {
          throw new Error("the learner's second thread does not answer")
        }
      }
      if (Atomics.load(words, CONTROL.state) === STATE.broken) {
        throw new Error("the learner's second thread broke; its error is on stderr")
      }
      Atomics.store(words, CONTROL.state, STATE.idle)
      return [loss, result[CONTROL.loss / 2]!]
    },
    close() {
      void worker.terminate()
    },
  }
}

function give(words: Int32Array, order: Order): void {
  words[CONTROL.kind] = order.kind === "learn" ? 0 : 1
  words[CONTROL.sequences] = order.size.sequences
  words[CONTROL.tokens] = order.size.tokens
  words[CONTROL.queries] = order.size.queries
  words[CONTROL.samples] = order.kind === "decode" ? order.samples : 0
  Atomics.store(words, CONTROL.state, STATE.ordered)
  Atomics.notify(words, CONTROL.state)
}
