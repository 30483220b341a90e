import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as balls from "../../../verifiers/kernel/number/ball.ts"
import * as rationals from "../../../verifiers/kernel/rational.ts"

const RUNS = { seed: 20_260_923, numRuns: 400 }

const fraction = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.bigInt({ min: 1n, max: 10n ** 20n }),
  )
  .map(([top, bottom]) => rationals.rational(top, bottom))
const bits = fc.integer({ min: 24, max: 300 })

/** Whether a fraction lies in a ball, by its exact ends. */
function holds(ball: balls.Ball | null, value: rationals.Rational): boolean {
  if (ball === null) return false
  const [low, high] = balls.ends(ball, 100_000)!
  return rationals.compare(low, value) <= 0 && rationals.compare(value, high) <= 0
}

describe("a ball", () => {
  it("holds the fraction it was made from", () => {
    fc.assert(
      fc.property(fraction, bits, (a, size) => holds(balls.fromRational(a, size), a)),
      RUNS,
    )
  })

  it("holds sums, differences, products and quotients, operands inexact or not", () => {
    const property = fc.property(fraction, fraction, bits, bits, (a, b, rough, fine) => {
      const [x, y] = [balls.fromRational(a, rough), balls.fromRational(b, fine)]
      expect(holds(balls.add(x, y, fine), rationals.add(a, b))).toBe(true)
      expect(holds(balls.subtract(x, y, rough), rationals.subtract(a, b))).toBe(true)
      expect(holds(balls.multiply(x, y, fine), rationals.multiply(a, b))).toBe(true)
      if (balls.sign(y) !== 0) {
        expect(holds(balls.divide(x, y, fine), rationals.divide(a, b))).toBe(true)
      }
    })
    fc.assert(property, RUNS)
  })

  it("holds sums of numbers of very different size", () => {
    const shift = fc.integer({ min: 0, max: 2_000 })
    const property = fc.property(fraction, fraction, shift, bits, (a, b, places, size) => {
      const tiny = rationals.divide(b, rationals.rational(1n << BigInt(places)))
      const small = balls.scale(balls.fromRational(b, size), -places)
      const sum = balls.add(balls.fromRational(a, size), small, size)
      return holds(sum, rationals.add(a, tiny))
    })
    fc.assert(property, RUNS)
  })

  it("holds whole powers and their roots", () => {
    const index = fc.integer({ min: 1, max: 9 })
    const property = fc.property(fraction, index, bits, (a, n, size) => {
      const positive = rationals.absolute(a)
      let power = rationals.rational(1n)
      for (let k = 0; k < n; k++) power = rationals.multiply(power, positive)
      const base = balls.fromRational(positive, size)
      expect(holds(balls.power(base, n, size), power)).toBe(true)
      expect(holds(balls.root(balls.fromRational(power, size), n, size), positive)).toBe(true)
    })
    fc.assert(property, RUNS)
  })

  it("is compared only as far as its error lets", () => {
    const property = fc.property(fraction, fraction, bits, (a, b, size) => {
      const order = balls.compare(balls.fromRational(a, size), balls.fromRational(b, size))
      return order === 0 || Math.sign(rationals.compare(a, b)) === order
    })
    fc.assert(property, RUNS)
    const [third, near] = [balls.fromRational(rationals.rational(1, 3), 64), 333_333_333_333n]
    expect(balls.compare(third, balls.fromRational(rationals.rational(near, 10n ** 12n), 64))).toBe(
      1,
    )
    expect(balls.compare(third, third)).toBe(0)
  })

  it("is not divided by a ball that may be zero", () => {
    expect(balls.divide(balls.ONE, { middle: 1n, radius: 1n, exponent: -80 }, 64)).toBe(null)
    expect(balls.divide(balls.ONE, balls.ZERO, 64)).toBe(null)
  })

  it("has a root that starts at zero where it may be negative by no more than its error", () => {
    expect(balls.root({ middle: -3n, radius: 2n, exponent: 0 }, 2, 64)).toBe(null)
    const root = balls.root({ middle: 2n, radius: 2n, exponent: 0 }, 2, 64)
    expect(holds(root, rationals.rational(0n))).toBe(true)
    expect(holds(root, rationals.rational(2n))).toBe(true)
  })
})

describe("integer roots", () => {
  it("are rounded down", () => {
    const value = fc.bigInt({ min: 0n, max: 10n ** 400n })
    const property = fc.property(value, fc.integer({ min: 1, max: 12 }), (whole, n) => {
      const root = balls.integerRoot(whole, n)
      return root ** BigInt(n) <= whole && whole < (root + 1n) ** BigInt(n)
    })
    fc.assert(property, RUNS)
  })

  it("count binary digits exactly, doubles or not", () => {
    for (const shift of [1, 52, 53, 54, 100, 1_022, 1_023, 1_024, 5_000]) {
      const power = 1n << BigInt(shift)
      expect([balls.bitLength(power - 1n), balls.bitLength(power)]).toEqual([shift, shift + 1])
      expect(balls.bitLength(-power)).toBe(shift + 1)
    }
    expect(balls.bitLength(0n)).toBe(0)
  })
})
