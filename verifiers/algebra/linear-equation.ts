import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick, settingOf, wished } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { productFamily, sumFamily } from "../kernel/family.ts"
import { negate, print, rational } from "../kernel/rational.ts"
import { binaryGcd } from "../kernel/second-method.ts"

const COEFFICIENT_MAX = 9_999
const CONSTANT_MAX = 9_999_999

const AXES = [
  { name: "coefficient", values: [5, 9, 12], meaning: "the largest coefficient of x, by size" },
  { name: "constant", values: [9, 20, 50], meaning: "the largest number added on the left" },
  { name: "solution", values: [9, 12, 20], meaning: "the largest solution, by size" },
  { name: "negative", values: [0, 1], meaning: "1 where negative numbers may occur" },
  { name: "sides", values: [1, 2], meaning: "2 where x may stand on both sides" },
  { name: "parts", values: [1, 5], meaning: "the largest denominator of the solution" },
]

const LEVELS = [
  { coefficient: 5, constant: 20, solution: 12, negative: 0, sides: 1, parts: 1 }, // 4x + 18 = 42
  { coefficient: 9, constant: 20, solution: 12, negative: 0, sides: 1, parts: 1 }, // 7x + 18 = 95
  { coefficient: 9, constant: 50, solution: 12, negative: 0, sides: 1, parts: 1 }, // 7x + 48 = 125
  { coefficient: 9, constant: 20, solution: 12, negative: 1, sides: 1, parts: 1 }, // -7x + 18 = 95
]

const BEYOND = [
  { coefficient: 9, constant: 20, solution: 20, negative: 1, sides: 2, parts: 1 },
  { coefficient: 9, constant: 20, solution: 20, negative: 1, sides: 2, parts: 5 },
]

const coefficient = z.int().min(-COEFFICIENT_MAX).max(COEFFICIENT_MAX)
const constant = z.int().min(-CONSTANT_MAX).max(CONSTANT_MAX)

/** a·x + b = c·x + d. */
export const EquationSpec = z.object({
  skill: z.literal("linear-equation"),
  a: coefficient,
  b: constant,
  c: coefficient,
  d: constant,
})
export type EquationSpec = z.infer<typeof EquationSpec>

export const equation: ExactSkill<EquationSpec> = {
  name: "linear-equation",
  title: "Linear equations in x",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (sides) => `Solve ${sides} for x.`,
    (sides) => `Find x if ${sides}.`,
    (sides) => `What is x if ${sides}?`,
    (sides) => `${sides}, x = ?`,
  ],

  // ax + b = ax + (b + 1)
  unsolvable: (spec) => [{ ...spec, c: spec.a, d: spec.b + 1 }],

  sample(rung, random) {
    const minus = at(rung, "negative") > 0
    const both = at(rung, "sides") > 1
    const isNear = (spec: EquationSpec) => hasMinus(spec) === minus && (spec.c !== 0) === both
    return wished(() => drawEquation(rung, random), isNear, random)
  },

  mutate(spec, random) {
    return relativeOf(equation, spec, random, () => changeEquation(spec, random))
  },

  measure(spec) {
    const { a, b, c } = spec
    const root = rootOf(spec)
    const size = root === null ? 0 : Math.ceil(Math.abs(root.top) / root.bottom)
    const negative = hasMinus(spec) ? 1 : 0
    const largest = Math.max(Math.abs(a), Math.abs(c))
    const sides = a !== 0 && c !== 0 ? 2 : 1
    return settingOf(AXES, [largest, Math.abs(b), size, negative, sides, root?.bottom ?? 1])
  },

  solve(spec) {
    const { a, b, c, d } = spec
    if (a === c) return { refused: "no-unique-solution" }
    return isSolved(spec) ? { refused: "already-solved" } : rational(d - b, a - c)
  },

  /** The sides are equal at the key and differ one step away, so they are equal nowhere else. */
  prove(spec, key) {
    const method = "substitution"
    const [p, q] = [Number(key.numerator), Number(key.denominator)]
    if (Math.abs(p) > CONSTANT_MAX * 2 || q > COEFFICIENT_MAX * 2) {
      return { method, fault: "no such equation has so large a solution" }
    }
    if (gapAt(spec, p, q) !== 0) return { method, fault: "the sides differ at the key" }
    const alone = gapAt(spec, p + q, q) !== 0 && gapAt(spec, p - q, q) !== 0
    return { method, fault: alone ? null : "the sides are equal elsewhere" }
  },

  form: (key) => (key.denominator === 1n ? "integer" : "value"),

  say({ a, b, c, d }) {
    return [`${writeSide(a, b)} = ${writeSide(c, d)}`]
  },

  identify(spec) {
    const sides = [`${spec.a}x+${spec.b}`, `${spec.c}x+${spec.d}`].sort()
    return { canonical: sides.join("="), family: familyOf(spec) }
  },

  slips({ a, b, c, d }, key) {
    const over = (top: number, bottom: number) =>
      bottom === 0 ? [] : [print(rational(top, bottom))]
    const by = (step: bigint) =>
      print(rational(key.numerator + step * key.denominator, key.denominator))
    return [
      ...over(d + b, a - c), // moved b without changing its sign
      ...over(d - b, a + c), // moved c·x without changing its sign
      `${d - b}`, // forgot to divide
      `${d - b - (a - c)}`, // subtracted the coefficient
      ...over(d, a), // ignored the constant
      print(negate(key)), // lost the sign
      by(1n),
      by(-1n),
    ]
  },
}

/** The solution and the coefficients first, then the constant that makes them true. */
function drawEquation(rung: Rung, random: Random): EquationSpec {
  const negative = at(rung, "negative") > 0
  const signed = (number: number) => (negative && random.int(2) === 0 ? 0 - number : number)
  const one = nearTop(1, at(rung, "coefficient"), random)
  const other = at(rung, "sides") > 1 ? between(1, at(rung, "coefficient"), random) : 0
  const a = signed(Math.max(one, other)) // the larger on the left keeps d positive
  const c = one === other ? 0 : signed(Math.min(one, other))
  const b = signed(nearTop(Math.abs(a) === 1 ? 1 : 0, at(rung, "constant"), random))
  const root = drawRoot(Math.abs(a - c), rung, random)
  return withRoot({ skill: "linear-equation", a, b, c, d: 0 }, { ...root, top: signed(root.top) })
}

interface Root {
  readonly top: number
  readonly bottom: number
}

/** A positive root in lowest terms; only a denominator that divides the coefficient can occur. */
function drawRoot(coefficient: number, rung: Rung, random: Random): Root {
  const bottoms = [2, 3, 4, 5].filter((n) => n <= at(rung, "parts") && coefficient % n === 0)
  const bottom = bottoms.length > 0 ? pick(bottoms, random) : 1
  let top = nearTop(1, at(rung, "solution") * bottom, random)
  while (binaryGcd(top, bottom) > 1) top--
  return { top, bottom }
}

/** The equation with the right constant set so that it has this root, or one nearby that fits. */
function withRoot(spec: EquationSpec, root: Root): EquationSpec {
  const { a, b, c } = spec
  const fits = ((a - c) * root.top) % root.bottom === 0
  const { top, bottom } = fits ? root : { top: Math.round(root.top / root.bottom), bottom: 1 }
  return { ...spec, d: ((a - c) * top) / bottom + b }
}

function changeEquation(spec: EquationSpec, random: Random): EquationSpec {
  const root = rootOf(spec) ?? { top: 1, bottom: 1 }
  const step = pick([-2, -1, 1, 2], random)
  switch (random.int(4)) {
    case 0:
      return withRoot({ ...spec, a: spec.a + step }, root)
    case 1:
      return withRoot({ ...spec, b: spec.b + step }, root)
    case 2:
      return withRoot({ ...spec, b: 0 - spec.b }, root)
    default:
      return withRoot(spec, { ...root, top: root.top + step * root.bottom })
  }
}

function rootOf({ a, b, c, d }: EquationSpec): Root | null {
  if (a === c) return null
  if (b === d) return { top: 0, bottom: 1 }
  const shared = binaryGcd(Math.abs(d - b), Math.abs(a - c))
  const sign = a > c ? 1 : -1
  return { top: (sign * (d - b)) / shared, bottom: (sign * (a - c)) / shared }
}

function hasMinus(spec: EquationSpec): boolean {
  const root = rootOf(spec)
  return spec.a < 0 || spec.b < 0 || spec.c < 0 || spec.d < 0 || (root !== null && root.top < 0)
}

/** `x = 5` and `5 = x`: the statement would be the answer. */
function isSolved({ a, b, c, d }: EquationSpec): boolean {
  return (a === 1 && b === 0 && c === 0) || (a === 0 && c === 1 && d === 0)
}

/** The left side minus the right side at p/q, times q. */
function gapAt({ a, b, c, d }: EquationSpec, p: number, q: number): number {
  return a * p + b * q - (c * p + d * q)
}

function writeSide(coefficient: number, constant: number): string {
  if (coefficient === 0) return `${constant}`
  const size = Math.abs(coefficient)
  const term = `${coefficient < 0 ? "-" : ""}${size === 1 ? "" : size}x`
  if (constant === 0) return term
  return `${term} ${constant < 0 ? "-" : "+"} ${Math.abs(constant)}`
}

/**
 * Kin are equations that collect to the same m·x + p = q with a common factor divided out, whatever
 * the signs and the sides: 3x + 13 = 49 and -3x - 13 = -49 have one root, and one is the other's
 * mirror image. Where m·x + p = q is one sum or one product, the equation belongs to that fact:
 * x + 3 = 7 to 3 + 4.
 */
function familyOf(spec: EquationSpec): string {
  const root = rootOf(spec)
  if (root === null) return `linear:none,${spec.b},${spec.d}`
  const turned = spec.a < spec.c
  const m = Math.abs(spec.a - spec.c)
  const [p, q] = turned ? [spec.d, spec.b] : [spec.b, spec.d]
  if ((p === 0 || q === 0) && root.bottom === 1) return productFamily(m, root.top)
  let shared = m
  for (const part of [p, q]) if (part !== 0) shared = binaryGcd(shared, Math.abs(part))
  if (m === shared) return sumFamily(root.top, p / shared)
  const [low, high] = [Math.abs(p) / shared, Math.abs(q) / shared].sort((one, two) => one - two)
  return `linear:${m / shared},${low},${high}`
}
