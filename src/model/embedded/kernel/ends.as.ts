// The kernel: the two ends: loss and choice.
import { expRow, ln, scaleRow } from "./functions.as"
import { at, get, int, set } from "./lanes.as"

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
