import { power } from "./elementary.ts"
import type { Network } from "./network.ts"

const BETA1 = 0.9
const BETA2 = 0.98 // short runs: the usual 0.999 would remember the untrained network for a thousand steps

export interface StepSettings {
  readonly learningRate: number
  /** Per unit of learning rate, on matrices only; gains and tables are left alone. */
  readonly weightDecay: number
  /** The longest the whole gradient may be before it is scaled down. */
  readonly gradientClip: number
}

/** Applies the gradient that `learn` left, by AdamW (Loshchilov & Hutter 2019). Returns the gradient's length. */
export function applyGradient(network: Network, settings: StepSettings): number {
  const { kernel, plan, addresses } = network
  const gradients = addresses.shards[0]!.gradients
  const [first, second] = addresses.moments
  const length = Math.sqrt(kernel.sumOfSquares(gradients, plan.total))
  const shrink = length > settings.gradientClip ? settings.gradientClip / length : 1
  network.step++
  const unbias1 = 1 / (1 - power(BETA1, network.step))
  const unbias2 = 1 / (1 - power(BETA2, network.step))
  for (const { kind, offset, rows, columns } of plan.parameters) {
    const at = 4 * offset
    const decays = kind === "projection" || kind === "residual"
    const keep = decays ? 1 - settings.learningRate * settings.weightDecay : 1
    kernel.adamw(
      ...([addresses.parameters + at, gradients + at, first + at, second + at] as const),
      ...([rows * columns, settings.learningRate, BETA1, BETA2] as const),
      ...([unbias1, unbias2, shrink, keep] as const),
    )
  }
  return length
}
