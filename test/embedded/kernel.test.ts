import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { buildKernel } from "../../scripts/build-kernel.ts"
import { instantiateKernel } from "../../src/model/embedded/kernel/kernel.ts"
import { createRandom } from "../../src/model/embedded/random.ts"

const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true })
const kernel = instantiateKernel(memory)
const floats = new Float32Array(memory.buffer)
const words = new Int32Array(memory.buffer)

describe("the kernel", () => {
  it("has the bytes that its source compiles to", async () => {
    const file = new URL("../../src/model/embedded/kernel/kernels.wasm.ts", import.meta.url)
    expect(await buildKernel()).toBe(readFileSync(file, "utf8"))
  })

  it.each([
    [4, 8, 5],
    [7, 12, 3],
    [1, 4, 9],
    [13, 20, 16],
  ])("multiplies %i × %i over %i as the definition says", (m, n, k) => {
    const [a, b, c] = [65_536, 131_072, 196_608]
    fillRandom(a, m * k)
    fillRandom(b, k * n)
    fillRandom(c, m * n)
    const before = floats.slice(c / 4, c / 4 + m * n)
    kernel.gemm(a, k, 1, b, n, c, n, m, n, k, true)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = before[i * n + j]!
        for (let x = 0; x < k; x++) sum += floats[a / 4 + i * k + x]! * floats[b / 4 + x * n + j]!
        expect(floats[c / 4 + i * n + j]).toBeCloseTo(sum, 4)
      }
    }
  })

  it("gives a row the same bits whichever tile computes it", () => {
    const [a, b, c] = [65_536, 131_072, 196_608]
    const [rows, n, k] = [9, 24, 33]
    fillRandom(a, rows * k)
    fillRandom(b, k * n)
    kernel.gemm(a, k, 1, b, n, c, n, rows, n, k, false)
    const together = floats.slice(c / 4, c / 4 + rows * n)
    for (let row = 0; row < rows; row++) {
      kernel.gemm(a + 4 * row * k, k, 1, b, n, c + 4 * row * n, n, 1, n, k, false)
    }
    expect(floats.slice(c / 4, c / 4 + rows * n)).toEqual(together)
  })

  it("has an exponential within 2 units in the last place", () => {
    for (let x = -86; x <= 86; x += 0.0371) {
      const input = Math.fround(x)
      const truth = Math.exp(input)
      expect(Math.abs(kernel.exp(input) - truth) / truth).toBeLessThan(2 ** -22)
    }
    expect(kernel.exp(0)).toBe(1)
    expect(kernel.exp(-1000)).toBe(0)
  })

  it("has a logarithm within 1e-15 of the truth", () => {
    for (let x = 1e-30; x < 1e6; x *= 1.37) {
      expect(Math.abs(kernel.ln(x) - Math.log(x))).toBeLessThan(1e-15 * (1 + Math.abs(Math.log(x))))
    }
  })

  it("draws each token as often as its probability says", () => {
    const vocabulary = 5
    const probabilities = [0.5, 0.25, 0.125, 0.0625, 0.0625]
    const [logits, sharpness, uniform, chosen] = [65_536, 131_072, 131_076, 131_080]
    const random = createRandom(3)
    const counts = [0, 0, 0, 0, 0]
    for (let trial = 0; trial < 20_000; trial++) {
      floats.fill(50, logits / 4, logits / 4 + 8) // what is past the vocabulary must not count
      for (const [i, p] of probabilities.entries()) floats[logits / 4 + i] = Math.log(p)
      floats[sharpness / 4] = 1
      floats[uniform / 4] = random.uniform()
      kernel.choose(logits, sharpness, uniform, chosen, 1, vocabulary, 8)
      counts[words[chosen / 4]!]!++
    }
    for (const [i, p] of probabilities.entries()) {
      const sigma = Math.sqrt(20_000 * p * (1 - p))
      expect(Math.abs(counts[i]! - 20_000 * p)).toBeLessThan(4 * sigma)
    }
  })
})

function fillRandom(address: number, n: number): void {
  const random = createRandom(n)
  for (let i = 0; i < n; i++) floats[address / 4 + i] = random.normal()
}
