import { afterAll, describe, expect, it } from "vitest"
import type { TokenRow } from "../../src/model/embedded/network.ts"
import { createRandom } from "../../src/model/embedded/random.ts"
import { openNetwork, smallCheckpoint } from "./small.ts"

const NUDGE = 3e-3
const RELATIVE_ERROR_MAX = 0.02 // f32 loss and a curved network; a wrong term shows as 0.1 and more
const checkpoint = smallCheckpoint(3)
const network = openNetwork(checkpoint)
const random = createRandom(5)

// Gains of one and small tables would hide mistakes; so would a network that knows nothing.
const start = checkpoint.state.parameters
for (const [i, value] of start.entries()) start[i] = value * 1.5 + 0.1 * random.normal()
network.load(checkpoint.state)

/** Unequal lengths, one-token prompts and completions, weights of either sign and zero. */
const rows = Array.from({ length: 11 }, (_, i): TokenRow => {
  const tokens = (n: number) => Array.from({ length: n }, () => random.below(16))
  return {
    prompt: tokens(1 + random.below(7)),
    completion: tokens(1 + random.below(5)),
    weight: [1, 1, -0.7, 0, 2][i % 5]!,
  }
})

describe("the backward pass", () => {
  const parameters = network.floats(network.addresses.parameters, network.plan.total)
  network.learn(rows)
  const { gradients } = network.addresses.shards[0]!
  const analytic = network.floats(gradients, network.plan.total).slice()
  afterAll(() => network.close())

  it.each(network.plan.parameters.map((p) => [p.name, p] as const))(
    "agrees with finite differences in %s",
    (_name, { offset, rows: height, columns }) => {
      const size = height * columns
      const steepest = Array.from({ length: size }, (_, i) => i)
        .sort((a, b) => Math.abs(analytic[offset + b]!) - Math.abs(analytic[offset + a]!))
        .slice(0, 12)
      const anywhere = Array.from({ length: 12 }, () => random.below(size))
      let difference = 0
      let length = 0
      for (const i of [...steepest, ...anywhere]) {
        const numeric = slope(parameters, offset + i)
        difference += (numeric - analytic[offset + i]!) ** 2
        length += numeric ** 2
      }
      expect(length).toBeGreaterThan(1e-8)
      expect(Math.sqrt(difference / length)).toBeLessThan(RELATIVE_ERROR_MAX)
    },
  )

  it("leaves a row of weight zero without influence", () => {
    const counted = rows.map((row) => ({ ...row }))
    const changed = rows.map((row) =>
      row.weight === 0 ? { ...row, completion: row.completion.map((t) => (t + 3) % 16) } : row,
    )
    const before = gradientOf(counted)
    expect(gradientOf(changed)).toEqual(before)
  })

  it("turns round with the sign of the weights", () => {
    const forwards = gradientOf(rows)
    const backwards = gradientOf(rows.map((row) => ({ ...row, weight: -row.weight })))
    expect(backwards.map((x) => -x + 0)).toEqual(forwards.map((x) => x + 0))
  })

  function gradientOf(batch: readonly TokenRow[]): Float32Array {
    network.learn(batch)
    return network.floats(gradients, network.plan.total).slice()
  }
})

function slope(parameters: Float32Array, at: number): number {
  const held = parameters[at]!
  parameters[at] = held + NUDGE
  const up = network.learn(rows)
  const above = parameters[at]!
  parameters[at] = held - NUDGE
  const down = network.learn(rows)
  const below = parameters[at]!
  parameters[at] = held
  return (up - down) / (above - below)
}
