import { describe, expect, it } from "vitest"
import { applyGradient } from "../../src/model/embedded/optimizer.ts"
import { createRandom } from "../../src/model/embedded/random.ts"
import { openNetwork, smallCheckpoint } from "./small.ts"

const RATE = 0.01
const checkpoint = smallCheckpoint(1)

/** Applies one random gradient of length `size` to the small network, and says what moved. */
function step(settings: { weightDecay?: number; size?: number; gradientClip?: number } = {}) {
  const { weightDecay = 0, size = 1, gradientClip = 1e6 } = settings
  const network = openNetwork(checkpoint)
  const { total, parameters } = network.plan
  const gradient = network.floats(network.addresses.gradients, total)
  const random = createRandom(8)
  for (let i = 0; i < total; i++) gradient[i] = random.normal()
  const length = Math.sqrt(gradient.reduce((sum, x) => sum + x * x, 0))
  for (let i = 0; i < total; i++) gradient[i] = (gradient[i]! * size) / length
  const given = gradient.slice()
  const reported = applyGradient(network, { learningRate: RATE, weightDecay, gradientClip })
  const after = network.save().parameters
  network.close()
  const moved = (name: string) => {
    const { offset, rows, columns } = parameters.find((parameter) => parameter.name === name)!
    const at = Array.from({ length: rows * columns }, (_, i) => offset + i)
    return {
      rows,
      columns,
      by: at.map((i) => after[i]! - checkpoint.state.parameters[i]!),
      from: at.map((i) => checkpoint.state.parameters[i]!),
      gradient: at.map((i) => given[i]!),
    }
  }
  return { reported, moved }
}

describe("a step", () => {
  it("reports the length of the gradient before clipping", () => {
    expect(step({ size: 30, gradientClip: 1 }).reported).toBeCloseTo(30, 3)
  })

  it.each(["layer0.attention.query", "layer1.mlp.in", "layer1.mlp.out"])(
    "goes as far in every direction of the hidden matrix %s",
    (name) => {
      const { rows, columns, by, gradient } = step().moved(name)
      const [small, wide] = [Math.min(rows, columns), Math.max(rows, columns)]
      const unit = RATE * 0.2 * Math.sqrt(wide)
      const x = (i: number, j: number) =>
        by[rows > columns ? j * columns + i : i * columns + j]! / unit
      for (let i = 0; i < small; i++) {
        for (let k = 0; k <= i; k++) {
          let product = 0
          for (let j = 0; j < wide; j++) product += x(i, j) * x(k, j)
          // the polynomial brings singular values to within 0.6 … 1.3, not to 1
          if (i === k) expect(Math.abs(product - 0.9)).toBeLessThan(0.6)
          else expect(Math.abs(product)).toBeLessThan(0.5)
        }
      }
      expect(by.reduce((sum, d, i) => sum + d * gradient[i]!, 0)).toBeLessThan(0)
    },
  )

  it("goes one learning rate against the sign of the gradient in a table, as AdamW begins", () => {
    const { by, gradient } = step().moved("token")
    for (const [i, g] of gradient.entries()) expect(by[i]).toBeCloseTo(-RATE * Math.sign(g), 4)
  })

  it("shrinks matrices by the weight decay and leaves gains and tables alone", () => {
    const plain = step()
    const decayed = step({ weightDecay: 2 })
    for (const name of ["layer0.mlp.in", "head.out"]) {
      const { from, by } = plain.moved(name)
      for (const [i, d] of decayed.moved(name).by.entries()) {
        expect(d - by[i]!).toBeCloseTo(-2 * RATE * from[i]!, 5)
      }
    }
    for (const name of ["token", "position", "place", "head.gain"]) {
      expect(decayed.moved(name).by).toEqual(plain.moved(name).by)
    }
  })
})
