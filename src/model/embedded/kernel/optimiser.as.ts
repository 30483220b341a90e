// The kernel: optimiser.
import { fma, put, quad, sumLanes } from "./lanes.as"

export function sumOfSquares(x: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i += 4) sum += <f64>sumLanes(f32x4.mul(quad(x, i), quad(x, i)));
  return sum;
}

// One step of AdamW (Loshchilov & Hutter 2019) on gradient · `shrink`. unbias1, unbias2 = 1 / (1 −
// βᵗ); keep = 1 − rate · decay.
export function adamw(
  p: usize, g: usize, m: usize, v: usize, n: i32,
  rate: f32, beta1: f32, beta2: f32, unbias1: f32, unbias2: f32, shrink: f32, keep: f32,
): void {
  const b1 = f32x4.splat(beta1), i1 = f32x4.splat(1 - beta1);
  const b2 = f32x4.splat(beta2), i2 = f32x4.splat(1 - beta2);
  for (let i = 0; i < n; i += 4) {
    const gi = f32x4.mul(quad(g, i), f32x4.splat(shrink));
    const mi = fma(f32x4.mul(quad(m, i), b1), gi, i1);
    const vi = fma(f32x4.mul(quad(v, i), b2), f32x4.mul(gi, gi), i2);
    put(m, i, mi);
    put(v, i, vi);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(vi, f32x4.splat(unbias2))), f32x4.splat(1e-8));
    const move = f32x4.div(f32x4.mul(f32x4.splat(rate), f32x4.mul(mi, f32x4.splat(unbias1))), root);
    put(p, i, f32x4.sub(f32x4.mul(quad(p, i), f32x4.splat(keep)), move));
  }
}

// The momentum of Muon, Nesterov's way: m ← µ·m + (1 − µ)·g·shrink, then g ← (1 − µ)·g·shrink +
// µ·m.
export function momentum(g: usize, m: usize, n: i32, keep: f32, shrink: f32): void {
  const old = f32x4.splat(keep), fresh = f32x4.splat((1 - keep) * shrink);
  for (let i = 0; i < n; i += 4) {
    const gi = f32x4.mul(quad(g, i), fresh);
    const mi = fma(gi, quad(m, i), old);
    put(m, i, mi);
    put(g, i, fma(gi, mi, old));
  }
}

// x ← a·x + b·y.
export function combine(x: usize, y: usize, n: i32, a: f32, b: f32): void {
  for (let i = 0; i < n; i += 4) {
    put(x, i, fma(f32x4.mul(quad(x, i), f32x4.splat(a)), quad(y, i), f32x4.splat(b)));
  }
}
