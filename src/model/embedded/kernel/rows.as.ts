// The kernel: rows.
import { at, fma, get, int, put, quad, set, sumLanes } from "./lanes.as"

export function fill(x: usize, value: f32, n: i32): void {
  const v = f32x4.splat(value);
  for (let i = 0; i < n; i += 4) put(x, i, v);
}

export function copy(from: usize, to: usize, n: i32): void { memory.copy(to, from, <usize>n << 2); }

export function add(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) put(to, i, f32x4.add(quad(to, i), quad(from, i)));
}

// y[i] = x[rows[i]], rows of `width` numbers.
export function gather(x: usize, rows: usize, y: usize, n: i32, width: i32): void {
  for (let i = 0; i < n; i++) copy(at(x, int(rows, i) * width), at(y, i * width), width);
}

// x[rows[i]] += y[i]: the derivative of `gather`.
export function scatterAdd(y: usize, rows: usize, x: usize, n: i32, width: i32): void {
  for (let i = 0; i < n; i++) add(at(y, i * width), at(x, int(rows, i) * width), width);
}

// y = x · r · gain with r = 1 / sqrt(mean(x²) + 1e-5); r is kept for the way back. (Zhang &
// Sennrich 2019)
export function rmsNorm(x: usize, gain: usize, y: usize, r: usize, n: i32, width: i32): void {
  for (let i = 0; i < n; i++) {
    const xi = at(x, i * width), yi = at(y, i * width);
    let squares = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) squares = fma(squares, quad(xi, j), quad(xi, j));
    const scale: f32 = <f32>1 / sqrt<f32>(sumLanes(squares) / <f32>width + 1e-5);
    set(r, i, scale);
    const s = f32x4.splat(scale);
    for (let j = 0; j < width; j += 4) {
      put(yi, j, f32x4.mul(f32x4.mul(quad(xi, j), s), quad(gain, j)));
    }
  }
}

// dx += r · (dy·gain − x · r² · mean(dy·gain·x)); dgain += dy · x · r.
export function rmsNormBackward(
  x: usize, gain: usize, r: usize, dy: usize, dx: usize, dgain: usize, n: i32, width: i32,
): void {
  for (let i = 0; i < n; i++) {
    const xi = at(x, i * width), dyi = at(dy, i * width), dxi = at(dx, i * width);
    const scale = get(r, i), s = f32x4.splat(scale);
    let dot = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const d = quad(dyi, j), v = quad(xi, j);
      dot = fma(dot, f32x4.mul(d, quad(gain, j)), v);
      put(dgain, j, fma(quad(dgain, j), f32x4.mul(d, v), s));
    }
    const c = f32x4.splat(sumLanes(dot) * scale * scale * scale / <f32>width);
    for (let j = 0; j < width; j += 4) {
      const through = f32x4.mul(f32x4.mul(quad(dyi, j), quad(gain, j)), s);
      put(dxi, j, f32x4.add(quad(dxi, j), f32x4.sub(through, f32x4.mul(quad(xi, j), c))));
    }
  }
}

// y = max(u, 0)². (So et al. 2021, Primer)
export function reluSquared(u: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const v = f32x4.max(quad(u, i), f32x4.splat(0));
    put(y, i, f32x4.mul(v, v));
  }
}

// In place on dy: dy ← 2 · max(u, 0) · dy.
export function reluSquaredBackward(u: usize, dy: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const v = f32x4.max(quad(u, i), f32x4.splat(0));
    put(dy, i, f32x4.mul(f32x4.add(v, v), quad(dy, i)));
  }
}
