import { power } from "../../rule/math.ts"
import type { Parameter } from "./config.ts"
import type { Network } from "./network.ts"
import type { Shard } from "./shard.ts"

const MOMENTUM = 0.95
const BETA1 = 0.9
const BETA2 = 0.98 // 0.999 would remember the untrained network for a thousand steps

/** Five steps of this odd polynomial bring every singular value near 1 (Jordan et al. 2024). */
const POLYNOMIAL = { a: 3.4445, b: -4.775, c: 2.0315, steps: 5 }

/**
 * A Muon step moves a weight as far as AdamW's would, root mean square, so that one rate suits
 * both (Liu et al. 2025).
 */
const MUON_RMS = 0.2

export interface StepSettings {
  readonly learningRate: number
  /** Per unit of learning rate, on matrices only; gains and tables are left alone. */
  readonly weightDecay: number
  /** The longest the whole gradient may be before it is scaled down. */
  readonly gradientClip: number
}

/**
 * What every shard is told of a step. All are f32, as the other thread reads them from shared
 * memory.
 */
export interface UpdateSettings {
  readonly learningRate: number
  readonly weightDecay: number
  readonly shrink: number
  readonly unbias1: number
  readonly unbias2: number
}

/**
 * Applies the gradient that `learn` left, and leaves it in pieces. Returns its length before
 * clipping.
 */
export function applyGradient(network: Network, settings: StepSettings): number {
  const { kernel, plan, addresses } = network
  const length = Math.sqrt(kernel.sumOfSquares(addresses.gradients, plan.total))
  const { learningRate, weightDecay, gradientClip } = settings
  network.step++
  network.update({
    learningRate: Math.fround(learningRate),
    weightDecay: Math.fround(weightDecay),
    shrink: Math.fround(length > gradientClip ? gradientClip / length : 1),
    unbias1: Math.fround(1 / (1 - power(BETA1, network.step))),
    unbias2: Math.fround(1 / (1 - power(BETA2, network.step))),
  })
  return length
}

/** Moves one shard's share of the parameters. Who moves a parameter cannot change where it goes. */
export function update(shard: Shard, settings: UpdateSettings): void {
  for (const parameter of shard.share) {
    if (isHiddenMatrix(parameter)) moveByMuon(shard, parameter, settings)
    else moveByAdam(shard, parameter, settings)
  }
}

/** Rough work of moving a parameter, to share parameters out evenly. */
export function updateCost(parameter: Parameter): number {
  const { rows, columns } = parameter
  const small = Math.min(rows, columns)
  return rows * columns * (isHiddenMatrix(parameter) ? 10 * small : 1)
}

function isHiddenMatrix({ kind, name }: Parameter): boolean {
  return (kind === "projection" || kind === "residual") && name.startsWith("layer")
}

/** AdamW (Loshchilov & Hutter 2019). */
function moveByAdam(shard: Shard, parameter: Parameter, settings: UpdateSettings): void {
  const { kind, rows, columns } = parameter
  const { p, g, m, v } = addressesOf(shard, parameter)
  const { learningRate, weightDecay, unbias1, unbias2, shrink } = settings
  const keep = kind === "projection" ? 1 - learningRate * weightDecay : 1
  shard.kernel.adamw(
    p,
    g,
    m,
    v,
    rows * columns,
    learningRate,
    BETA1,
    BETA2,
    unbias1,
    unbias2,
    shrink,
    keep,
  )
}

/**
 * Muon (Jordan et al. 2024): the momentum with all its singular values made alike, so that a step
 * goes as far in the directions a batch rarely asks for as in the loud ones. On arithmetic it
 * needs half AdamW's steps: see README.md.
 */
function moveByMuon(shard: Shard, parameter: Parameter, settings: UpdateSettings): void {
  const { kernel, workspace } = shard
  const { rows, columns } = parameter
  const n = rows * columns
  const { p, g, m } = addressesOf(shard, parameter)
  const mark = workspace.mark()
  kernel.momentum(g, m, n, MOMENTUM, settings.shrink)

  // work on the wide side up, so that the products are small × small
  const small = Math.min(rows, columns)
  const wide = Math.max(rows, columns)
  const isTall = rows > columns
  const turned = workspace.take(n)
  const x = isTall ? turned : g
  if (isTall) kernel.transpose(g, columns, x, wide, rows, columns)
  orthogonalise(shard, x, small, wide)
  if (isTall) kernel.transpose(x, wide, g, columns, small, wide)

  const { learningRate, weightDecay } = settings
  const move = learningRate * MUON_RMS * Math.sqrt(wide)
  kernel.combine(p, g, n, 1 - learningRate * weightDecay, -move)
  workspace.release(mark)
}

/**
 * X [small, wide] ← about U·Vᵀ of X = U·S·Vᵀ, by Newton and Schulz: X ← a·X + (b·A + c·A²)·X with
 * A = X·Xᵀ.
 */
function orthogonalise(shard: Shard, x: number, small: number, wide: number): void {
  const { kernel, workspace } = shard
  const n = small * wide
  const { a, b, c, steps } = POLYNOMIAL
  const turned = workspace.take(n)
  const product = workspace.take(n)
  const square = workspace.take(small * small)
  const fourth = workspace.take(small * small)
  const length = Math.sqrt(kernel.sumOfSquares(x, n))
  if (length === 0) return
  kernel.combine(x, x, n, 1 / length, 0)
  for (let step = 0; step < steps; step++) {
    kernel.transpose(x, wide, turned, small, small, wide)
    kernel.gemm(x, wide, 1, turned, small, square, small, small, small, wide, false)
    kernel.gemm(square, small, 1, square, small, fourth, small, small, small, small, false)
    kernel.combine(square, fourth, small * small, b, c)
    kernel.gemm(square, small, 1, x, wide, product, wide, small, wide, small, false)
    kernel.combine(x, product, n, a, 1)
  }
}

function addressesOf(shard: Shard, { offset }: Parameter) {
  const { memory } = shard
  const [first, second] = memory.moments
  const at = 4 * offset
  return { p: memory.parameters + at, g: memory.gradients + at, m: first + at, v: second + at }
}
