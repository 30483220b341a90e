import { KERNEL_BASE64 } from "./kernels.wasm.ts"

/**
 * The kernel's functions, as kernels.as.ts declares them. A pointer is a byte offset into the
 * shared memory, a stride or a count is in numbers (f32), widths are multiples of 4.
 */
export interface Kernel {
  gemm(
    a: number,
    strideM: number,
    strideK: number,
    b: number,
    strideB: number,
    c: number,
    strideC: number,
    m: number,
    n: number,
    k: number,
    add: boolean,
  ): void
  transpose(x: number, strideX: number, y: number, strideY: number, m: number, n: number): void
  fill(x: number, value: number, n: number): void
  copy(from: number, to: number, n: number): void
  add(from: number, to: number, n: number): void
  gather(x: number, rows: number, y: number, n: number, width: number): void
  scatterAdd(y: number, rows: number, x: number, n: number, width: number): void
  rmsNorm(x: number, gain: number, y: number, r: number, n: number, width: number): void
  rmsNormBackward(
    x: number,
    gain: number,
    r: number,
    dy: number,
    dx: number,
    dgain: number,
    n: number,
    width: number,
  ): void
  reluSquared(u: number, y: number, n: number): void
  reluSquaredBackward(u: number, dy: number, n: number): void
  attention(
    q: number,
    kv: number,
    weights: number,
    out: number,
    scratch: number,
    lengths: number,
    queries: number,
    sequences: number,
    width: number,
    heads: number,
  ): void
  attentionBackward(
    q: number,
    kv: number,
    weights: number,
    dout: number,
    dq: number,
    dkv: number,
    scratch: number,
    lengths: number,
    queries: number,
    sequences: number,
    width: number,
    heads: number,
  ): void
  attentionDecode(
    q: number,
    kv: number,
    promptKv: number,
    promptStart: number,
    promptLength: number,
    ownKv: number,
    slot: number,
    step: number,
    steps: number,
    out: number,
    scratch: number,
    rows: number,
    width: number,
    heads: number,
  ): void
  crossEntropy(
    logits: number,
    targets: number,
    weights: number,
    n: number,
    vocabulary: number,
    stride: number,
  ): number
  choose(
    logits: number,
    sharpness: number,
    uniform: number,
    chosen: number,
    n: number,
    vocabulary: number,
    stride: number,
  ): void
  sumOfSquares(x: number, n: number): number
  adamw(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    rate: number,
    beta1: number,
    beta2: number,
    unbias1: number,
    unbias2: number,
    shrink: number,
    keep: number,
  ): void
  momentum(g: number, m: number, n: number, keep: number, shrink: number): void
  combine(x: number, y: number, n: number, a: number, b: number): void
  exp(x: number): number
  ln(x: number): number
}

let compiled: WebAssembly.Module | undefined

/**
 * A kernel over `memory`, which must be shared and at most 65 536 pages. Each thread makes its own
 * over the same memory.
 */
export function instantiateKernel(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (c) => c.charCodeAt(0)))
  const abort = () => {
    throw new Error("kernel aborted")
  }
  return new WebAssembly.Instance(compiled, { env: { memory, abort } }).exports as unknown as Kernel
}
