import { PLACES } from "./vocabulary.ts"

/**
 * The shape of one network. `vocabulary` and `context` count tokens, the rest count numbers or
 * layers.
 */
export interface NetworkConfig {
  readonly layers: number
  readonly width: number
  readonly heads: number
  readonly hidden: number
  /** The longest prompt and completion together, in tokens. */
  readonly context: number
}

/** About 110 000 parameters: what one CPU core trains at tens of thousands of tokens a second. */
export const DEFAULT_CONFIG: NetworkConfig = {
  layers: 2,
  width: 64,
  heads: 4,
  hidden: 256,
  context: 40,
}

export const VOCABULARY_MAX = 96 // a wider softmax costs every step and the words of arithmetic fit

/** What each number of a shape may be; read by `checkConfig` only. */
const LIMITS: Record<keyof NetworkConfig, readonly [least: number, most: number]> = {
  layers: [1, 12],
  width: [8, 512],
  heads: [1, 16],
  hidden: [8, 2048],
  context: [4, 256],
}

/**
 * How a parameter starts: a table, a matrix whose output is read, one whose output is added to the
 * residual, a scale.
 */
export type ParameterKind = "table" | "projection" | "residual" | "gain"

export interface Parameter {
  readonly name: string
  readonly kind: ParameterKind
  readonly rows: number
  readonly columns: number
  /** Where it starts among all the parameters, in numbers. */
  readonly offset: number
}

/**
 * The parameters in the order they lie in memory and in a checkpoint. A matrix is [inputs,
 * outputs].
 */
export interface ParameterPlan {
  readonly parameters: readonly Parameter[]
  readonly total: number
}

export function planParameters(config: NetworkConfig, vocabulary: number): ParameterPlan {
  const { width, hidden } = config
  const columns = paddedVocabulary(vocabulary)
  const parameters: Parameter[] = []
  let total = 0
  const add = (name: string, kind: ParameterKind, rows: number, columns: number) => {
    parameters.push({ name, kind, rows, columns, offset: total })
    total += rows * columns
  }
  add("token", "table", columns, width)
  add("position", "table", config.context, width)
  add("place", "table", PLACES, width)
  for (let layer = 0; layer < config.layers; layer++) {
    add(`layer${layer}.attention.gain`, "gain", 1, width)
    add(`layer${layer}.attention.query`, "projection", width, width)
    add(`layer${layer}.attention.keyvalue`, "projection", width, 2 * width)
    add(`layer${layer}.attention.out`, "residual", width, width)
    add(`layer${layer}.mlp.gain`, "gain", 1, width)
    add(`layer${layer}.mlp.in`, "projection", width, hidden)
    add(`layer${layer}.mlp.out`, "residual", hidden, width)
  }
  add("head.gain", "gain", 1, width)
  add("head.out", "projection", width, columns)
  return { parameters, total }
}

/**
 * Whole 8-column tiles for the kernel; the columns past the vocabulary are masked and never learn.
 */
export function paddedVocabulary(vocabulary: number): number {
  return Math.ceil(vocabulary / 8) * 8
}

/** What is wrong with a shape, in words, or undefined. */
export function checkConfig(config: NetworkConfig): string | undefined {
  for (const key of Object.keys(LIMITS) as (keyof NetworkConfig)[]) {
    const [least, most] = LIMITS[key]
    const value = config[key]
    if (!Number.isInteger(value) || value < least || value > most) {
      return `${key} must be a whole number from ${least} to ${most}, not ${value}`
    }
  }
  if (config.width % config.heads !== 0 || (config.width / config.heads) % 4 !== 0) {
    return `width ${config.width} over ${config.heads} heads must give each a multiple of 4`
  }
  if (config.hidden % 4 !== 0) return `hidden must be a multiple of 4, not ${config.hidden}`
  return undefined
}
