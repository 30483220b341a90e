import {
  type BatchSize,
  embed,
  forward,
  type LayerActivations,
  multiply,
  project,
} from "./forward.ts"
import { SAMPLE_WORDS } from "./memory.ts"
import { uniformAt } from "./random.ts"
import type { Shard } from "./shard.ts"
import { placeOf } from "./vocabulary.ts"

/** The words of one sample in the shard's input; the order in which network.ts writes them. */
export const SAMPLE = {
  prompt: 0,
  seedLow: 1,
  seedHigh: 2,
  index: 3,
  sharpness: 4,
  limit: 5,
} as const

/**
 * Draws the tokens of every sample: `size` describes the prompts (one position asked about in
 * each), `samples` how many samples the input holds. Sample i's tokens go to drawn[i · context …],
 * up to its end token or its limit.
 *
 * A prompt is read once for all its samples, and what it left (keys and values) is shared. Sample
 * i draws its n-th token by a number that only its seed, its index and n decide, and every kernel
 * treats rows apart, so a sample does not depend on the samples that happen to share its batch.
 * Finished samples leave the batch at once.
 */
export function decode(shard: Shard, size: BatchSize, samples: number): void {
  const { kernel, config, words, floats, plan, workspace } = shard
  const run = forward(shard, size)
  const state = openSamples(shard, size, samples)
  const { rows, word } = state

  kernel.gather(run.logits, rows.prompt, rows.logits, samples, shard.columns)
  for (let step = 0; ; step++) {
    for (let r = 0; r < state.active; r++) {
      const u = uniformAt(seedOf(shard, word(rows.slot, r)), word(rows.index, r), step)
      // 24 bits: f32 never rounds it up to 1
      floats[rows.uniform / 4 + r] = Math.floor(u * 16_777_216) / 16_777_216
    }
    kernel.choose(
      rows.logits,
      rows.sharpness,
      rows.uniform,
      rows.token,
      state.active,
      shard.vocabulary,
      shard.columns,
    )
    for (let r = 0; r < state.active; r++) {
      words[plan.drawn / 4 + word(rows.slot, r) * config.context + step] = word(rows.token, r)
    }
    dropFinished(state, words, step)
    if (state.active === 0) break
    const mark = workspace.mark()
    advance(shard, run.layers, state, step)
    workspace.release(mark)
  }
}

/** The rows still drawing: parallel arrays in the workspace, packed to the front. */
interface Samples {
  active: number
  /** The most tokens any sample may draw. */
  readonly steps: number
  /** Per layer, [samples, steps, 2·width]: keys and values of what each sample drew, by slot. */
  readonly ownKv: readonly number[]
  readonly rows: Readonly<Record<RowField, number>>
  readonly word: (address: number, row: number) => number
}

type RowField = (typeof ROW_FIELDS)[number] | "logits" | "uniform"
const ROW_FIELDS = [
  "slot",
  "prompt",
  "promptStart",
  "promptLength",
  "index",
  "sharpness",
  "limit",
  "token",
  "position",
  "place",
] as const

function openSamples(shard: Shard, size: BatchSize, samples: number): Samples {
  const { words, plan, workspace, config, columns } = shard
  const rows = Object.fromEntries(ROW_FIELDS.map((field) => [field, workspace.take(samples)]))
  rows.logits = workspace.take(samples * columns)
  rows.uniform = workspace.take(samples)
  const set = (field: RowField, row: number, value: number) => {
    words[rows[field]! / 4 + row] = value
  }
  const starts: number[] = []
  let start = 0
  for (let b = 0; b < size.sequences; b++) {
    starts.push(start)
    start += words[plan.lengths / 4 + b]!
  }
  let steps = 1
  for (let i = 0; i < samples; i++) {
    const given = plan.samples / 4 + i * SAMPLE_WORDS
    const prompt = words[given + SAMPLE.prompt]!
    const limit = words[given + SAMPLE.limit]!
    set("slot", i, i)
    set("prompt", i, prompt)
    set("promptStart", i, starts[prompt]!)
    set("promptLength", i, words[plan.lengths / 4 + prompt]!)
    set("index", i, words[given + SAMPLE.index]!)
    set("sharpness", i, words[given + SAMPLE.sharpness]!)
    set("limit", i, limit)
    set("place", i, 0) // a prompt ends in a mark
    steps = Math.max(steps, limit)
  }
  const ownKv = Array.from({ length: config.layers }, () =>
    workspace.take(samples * steps * 2 * config.width),
  )
  const word = (address: number, row: number) => words[address / 4 + row]!
  return { active: samples, steps, ownKv, rows: rows as Samples["rows"], word }
}

function seedOf(shard: Shard, slot: number): number {
  const given = shard.plan.samples / 4 + slot * SAMPLE_WORDS
  const low = shard.words[given + SAMPLE.seedLow]! >>> 0
  return low + 4_294_967_296 * shard.words[given + SAMPLE.seedHigh]!
}

/**
 * Moves the rows that go on to the front, in order, and gives each the position and place of the
 * token it just drew.
 */
function dropFinished(state: Samples, words: Int32Array, step: number): void {
  const { rows, word } = state
  let kept = 0
  for (let r = 0; r < state.active; r++) {
    const ended = word(rows.token, r) === 0 || step + 1 >= word(rows.limit, r)
    if (ended) continue
    for (const field of ROW_FIELDS) words[rows[field] / 4 + kept] = word(rows[field], r)
    words[rows.position / 4 + kept] = word(rows.promptLength, kept) + step
    words[rows.place / 4 + kept] = placeOf(word(rows.token, kept), word(rows.place, kept))
    kept++
  }
  state.active = kept
}

/**
 * One token more for every active row: from the tokens drawn to the next logits. `prompts` holds
 * the prompts' keys and values.
 */
function advance(
  shard: Shard,
  prompts: readonly LayerActivations[],
  state: Samples,
  step: number,
): void {
  const { kernel, config, workspace } = shard
  const { width, hidden, heads } = config
  const { rows, active } = state
  const take = (numbers: number) => workspace.take(active * numbers)
  const x = take(width)
  const normed = take(width)
  const scales = take(1)
  const q = take(width)
  const kv = take(2 * width)
  const mixed = take(width)
  const up = take(hidden)
  const scratch = workspace.take(config.context + 4)
  embed(shard, rows.token, rows.position, rows.place, x, active)
  for (let layer = 0; layer < config.layers; layer++) {
    const name = (part: string) => `layer${layer}.${part}`
    const gain = (part: string) => shard.parameter(name(part))
    kernel.rmsNorm(x, gain("attention.gain"), normed, scales, active, width)
    multiply(shard, normed, width, name("attention.query"), width, q, active, false)
    multiply(shard, normed, width, name("attention.keyvalue"), 2 * width, kv, active, false)
    kernel.attentionDecode(
      q,
      kv,
      prompts[layer]!.kv,
      rows.promptStart,
      rows.promptLength,
      state.ownKv[layer]!,
      rows.slot,
      step,
      state.steps,
      mixed,
      scratch,
      active,
      width,
      heads,
    )
    multiply(shard, mixed, width, name("attention.out"), width, x, active, true)
    kernel.rmsNorm(x, gain("mlp.gain"), normed, scales, active, width)
    multiply(shard, normed, width, name("mlp.in"), hidden, up, active, false)
    kernel.reluSquared(up, up, active * hidden)
    multiply(shard, up, hidden, name("mlp.out"), width, x, active, true)
  }
  project(shard, x, normed, scales, rows.logits, active)
}
