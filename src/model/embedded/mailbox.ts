import type { Order } from "./crew.ts"
import type { ShardSource } from "./shard.ts"

/**
 * The 16 words of shared memory through which one thread hands an order to the other and learns
 * that it is done.
 */
export interface Mailbox {
  state(): number
  /** Sets the state and wakes whoever waits. */
  tell(state: number): void
  /** Sleeps until the state is no longer `state`. */
  wait(state: number, milliseconds?: number): string
  write(order: Order): void
  read(): Order
  setLoss(loss: number): void
  loss(): number
}

export const MAIL_STATE = { idle: 0, ordered: 1, done: 2, broken: 3 }

const KINDS = ["learn", "decode", "update"] as const
// words 0 and 1 are state and kind, words 2 and 3 the loss (f64), the others what the order says
const STATE = 0
const KIND = 1
const LOSS = 1 // in f64
const FIRST = 4

export function openMailbox({ memory, plan }: ShardSource): Mailbox {
  const words = new Int32Array(memory.buffer, plan.control, 16)
  const floats = new Float32Array(memory.buffer, plan.control, 16)
  const doubles = new Float64Array(memory.buffer, plan.control, 8)
  return {
    state: () => Atomics.load(words, STATE),
    tell(state) {
      Atomics.store(words, STATE, state)
      Atomics.notify(words, STATE)
    },
    wait: (state, milliseconds) => Atomics.wait(words, STATE, state, milliseconds),
    write(order) {
      words[KIND] = KINDS.indexOf(order.kind)
      if (order.kind === "update") {
        const { learningRate, weightDecay, shrink, unbias1, unbias2 } = order.settings
        floats.set([learningRate, weightDecay, shrink, unbias1, unbias2], FIRST)
      } else {
        const { sequences, tokens, queries } = order.size
        words.set([sequences, tokens, queries, order.kind === "decode" ? order.samples : 0], FIRST)
      }
    },
    read() {
      const kind = KINDS[words[KIND]!]!
      if (kind === "update") {
        const [learningRate, weightDecay, shrink, unbias1, unbias2] = floats.subarray(FIRST)
        return { kind, settings: { learningRate, weightDecay, shrink, unbias1, unbias2 } } as Order
      }
      const [sequences, tokens, queries, samples] = words.subarray(FIRST)
      return { kind, size: { sequences, tokens, queries }, samples } as Order
    },
    setLoss(loss) {
      doubles[LOSS] = loss
    },
    loss: () => doubles[LOSS]!,
  }
}
