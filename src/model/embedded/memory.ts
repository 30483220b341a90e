import { type NetworkConfig, paddedVocabulary, planParameters } from "./config.ts"

export const SHARDS = 2 // fixed, so that one thread and two add the same numbers in the same order

/** One shared memory and where everything lies in it. Every address is a byte offset. */
export interface MemoryPlan {
  readonly bytes: number
  readonly parameters: number
  readonly moments: readonly [first: number, second: number]
  /** Shard 0's gradients, to which the others are added. */
  readonly gradients: number
  readonly shards: readonly ShardPlan[]
  /** Words through which the two threads hand over work: see threads.ts. */
  readonly control: number
}

/** What one shard reads (filled by the caller), what it writes, and its room to compute. */
export interface ShardPlan {
  readonly gradients: number
  readonly lengths: number
  readonly queries: number
  readonly tokens: number
  readonly targets: number
  readonly weights: number
  /**
   * Decoding only: per sample, its call, seed (two words), index, sharpness, token limit; then
   * what it drew.
   */
  readonly samples: number
  readonly drawn: number
  readonly workspace: number
  readonly workspaceEnd: number
}

/** The most one shard is given at once. */
export interface Capacity {
  /** Sequences, and so prompts; also samples. */
  readonly rows: number
  /** Tokens of all sequences. */
  readonly tokens: number
}

export const SAMPLE_WORDS = 6

const FIRST_BYTE = 65_536 // the first page stays free: a null pointer must not reach anything

export function planMemory(
  config: NetworkConfig,
  vocabulary: number,
  capacity: Capacity,
): MemoryPlan {
  const { total } = planParameters(config, vocabulary)
  let next = FIRST_BYTE
  const take = (numbers: number) => {
    const address = next
    next += Math.ceil(numbers / 16) * 64 // cache lines: two threads never share one
    return address
  }
  const parameters = take(total)
  const moments = [take(total), take(total)] as const
  const control = take(64)
  const shards = Array.from({ length: SHARDS }, () => {
    const fixed = {
      gradients: take(total),
      lengths: take(capacity.rows),
      queries: take(capacity.rows),
      tokens: take(capacity.tokens),
      targets: take(capacity.tokens),
      weights: take(capacity.tokens),
      samples: take(capacity.rows * SAMPLE_WORDS),
      drawn: take(capacity.rows * config.context),
    }
    const workspace = take(workspaceNumbers(config, vocabulary, capacity))
    return { ...fixed, workspace, workspaceEnd: next }
  })
  const { gradients } = shards[0]!
  return { bytes: next, parameters, moments, gradients, control, shards }
}

/** A shared memory that can hold the plan. The system gives pages only as they are touched. */
export function allocateMemory(plan: MemoryPlan): WebAssembly.Memory {
  const pages = Math.ceil(plan.bytes / 65_536)
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

/**
 * Hands out pieces of a workspace one after another; `mark` and `release` give back what was taken
 * since.
 */
export interface Workspace {
  take(numbers: number): number
  mark(): number
  release(mark: number): void
}

export function createWorkspace(start: number, end: number): Workspace {
  let next = start
  return {
    take(numbers) {
      const address = next
      next += Math.ceil(numbers / 16) * 64
      if (next > end) throw new Error(`learner workspace is ${next - end} bytes too small`)
      return address
    },
    mark: () => next,
    release(mark) {
      next = mark
    },
  }
}

/**
 * An upper bound on what forward and backward, or one decoding, take: see forward.ts, backward.ts
 * and decode.ts.
 */
function workspaceNumbers(config: NetworkConfig, vocabulary: number, capacity: Capacity): number {
  const { layers, width, hidden, heads, context } = config
  const keys = context + 4
  const columns = paddedVocabulary(vocabulary)
  const perLayer = 8 * width + 2 * hidden + heads * keys + 2
  const perToken = layers * perLayer + 14 * width + hidden + columns + 8
  const decoding =
    capacity.rows * (layers * context * 2 * width + 9 * width + hidden + columns + 20)
  const matrices = 6 * width * Math.max(hidden, columns, 2 * width)
  const rounding = 64 * (layers + 4) * 16
  return capacity.tokens * perToken + decoding + matrices + keys * (keys + width) + rounding
}
