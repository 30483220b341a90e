// The learner's arithmetic, in AssemblyScript (https://www.assemblyscript.org), compiled to
// WebAssembly SIMD. `node scripts/build-kernel.ts` makes kernels.wasm.ts of this file and of those
// that it names.
//
// Conventions: f32, row-major; a pointer is a byte offset into one shared memory; a stride or a
// count is in elements; widths are multiples of 4. WebAssembly defines every operation used here
// to the bit (relaxed SIMD, which fuses multiply and add on some machines, is left out), so the
// same inputs give the same bytes on every engine. A sum over k always starts at k = 0 and adds
// one term at a time, whichever tile computes it: a row's result depends on that row alone, never
// on the rows beside it.

export { gemm, transpose } from "./matrix.as"
export { fill, copy, add, gather, scatterAdd } from "./rows.as"
export { rmsNorm, rmsNormBackward, reluSquared, reluSquaredBackward } from "./rows.as"
export { ln, exp } from "./functions.as"
export { attention, attentionBackward, attentionDecode } from "./attention.as"
export { crossEntropy, choose } from "./ends.as"
export { sumOfSquares, adamw, momentum, combine } from "./optimiser.as"
