// The kernel: matrices.
import { at, fma, get, set } from "./lanes.as"

// C[M,N] = A[M,K] B[K,N], or += when `add`. A is strided both ways, so A transposed costs nothing.
// A 4 × 8 tile keeps 8 sums, 2 columns of B and one broadcast of A in the 16 registers a 128-bit
// engine has.
export function gemm(
  A: usize, strideM: i32, strideK: i32, B: usize, strideB: i32, C: usize, strideC: i32,
  M: i32, N: i32, K: i32, add: bool,
): void {
  const stepM = <usize>strideM << 2, stepK = <usize>strideK << 2;
  const stepB = <usize>strideB << 2, stepC = <usize>strideC << 2;
  let n = 0;
  for (; n + 8 <= N; n += 8) {
    const b = at(B, n);
    let a = A, c = at(C, n), m = 0;
    for (; m + 4 <= M; m += 4) {
      tile4x8(a, stepM, stepK, b, stepB, c, stepC, K, add);
      a += 4 * stepM; c += 4 * stepC;
    }
    for (; m < M; m++) {
      tile1x8(a, stepK, b, stepB, c, K, add);
      a += stepM; c += stepC;
    }
  }
  if (n === N) return;
  let a = A, c = at(C, n);
  for (let m = 0; m < M; m++) {
    tile1x4(a, stepK, at(B, n), stepB, c, K, add);
    a += stepM; c += stepC;
  }
}

@inline function tile4x8(
  a: usize, stepM: usize, stepK: usize, b: usize, stepB: usize, c: usize, stepC: usize,
  K: i32, add: bool,
): void {
  let a0 = a, a1 = a0 + stepM, a2 = a1 + stepM, a3 = a2 + stepM;
  const c1 = c + stepC, c2 = c1 + stepC, c3 = c2 + stepC;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
  let s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (add) {
    s00 = v128.load(c); s01 = v128.load(c, 16);
    s10 = v128.load(c1); s11 = v128.load(c1, 16);
    s20 = v128.load(c2); s21 = v128.load(c2, 16);
    s30 = v128.load(c3); s31 = v128.load(c3, 16);
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = fma(s00, x, b0); s01 = fma(s01, x, b1);
    x = v128.load32_splat(a1);
    s10 = fma(s10, x, b0); s11 = fma(s11, x, b1);
    x = v128.load32_splat(a2);
    s20 = fma(s20, x, b0); s21 = fma(s21, x, b1);
    x = v128.load32_splat(a3);
    s30 = fma(s30, x, b0); s31 = fma(s31, x, b1);
    a0 += stepK; a1 += stepK; a2 += stepK; a3 += stepK; b += stepB;
  }
  v128.store(c, s00); v128.store(c, s01, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c3, s30); v128.store(c3, s31, 16);
}

@inline function tile1x8(
  a: usize, stepK: usize, b: usize, stepB: usize, c: usize, K: i32, add: bool,
): void {
  let s0 = f32x4.splat(0), s1 = s0;
  if (add) { s0 = v128.load(c); s1 = v128.load(c, 16); }
  for (let k = 0; k < K; k++) {
    const x = v128.load32_splat(a);
    s0 = fma(s0, x, v128.load(b)); s1 = fma(s1, x, v128.load(b, 16));
    a += stepK; b += stepB;
  }
  v128.store(c, s0); v128.store(c, s1, 16);
}

@inline function tile1x4(
  a: usize, stepK: usize, b: usize, stepB: usize, c: usize, K: i32, add: bool,
): void {
  let s = f32x4.splat(0);
  if (add) s = v128.load(c);
  for (let k = 0; k < K; k++) {
    s = fma(s, v128.load32_splat(a), v128.load(b));
    a += stepK; b += stepB;
  }
  v128.store(c, s);
}

// Y[N,M] = X[M,N] transposed.
export function transpose(X: usize, strideX: i32, Y: usize, strideY: i32, M: i32, N: i32): void {
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) set(Y, n * strideY + m, get(X, m * strideX + n));
  }
}
