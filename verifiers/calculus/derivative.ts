import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill } from "../kernel/define.ts"
import { rational } from "../kernel/rational.ts"
import { type Terms, termsOf, writeTerms } from "../kernel/terms.ts"
import { type Multiple, monomial, sorted, writeSum } from "./expression.ts"
import {
  type Applied,
  type Piece,
  pieceFault,
  piecesField,
  rateOf,
  reachOf,
  treeOf,
  writePieces,
} from "./pieces.ts"
import {
  ALL_POINTS,
  isSlopeOf,
  RIGHT_POINTS,
  readExpression,
  SLOPE_PROOF,
} from "./second-method.ts"

const AXES = [
  { name: "terms", values: [2, 3, 4], meaning: "how many terms are added" },
  { name: "power", values: [3, 5, 7], meaning: "the highest power" },
  { name: "coefficient", values: [5, 9, 12], meaning: "the largest coefficient, by size" },
  {
    name: "kind",
    values: [0, 1, 2, 3],
    meaning: "1: a function of a multiple of x, 2: times a power of x, 3: of a polynomial",
  },
]

const LEVELS = [
  { terms: 3, power: 5, coefficient: 9, kind: 0 }, // 4x^5 - 3x^2 + 7x
  { terms: 3, power: 5, coefficient: 9, kind: 1 }, // 4x^3 + sin(2x)
  { terms: 2, power: 5, coefficient: 9, kind: 2 }, // x^2 e^(3x)
  { terms: 2, power: 5, coefficient: 9, kind: 3 }, // sin(x^2 + 1)
]

const BEYOND = [
  { terms: 4, power: 7, coefficient: 12, kind: 3 },
  { terms: 3, power: 7, coefficient: 12, kind: 3 },
]

const FIELDS = { pieces: piecesField }

/** Derivatives of sums of powers, products and functions of functions. */
export const derivative = defineSkill({
  name: "derivative",
  title: "Derivatives",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "expression",
  phrases: [
    (f) => `Find the derivative of ${f} with respect to x.`,
    (f) => `Differentiate ${f} with respect to x.`,
    (f) => `What is the slope of y = ${f} as a function of x?`,
    (f) => `Let f(x) = ${f}. Find f'(x).`,
  ],

  sample: (rung, random) => ({ pieces: drawPieces(rung, random) }),

  measure({ pieces }) {
    const powers = pieces.flatMap(({ power, of }) => [power, of?.exponent ?? 0])
    return [pieces.length, Math.max(...powers), reachOf(pieces), Math.max(...pieces.map(kindOf))]
  },

  solve({ pieces }) {
    const fault = pieceFault(pieces)
    if (fault !== null) return { refused: fault }
    return writeSum(sorted(pieces.flatMap(slopeOf)))
  },

  /** Difference quotients of the sum approach the key's values, in rigorous intervals. */
  prove({ pieces }, key) {
    const method = "difference-quotients"
    const slope = readExpression(key)
    if (slope === null) return { method, fault: "the key is no expression in x" }
    const points = pieces.some(({ of }) => of?.name === "ln") ? RIGHT_POINTS : ALL_POINTS
    const fault = isSlopeOf(slope, treeOf(pieces), points) ? null : "the slope differs at a point"
    return { method, fault, proof: SLOPE_PROOF }
  },

  say: ({ pieces }, notation) => [writePieces(pieces, notation)],

  identify({ pieces }) {
    const texts = pieces.map((piece) => writePieces([piece], "plain")).sort()
    const kin = pieces.map((piece) => writePieces([{ ...piece, by: 1 }], "plain")).sort()
    return { canonical: `derivative:${texts.join("+")}`, family: `calculus:${kin.join("+")}` }
  },

  slips({ pieces }, _key) {
    const [first, ...others] = pieces.map(slopeOf) as [Multiple[], ...Multiple[][]]
    const turned = first.map(({ by, of }) => ({ by: rational(-by.numerator, by.denominator), of }))
    const all = [first, ...others].flat()
    return [
      writeSum(sorted([...turned, ...others.flat()])),
      writeSum(sorted(pieces.flatMap(outsideOnly))), // forgot the chain rule
      writeSum(sorted(pieces.flatMap(withoutProductRule))),
      writeSum(sorted(pieces.flatMap(withoutFactor))), // lowered the powers and no more
      writeSum(
        sorted(all.map(({ by, of }) => ({ by: rational(2n * by.numerator, by.denominator), of }))),
      ),
      writeSum(sorted([...all, { by: rational(1), of: "" }])),
      writePieces(pieces, "plain"),
    ]
  },
})

/** The product rule, with the chain rule inside. */
function slopeOf({ by, power, of }: Piece): Multiple[] {
  if (of === null) return power === 0 ? [] : [monomial(rational(by * power), power - 1)]
  const first = power === 0 ? [] : [timesFunction(by * power, power - 1, of)]
  return [...first, ...innerSlope(by, power, of)]
}

/** by · x^power times the derivative of the function. */
function innerSlope(by: number, power: number, of: Applied): Multiple[] {
  const rate = derived(of.inner)
  const front = rate.map(([coefficient, p]): [number, number] => [by * coefficient, p + power])
  switch (of.name) {
    case "sin":
      return [timesText(front, writeFunction({ ...of, name: "cos" }))]
    case "cos":
      return [timesText(negative(front), writeFunction({ ...of, name: "sin" }))]
    case "exp":
      return [timesText(front, writeFunction(of))]
    case "power": {
      const exponent = of.exponent - 1
      const scaled = front.map(([c, p]): [number, number] => [c * of.exponent, p])
      return [timesText(scaled, writeFunction({ ...of, exponent }))]
    }
    case "ln": {
      const rateInside = rateOf(of.inner)
      if (rateInside !== null) return [monomial(rational(by), power - 1)]
      const below = `/(${writeTerms(of.inner, "plain")})`
      if (front.length > 1) {
        return [{ by: rational(1), of: `(${writeTerms(front, "plain")})${below}` }]
      }
      const [[first, p]] = front as [[number, number]]
      const above = p === 0 ? "" : writeTerms([[1, p]], "plain")
      return [{ by: rational(first), of: `${above}${below}` }]
    }
  }
}

function derived(terms: Terms): [number, number][] {
  return terms
    .filter(([, power]) => power > 0)
    .map(([coefficient, power]) => [coefficient * power, power - 1])
}

function negative(terms: Terms): [number, number][] {
  return terms.map(([coefficient, power]) => [0 - coefficient, power])
}

function timesFunction(by: number, power: number, of: Applied): Multiple {
  return timesText([[by, power]], writeFunction(of))
}

/** One term times a text is a multiple of it; a sum stands in brackets before it. */
function timesText(front: Terms, text: string): Multiple {
  const [[by, power]] = front as [[number, number]]
  if (front.length > 1) return { by: rational(1), of: `(${writeTerms(front, "plain")})*${text}` }
  const unknown = power === 0 ? "" : `${writeTerms([[1, power]], "plain")}*`
  return { by: rational(by), of: `${unknown}${text}` }
}

function writeFunction(of: Applied): string {
  const inner = writeTerms(of.inner, "plain")
  if (of.name === "exp") return `e^(${inner})`
  if (of.name !== "power") return `${of.name}(${inner})`
  return of.exponent === 1 ? `(${inner})` : `(${inner})^${of.exponent}`
}

function outsideOnly(piece: Piece): Multiple[] {
  if (piece.of === null) return slopeOf(piece)
  const inner: [number, number][] = [[1, 1]] // as if what stands inside were x
  const slope = innerSlope(piece.by, piece.power, { ...piece.of, inner })
  const whole = writeFunction({ ...piece.of, inner })
  const text = writeFunction(piece.of)
  return slope.map(({ by, of }) => ({
    by,
    of: of.replace(whole, text).replaceAll("(x)", `(${writeTerms(piece.of!.inner, "plain")})`),
  }))
}

function withoutProductRule(piece: Piece): Multiple[] {
  if (piece.of === null || piece.power === 0) return slopeOf(piece)
  return innerSlope(piece.by * piece.power, piece.power - 1, piece.of)
}

function withoutFactor(piece: Piece): Multiple[] {
  if (piece.of !== null) return slopeOf(piece)
  return piece.power === 0 ? [] : [monomial(rational(piece.by), piece.power - 1)]
}

function kindOf({ power, of }: Piece): number {
  if (of === null) return 0
  if (rateOf(of.inner) === null) return 3
  return power > 0 ? 2 : 1
}

function drawPieces(rung: Rung, random: Random): Piece[] {
  const count = random.int(4) === 0 ? between(1, at(rung, "terms"), random) : at(rung, "terms")
  const kind = random.int(8) === 0 ? between(0, at(rung, "kind"), random) : at(rung, "kind")
  const powers = new Set<number>()
  const pieces: Piece[] = kind > 0 ? [drawApplied(kind, rung, random)] : []
  while (pieces.length < count) {
    const power = nearTop(0, at(rung, "power"), random)
    if (powers.has(power) || (power === 0 && pieces.length === 0)) continue
    powers.add(power)
    pieces.push({ by: drawCoefficient(rung, random), power, of: null })
  }
  return pieces.sort((a, b) => rankOf(a) - rankOf(b))
}

/** Powers first, from high to low, then functions. */
function rankOf({ power, of }: Piece): number {
  return of === null ? -power : 1
}

function drawApplied(kind: number, rung: Rung, random: Random): Piece {
  const most = at(rung, "coefficient")
  const power =
    kind === 1 ? 0 : kind === 2 ? between(1, Math.min(4, at(rung, "power")), random) : random.int(2)
  const names =
    kind === 3
      ? (["sin", "cos", "exp", "ln", "power"] as const)
      : (["sin", "cos", "exp", "ln"] as const)
  const name = pick(names, random)
  const by = drawCoefficient(rung, random)
  const rate = between(name === "ln" ? 1 : 2, Math.min(most, 6), random)
  if (kind < 3) return { by, power, of: { name, inner: [[rate, 1]], exponent: 1 } }
  const constant = between(1, most, random) * (name !== "ln" && random.int(2) === 0 ? -1 : 1)
  const inner =
    random.int(2) === 0 ? termsOf([constant, rate]) : termsOf([constant, 0, between(1, 4, random)])
  const exponent = name === "power" ? nearTop(2, Math.min(6, at(rung, "power")), random) : 1
  return { by, power, of: { name, inner, exponent } }
}

function drawCoefficient(rung: Rung, random: Random): number {
  const size = nearTop(1, at(rung, "coefficient"), random)
  return random.int(3) === 0 ? 0 - size : size
}
