import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import {
  absolute,
  add,
  compare,
  divide,
  negate,
  print,
  type Rational,
  rational,
  subtract,
} from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import {
  areTidy,
  degreeOf,
  isZero,
  largestOf,
  type Notation,
  type Terms,
  termsField,
  termsOf,
  writeTerms,
} from "../kernel/terms.ts"
import { SPECIALS, Special, specialNear, termsNear, writeSpecial } from "./special.ts"

const AXES = [
  {
    name: "kind",
    values: [0, 1, 2],
    meaning: "1: x grows without bound, 2: sin x by x and its like",
  },
  { name: "point", values: [5, 9, 12], meaning: "the largest number that x approaches, by size" },
  {
    name: "coefficient",
    values: [5, 9, 12],
    meaning: "the largest coefficient of a factor, by size",
  },
]

const LEVELS = [
  { kind: 0, point: 9, coefficient: 5 }, // (x^2 - 4)/(x - 2) towards 2
  { kind: 0, point: 12, coefficient: 9 },
  { kind: 1, point: 9, coefficient: 9 }, // (3x^2 - x)/(2x^2 + 5) towards infinity
  { kind: 2, point: 9, coefficient: 9 }, // sin(3x)/(2x) towards 0
]

const BEYOND = [{ kind: 2, point: 12, coefficient: 12 }]

const side = termsField({ coefficient: 9_999, power: 4, count: 5 })
const FIELDS = {
  top: side,
  /** In place of `top`, where there is one: by times sin(rate x), 1 - cos(rate x), … */
  special: Special.nullable(),
  bottom: side,
  toward: z.union([z.int().min(-99).max(99), z.enum(["infinity", "-infinity"])]),
}
type Limit = Fields<typeof FIELDS>

/** Limits of quotients that are 0/0 or ∞/∞ at the point. */
export const limit = defineSkill({
  name: "limit",
  title: "Limits",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "rational",
  phrases: [
    (f, point) => `Find the limit of ${f} as x approaches ${point}.`,
    (f, point) => `What does ${f} tend to as x tends to ${point}?`,
    (f, point) => `Evaluate the limit of f(x) = ${f} for x going to ${point}.`,
  ],

  sample: (rung, random) => drawLimit(rung, random),

  measure(spec) {
    const { special, toward, bottom } = spec
    if (special !== null) return [2, 0, Math.max(special.by, special.rate, largestOf(bottom))]
    const [top, below] = cancelled(spec).map((row) => Math.max(...row.map(Math.abs), 0))
    const largest = Math.max(top!, below!)
    return typeof toward === "string" ? [1, 0, largest] : [0, Math.abs(toward), largest]
  },

  solve(spec) {
    const { top, special, bottom, toward } = spec
    if (!areTidy(top) || !areTidy(bottom) || isZero(bottom)) return { refused: "untidy-terms" }
    if (special !== null) {
      return isZero(top) && toward === 0 ? specialLimit(spec) : { refused: "not-at-zero" }
    }
    if (isZero(top)) return { refused: "plain-zero" }
    if (typeof toward === "string") return limitFarOut(top, bottom)
    const [above, below] = cancelled(spec).map((row) => valueAt(row, toward)) as [number, number]
    if (below === 0) return { refused: "no-finite-limit" }
    const plain = valueAt(denseOf(bottom), toward) !== 0
    return plain ? { refused: "nothing-to-cancel" } : print(rational(above, below))
  },

  /** Exact values near the point, on both sides, are as near to the key. */
  prove(spec, key) {
    const method = "near-values"
    const value = readKey(key)
    if (value === null) return { method, fault: "the key is no fraction" }
    if (value.denominator > DENOMINATOR_MAX) return { method, fault: "no such limit is so fine" }
    for (const step of stepsTo(spec.toward)) {
      const found = quotientNear(spec, step)
      if (found === null) return { method, fault: "there is no value near the point" }
      const gap = add(absolute(subtract(found.value, value)), found.error)
      if (compare(gap, NEAR) > 0) return { method, fault: "values near the point are elsewhere" }
    }
    return { method, fault: null }
  },

  say: (spec, notation) => [writeQuotient(spec, notation), writePoint(spec.toward, notation)],

  identify(spec) {
    const text = writeQuotient(spec, "plain")
    const { special, bottom, toward } = spec
    const kin = special === null ? text : `${special.name}:${largestOf(bottom)}`
    return {
      canonical: `limit:${text}:${toward}`,
      family: `limit:${kin}:${Math.abs(Number(toward))}`,
    }
  },

  slips({ special, top, bottom }, key) {
    const value = readKey(key)
    if (value === null) return []
    const over = (p: number, q: number) => (q === 0 ? [] : [rational(p, q)])
    const ends = over(top.at(-1)![0], bottom.at(-1)![0])
    const turned = value.numerator === 0n ? [] : [divide(rational(1), value)]
    const rates = special === null ? [] : over(special.by, largestOf(bottom))
    const steps = [1, -1].map((step) => add(value, rational(step)))
    const wrong = [...rates, ...ends, ...turned, negate(value), ...steps].map(print)
    return [...wrong, "0", "infinity", "does not exist"]
  },
})

const DENOMINATOR_MAX = 10n ** 9n
const NEAR = rational(1, 10n ** 20n) // fractions so coarse are at least 10^-18 apart
const STEP = 10n ** 40n // the slope of a sampled quotient is far below 10^20

/** Where to look: 10^-40 on both sides of a point, or 10^40 out. */
function stepsTo(toward: Limit["toward"]): Rational[] {
  if (toward === "infinity") return [rational(STEP)]
  if (toward === "-infinity") return [rational(-STEP)]
  return [1n, -1n].map((sign) => add(rational(toward), rational(sign, STEP)))
}

function quotientNear(
  { top, special, bottom }: Limit,
  x: Rational,
): { value: Rational; error: Rational } | null {
  const below = termsNear(bottom, x)
  if (below.numerator === 0n) return null
  if (special === null) return { value: divide(termsNear(top, x), below), error: rational(0) }
  const { value, error } = specialNear(special, x)
  return { value: divide(value, below), error: absolute(divide(error, below)) }
}

/** Coefficients from the constant up, as plain numbers. */
function denseOf(terms: Terms): number[] {
  const dense = Array.from({ length: degreeOf(terms) + 1 }, () => 0)
  for (const [by, power] of terms) dense[power]! += by
  return dense
}

function valueAt(dense: readonly number[], x: number): number {
  return dense.reduceRight((value, by) => value * x + by, 0)
}

/** Top and bottom without the factors x - a that both have, by Horner's division. */
function cancelled({ top, bottom, toward }: Limit): [number[], number[]] {
  let [above, below] = [denseOf(top), denseOf(bottom)]
  if (typeof toward === "string") return [above, below]
  while (below.length > 1 && valueAt(above, toward) === 0 && valueAt(below, toward) === 0) {
    if (above.length < 2) break
    above = withoutRoot(above, toward)
    below = withoutRoot(below, toward)
  }
  return [above, below]
}

function withoutRoot(dense: readonly number[], root: number): number[] {
  const quotient: number[] = []
  let carried = 0
  for (let i = dense.length - 1; i > 0; i--) {
    carried = carried * root + dense[i]!
    quotient.unshift(carried)
  }
  return quotient
}

/** The powers decide, or the leading coefficients where they are the same. */
function limitFarOut(top: Terms, bottom: Terms): string | { refused: string } {
  const [above, below] = [degreeOf(top), degreeOf(bottom)]
  if (below === 0) return { refused: "no-quotient" }
  if (above > below) return { refused: "no-finite-limit" }
  return above < below ? "0" : print(rational(denseOf(top).at(-1)!, denseOf(bottom).at(-1)!))
}

/** The expansion begins with by · (rate x)^n / n, where n is 2 for 1 - cos and 1 otherwise. */
function specialLimit({ special, bottom }: Limit): string | { refused: string } {
  const { name, by, rate } = special!
  const order = name === "one-minus-cos" ? 2 : 1
  const dense = denseOf(bottom)
  const lowest = dense.findIndex((coefficient) => coefficient !== 0)
  if (lowest === 0) return { refused: "nothing-to-cancel" }
  if (lowest > order) return { refused: "no-finite-limit" }
  if (lowest < order) return "0"
  return print(rational(by * rate ** order, dense[lowest]! * order))
}

function writeQuotient({ top, special, bottom }: Limit, notation: Notation): string {
  const above = special === null ? writeTerms(top, notation) : writeSpecial(special, notation)
  const below = writeTerms(bottom, notation)
  if (notation === "latex") return `\\frac{${above}}{${below}}`
  const bare = special?.by === 1 && /^[a-z]+\(/.test(above)
  return `${bare ? above : `(${above})`}/(${below})`
}

function writePoint(toward: Limit["toward"], notation: Notation): string {
  if (typeof toward === "number") return `${toward}`
  const sign = toward.startsWith("-") ? "-" : ""
  return notation === "latex" ? `${sign}\\infty` : `${sign === "" ? "" : "minus "}infinity`
}

function drawLimit(rung: Rung, random: Random): Limit {
  const kind = random.int(8) === 0 ? between(0, at(rung, "kind"), random) : at(rung, "kind")
  if (kind === 2) return drawSpecial(rung, random)
  return kind === 1 ? drawFarOut(rung, random) : drawRemovable(rung, random)
}

/** The factors that stay first, then x - a on both sides of the line. */
function drawRemovable(rung: Rung, random: Random): Limit {
  const most = at(rung, "coefficient")
  const size = nearTop(0, at(rung, "point"), random)
  const a = random.int(2) === 0 ? 0 - size : size
  for (;;) {
    const [above, below] = [drawFactor(most, random), drawFactor(most, random)]
    if (valueAt(below, a) === 0 || above.join() === below.join()) continue
    const times = (dense: readonly number[]) =>
      Array.from({ length: dense.length + 1 }, (_, i) => (dense[i - 1] ?? 0) - a * (dense[i] ?? 0))
    return { top: termsOf(times(above)), special: null, bottom: termsOf(times(below)), toward: a }
  }
}

/** A number or a linear factor, from the constant up. */
function drawFactor(most: number, random: Random): number[] {
  const signed = (size: number) => (random.int(2) === 0 ? 0 - size : size)
  const leading = between(1, Math.min(4, most), random)
  return random.int(4) === 0 ? [leading] : [signed(nearTop(1, most, random)), leading]
}

function drawFarOut(rung: Rung, random: Random): Limit {
  const most = at(rung, "coefficient")
  const signed = (size: number) => (random.int(2) === 0 ? 0 - size : size)
  const row = (degree: number) => [
    ...Array.from({ length: degree }, () => signed(between(0, most, random))),
    signed(nearTop(1, most, random)),
  ]
  const degree = between(1, 3, random)
  const above = random.int(6) === 0 ? degree - 1 : degree
  const toward = random.int(3) === 0 ? ("-infinity" as const) : ("infinity" as const)
  return { top: termsOf(row(above)), special: null, bottom: termsOf(row(degree)), toward }
}

function drawSpecial(rung: Rung, random: Random): Limit {
  const most = at(rung, "coefficient")
  const name = pick(SPECIALS, random)
  const special = { name, by: between(1, most, random), rate: nearTop(1, most, random) }
  const power = name === "one-minus-cos" ? 2 : 1
  const below: [number, number][] = [[nearTop(1, most, random), power]]
  const longer: [number, number][] =
    random.int(4) === 0 ? [[between(1, most, random), power + 1], ...below] : below
  return { top: termsOf([]), special, bottom: longer, toward: 0 }
}
