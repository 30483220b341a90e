import { type NetworkConfig, type ParameterPlan, planParameters } from "./config.ts"
import type { Crew, Order } from "./crew.ts"
import { SAMPLE } from "./decode.ts"
import type { BatchSize } from "./forward.ts"
import { instantiateKernel, type Kernel } from "./kernel/kernel.ts"
import {
  allocateMemory,
  type Capacity,
  type MemoryPlan,
  planMemory,
  SAMPLE_WORDS,
} from "./memory.ts"
import type { UpdateSettings } from "./optimizer.ts"
import { createRandom } from "./random.ts"
import { deal, type ShardSource } from "./shard.ts"
import { END } from "./vocabulary.ts"

/**
 * All that training changes: what a checkpoint keeps. `parameters` and both moments lie as
 * planParameters says.
 */
export interface NetworkState {
  readonly step: number
  readonly parameters: Float32Array
  readonly firstMoment: Float32Array
  readonly secondMoment: Float32Array
}

/**
 * One row to learn: the prompt's tokens, the completion's (its end included), and what each of
 * them weighs.
 */
export interface TokenRow {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  /**
   * 1 imitates, a group-normalised advantage makes it a policy gradient, 0 leaves the row out,
   * below 0 pushes away.
   */
  readonly weight: number
}

/** One prompt to answer. `limit` counts drawn tokens, the end included. */
export interface TokenCall {
  readonly prompt: readonly number[]
  readonly samples: number
  readonly temperature: number
  readonly limit: number
  readonly seed: number
}

/** The network in memory. Not re-entrant: one caller at a time. */
export interface Network {
  readonly plan: ParameterPlan
  readonly kernel: Kernel
  readonly capacity: Capacity
  readonly addresses: MemoryPlan
  step: number
  load(state: NetworkState): void
  /** A copy. */
  save(): NetworkState
  /** Gradients of the mean loss, left in shard 0; returns that loss. */
  learn(rows: readonly TokenRow[]): number
  /**
   * Moves every parameter by the gradient in shard 0; applyGradient of optimizer.ts settles by how
   * much.
   */
  update(settings: UpdateSettings): void
  /**
   * For each call, the tokens each of its samples drew. All calls together must fit the capacity.
   */
  decode(calls: readonly TokenCall[]): number[][][]
  /** A view of shared memory, `n` numbers from byte `address`. */
  floats(address: number, n: number): Float32Array
  close(): void
}

/** Anything that puts a crew to a memory: createSoloCrew, or createCrew of threads.ts. */
export type Recruit = (source: ShardSource) => Crew

export function createNetwork(
  config: NetworkConfig,
  vocabulary: number,
  capacity: Capacity,
  recruit: Recruit,
): Network {
  const addresses = planMemory(config, vocabulary, capacity)
  const plan = planParameters(config, vocabulary)
  const memory = allocateMemory(addresses)
  const crew = recruit({ memory, plan: addresses, config, vocabulary })
  const kernel = instantiateKernel(memory)
  const floats = (address: number, n: number) => new Float32Array(memory.buffer, address, n)
  const input: Input = {
    words: new Int32Array(memory.buffer),
    floats: new Float32Array(memory.buffer),
    addresses,
    context: config.context,
    capacity,
  }
  const stored = [addresses.parameters, ...addresses.moments].map((a) => floats(a, plan.total))
  const [parameters, firstMoment, secondMoment] = stored as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  return {
    plan,
    kernel,
    capacity,
    addresses,
    step: 0,
    load(state) {
      parameters.set(state.parameters)
      firstMoment.set(state.firstMoment)
      secondMoment.set(state.secondMoment)
      this.step = state.step
    },
    save() {
      const copies = { parameters: parameters.slice(), firstMoment: firstMoment.slice() }
      return { step: this.step, ...copies, secondMoment: secondMoment.slice() }
    },
    learn(rows) {
      const losses = crew.run(writeRows(input, rows))
      const [first, second] = addresses.shards
      kernel.add(second!.gradients, first!.gradients, plan.total)
      return losses[0]! + losses[1]!
    },
    update(settings) {
      crew.run(addresses.shards.map(() => ({ kind: "update", settings })))
    },
    decode(calls) {
      const placed = writeCalls(input, calls)
      crew.run(placed.orders)
      return readDrawn(input, calls, placed.shards)
    },
    floats,
    close: () => crew.close(),
  }
}

/**
 * A fresh state: tables N(0, 0.05²), projections N(0, 1 / inputs), gains one; a layer adds nothing
 * until it has learnt.
 */
export function initialState(
  config: NetworkConfig,
  vocabulary: number,
  seed: number,
): NetworkState {
  const { parameters: plan, total } = planParameters(config, vocabulary)
  const random = createRandom(seed)
  const parameters = new Float32Array(total)
  for (const { kind, offset, rows, columns } of plan) {
    const scale = {
      table: () => 0.05 * random.normal(),
      projection: () => random.normal() / Math.sqrt(rows),
      residual: () => 0,
      gain: () => 1,
    }[kind]
    for (let i = 0; i < rows * columns; i++) parameters[offset + i] = scale()
  }
  const zeros = () => new Float32Array(total)
  return { step: 0, parameters, firstMoment: zeros(), secondMoment: zeros() }
}

interface Input {
  readonly words: Int32Array
  readonly floats: Float32Array
  readonly addresses: MemoryPlan
  readonly context: number
  readonly capacity: Capacity
}

/** What is written past a shard's part of memory would be lost or would spoil another part. */
function assertFits({ capacity }: Input, rows: number, tokens: number): void {
  if (rows > capacity.rows || tokens > capacity.tokens) {
    throw new Error(`${rows} rows of ${tokens} tokens are more than a shard of the learner holds`)
  }
}

/** Puts a batch into the shards. The mean is over every completion token, whatever its weight. */
function writeRows(input: Input, rows: readonly TokenRow[]): Order[] {
  let completionTokens = 0
  for (const row of rows) completionTokens += row.completion.length
  const length = (row: TokenRow) => row.prompt.length + row.completion.length - 1
  return deal(rows, length).map((indices, shard): Order => {
    const { words, floats, addresses } = input
    const plan = addresses.shards[shard]!
    const most = indices.reduce((sum, index) => sum + length(rows[index]!), 0)
    assertFits(input, indices.length, most)
    let tokens = 0
    let queries = 0
    for (const [b, index] of indices.entries()) {
      const row = rows[index]!
      words[plan.lengths / 4 + b] = length(row)
      words[plan.queries / 4 + b] = row.completion.length
      for (const token of row.prompt) words[plan.tokens / 4 + tokens++] = token
      for (const [i, token] of row.completion.entries()) {
        if (i + 1 < row.completion.length) words[plan.tokens / 4 + tokens++] = token
        words[plan.targets / 4 + queries] = token
        floats[plan.weights / 4 + queries++] = row.weight / completionTokens
      }
    }
    return { kind: "learn", size: { sequences: indices.length, tokens, queries } }
  })
}

function writeCalls(
  input: Input,
  calls: readonly TokenCall[],
): { orders: Order[]; shards: number[][] } {
  const { words, floats, addresses } = input
  const shards = deal(calls, (call) => call.prompt.length + call.samples * 4)
  const orders = shards.map((indices, shard): Order => {
    const plan = addresses.shards[shard]!
    const own = indices.map((index) => calls[index]!)
    const prompts = own.reduce((sum, call) => sum + call.prompt.length, 0)
    assertFits(
      input,
      own.reduce((sum, call) => sum + call.samples, 0),
      prompts,
    )
    let tokens = 0
    let samples = 0
    for (const [b, index] of indices.entries()) {
      const call = calls[index]!
      words[plan.lengths / 4 + b] = call.prompt.length
      words[plan.queries / 4 + b] = 1
      for (const token of call.prompt) words[plan.tokens / 4 + tokens++] = token
      for (let i = 0; i < call.samples; i++) {
        const at = plan.samples / 4 + samples++ * SAMPLE_WORDS
        words[at + SAMPLE.prompt] = b
        words[at + SAMPLE.seedLow] = call.seed % 4_294_967_296
        words[at + SAMPLE.seedHigh] = Math.floor(call.seed / 4_294_967_296)
        words[at + SAMPLE.index] = i
        floats[at + SAMPLE.sharpness] = call.temperature > 0 ? 1 / call.temperature : 0
        words[at + SAMPLE.limit] = call.limit
      }
    }
    const size: BatchSize = { sequences: indices.length, tokens, queries: indices.length }
    return { kind: "decode", size, samples }
  })
  return { orders, shards }
}

function readDrawn(input: Input, calls: readonly TokenCall[], shards: number[][]): number[][][] {
  const { words, addresses, context } = input
  const drawn: number[][][] = calls.map(() => [])
  for (const [shard, indices] of shards.entries()) {
    let row = addresses.shards[shard]!.drawn / 4
    for (const index of indices) {
      const call = calls[index]!
      for (let i = 0; i < call.samples; i++) {
        const tokens = Array.from(words.subarray(row, row + call.limit))
        const end = tokens.indexOf(END)
        drawn[index]!.push(end < 0 ? tokens : tokens.slice(0, end + 1))
        row += context
      }
    }
  }
  return drawn
}
