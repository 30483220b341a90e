import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, covers, fitting, nearTop, pick, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { sumFamily } from "../kernel/family.ts"
import {
  add,
  divide,
  multiply,
  print,
  type Rational,
  rational,
  subtract,
} from "../kernel/rational.ts"
import { slipsNear } from "./integer-operands.ts"
import { combineParts, faultOfParts, type Parts } from "./parts.ts"

const BASE_MAX = 20
const EXPONENT_MAX = 5 // with it products of two powers stay below 10^13, exact in a float

const AXES = [
  { name: "base", values: [9, 12, 15], meaning: "the largest base, by size" },
  { name: "exponent", values: [3, 4, 5], meaning: "the largest exponent, by size" },
  { name: "product", values: [0, 1], meaning: "1 where powers may be multiplied or divided" },
  { name: "negative", values: [0, 1], meaning: "1 where a base may be negative" },
  { name: "inverse", values: [0, 1], meaning: "1 where an exponent may be negative" },
]

const LEVELS = [
  { base: 12, exponent: 3, product: 0, negative: 0, inverse: 0 }, // 7^2 + 4^3
  { base: 12, exponent: 3, product: 1, negative: 0, inverse: 0 }, // 6^3 / 4^2
  { base: 9, exponent: 3, product: 1, negative: 1, inverse: 0 }, // (-4)^3 × 5^2
  { base: 9, exponent: 3, product: 1, negative: 1, inverse: 1 }, // (-4)^3 × 6^(-2)
]

const BEYOND = [
  { base: 15, exponent: 4, product: 1, negative: 1, inverse: 0 },
  { base: 15, exponent: 5, product: 1, negative: 1, inverse: 1 },
]

const OPS = ["add", "sub", "mul", "div"] as const

const Power = z.object({
  base: z.int().min(-BASE_MAX).max(BASE_MAX),
  exponent: z.int().min(-EXPONENT_MAX).max(EXPONENT_MAX),
})
type Power = z.infer<typeof Power>

export const PowersSpec = z.object({
  skill: z.literal("powers"),
  op: z.enum(OPS),
  first: Power,
  second: Power,
})
export type PowersSpec = z.infer<typeof PowersSpec>

export const powers: ExactSkill<PowersSpec> = {
  name: "powers",
  title: "Powers with integer exponents",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (whole) => `What is ${whole}?`,
    (whole) => `Compute ${whole}.`,
    (whole) => `Find the value of ${whole}.`,
    (whole) => `${whole} = ?`,
  ],

  sample(rung, random) {
    const wanted = settingOf(AXES, [0, 0, at(rung, "product"), at(rung, "negative"), 0])
    const isNear = (spec: PowersSpec) => {
      const { product, negative } = powers.measure(spec)
      return product === wanted.product && negative === wanted.negative
    }
    const fits = (spec: PowersSpec) => covers(rung, powers.measure(spec))
    const hasty = random.int(4) === 0
    const draw = () => drawSpec(rung, random)
    return fitting(draw, (spec) => fits(spec) && (hasty || isNear(spec)), EASY)
  },

  mutate(spec, random) {
    return relativeOf(powers, spec, random, () => {
      if (random.int(4) === 0) return { ...spec, op: pick(OPS, random) }
      if (random.int(2) === 0) return { ...spec, first: changePower(spec.first, random) }
      return { ...spec, second: changePower(spec.second, random) }
    })
  },

  measure({ op, first, second }) {
    const bases = [first.base, second.base]
    const exponents = [first.exponent, second.exponent]
    const flags = [
      op === "mul" || op === "div",
      bases.some((base) => base < 0),
      exponents.some((exponent) => exponent < 0),
    ].map(Number)
    return settingOf(AXES, [sizeOf(bases), sizeOf(exponents), ...flags])
  },

  solve({ op, first, second }) {
    if (first.base === 0 || second.base === 0) return { refused: "zero-base" }
    const [a, b] = [powerOf(first), powerOf(second)]
    return { add, sub: subtract, mul: multiply, div: divide }[op](a, b)
  },

  prove({ op, first, second }, key) {
    const parts = combineParts(op, partsOf(first), partsOf(second))
    return { method: "repeated-multiplication", fault: faultOfParts(parts, key) }
  },

  form: (key) => (key.denominator === 1n ? "integer" : "value"),

  say({ op, first, second }, notation) {
    return [`${write(first, notation)} ${SIGNS[notation][op]} ${write(second, notation)}`]
  },

  identify({ op, first, second }) {
    const parts = [write(first, "plain"), write(second, "plain")]
    if (op === "add" || op === "mul") parts.sort()
    return { canonical: `powers:${parts.join(` ${op} `)}`, family: familyOf(op, first, second) }
  },

  slips({ op, first, second }, key) {
    const work = { add, sub: subtract, mul: multiply, div: divide }[op]
    const times = ({ base, exponent }: Power) => rational(base * exponent)
    const positive = ({ base, exponent }: Power) => powerOf({ base: Math.abs(base), exponent })
    const upright = ({ base, exponent }: Power) => powerOf({ base, exponent: Math.abs(exponent) })
    return [
      // multiplied the base by the exponent
      ...(second.exponent === 0 ? [] : [print(work(times(first), times(second)))]),
      print(work(positive(first), positive(second))), // lost the signs of the bases
      print(work(upright(first), upright(second))), // lost the signs of the exponents
      print(powerOf({ base: first.base, exponent: first.exponent + second.exponent })),
      ...slipsNear(key),
    ]
  },
}

const EASY: PowersSpec = {
  skill: "powers",
  op: "add",
  first: { base: 3, exponent: 2 },
  second: { base: 2, exponent: 3 },
}

const SIGNS = {
  plain: { add: "+", sub: "-", mul: "×", div: "/" },
  latex: { add: "+", sub: "-", mul: "\\times", div: "\\div" },
} as const

function drawSpec(rung: Rung, random: Random): PowersSpec {
  const ops = at(rung, "product") > 0 ? OPS : (["add", "sub"] as const)
  const draw = (): Power => {
    const base = nearTop(2, at(rung, "base"), random)
    const exponent = between(2, at(rung, "exponent"), random)
    return {
      base: at(rung, "negative") > 0 && random.int(2) === 0 ? -base : base,
      exponent: at(rung, "inverse") > 0 && random.int(2) === 0 ? 1 - exponent : exponent,
    }
  }
  return { skill: "powers", op: pick(ops, random), first: draw(), second: draw() }
}

function changePower({ base, exponent }: Power, random: Random): Power {
  const step = random.int(2) === 0 ? 1 : -1
  const kept = Math.abs(base + step) < 2 ? -base : base + step
  if (random.int(2) === 0) return { base: Math.max(-BASE_MAX, Math.min(BASE_MAX, kept)), exponent }
  const next = exponent + step === 0 ? -step : exponent + step
  return { base, exponent: Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, next)) }
}

function powerOf({ base, exponent }: Power): Rational {
  const power = BigInt(base) ** BigInt(Math.abs(exponent))
  return exponent < 0 ? rational(1n, power) : rational(power)
}

/** The power by multiplying the base again and again. */
function partsOf({ base, exponent }: Power): Parts {
  let parts: Parts = { top: 1, bottom: 1 }
  const op = exponent < 0 ? "div" : "mul"
  for (let i = 0; i < Math.abs(exponent); i++) {
    parts = combineParts(op, parts, { top: base, bottom: 1 }) ?? parts
  }
  return parts
}

function write({ base, exponent }: Power, notation: "plain" | "latex"): string {
  const below = base < 0 ? `(${base})` : `${base}`
  if (notation === "latex") return `${below}^{${exponent}}`
  return `${below}^${exponent < 0 ? `(${exponent})` : exponent}`
}

/** Where the powers are whole numbers: kin to the sum that remains when they are worked out. */
function familyOf(op: PowersSpec["op"], first: Power, second: Power): string {
  const whole = first.exponent >= 0 && second.exponent >= 0
  const sizes = [first, second].map(
    ({ base, exponent }) => `${Math.abs(base)}^${Math.abs(exponent)}`,
  )
  if (!whole || op === "mul" || op === "div") return `powers:${sizes.sort().join(",")}`
  const [a, b] = [Number(powerOf(first).numerator), Number(powerOf(second).numerator)]
  return sumFamily(a, op === "add" ? b : -b)
}

function sizeOf(numbers: readonly number[]): number {
  return Math.max(...numbers.map(Math.abs))
}
