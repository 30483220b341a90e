import type { Shard } from "./shard.ts"
import { placeOf } from "./vocabulary.ts"

/**
 * How much of the shard's input is in use: sequences, their tokens in all, and the positions asked
 * about.
 */
export interface BatchSize {
  readonly sequences: number
  readonly tokens: number
  readonly queries: number
}

/**
 * What one layer keeps for the way back. Addresses; `rows` positions enter the query side, all
 * enter keys and values.
 */
export interface LayerActivations {
  readonly rows: number
  /** The layer's input, all positions; normed; the scales of that norm. */
  readonly x: number
  readonly normed: number
  readonly scales: number
  /**
   * The input and the normed input at the positions that ask. Equal to `x` and `normed` but in the
   * last layer.
   */
  readonly xq: number
  readonly normedq: number
  readonly q: number
  readonly kv: number
  readonly weights: number
  readonly mixed: number
  readonly middle: number
  readonly middleNormed: number
  readonly middleScales: number
  readonly up: number
  readonly active: number
}

export interface Activations {
  readonly size: BatchSize
  readonly layers: readonly LayerActivations[]
  readonly positions: number
  readonly places: number
  /** For each position asked about, its row among all tokens. */
  readonly queryRows: number
  readonly last: number
  readonly lastNormed: number
  readonly lastScales: number
  /** [queries, columns] */
  readonly logits: number
}

/**
 * Runs the network over the shard's packed input: sequence b is lengths[b] tokens, and its last
 * queries[b] positions are asked for the token that follows. Sequences lie end to end, so no
 * position is padding.
 *
 * Layers (Vaswani et al. 2017, pre-norm): x + attention(rms x), then + relu²(rms x · in) · out.
 * The last layer computes keys and values everywhere but all else only at the positions asked
 * about: nothing reads the others.
 */
export function forward(shard: Shard, size: BatchSize): Activations {
  const { config, workspace, plan } = shard
  const { width } = config
  const positions = workspace.take(size.tokens)
  const places = workspace.take(size.tokens)
  const queryRows = workspace.take(size.queries)
  locate(shard, size, positions, places, queryRows)

  let x = workspace.take(size.tokens * width)
  const mark = workspace.mark()
  embed(shard, plan.tokens, positions, places, x, size.tokens)
  workspace.release(mark)

  const layers: LayerActivations[] = []
  for (let layer = 0; layer < config.layers; layer++) {
    const isLast = layer === config.layers - 1
    const { activations, out } = forwardLayer(shard, size, layer, x, isLast ? queryRows : undefined)
    layers.push(activations)
    x = out
  }
  const lastNormed = workspace.take(size.queries * width)
  const lastScales = workspace.take(size.queries)
  const logits = workspace.take(size.queries * shard.columns)
  project(shard, x, lastNormed, lastScales, logits, size.queries)
  return { size, layers, positions, places, queryRows, last: x, lastNormed, lastScales, logits }
}

/**
 * x = the sum of each token's rows in the three tables. Leaves its scratch to the caller to
 * release.
 */
export function embed(
  shard: Shard,
  tokens: number,
  positions: number,
  places: number,
  x: number,
  rows: number,
): void {
  const { kernel, config, workspace } = shard
  const { width } = config
  const term = workspace.take(rows * width)
  kernel.gather(shard.parameter("token"), tokens, x, rows, width)
  kernel.gather(shard.parameter("position"), positions, term, rows, width)
  kernel.add(term, x, rows * width)
  kernel.gather(shard.parameter("place"), places, term, rows, width)
  kernel.add(term, x, rows * width)
}

/** Final norm and logits of `rows` positions. */
export function project(
  shard: Shard,
  x: number,
  normed: number,
  scales: number,
  logits: number,
  rows: number,
): void {
  const { kernel, columns } = shard
  const { width } = shard.config
  kernel.rmsNorm(x, shard.parameter("head.gain"), normed, scales, rows, width)
  multiply(shard, normed, width, "head.out", columns, logits, rows, false)
}

/** out[rows, outputs] = x[rows, inputs] · parameter, or += when `add`. */
export function multiply(
  shard: Shard,
  x: number,
  inputs: number,
  name: string,
  outputs: number,
  out: number,
  rows: number,
  add: boolean,
): void {
  const matrix = shard.parameter(name)
  shard.kernel.gemm(x, inputs, 1, matrix, outputs, out, outputs, rows, outputs, inputs, add)
}

function forwardLayer(
  shard: Shard,
  size: BatchSize,
  layer: number,
  x: number,
  queryRows: number | undefined,
): { activations: LayerActivations; out: number } {
  const attended = attend(shard, size, layer, x, queryRows)
  const { out, ...thought } = think(shard, layer, attended.middle, attended.rows)
  return { activations: { ...attended, ...thought }, out }
}

/**
 * The first half of a layer: what the positions that ask (all of them, if no `queryRows`) read
 * from the others.
 */
function attend(
  shard: Shard,
  size: BatchSize,
  layer: number,
  x: number,
  queryRows: number | undefined,
) {
  const { kernel, config, workspace, plan } = shard
  const { width, heads } = config
  const { tokens, sequences } = size
  const name = (part: string) => `layer${layer}.attention.${part}`
  const rows = queryRows === undefined ? tokens : size.queries
  const counts = queryRows === undefined ? plan.lengths : plan.queries

  const normed = workspace.take(tokens * width)
  const scales = workspace.take(tokens)
  kernel.rmsNorm(x, shard.parameter(name("gain")), normed, scales, tokens, width)
  const kv = workspace.take(tokens * 2 * width)
  multiply(shard, normed, width, name("keyvalue"), 2 * width, kv, tokens, false)
  const xq = queryRows === undefined ? x : pick(shard, x, queryRows, rows)
  const normedq = queryRows === undefined ? normed : pick(shard, normed, queryRows, rows)
  const q = workspace.take(rows * width)
  multiply(shard, normedq, width, name("query"), width, q, rows, false)

  const weights = workspace.take(weightNumbers(shard, size, counts))
  const mixed = workspace.take(rows * width)
  const mark = workspace.mark()
  const scratch = workspace.take((config.context + 4) * width)
  const { lengths } = plan
  kernel.attention(q, kv, weights, mixed, scratch, lengths, counts, sequences, width, heads)
  workspace.release(mark)

  const middle = workspace.take(rows * width)
  kernel.copy(xq, middle, rows * width)
  multiply(shard, mixed, width, name("out"), width, middle, rows, true)
  return { rows, x, normed, scales, xq, normedq, q, kv, weights, mixed, middle }
}

/** The second half of a layer: each position on its own. */
function think(shard: Shard, layer: number, middle: number, rows: number) {
  const { kernel, config, workspace } = shard
  const { width, hidden } = config
  const name = (part: string) => `layer${layer}.mlp.${part}`
  const middleNormed = workspace.take(rows * width)
  const middleScales = workspace.take(rows)
  const gain = shard.parameter(name("gain"))
  kernel.rmsNorm(middle, gain, middleNormed, middleScales, rows, width)
  const up = workspace.take(rows * hidden)
  multiply(shard, middleNormed, width, name("in"), hidden, up, rows, false)
  const active = workspace.take(rows * hidden)
  kernel.reluSquared(up, active, rows * hidden)
  const out = workspace.take(rows * width)
  kernel.copy(middle, out, rows * width)
  multiply(shard, active, hidden, name("out"), width, out, rows, true)
  return { middleNormed, middleScales, up, active, out }
}

function pick(shard: Shard, x: number, rows: number, n: number): number {
  const { width } = shard.config
  const picked = shard.workspace.take(n * width)
  shard.kernel.gather(x, rows, picked, n, width)
  return picked
}

/**
 * Each token's position in its sequence and place in its number, and the rows that are asked
 * about.
 */
function locate(
  shard: Shard,
  size: BatchSize,
  positions: number,
  places: number,
  queryRows: number,
): void {
  const { words, plan } = shard
  let row = 0
  let query = 0
  for (let b = 0; b < size.sequences; b++) {
    const length = words[plan.lengths / 4 + b]!
    const asked = words[plan.queries / 4 + b]!
    let place = 0
    for (let t = 0; t < length; t++) {
      place = placeOf(words[plan.tokens / 4 + row + t]!, place)
      words[positions / 4 + row + t] = t
      words[places / 4 + row + t] = place
    }
    for (let i = 0; i < asked; i++) words[queryRows / 4 + query + i] = row + length - asked + i
    row += length
    query += asked
  }
  if (row !== size.tokens || query !== size.queries)
    throw new Error("learner batch does not add up")
}

/** Numbers in the attention weights: per sequence and head [queries, length rounded up to 4]. */
function weightNumbers(shard: Shard, size: BatchSize, counts: number): number {
  const { words, plan } = shard
  let total = 0
  for (let b = 0; b < size.sequences; b++) {
    total += words[counts / 4 + b]! * Math.ceil(words[plan.lengths / 4 + b]! / 4) * 4
  }
  return total * shard.config.heads
}
