import fc from "fast-check"
import { all, type BigNumber, create } from "mathjs"
import { describe, expect, it } from "vitest"
import * as balls from "../../../verifiers/kernel/number/ball.ts"
import * as elementary from "../../../verifiers/kernel/number/elementary.ts"
import * as fixed from "../../../verifiers/kernel/number/fixed.ts"
import { rational } from "../../../verifiers/kernel/rational.ts"

const DIGITS = 110 // well beyond 300 bits
const math = create(all!, { number: "BigNumber", precision: DIGITS })
const big = (text: string): BigNumber => math.bignumber(text)
const RUNS = { seed: 20_260_923, numRuns: 120 }

type Range = readonly [low: number, high: number]
type Of = (x: balls.Ball, bits: number) => balls.Ball | null

const FUNCTIONS: readonly (readonly [string, Of, (x: BigNumber) => BigNumber, Range])[] = [
  ["exp", elementary.exp, (x) => x.exp(), [-60, 60]],
  ["ln", elementary.ln, (x) => x.ln(), [1e-9, 1e6]],
  ["sin", (x, bits) => elementary.cosSin(x, bits)?.[1] ?? null, (x) => x.sin(), [-60, 60]],
  ["cos", (x, bits) => elementary.cosSin(x, bits)?.[0] ?? null, (x) => x.cos(), [-60, 60]],
  ["tan", elementary.tan, (x) => x.tan(), [-9, 9]],
  ["arctan", elementary.arctan, (x) => x.atan(), [-1e6, 1e6]],
  ["arcsin", elementary.arcsin, (x) => x.asin(), [-0.999, 0.999]],
  ["arccos", elementary.arccos, (x) => x.acos(), [-0.999, 0.999]],
  ["sinh", elementary.sinh, (x) => x.sinh(), [-9, 9]],
  ["cosh", elementary.cosh, (x) => x.cosh(), [-9, 9]],
  ["tanh", elementary.tanh, (x) => x.tanh(), [-9, 9]],
  ["arsinh", elementary.arsinh, (x) => x.asinh(), [-99, 99]],
  ["arcosh", elementary.arcosh, (x) => x.acosh(), [1.001, 999]],
  ["artanh", elementary.artanh, (x) => x.atanh(), [-0.99, 0.99]],
]

function holds(ball: balls.Ball, value: BigNumber): boolean {
  const unit = big("2").pow(ball.exponent)
  const low = big(`${ball.middle - ball.radius}`).mul(unit)
  const high = big(`${ball.middle + ball.radius}`).mul(unit)
  // The reference rounds, too: by far less than a ball of at most 300 bits.
  const slack = value.abs().mul(big(`1e-${DIGITS - 8}`))
  return low.minus(slack).lte(value) && value.lte(high.plus(slack))
}

const bits = fc.constantFrom(64, 128, 200, 300)

describe("elementary functions", () => {
  for (const [name, of, reference, [low, high]] of FUNCTIONS) {
    it(`enclose ${name}, sharply`, () => {
      const argument = fc.integer({ min: Math.ceil(low * 1e9), max: Math.floor(high * 1e9) })
      const property = fc.property(argument, bits, (top, size) => {
        const x = balls.fromRational(rational(top, 1_000_000_000), size)
        const ball = of(x, size)
        if (ball === null) return expect(top).toBe(0)
        expect(holds(ball, reference(big(`${top}e-9`)))).toBe(true)
        if (Math.abs(top) > 1e6) expect(balls.accuracy(ball)).toBeGreaterThan(size - 48)
      })
      fc.assert(property, RUNS)
    })

    it(`enclose ${name} over the whole of a wide ball`, () => {
      const property = fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const middle = low + (high - low) * 0.3
        const width = (high - low) * 1e-4
        const x = { middle: BigInt(Math.round(middle * 2 ** 30)), radius: 0n, exponent: -30 }
        const wide = { ...x, radius: BigInt(Math.ceil(width * 2 ** 30)) }
        const at = middle + (2 * share - 1) * width * 0.99
        const ball = of(wide, 128)
        return ball === null || holds(ball, reference(big(at.toFixed(15))))
      })
      fc.assert(property, { ...RUNS, numRuns: 40 })
    })
  }

  it("keep their relative accuracy for tiny arguments", () => {
    const x = balls.fromRational(rational(1n, 10n ** 40n), 200)
    const odd = [elementary.sinh, elementary.tanh, elementary.arsinh, elementary.arctan]
    for (const of of [...odd, elementary.arcsin, elementary.artanh]) {
      expect(balls.accuracy(of(x, 200)!), of.name).toBeGreaterThan(180)
    }
    expect(balls.accuracy(elementary.cosSin(x, 200)![1])).toBeGreaterThan(160)
  })

  it("refuse what is not defined, or out of reach", () => {
    const zero = { middle: 0n, radius: 1n, exponent: -90 }
    expect(elementary.ln(zero, 64)).toBe(null)
    expect(elementary.ln(balls.negate(balls.ONE), 64)).toBe(null)
    expect(elementary.arcsin(balls.scale(balls.ONE, 1), 64)).toBe(null)
    expect(elementary.exp({ middle: 1n, radius: 0n, exponent: 60 }, 64)).toBe(null)
  })

  it("know e^(10^9) by its size", () => {
    const huge = elementary.exp(balls.fromInteger(10n ** 9n, 64), 64)!
    expect(balls.topExponent(huge)).toBe(Math.ceil(1e9 / Math.LN2))
  })
})

describe("constants", () => {
  it("have the digits of π, e and ln 2 at every precision", () => {
    const [pi, two] = [big(math.evaluate("pi").toString()), big("2").ln()]
    for (const places of [64, 255, 256, 257, 330]) {
      const unit = big("2").pow(places)
      expect(
        big(`${fixed.piFixed(places)}`)
          .minus(pi.mul(unit))
          .abs()
          .lte(4),
      ).toBe(true)
      expect(
        big(`${fixed.ln2Fixed(places)}`)
          .minus(two.mul(unit))
          .abs()
          .lte(4),
      ).toBe(true)
    }
  })
})
