import type { Activations, LayerActivations } from "./forward.ts"
import type { Shard } from "./shard.ts"

const WEIGHT_ROWS = 256 // of both factors of a weight gradient at a time: they stay in the L2 cache

/**
 * Fills the shard's gradients for Σ weight · −ln p(target) over the positions asked about, and
 * returns that sum. Reads targets and weights from the shard's input; the logits are overwritten.
 * The chain rule by hand, in the reverse order of forward.ts; every line is checked against finite
 * differences in test/embedded/gradients.test.ts.
 */
export function backward(shard: Shard, run: Activations): number {
  const { kernel, config, workspace, plan, columns } = shard
  const { width } = config
  const { size } = run
  const loss = kernel.crossEntropy(
    run.logits,
    plan.targets,
    plan.weights,
    size.queries,
    shard.vocabulary,
    columns,
  )
  kernel.fill(plan.gradients, 0, shard.parameters.total)

  const most = Math.max(config.hidden, columns, 2 * width)
  const scratch = {
    matrix: workspace.take(width * most),
    wide: workspace.take(size.tokens * config.hidden),
    dnormed: workspace.take(size.tokens * width),
    dnormedq: workspace.take(size.tokens * width),
    dq: workspace.take(size.tokens * width),
    dkv: workspace.take(size.tokens * 2 * width),
    attention: workspace.take((config.context + 4) * (config.context + 4 + width)),
  }
  let dx = workspace.take(size.queries * width)
  kernel.fill(dx, 0, size.queries * width)
  weightGradient(shard, run.lastNormed, width, run.logits, columns, "head.out", size.queries)
  multiplyTransposed(
    shard,
    scratch,
    run.logits,
    columns,
    "head.out",
    width,
    scratch.dnormed,
    size.queries,
  )
  normBackward(shard, run.last, "head.gain", run.lastScales, scratch.dnormed, dx, size.queries)
  for (let layer = config.layers - 1; layer >= 0; layer--) {
    dx = backwardLayer(shard, run, scratch, layer, dx)
  }
  kernel.scatterAdd(dx, plan.tokens, shard.gradient("token"), size.tokens, width)
  kernel.scatterAdd(dx, run.positions, shard.gradient("position"), size.tokens, width)
  kernel.scatterAdd(dx, run.places, shard.gradient("place"), size.tokens, width)
  return loss
}

/** Addresses reused by every layer. */
interface Scratch {
  readonly matrix: number
  readonly wide: number
  readonly dnormed: number
  readonly dnormedq: number
  readonly dq: number
  readonly dkv: number
  readonly attention: number
}

/**
 * Given the derivative of a layer's output [rows, width], returns that of its input [tokens,
 * width].
 */
function backwardLayer(
  shard: Shard,
  run: Activations,
  scratch: Scratch,
  layer: number,
  dout: number,
): number {
  const { kernel, config, workspace, plan } = shard
  const { width, heads } = config
  const { tokens, queries, sequences } = run.size
  const at = run.layers[layer]!
  const isLast = at.xq !== at.x
  const counts = isLast ? plan.queries : plan.lengths
  const name = (part: string) => `layer${layer}.${part}`

  backwardMlp(shard, scratch, layer, at, dout)

  weightGradient(shard, at.mixed, width, dout, width, name("attention.out"), at.rows)
  const dmixed = scratch.dnormed
  multiplyTransposed(shard, scratch, dout, width, name("attention.out"), width, dmixed, at.rows)
  const { dq, dkv } = scratch
  kernel.attentionBackward(
    at.q,
    at.kv,
    at.weights,
    dmixed,
    dq,
    dkv,
    scratch.attention,
    plan.lengths,
    counts,
    sequences,
    width,
    heads,
  )
  weightGradient(shard, at.normedq, width, dq, width, name("attention.query"), at.rows)
  const keyvalue = name("attention.keyvalue")
  weightGradient(shard, at.normed, width, dkv, 2 * width, keyvalue, tokens)
  const { dnormed, dnormedq } = scratch
  multiplyTransposed(shard, scratch, dkv, 2 * width, keyvalue, width, dnormed, tokens)
  multiplyTransposed(shard, scratch, dq, width, name("attention.query"), width, dnormedq, at.rows)
  let dx = dout
  if (isLast) {
    dx = workspace.take(tokens * width)
    kernel.fill(dx, 0, tokens * width)
    kernel.scatterAdd(dout, run.queryRows, dx, queries, width)
    kernel.scatterAdd(dnormedq, run.queryRows, dnormed, queries, width)
  } else {
    kernel.add(dnormedq, dnormed, tokens * width)
  }
  normBackward(shard, at.x, name("attention.gain"), at.scales, dnormed, dx, tokens)
  return dx
}

/** The second half of a layer; `dout` becomes the derivative of the layer's middle, in place. */
function backwardMlp(
  shard: Shard,
  scratch: Scratch,
  layer: number,
  at: LayerActivations,
  dout: number,
): void {
  const { width, hidden } = shard.config
  const name = (part: string) => `layer${layer}.mlp.${part}`
  const { wide, dnormed } = scratch
  weightGradient(shard, at.active, hidden, dout, width, name("out"), at.rows)
  multiplyTransposed(shard, scratch, dout, width, name("out"), hidden, wide, at.rows)
  shard.kernel.reluSquaredBackward(at.up, wide, at.rows * hidden)
  weightGradient(shard, at.middleNormed, width, wide, hidden, name("in"), at.rows)
  multiplyTransposed(shard, scratch, wide, hidden, name("in"), width, dnormed, at.rows)
  normBackward(shard, at.middle, name("gain"), at.middleScales, dnormed, dout, at.rows)
}

/** gradient += xᵀ · dy, with x [rows, inputs] and dy [rows, outputs]. */
function weightGradient(
  shard: Shard,
  x: number,
  inputs: number,
  dy: number,
  outputs: number,
  name: string,
  rows: number,
): void {
  const gradient = shard.gradient(name)
  for (let row = 0; row < rows; row += WEIGHT_ROWS) {
    const n = Math.min(WEIGHT_ROWS, rows - row)
    const xi = x + 4 * row * inputs
    const dyi = dy + 4 * row * outputs
    shard.kernel.gemm(xi, 1, inputs, dyi, outputs, gradient, outputs, inputs, outputs, n, true)
  }
}

/** dx[rows, inputs] = dy[rows, outputs] · parameterᵀ. */
function multiplyTransposed(
  shard: Shard,
  scratch: Scratch,
  dy: number,
  outputs: number,
  name: string,
  inputs: number,
  dx: number,
  rows: number,
): void {
  const { kernel } = shard
  kernel.transpose(shard.parameter(name), outputs, scratch.matrix, inputs, inputs, outputs)
  kernel.gemm(dy, outputs, 1, scratch.matrix, inputs, dx, inputs, rows, inputs, outputs, false)
}

function normBackward(
  shard: Shard,
  x: number,
  gain: string,
  scales: number,
  dy: number,
  dx: number,
  rows: number,
): void {
  const { kernel, config } = shard
  kernel.rmsNormBackward(
    x,
    shard.parameter(gain),
    scales,
    dy,
    dx,
    shard.gradient(gain),
    rows,
    config.width,
  )
}
