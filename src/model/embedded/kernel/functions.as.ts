// The kernel: exponential and logarithm.
import { fma, maxLanes, put, quad, set, sumLanes } from "./lanes.as"

// e^x for four numbers; below −87 the answer is 0 to within f32. (Cephes expf: reduce by ln 2 in
// two parts, degree 5)
@inline function expQuad(given: v128): v128 {
  let x = f32x4.max(f32x4.min(given, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = fma(f32x4.splat(1.3981999507e-3), y, x);
  y = fma(f32x4.splat(8.3334519073e-3), y, x);
  y = fma(f32x4.splat(4.1665795894e-2), y, x);
  y = fma(f32x4.splat(1.6666665459e-1), y, x);
  y = fma(f32x4.splat(5.0000001201e-1), y, x);
  y = f32x4.add(fma(x, f32x4.mul(y, x), x), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(y, power), f32x4.ge(given, f32x4.splat(-87)));
}

// ln x for a positive normal x: x = m · 2^e with m in [√½, √2), ln m = 2 artanh((m − 1) / (m + 1)).
export function ln(x: f64): f64 {
  let bits = reinterpret<u64>(x);
  let e = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) { m *= 0.5; e++; }
  const s = (m - 1) / (m + 1), z = s * s;
  let sum: f64 = 0;
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1.0 / <f64>k) * z;
  return <f64>e * 0.6931471805599453 + 2 * s * (1 + sum);
}

export function exp(x: f32): f32 { return f32x4.extract_lane(expQuad(f32x4.splat(x)), 0); }

// row ← e^((row − max) · scale) over [0, n), 0 over [n, padded); returns the sum.
@inline
export function expRow(row: usize, n: i32, padded: i32, scale: f32): f32 {
  for (let j = n; j < padded; j++) set(row, j, -1e30);
  let top = f32x4.splat(-1e30);
  for (let j = 0; j < padded; j += 4) top = f32x4.max(top, quad(row, j));
  const m = f32x4.splat(maxLanes(top)), s = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  for (let j = 0; j < padded; j += 4) {
    const e = expQuad(f32x4.mul(f32x4.sub(quad(row, j), m), s));
    put(row, j, e);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

@inline
export function scaleRow(row: usize, n: i32, by: f32): void {
  const s = f32x4.splat(by);
  for (let j = 0; j < n; j += 4) put(row, j, f32x4.mul(quad(row, j), s));
}
