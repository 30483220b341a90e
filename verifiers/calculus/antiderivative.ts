import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill } from "../kernel/define.ts"
import { multiply, negate, rational } from "../kernel/rational.ts"
import type { Expr } from "../kernel/tree.ts"
import { namesIn } from "../kernel/walk.ts"
import { type Multiple, monomial, sorted, writeSum } from "./expression.ts"
import { integralOf, isIntegrable } from "./integration.ts"
import { type Piece, pieceFault, piecesField, reachOf, treeOf, writePieces } from "./pieces.ts"
import { ALL_POINTS, isSlopeOf, readExpression, SLOPE_PROOF } from "./second-method.ts"

const AXES = [
  { name: "terms", values: [1, 2, 3], meaning: "how many terms are added" },
  { name: "power", values: [3, 5, 7], meaning: "the highest power" },
  { name: "coefficient", values: [6, 12, 20], meaning: "the largest coefficient, by size" },
  {
    name: "kind",
    values: [0, 1, 2, 3],
    meaning: "1: powers of x below the line, 2: functions of multiples of x, 3: times x",
  },
]

const LEVELS = [
  { terms: 3, power: 5, coefficient: 12, kind: 0 }, // 6x^2 - 4x + 5
  { terms: 3, power: 5, coefficient: 12, kind: 1 }, // 6x^2 + 5/x
  { terms: 3, power: 5, coefficient: 12, kind: 2 }, // 6x^2 + cos(3x)
  { terms: 2, power: 5, coefficient: 12, kind: 3 }, // 4x e^(2x)
]

const BEYOND = [{ terms: 3, power: 7, coefficient: 20, kind: 3 }]

const FIELDS = { pieces: piecesField }

/** Indefinite integrals: every antiderivative with a constant of integration is right. */
export const antiderivative = defineSkill({
  name: "antiderivative",
  title: "Antiderivatives",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "expression",
  phrases: [
    (f) => `Find the general antiderivative of ${f} with respect to x. Write C for the constant.`,
    (f) => `Integrate ${f} with respect to x, with a constant of integration C.`,
    (f) => `Which functions of x have the derivative ${f}? Write C for the constant.`,
  ],

  sample: (rung, random) => ({ pieces: drawPieces(rung, random) }),

  measure({ pieces }) {
    const powers = pieces.map(({ power }) => Math.abs(power))
    return [pieces.length, Math.max(...powers), reachOf(pieces), Math.max(...pieces.map(kindOf))]
  },

  solve({ pieces }) {
    const fault = pieceFault(pieces)
    if (fault !== null) return { refused: fault }
    if (!pieces.every(isIntegrable)) return { refused: "not-in-the-table" }
    return withConstant(pieces.flatMap(integralOf))
  },

  /** Difference quotients of the key without its constant approach the integrand's values. */
  prove({ pieces }, key) {
    const method = "difference-quotients"
    const whole = readExpression(key, ["C"])
    if (whole === null) return { method, fault: "the key is no expression in x" }
    const fault = isSlopeOf(treeOf(pieces), whole, ALL_POINTS)
      ? null
      : "the slope differs at a point"
    if (fault !== null || hasPlainConstant(whole)) return { method, fault, proof: SLOPE_PROOF }
    return { method, fault: "there is no constant of integration" }
  },

  say: ({ pieces }, notation) => [writePieces(pieces, notation)],

  identify({ pieces }) {
    const texts = pieces.map((piece) => writePieces([piece], "plain")).sort()
    const kin = pieces.map((piece) => writePieces([{ ...piece, by: 1 }], "plain")).sort()
    return { canonical: `antiderivative:${texts.join("+")}`, family: `calculus:${kin.join("+")}` }
  },

  slips({ pieces }, _key) {
    const parts = pieces.map(integralOf)
    const all = parts.flat()
    const turned = all.map(({ by, of }, i) => ({ by: i === 0 ? negate(by) : by, of }))
    const doubled = all.map(({ by, of }, i) => ({
      by: i === 0 ? multiply(by, rational(2)) : by,
      of,
    }))
    return [
      writeSum(sorted(all)), // forgot the constant
      withConstant(turned),
      withConstant(doubled),
      withConstant(pieces.flatMap(undivided)),
      withConstant([...all, monomial(rational(1), 1)]),
      withConstant(all.slice(0, -1)),
      `${writePieces(pieces, "plain")} + C`,
    ]
  },
})

function withConstant(multiples: readonly Multiple[]): string {
  const text = writeSum(sorted(multiples))
  return text === "0" ? "C" : `${text} + C`
}

/** The constant, or so many times it, is a term of its own, so that it may be any number. */
function hasPlainConstant(whole: Expr): boolean {
  const terms = whole.kind === "add" ? whole.terms : [whole]
  const constants = terms.filter((term) => namesIn(term).has("C")).map(timesConstant)
  const isPlain = constants.every((times) => times !== null)
  return isPlain && constants.reduce<number>((sum, times) => sum + (times ?? 0), 0) !== 0
}

/** How often C is in a term that is a multiple of it: -6C is -6. Null for any other. */
function timesConstant(term: Expr): number | null {
  switch (term.kind) {
    case "symbol":
      return term.name === "C" ? 1 : null
    case "number":
      return Number(term.value.numerator) / Number(term.value.denominator)
    case "negate": {
      const times = timesConstant(term.of)
      return times === null ? null : 0 - times
    }
    case "multiply": {
      const isOnce = term.factors.filter((factor) => namesIn(factor).has("C")).length === 1
      const times = term.factors.map(timesConstant)
      if (!isOnce || times.some((factor) => factor === null)) return null
      return times.reduce<number>((product, factor) => product * factor!, 1)
    }
    default:
      return null
  }
}

/** Raised the power and forgot to divide by it. */
function undivided(piece: Piece): Multiple[] {
  if (piece.of !== null || piece.power === -1) return integralOf(piece)
  return [monomial(rational(piece.by), piece.power + 1)]
}

function kindOf({ power, of }: Piece): number {
  if (of === null) return power < 0 ? 1 : 0
  return power > 0 ? 3 : 2
}

function drawPieces(rung: Rung, random: Random): Piece[] {
  const count = random.int(4) === 0 ? between(1, at(rung, "terms"), random) : at(rung, "terms")
  const kind = random.int(8) === 0 ? between(0, at(rung, "kind"), random) : at(rung, "kind")
  const powers = new Set<number>()
  const pieces: Piece[] = kind > 0 ? [drawSpecial(kind, rung, random)] : []
  while (pieces.length < count) {
    const power = nearTop(0, at(rung, "power"), random)
    if (powers.has(power)) continue
    powers.add(power)
    pieces.push({ by: drawCoefficient(rung, random), power, of: null })
  }
  return pieces.sort((a, b) => rankOf(a) - rankOf(b))
}

/** Powers first, from high to low, then functions. */
function rankOf({ power, of }: Piece): number {
  return of === null ? -power : 9
}

function drawSpecial(kind: number, rung: Rung, random: Random): Piece {
  const by = drawCoefficient(rung, random)
  if (kind === 1) return { by, power: pick([-1, -1, -2, -3], random), of: null }
  const name = pick(["sin", "cos", "exp"] as const, random)
  const rate = between(1, Math.min(6, at(rung, "coefficient")), random)
  const inner: [number, number][] = [[name === "exp" && random.int(3) === 0 ? 0 - rate : rate, 1]]
  return { by, power: kind === 3 ? 1 : 0, of: { name, inner, exponent: 1 } }
}

function drawCoefficient(rung: Rung, random: Random): number {
  const size = nearTop(1, at(rung, "coefficient"), random)
  return random.int(3) === 0 ? 0 - size : size
}
