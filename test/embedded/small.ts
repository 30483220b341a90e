import { type Checkpoint, createCheckpoint } from "../../src/model/embedded/checkpoint.ts"
import type { NetworkConfig } from "../../src/model/embedded/config.ts"
import { createSoloCrew } from "../../src/model/embedded/crew.ts"
import { createNetwork, type Network, type Recruit } from "../../src/model/embedded/network.ts"
import type { Outcome } from "../../src/model/embedded/outcome.ts"

/**
 * A network small enough that a test of its arithmetic takes milliseconds; two layers, as the last
 * one is special.
 */
export const SMALL: NetworkConfig = { layers: 2, width: 16, heads: 2, hidden: 32, context: 24 }

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}

export function smallCheckpoint(seed = 1, shape: NetworkConfig = SMALL): Checkpoint {
  return must(createCheckpoint(seed, [], shape))
}

export function openNetwork(
  { config, tokenizer, state }: Checkpoint,
  recruit: Recruit = createSoloCrew,
): Network {
  const capacity = { rows: 512, tokens: 4096 }
  const network = createNetwork(config, tokenizer.vocabulary.length, capacity, recruit)
  network.load(state)
  return network
}

/** Runs a generator to its end and returns what it returned. */
export function finish<T, R>(work: Generator<T, R>): R {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}
