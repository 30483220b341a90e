import type { Random } from "../../src/world.ts"
import type { Answer, Case, Piece, Shown, Sign } from "./answer.ts"
import { UNITS } from "./answer.ts"
import { chance, oneOf, within } from "./draw.ts"
import {
  type Formula,
  minus,
  name,
  negate,
  num,
  over,
  PI,
  power,
  product,
  root,
  sum,
} from "./formula.ts"
import * as scalars from "./make-scalar.ts"
import * as near from "./near.ts"

/** A random answer of each kind that the field knows, by the name under which it is counted. */
export const MAKERS: Readonly<Record<string, (random: Random) => Answer>> = {
  integers: (random) => value(scalars.integer(random), oneOf(random, ["bare", "bare", "named"])),
  "big-integers": (random) => value(scalars.bigInteger(random)),
  fractions: (random) => value(scalars.fraction(random), oneOf(random, ["bare", "bare", "named"])),
  decimals: (random) => value(scalars.decimalNumber(random)),
  surds: (random) => value(scalars.surd(random)),
  powers: (random) => value(scalars.powers(random)),
  logs: (random) => value(scalars.logs(random)),
  "trig-values": (random) => value(scalars.trigValue(random)),
  discrete: (random) => value(scalars.discrete(random)),
  "near-constants": (random) => value(near.constant(random)),
  "far-functions": (random) => value(near.farFunction(random)),
  complex: (random) => value(scalars.complexNumber(random)),
  polynomials: (random) => value(scalars.polynomial(random), oneOf(random, ["bare", "named"])),
  "rational-functions": (random) => value(scalars.rationalFunction(random)),
  radicals: (random) => value(scalars.radicalFunction(random)),
  "several-unknowns": (random) => value(scalars.severalUnknowns(random)),
  trigonometry: (random) => value(scalars.trigFunction(random)),
  "log-functions": (random) => value(scalars.logFunction(random)),
  percent: (random) =>
    value(num(oneOf(random, ["5", "12", "12.5", "37", "62.5", "150", "8.25"])), "percent"),
  money: (random) =>
    value(num(oneOf(random, ["18", "5.25", "1250.50", "540", "70000", "2.5", "64"])), "money"),
  sets: (random) => items(random, "set"),
  lists: (random) => items(random, "list"),
  tuples: (random) => items(random, "tuple"),
  "plus-minus": plusMinus,
  matrices: matrix,
  ratios: ratio,
  intervals: (random) => ({ is: "range", pieces: pieces(random), shown: "intervals" }),
  inequalities: (random) => ({ is: "range", pieces: pieces(random), shown: "inequalities" }),
  equations: equation,
  regions: (random) => ({ ...line(random), is: "inequality", sign: oneOf(random, SIGNS) }),
  units: quantity,
  families: family,
  antiderivatives: (random) => ({
    is: "antiderivative",
    of: oneOf(random, [scalars.polynomial, scalars.trigFunction, scalars.logFunction])(random),
    constant: "C",
  }),
  piecewise,
}

const SIGNS: readonly Sign[] = ["<", "≤", ">", "≥"]

function value(of: Formula, shown: Shown = "bare"): Answer {
  return { is: "value", value: of, shown }
}

function items(random: Random, shown: "set" | "list" | "tuple"): Answer {
  const simple = () => oneOf(random, ENTRIES)(random)
  const count = within(random, 2, shown === "tuple" ? 3 : 4)
  return { is: "items", shown, items: Array.from({ length: count }, simple) }
}

const ENTRIES = [
  ...[scalars.integer, scalars.integer, scalars.integer, scalars.fraction],
  ...[scalars.surd, scalars.trigValue],
]

function plusMinus(random: Random): Answer {
  const left = chance(random, 0.5) ? null : scalars.integer(random)
  const right = oneOf(random, [
    num(within(random, 1, 20)),
    root(num(oneOf(random, [2, 3, 5, 6, 7]))),
    product(num(within(random, 2, 5)), root(num(oneOf(random, [2, 3, 5])))),
    over(num(within(random, 1, 5)), num(oneOf(random, [7, 11]))),
  ])
  return { is: "plus-minus", left, right }
}

function matrix(random: Random): Answer {
  const [height, width] = oneOf(random, [
    [2, 2],
    [2, 3],
    [3, 1],
    [3, 3],
    [2, 1],
  ] as const)
  const entry = () => oneOf(random, [scalars.integer, scalars.integer, scalars.fraction])(random)
  const row = () => Array.from({ length: width }, entry)
  return { is: "matrix", rows: Array.from({ length: height }, row) }
}

function ratio(random: Random): Answer {
  const count = chance(random, 0.7) ? 2 : 3
  return { is: "ratio", parts: Array.from({ length: count }, () => num(within(random, 1, 15))) }
}

/** One or two intervals that do not touch. */
function pieces(random: Random): Piece[] {
  const start = within(random, -9, 6)
  const low = chance(random, 0.25) ? over(num(2 * start + 1), num(2)) : num(start)
  const inner = oneOf(random, [num(start + 3), over(num(3 * start + 10), num(3)), null])
  const [lowClosed, highClosed] = [chance(random, 0.5), chance(random, 0.5)]
  if (inner === null) {
    const high = num(start + within(random, 4, 9))
    const left: Piece = { low: null, high: low, lowClosed: false, highClosed }
    const right: Piece = { low: high, high: null, lowClosed, highClosed: false }
    return oneOf(random, [[left], [right], [left, right]])
  }
  const first: Piece = { low, high: inner, lowClosed, highClosed }
  if (chance(random, 0.6)) return [first]
  const far = num(start + within(random, 6, 12))
  return [first, { low: far, high: null, lowClosed: highClosed, highClosed: false }]
}

function line(random: Random) {
  const term = (letter: string) => product(num(within(random, 2, 9)), name(letter))
  const left = chance(random, 0.5) ? sum(term("x"), term("y")) : minus(term("x"), term("y"))
  return { left, right: num(within(random, 1, 30)) }
}

function equation(random: Random): Answer {
  const [x, y] = [name("x"), name("y")]
  const [a, b] = [within(random, 2, 9), within(random, 1, 9)]
  const shapes = [
    line(random),
    { left: y, right: sum(product(num(a), x), num(b)) },
    { left: sum(power(x, 2), power(y, 2)), right: num(a * a) },
    { left: sum(power(minus(x, num(a)), 2), power(sum(y, num(b)), 2)), right: num(a * b) },
    { left: y, right: minus(power(x, 2), product(num(a), x)) },
    { left: sum(over(power(x, 2), num(a * a)), over(power(y, 2), num(b))), right: num(1) },
    { left: product(x, y), right: num(a) },
    { left: sum(product(num(a), x), negate(product(num(b + 1), y)), name("z")), right: num(b) },
  ]
  return { is: "equation", ...oneOf(random, shapes) }
}

function quantity(random: Random): Answer {
  const { unit } = oneOf(random, UNITS)
  const size = oneOf(random, [
    num(within(random, 2, 90)),
    num(oneOf(random, ["1.5", "2.25", "0.75", "9.8"])),
    over(num(within(random, 1, 9)), num(oneOf(random, [7, 11]))),
    product(num(within(random, 2, 9)), PI),
  ])
  return { is: "quantity", value: size, unit }
}

function family(random: Random): Answer {
  const part = () => over(PI, num(oneOf(random, [2, 3, 4, 6, 12])))
  const period = oneOf(random, [
    ...[PI, product(num(2), PI), product(num(2), PI), over(PI, num(2))],
    ...[num(3), num(5), over(product(num(2), PI), num(3))],
  ])
  const whole = period.is === "number"
  const start = () => (whole ? num(within(random, 1, 2)) : part())
  const starts = chance(random, 0.6) ? [start()] : [part(), over(product(num(5), PI), num(7))]
  return {
    is: "family",
    starts: whole ? [start()] : starts,
    period,
    name: oneOf(random, ["k", "n"]),
  }
}

function piecewise(random: Random): Answer {
  const cut = num(within(random, -3, 4))
  const closed = chance(random, 0.5)
  const cases: readonly Case[] = [
    {
      value: scalars.polynomial(random),
      when: { low: null, high: cut, lowClosed: false, highClosed: closed },
    },
    {
      value: scalars.polynomial(random),
      when: { low: cut, high: null, lowClosed: !closed, highClosed: false },
    },
  ]
  return { is: "piecewise", cases }
}
