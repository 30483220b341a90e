// The learner's arithmetic, in AssemblyScript (https://www.assemblyscript.org), compiled to
// WebAssembly SIMD. `node scripts/build-kernel.ts` turns this file into kernels.wasm.ts.
//
// Conventions: f32, row-major; a pointer is a byte offset into one shared memory; a stride or a
// count is in elements; widths are multiples of 4. WebAssembly defines every operation used here
// to the bit (relaxed SIMD, which fuses multiply and add on some machines, is left out), so the
// same inputs give the same bytes on every engine. A sum over k always starts at k = 0 and adds
// one term at a time, whichever tile computes it: a row's result depends on that row alone, never
// on the rows beside it.

@inline function at(pointer: usize, index: i32): usize { return pointer + (<usize>index << 2); }
@inline function get(pointer: usize, index: i32): f32 { return load<f32>(at(pointer, index)); }
@inline function set(pointer: usize, index: i32, value: f32): void {
  store<f32>(at(pointer, index), value);
}
@inline function int(pointer: usize, index: i32): i32 { return load<i32>(at(pointer, index)); }
@inline function quad(pointer: usize, index: i32): v128 { return v128.load(at(pointer, index)); }
@inline function put(pointer: usize, index: i32, value: v128): void {
  v128.store(at(pointer, index), value);
}
@inline function fma(sum: v128, a: v128, b: v128): v128 { return f32x4.add(sum, f32x4.mul(a, b)); }
@inline function sumLanes(v: v128): f32 {
  return (
    (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
@inline function maxLanes(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

// ---- matrices

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

// ---- rows

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

// ---- exponential and logarithm

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
@inline function expRow(row: usize, n: i32, padded: i32, scale: f32): f32 {
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

@inline function scaleRow(row: usize, n: i32, by: f32): void {
  const s = f32x4.splat(by);
  for (let j = 0; j < n; j += 4) put(row, j, f32x4.mul(quad(row, j), s));
}

// ---- attention over packed sequences
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
  ownKv: usize, slot: usize, step: i32, steps: i32, out: usize, scratch: usize, rows: i32, width: i32, heads: i32,
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

// ---- the two ends: loss and choice

// logits [n, stride], of which `vocabulary` columns are real, become the derivative of Σ weight ·
// −ln p(target); returns that sum.
export function crossEntropy(
  logits: usize, targets: usize, weights: usize, n: i32, vocabulary: i32, stride: i32,
): f64 {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const row = at(logits, i * stride), target = int(targets, i), weight = get(weights, i);
    const inverse: f32 = <f32>1 / expRow(row, vocabulary, stride, 1);
    const p: f32 = max<f32>(get(row, target) * inverse, 1e-30);
    total -= <f64>weight * ln(<f64>p);
    scaleRow(row, stride, inverse * weight);
    set(row, target, get(row, target) - weight);
  }
  return total;
}

// chosen[i] ~ softmax(logits[i] · sharpness[i]), by the uniform[i] in [0, 1); sharpness 0 takes
// the first largest.
export function choose(
  logits: usize, sharpness: usize, uniform: usize, chosen: usize,
  n: i32, vocabulary: i32, stride: i32,
): void {
  for (let i = 0; i < n; i++) {
    const row = at(logits, i * stride), sharp = get(sharpness, i);
    let best = 0;
    for (let j = 1; j < vocabulary; j++) if (get(row, j) > get(row, best)) best = j;
    if (sharp > 0) {
      const threshold: f32 = get(uniform, i) * expRow(row, vocabulary, stride, sharp);
      let sum: f32 = 0;
      for (let j = 0; j < vocabulary; j++) {
        sum += get(row, j);
        if (sum > threshold) { best = j; break; }
      }
    }
    store<i32>(at(chosen, i), best);
  }
}

// ---- optimiser

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
