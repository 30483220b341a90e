// The kernel: attention over packed sequences.
import { expRow, scaleRow } from "./functions.as"
import { at, fma, int, put, quad, set, sumLanes } from "./lanes.as"
import { gemm, transpose } from "./matrix.as"
import { copy } from "./rows.as"

// Sequence b has lengths[b] keys and asks for its last queries[b] positions. q and out are [Σ
// queries, width]; kv is [Σ lengths, 2·width], keys then values; weights holds, per sequence and
// head, [queries, length rounded up to 4].

@inline function padded(n: i32): i32 { return (n + 3) & ~3; }

export function attention(
  q: usize, kv: usize, weights: usize, out: usize, scratch: usize,
  lengths: usize, queries: usize, sequences: i32, width: i32, heads: i32,
): void {
  const size = width / heads, scale: f32 = <f32>1 / sqrt<f32>(<f32>size);
  for (let b = 0; b < sequences; b++) {
    const length = int(lengths, b), count = int(queries, b);
    const wide = padded(length), first = length - count;
    for (let h = 0; h < heads; h++) {
      const qh = at(q, h * size), kh = at(kv, h * size), vh = at(kh, width);
      transpose(kh, 2 * width, scratch, wide, length, size);
      gemm(qh, width, 1, scratch, wide, weights, wide, count, wide, size, false);
      for (let i = 0; i < count; i++) {
        const row = at(weights, i * wide);
        scaleRow(row, wide, <f32>1 / expRow(row, first + i + 1, wide, scale));
      }
      gemm(weights, wide, 1, vh, 2 * width, at(out, h * size), width, count, size, length, false);
      weights = at(weights, count * wide);
    }
    q = at(q, count * width); out = at(out, count * width); kv = at(kv, length * 2 * width);
  }
}

// Writes dq and dkv. With P the weights: dV = Pᵀ dO, dP = dO Vᵀ, dS = P ∘ (dP − rowsum(P ∘ dP)),
// dQ = dS K, dK = dSᵀ Q.
export function attentionBackward(
  q: usize, kv: usize, weights: usize, dout: usize, dq: usize, dkv: usize, scratch: usize,
  lengths: usize, queries: usize, sequences: i32, width: i32, heads: i32,
): void {
  const size = width / heads, scale: f32 = <f32>1 / sqrt<f32>(<f32>size), stride = 2 * width;
  for (let b = 0; b < sequences; b++) {
    const length = int(lengths, b), count = int(queries, b), wide = padded(length);
    const dS = at(scratch, size * wide);
    for (let h = 0; h < heads; h++) {
      const o = h * size, doh = at(dout, o), kh = at(kv, o), dkh = at(dkv, o);
      transpose(at(kh, width), stride, scratch, wide, length, size);
      gemm(doh, width, 1, scratch, wide, dS, wide, count, wide, size, false);
      gemm(weights, 1, wide, doh, width, at(dkh, width), stride, length, size, count, false);
      for (let i = 0; i < count; i++) {
        const p = at(weights, i * wide), d = at(dS, i * wide);
        let dot = f32x4.splat(0);
        for (let j = 0; j < wide; j += 4) dot = fma(dot, quad(p, j), quad(d, j));
        const c = f32x4.splat(sumLanes(dot)), s = f32x4.splat(scale);
        for (let j = 0; j < wide; j += 4) {
          put(d, j, f32x4.mul(f32x4.mul(quad(p, j), f32x4.sub(quad(d, j), c)), s));
        }
      }
      gemm(dS, wide, 1, kh, stride, at(dq, o), width, count, size, length, false);
      gemm(dS, 1, wide, at(q, o), width, dkh, stride, length, size, count, false);
      weights = at(weights, count * wide);
    }
    q = at(q, count * width); dout = at(dout, count * width); dq = at(dq, count * width);
    kv = at(kv, length * stride); dkv = at(dkv, length * stride);
  }
}

// One new position for each of `rows` samples. Row r attends to promptLength[r] prompt positions
// (shared by the samples of one prompt, from row promptStart[r] of promptKv), then to its own
// `step` + 1 positions, kept at slot[r] of ownKv.
export function attentionDecode(
  q: usize, kv: usize, promptKv: usize, promptStart: usize, promptLength: usize,
  ownKv: usize, slot: usize, step: i32, steps: i32,
  out: usize, scratch: usize, rows: i32, width: i32, heads: i32,
): void {
  const size = width / heads, scale: f32 = <f32>1 / sqrt<f32>(<f32>size), stride = 2 * width;
  for (let r = 0; r < rows; r++) {
    const shared = at(promptKv, int(promptStart, r) * stride), length = int(promptLength, r);
    const own = at(ownKv, int(slot, r) * steps * stride), keys = length + step + 1;
    copy(at(kv, r * stride), at(own, step * stride), stride);
    for (let h = 0; h < heads; h++) {
      const qh = at(q, r * width + h * size);
      for (let j = 0; j < keys; j++) {
        const row = j < length ? at(shared, j * stride) : at(own, (j - length) * stride);
        const key = at(row, h * size);
        let dot = f32x4.splat(0);
        for (let i = 0; i < size; i += 4) dot = fma(dot, quad(qh, i), quad(key, i));
        set(scratch, j, sumLanes(dot));
      }
      const inverse = f32x4.splat(<f32>1 / expRow(scratch, keys, padded(keys), scale));
      for (let i = 0; i < size; i += 4) {
        let sum = f32x4.splat(0);
        const column = width + h * size + i, ours = at(scratch, length);
        for (let j = 0; j < length; j++) {
          sum = fma(sum, v128.load32_splat(at(scratch, j)), quad(shared, j * stride + column));
        }
        for (let j = 0; j <= step; j++) {
          sum = fma(sum, v128.load32_splat(at(ours, j)), quad(own, j * stride + column));
        }
        put(out, r * width + h * size + i, f32x4.mul(sum, inverse));
      }
    }
  }
}
