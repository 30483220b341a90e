import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { multiply, print, type Rational, rational, subtract } from "../kernel/rational.ts"
import { type Notation, writeTerms } from "../kernel/terms.ts"
import { type Multiple, writeSum } from "./expression.ts"
import { areNear, NEAR_DIGITS } from "./fixed.ts"
import { isIntegrable } from "./integration.ts"
import { type Piece, pieceFault, piecesField, rateOf, reachOf, writePieces } from "./pieces.ts"
import { integralBySeries, valueOfKey } from "./series.ts"

const AXES = [
  { name: "terms", values: [1, 2, 3], meaning: "how many terms are added" },
  { name: "power", values: [2, 3, 5], meaning: "the highest power" },
  {
    name: "bound",
    values: [3, 5, 8],
    meaning: "the largest bound, by size, in quarter turns for π",
  },
  { name: "coefficient", values: [6, 9, 12], meaning: "the largest coefficient, by size" },
  {
    name: "kind",
    values: [0, 1, 2],
    meaning: "1 where x may stand below the line, 2 where functions of multiples of x occur",
  },
]

const LEVELS = [
  { terms: 2, power: 2, bound: 5, coefficient: 9, kind: 0 }, // 3x^2 - 2x from 1 to 4
  { terms: 3, power: 3, bound: 5, coefficient: 12, kind: 0 },
  { terms: 2, power: 3, bound: 5, coefficient: 12, kind: 1 }, // 6x^2 + 4/x from 1 to 3
  { terms: 1, power: 2, bound: 5, coefficient: 12, kind: 2 }, // 6 cos(2x) from 0 to π/4
]

const BEYOND = [
  { terms: 3, power: 5, bound: 8, coefficient: 12, kind: 1 },
  { terms: 3, power: 5, bound: 8, coefficient: 12, kind: 2 },
]

/** top/bottom, times π where `pi` is true. */
const Bound = z.strictObject({
  top: z.int().min(-24).max(24),
  bottom: z.int().min(1).max(12),
  pi: z.boolean(),
})
type Bound = z.infer<typeof Bound>

const FIELDS = { pieces: piecesField, low: Bound, high: Bound }
type Integral = Fields<typeof FIELDS>

/** Integrals between bounds with values in whole numbers, fractions, powers of e and logarithms. */
export const definiteIntegral = defineSkill({
  name: "definite-integral",
  title: "Definite integrals",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "number",
  phrases: [
    (f, low, high) => `Evaluate the integral of ${f} with respect to x from ${low} to ${high}.`,
    (f, low, high) =>
      `Find the exact value of the integral of ${f} from x = ${low} to x = ${high}.`,
    (f, low, high) => `Integrate ${f} over x between ${low} and ${high}. Give the exact value.`,
  ],

  sample: (rung, random) => drawIntegral(rung, random),

  measure({ pieces, low, high }) {
    const powers = pieces.map(({ power }) => Math.abs(power))
    const bounds = [low, high].map(({ top, bottom, pi }) => {
      const quarters = pi ? 2 : 1
      return Math.ceil((Math.abs(top) * quarters) / bottom)
    })
    const kinds = pieces.map(({ power, of }) => (of !== null ? 2 : power < 0 ? 1 : 0))
    const most = (sizes: readonly number[]) => Math.max(...sizes)
    return [pieces.length, most(powers), most(bounds), reachOf(pieces), most(kinds)]
  },

  solve(spec) {
    const fault = faultOf(spec)
    if (fault !== null) return { refused: fault }
    const ends = [valuesAt(spec.pieces, spec.high), valuesAt(spec.pieces, spec.low)]
    if (ends[0] === null || ends[1] === null) return { refused: "no-exact-value" }
    const taken = ends[1]!.map(({ by, of }) => ({ by: multiply(by, rational(-1)), of }))
    return writeSum([...ends[0]!, ...taken].sort((a, b) => rankOf(a) - rankOf(b)))
  },

  /** Term by term along the power series of the integrand, to a hundred and fifty bits. */
  prove(spec, key) {
    const method = "power-series"
    const value = valueOfKey(key)
    if (value === null)
      return { method, fault: "the key is no sum of numbers, powers and logarithms" }
    const found = integralBySeries(spec.pieces, spec.low, spec.high)
    const fault = areNear(value, found) ? null : "the series has another value"
    return { method, fault, proof: { level: "numeric", digits: NEAR_DIGITS } }
  },

  say({ pieces, low, high }, notation) {
    return [writePieces(pieces, notation), writeBound(low, notation), writeBound(high, notation)]
  },

  identify({ pieces, low, high }) {
    const texts = pieces.map((piece) => writePieces([piece], "plain")).sort()
    const kin = pieces.map((piece) => writePieces([{ ...piece, by: 1 }], "plain")).sort()
    const ends = [low, high].map((bound) => writeBound(bound, "plain"))
    const canonical = `definite-integral:${texts.join("+")}:${ends.join(",")}`
    return { canonical, family: `definite:${kin.join("+")}:${ends.sort().join(",")}` }
  },

  slips({ pieces, low, high }, _key) {
    const [top, bottom] = [valuesAt(pieces, high) ?? [], valuesAt(pieces, low) ?? []]
    const turned = (all: readonly Multiple[]) =>
      all.map(({ by, of }) => ({ by: multiply(by, rational(-1)), of }))
    const sorted = (...parts: (readonly Multiple[])[]) =>
      writeSum(parts.flat().sort((a, b) => rankOf(a) - rankOf(b)))
    const right = [...top, ...turned(bottom)]
    return [
      sorted(top), // forgot the lower bound
      sorted(top, bottom), // added it
      sorted(bottom, turned(top)), // subtracted the wrong way
      sorted(right, [{ by: rational(1), of: "" }]),
      sorted(right, [{ by: rational(-1), of: "" }]),
      `${sorted(right)} + C`,
    ]
  },
})

function faultOf({ pieces, low, high }: Integral): string | null {
  const fault = pieceFault(pieces)
  if (fault !== null) return fault
  if (!pieces.every(isIntegrable)) return "not-in-the-table"
  const [start, end] = [rational(low.top, low.bottom), rational(high.top, high.bottom)]
  if (low.top !== 0 && high.top !== 0 && low.pi !== high.pi) return "mixed-bounds"
  const width = subtract(end, start)
  if (width.numerator <= 0n) return "empty-interval"
  const below = pieces.some(({ power }) => power < 0)
  return below && start.numerator <= 0n ? "a-pole-between" : null
}

/** The antiderivative's value at a bound; null where it is none of the key's numbers. */
function valuesAt(pieces: readonly Piece[], bound: Bound): Multiple[] | null {
  const values: Multiple[] = []
  for (const piece of pieces) {
    const found = bound.pi || isWave(piece) ? turnValue(piece, bound) : plainValues(piece, bound)
    if (found === null) return null
    values.push(...found)
  }
  return values
}

function isWave({ of }: Piece): boolean {
  return of?.name === "sin" || of?.name === "cos"
}

/** Sine and cosine at whole quarter turns are 0, 1 and -1. */
function turnValue({ by, power, of }: Piece, { top, bottom, pi }: Bound): Multiple[] | null {
  if (of === null || power !== 0 || !(pi || top === 0)) return null
  const rate = rateOf(of.inner)!
  if (of.name === "exp" || (2 * rate * top) % bottom !== 0) return null
  const quarters = ((((2 * rate * top) / bottom) % 4) + 4) % 4
  const wave = of.name === "cos" ? SINES[quarters]! : -COSINES[quarters]!
  return [{ by: rational(by * wave, rate), of: "" }]
}

/** At 0, 1, 2 and 3 quarter turns. */
const SINES = [0, 1, 0, -1]
const COSINES = [1, 0, -1, 0]

function plainValues({ by, power, of }: Piece, bound: Bound): Multiple[] | null {
  const x = rational(bound.top, bound.bottom)
  if (of === null) {
    if (power === -1) return lnValue(by, x)
    return [{ by: multiply(rational(by, power + 1), raised(x, power + 1)), of: "" }]
  }
  if (of.name !== "exp" || x.denominator !== 1n) return null
  const rate = rateOf(of.inner)!
  const exponent = rate * bound.top
  const text =
    exponent === 0 ? "" : exponent === 1 ? "e" : `e^${exponent < 0 ? `(${exponent})` : exponent}`
  const factor = rational(by, rate)
  if (power === 0) return [{ by: factor, of: text }]
  // By parts: (x/k - 1/k^2) e^(kx).
  return [{ by: multiply(factor, subtract(x, rational(1, rate))), of: text }]
}

/** by · ln x; ln 1 is nothing. */
function lnValue(by: number, x: Rational): Multiple[] {
  const text = print(x)
  return text === "1" ? [] : [{ by: rational(by), of: `ln(${text})` }]
}

function raised(x: Rational, n: number): Rational {
  const [top, bottom] = [x.numerator ** BigInt(Math.abs(n)), x.denominator ** BigInt(Math.abs(n))]
  return n < 0 ? rational(bottom, top) : rational(top, bottom)
}

/** Powers of e and logarithms first, numbers last. */
function rankOf({ of }: Multiple): number {
  return of === "" ? 1 : 0
}

function writeBound({ top, bottom, pi }: Bound, notation: Notation): string {
  if (!pi || top === 0) return top % bottom === 0 ? `${top / bottom}` : `${top}/${bottom}`
  const name = notation === "latex" ? "\\pi" : "π"
  const above = writeTerms([[top, 1]], "plain", notation === "latex" ? "\\pi" : name)
  if (bottom === 1) return above
  return notation === "latex" ? `\\frac{${above}}{${bottom}}` : `${above}/${bottom}`
}

function drawIntegral(rung: Rung, random: Random): Integral {
  const kind = random.int(8) === 0 ? between(0, at(rung, "kind"), random) : at(rung, "kind")
  if (kind === 2 && random.int(2) === 0) return drawWave(rung, random)
  const most = at(rung, "bound")
  const low =
    kind === 1 ? between(1, most - 1, random) : between(kind === 2 ? -2 : -most, most - 1, random)
  const high = between(low + 1, kind === 2 ? Math.min(most, 4) : most, random)
  const [start, end] = [low, Math.max(high, low + 1)]
  const ends = {
    low: { top: start, bottom: 1, pi: false },
    high: { top: end, bottom: 1, pi: false },
  }
  return { pieces: drawPieces(kind, rung, random), ...ends }
}

/** A wave from 0 or a quarter turn to a later one. */
function drawWave(rung: Rung, random: Random): Integral {
  const rate = between(1, 3, random)
  const name = pick(["sin", "cos"] as const, random)
  const of = { name, inner: [[rate, 1]] as [number, number][], exponent: 1 }
  const start = random.int(2) === 0 ? 0 : between(0, 2, random)
  const quarters = between(start + 1, at(rung, "bound") * rate, random)
  const by = drawCoefficient(rung, random)
  const spec = (end: number): Integral => ({
    pieces: [{ by, power: 0, of }],
    low: reduced(start, 2 * rate),
    high: reduced(end, 2 * rate),
  })
  // One of three ends in a row makes the integral other than zero.
  const ends = [quarters, quarters - 1, quarters + 1].filter((end) => end > start)
  const waves = name === "cos" ? SINES : COSINES
  const most = at(rung, "bound") * rate
  const fits = (end: number) => end <= most && waves[end % 4] !== waves[start % 4]
  return spec(ends.find(fits) ?? start + 1)
}

function reduced(top: number, bottom: number): Bound {
  const { numerator, denominator } = rational(top, bottom)
  return { top: Number(numerator), bottom: Number(denominator), pi: top !== 0 }
}

function drawPieces(kind: number, rung: Rung, random: Random): Piece[] {
  const count = random.int(4) === 0 ? between(1, at(rung, "terms"), random) : at(rung, "terms")
  const powers = new Set<number>()
  const pieces: Piece[] = []
  if (kind === 1) {
    pieces.push({ by: drawCoefficient(rung, random), power: pick([-1, -1, -2], random), of: null })
  }
  if (kind === 2) {
    const rate = between(1, Math.min(3, at(rung, "coefficient")), random)
    const of = { name: "exp" as const, inner: [[rate, 1]] as [number, number][], exponent: 1 }
    pieces.push({ by: drawCoefficient(rung, random), power: 0, of })
  }
  while (pieces.length < count) {
    const power = nearTop(0, at(rung, "power"), random)
    if (powers.has(power)) continue
    powers.add(power)
    pieces.push({ by: drawCoefficient(rung, random), power, of: null })
  }
  return pieces.sort((a, b) => (a.of === null ? -a.power : 9) - (b.of === null ? -b.power : 9))
}

function drawCoefficient(rung: Rung, random: Random): number {
  const size = nearTop(1, at(rung, "coefficient"), random)
  return random.int(3) === 0 ? 0 - size : size
}
