import {
  checkConfig,
  DEFAULT_CONFIG,
  type NetworkConfig,
  type ParameterPlan,
  planParameters,
} from "./config.ts"
import { initialState, type NetworkState } from "./network.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import { createTokenizer, openTokenizer, type Tokenizer } from "./tokenizer.ts"

/**
 * A network at rest: enough to go on training as if it had never stopped, and to read and write
 * text.
 */
export interface Checkpoint {
  readonly config: NetworkConfig
  readonly tokenizer: Tokenizer
  readonly state: NetworkState
}

const FORMAT = "agon-embedded-learner/1"
const HEADER_BYTES_MAX = 1_000_000
const GROUPS = [
  ["", "parameters"],
  ["momentum.", "firstMoment"],
  ["square.", "secondMoment"],
] as const

/** An untrained checkpoint. `phrases` join the vocabulary as one token each. */
export function createCheckpoint(
  seed: number,
  phrases: readonly string[] = [],
  shape: Partial<NetworkConfig> = {},
): Outcome<Checkpoint> {
  const { layers, width, heads, hidden, context } = { ...DEFAULT_CONFIG, ...shape }
  const config = { layers, width, heads, hidden, context }
  const problem = checkConfig(config)
  if (problem !== undefined) return failed("bad-config", problem)
  if (!Number.isSafeInteger(seed) || seed < 0) return failed("bad-config", `seed ${seed}`)
  const tokenizer = createTokenizer(phrases)
  if (!tokenizer.ok) return tokenizer
  const state = initialState(config, tokenizer.value.vocabulary.length, seed)
  return succeeded({ config, tokenizer: tokenizer.value, state })
}

/**
 * The bytes of a checkpoint, in the safetensors layout (github.com/huggingface/safetensors): an
 * 8-byte little-endian header length, a JSON header, then the tensors, f32 little-endian. Any
 * safetensors reader opens it. Parameters carry their own names, the optimiser's two moments the
 * prefixes `momentum.` and `square.`; shape and words are in `__metadata__`.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { config, tokenizer, state } = checkpoint
  const plan = planParameters(config, tokenizer.vocabulary.length)
  const header: Record<string, unknown> = {
    __metadata__: {
      format: FORMAT,
      config: JSON.stringify(config),
      vocabulary: JSON.stringify(tokenizer.vocabulary),
      step: String(state.step),
    },
    ...describeTensors(plan),
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 + Math.ceil(json.length / 8) * 8 // spaces, so that numbers are aligned
  const bytes = new Uint8Array(start + GROUPS.length * 4 * plan.total).fill(0x20, 8, start)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(start - 8), true)
  bytes.set(json, 8)
  for (const [group, [, field]] of GROUPS.entries()) {
    const at = start + group * 4 * plan.total
    for (const [i, value] of state[field].entries()) view.setFloat32(at + 4 * i, value, true)
  }
  return bytes
}

/**
 * Reads what {@link encodeCheckpoint} wrote; anything else, or less, is a `bad-checkpoint` saying
 * what is wrong.
 */
export function decodeCheckpoint(bytes: Uint8Array): Outcome<Checkpoint> {
  const bad = (why: string) => failed("bad-checkpoint", why)
  if (bytes.length < 8) return bad(`${bytes.length} bytes are too few for a header`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerBytes = Number(view.getBigUint64(0, true))
  if (headerBytes > HEADER_BYTES_MAX || 8 + headerBytes > bytes.length) {
    return bad(`a header of ${headerBytes} bytes does not fit a file of ${bytes.length}`)
  }
  const header = parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)))
  const metadata = isRecord(header) ? header.__metadata__ : undefined
  if (!isRecord(header) || !isRecord(metadata))
    return bad("the header is not JSON with __metadata__")
  if (metadata.format !== FORMAT) return bad(`format ${String(metadata.format)} is not ${FORMAT}`)

  const config = parseJson(metadata.config) as NetworkConfig
  const problem = isRecord(config) ? checkConfig(config) : "no network shape"
  if (problem !== undefined) return bad(problem)
  const vocabulary = parseJson(metadata.vocabulary)
  if (!isTexts(vocabulary)) return bad("no vocabulary")
  const tokenizer = openTokenizer(vocabulary)
  if (!tokenizer.ok) return bad(tokenizer.message)
  const step = Number(metadata.step)
  if (!Number.isSafeInteger(step) || step < 0) return bad(`step ${String(metadata.step)}`)

  const plan = planParameters(config, vocabulary.length)
  const { __metadata__: _, ...tensors } = header
  if (JSON.stringify(tensors) !== JSON.stringify(describeTensors(plan))) {
    return bad("the tensors are not those of its shape")
  }
  const expected = 8 + headerBytes + GROUPS.length * 4 * plan.total
  if (bytes.length !== expected) return bad(`${bytes.length} bytes where ${expected} belong`)
  const read = (group: number) => {
    const at = 8 + headerBytes + group * 4 * plan.total
    return Float32Array.from({ length: plan.total }, (_, i) => view.getFloat32(at + 4 * i, true))
  }
  const state = { step, parameters: read(0), firstMoment: read(1), secondMoment: read(2) }
  if (!state.parameters.every(Number.isFinite)) return bad("a parameter is not a finite number")
  return succeeded({ config, tokenizer: tokenizer.value, state })
}

function describeTensors(plan: ParameterPlan): Record<string, unknown> {
  const tensors: Record<string, unknown> = {}
  for (const [group, [prefix]] of GROUPS.entries()) {
    for (const { name, rows, columns, offset } of plan.parameters) {
      const begin = 4 * (group * plan.total + offset)
      const data_offsets = [begin, begin + 4 * rows * columns]
      tensors[prefix + name] = { dtype: "F32", shape: [rows, columns], data_offsets }
    }
  }
  return tensors
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string")
}
