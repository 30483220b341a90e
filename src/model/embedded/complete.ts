import type { NetworkConfig } from "./config.ts"
import type { Capacity } from "./memory.ts"
import type { Network, TokenCall } from "./network.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import type { Tokenizer } from "./tokenizer.ts"
import { END } from "./vocabulary.ts"

/**
 * One prompt and how to answer it. The seed is a whole number from 0 to 2⁵³ − 1; temperature 0
 * takes the likeliest.
 */
export interface CompleteCall {
  readonly prompt: string
  readonly samples: number
  readonly temperature: number
  /** The most tokens a sample may have, the one that ends it included. */
  readonly maxTokens: number
  readonly seed: number
}

export interface Sample {
  readonly text: string
  /** Whether the model ended it, or ran out of tokens. */
  readonly stop: "end" | "length"
}

/**
 * `completionTokens` counts every sample's tokens, ends included. A call fails alone: the others
 * still answer.
 */
export type CompleteReply =
  | {
      readonly samples: readonly Sample[]
      readonly promptTokens: number
      readonly completionTokens: number
    }
  | { readonly failure: string }

export const SAMPLES_MAX = 512 // per call
/**
 * What a network is given to answer with. A wave of calls holds no more than one shard can, as one
 * shard may by chance get nearly all of it; larger waves would not fill the kernel better.
 */
export const DECODE_CAPACITY: Capacity = { rows: SAMPLES_MAX, tokens: 8192 }
const TEMPERATURE_MAX = 100

/**
 * Answers calls wave by wave; between waves it yields, so that the caller may breathe. The answers
 * return at the end.
 */
export function* completeCalls(
  network: Network,
  tokenizer: Tokenizer,
  config: NetworkConfig,
  calls: readonly CompleteCall[],
): Generator<number, CompleteReply[]> {
  const replies: CompleteReply[] = new Array(calls.length)
  const ready: { index: number; call: TokenCall }[] = []
  for (const [index, call] of calls.entries()) {
    const prepared = prepare(call, tokenizer, config)
    if (prepared.ok) ready.push({ index, call: prepared.value })
    else replies[index] = { failure: `${prepared.code}: ${prepared.message}` }
  }
  // prompts of like length make even waves; the order cannot change an answer
  ready.sort((a, b) => a.call.prompt.length - b.call.prompt.length || a.index - b.index)
  for (let start = 0; start < ready.length; ) {
    const end = wave(ready, start, network.capacity)
    const part = ready.slice(start, end)
    const drawn = network.decode(part.map(({ call }) => call))
    for (const [i, { index, call }] of part.entries()) {
      replies[index] = reply(tokenizer, call, drawn[i]!)
    }
    start = end
    yield start
  }
  return replies
}

/**
 * Where the wave that starts at `start` ends: at least one call, then as many as its limits allow.
 */
function wave(ready: readonly { call: TokenCall }[], start: number, capacity: Capacity): number {
  let end = start
  let samples = 0
  let tokens = 0
  while (end < ready.length) {
    samples += ready[end]!.call.samples
    tokens += ready[end]!.call.prompt.length
    if (end > start && (samples > capacity.rows || tokens > capacity.tokens)) break
    end++
  }
  return end
}

function prepare(
  call: CompleteCall,
  tokenizer: Tokenizer,
  config: NetworkConfig,
): Outcome<TokenCall> {
  const bad = (why: string) => failed("bad-request", why)
  const { prompt: text, samples, temperature, maxTokens, seed } = call ?? {}
  if (typeof text !== "string") return bad("prompt is not a string")
  if (!isWhole(samples, 1, SAMPLES_MAX)) return bad(`samples must be 1 to ${SAMPLES_MAX}`)
  if (!(temperature >= 0 && temperature <= TEMPERATURE_MAX)) {
    return bad(`temperature must be 0 to ${TEMPERATURE_MAX}`)
  }
  if (!isWhole(maxTokens, 1, 1_000_000)) return bad("maxTokens must be a whole number above 0")
  if (!isWhole(seed, 0, Number.MAX_SAFE_INTEGER)) return bad("seed must be a whole number")
  const prompt = tokenizer.encodePrompt(text)
  if (!prompt.ok) return prompt
  const room = config.context - prompt.value.length + 1 // the last token drawn is never read back
  if (room < 2) {
    return failed(
      "too-long",
      `${prompt.value.length} prompt tokens in a context of ${config.context}`,
    )
  }
  const limit = Math.min(maxTokens, room)
  return succeeded({ prompt: prompt.value, samples, temperature, limit, seed })
}

function reply(tokenizer: Tokenizer, call: TokenCall, drawn: readonly number[][]): CompleteReply {
  const samples = drawn.map((tokens): Sample => {
    const stop = tokens.at(-1) === END ? "end" : "length"
    return { text: tokenizer.decode(tokens), stop }
  })
  const completionTokens = drawn.reduce((sum, tokens) => sum + tokens.length, 0)
  return { samples, promptTokens: call.prompt.length, completionTokens }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
