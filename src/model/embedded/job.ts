import type { Network, TokenRow } from "./network.ts"
import { applyGradient } from "./optimizer.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import { createRandom, shuffled } from "./random.ts"
import { learningRateAt, type Schedule } from "./schedule.ts"

/** How to train: exactly one of `epochs` (passes over the rows) and `steps` (batches). */
export interface JobConfig extends Schedule {
  readonly epochs?: number
  readonly steps?: number
  /** Rows per step. */
  readonly batch: number
  readonly weightDecay: number
  readonly gradientClip: number
  /** Decides the order of the rows and nothing else. */
  readonly seed: number
}

export interface StepReport {
  /** Steps done, of `steps`. */
  readonly step: number
  readonly steps: number
  /** Mean weighted loss per completion token, in nats. */
  readonly loss: number
  /** Tokens that went through the network in this step, prompts included. */
  readonly tokens: number
}

export const BATCH_MAX = 1024
const STEPS_MAX = 1_000_000
const LEARNING_RATE_MAX = 1

/**
 * Trains step by step: each `next()` is one batch of a seeded shuffle of the rows, again shuffled
 * for each pass, the last batch of an epochs job holding what is left. A step whose loss or
 * gradient is not finite ends it with `diverged`.
 */
export function* runJob(
  network: Network,
  rows: readonly TokenRow[],
  config: JobConfig,
): Generator<StepReport, Outcome<StepReport>> {
  const steps = countSteps(config, rows.length)
  const batches = takeBatches(rows, config, steps)
  let last: StepReport = { step: 0, steps, loss: 0, tokens: 0 }
  for (const batch of batches) {
    const loss = network.learn(batch)
    const learningRate = learningRateAt(config, last.step, steps)
    const { weightDecay, gradientClip } = config
    const length = applyGradient(network, { learningRate, weightDecay, gradientClip })
    const step = last.step + 1
    if (!Number.isFinite(loss) || !Number.isFinite(length)) {
      return failed("diverged", `step ${step} of ${steps}: loss ${loss}, gradient ${length}`)
    }
    last = { step, steps, loss, tokens: countTokens(batch) }
    yield last
  }
  return succeeded(last)
}

/** What is wrong with a job, in words, or undefined. Written for input of any shape. */
export function checkJob(config: JobConfig): string | undefined {
  const { epochs, steps } = config
  const within = (key: keyof JobConfig, least: number, most: number, whole = false) => {
    const value = config[key]
    const fine = typeof value === "number" && value >= least && value <= most
    if (fine && (!whole || Number.isInteger(value))) return undefined
    return `${key} must be a ${whole ? "whole " : ""}number from ${least} to ${most}, not ${value}`
  }
  const optional = (key: keyof JobConfig, least: number, most: number, whole = false) =>
    config[key] === undefined ? undefined : within(key, least, most, whole)
  if ((epochs === undefined) === (steps === undefined)) return "give either epochs or steps"
  if (config.decay !== undefined && config.decay !== "cosine" && config.decay !== "linear") {
    return `decay must be cosine or linear, not ${String(config.decay)}`
  }
  return (
    optional("epochs", 1, 10_000, true) ??
    optional("steps", 1, STEPS_MAX, true) ??
    within("batch", 1, BATCH_MAX, true) ??
    within("learningRate", 0, LEARNING_RATE_MAX) ??
    optional("learningRateEnd", 0, LEARNING_RATE_MAX) ??
    optional("warmupSteps", 0, STEPS_MAX, true) ??
    within("weightDecay", 0, 10) ??
    within("gradientClip", 1e-6, 1e6) ??
    within("seed", 0, Number.MAX_SAFE_INTEGER, true)
  )
}

function countSteps(config: JobConfig, rows: number): number {
  return config.steps ?? Math.ceil((config.epochs! * rows) / config.batch)
}

/** Batches run on across the end of a pass, so that only the very last one may be short. */
function* takeBatches(
  rows: readonly TokenRow[],
  config: JobConfig,
  steps: number,
): Generator<TokenRow[]> {
  const random = createRandom(config.seed)
  let left = config.epochs === undefined ? Number.POSITIVE_INFINITY : config.epochs * rows.length
  let queue: TokenRow[] = []
  for (let step = 0; step < steps; step++) {
    const size = Math.min(config.batch, left)
    while (queue.length < size) queue = queue.concat(shuffled(rows, random))
    yield queue.slice(0, size)
    queue = queue.slice(size)
    left -= size
  }
}

function countTokens(rows: readonly TokenRow[]): number {
  return rows.reduce((sum, row) => sum + row.prompt.length + row.completion.length - 1, 0)
}
