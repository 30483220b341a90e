import type { Random } from "../../src/world.ts"
import { type Answer, type Case, formulasIn, type Piece, UNITS, unitRow } from "./answer.ts"
import { oneOf, within } from "./draw.ts"
import { call, type Formula, name, negate, num, over, power, product, sum } from "./formula.ts"
import { mutateFormula } from "./mutate-formula.ts"

export interface WrongAnswer {
  readonly slip: string
  readonly answer: Answer
}

/** An answer with one slip in it: in its shape, or in one of its formulas. Null where none fits. */
export function mutateAnswer(answer: Answer, random: Random): WrongAnswer | null {
  const shaped = shapeSlips(answer, random)
  if (shaped.length > 0 && random.next() < 0.5) {
    const [slip, mutated] = oneOf(random, shaped)
    return { slip, answer: mutated }
  }
  const { here, put } = oneOf(random, formulasIn(answer))
  const wrong = mutateFormula(here, random)
  return wrong === null ? null : { slip: wrong.slip, answer: put(wrong.formula) }
}

type Named = readonly [slip: string, answer: Answer]
type Formulas = readonly Formula[]

function shapeSlips(answer: Answer, random: Random): Named[] {
  switch (answer.is) {
    case "value":
      return []
    case "equation":
      return equationSlips(answer)
    case "items":
      return itemSlips(answer, random)
    case "plus-minus":
      return plusMinusSlips(answer)
    case "matrix":
      return matrixSlips(answer.rows)
    case "ratio":
      return ratioSlips(answer.parts)
    case "range":
      return rangeSlips(answer.pieces).map(([slip, pieces]) => [slip, { ...answer, pieces }])
    case "inequality": {
      const signs = (["<", "≤", ">", "≥"] as const).filter((sign) => sign !== answer.sign)
      return [["sign of the inequality", { ...answer, sign: oneOf(random, signs) }]]
    }
    case "quantity": {
      const units = UNITS.filter(({ unit }) => unit !== answer.unit)
      const alike = units.filter(({ kind }) => kind === unitRow(answer.unit).kind)
      return [units, alike]
        .filter((some) => some.length > 0)
        .map((some) => ["unit", { ...answer, unit: oneOf(random, some).unit }])
    }
    case "family":
      return familySlips(answer)
    case "antiderivative":
      return [["no + C", { ...answer, constant: null }]]
    case "piecewise":
      return caseSlips(answer.cases).map(([slip, cases]) => [slip, { ...answer, cases }])
  }
}

/** Steps that add solutions: both sides squared, or multiplied by something that can be zero. */
function equationSlips({ left, right }: Extract<Answer, { is: "equation" }>): Named[] {
  const squared = [left, right].map((side) => power(side, 2)) as [Formula, Formula]
  const factor = sum(name("x"), num(7))
  const scaled = [left, right].map((side) => product(factor, side)) as [Formula, Formula]
  return [
    ["both sides squared", { is: "equation", left: squared[0], right: squared[1] }],
    ["a root gained", { is: "equation", left: scaled[0], right: scaled[1] }],
    ["absolute values", { is: "equation", left: call("abs", left), right: call("abs", right) }],
  ]
}

function itemSlips(answer: Extract<Answer, { is: "items" }>, random: Random): Named[] {
  const { items } = answer
  const at = within(random, 0, items.length - 1)
  const slips: Named[] = [
    ["element added", { ...answer, items: [...items, num(within(random, 1, 30))] }],
    ["opposite element", { ...answer, items: items.with(at, negate(items[at]!)) }],
  ]
  if (items.length > 1) {
    slips.push(["element dropped", { ...answer, items: items.toSpliced(at, 1) }])
    slips.push([
      "elements added up",
      { ...answer, items: [sum(items[0]!, items[1]!), ...items.slice(2)] },
    ])
  }
  if (answer.shown === "tuple") slips.push(["order", { ...answer, items: items.toReversed() }])
  return slips
}

function plusMinusSlips({ left, right }: Extract<Answer, { is: "plus-minus" }>): Named[] {
  const both = left === null ? [right, negate(right)] : [sum(left, right), sum(left, negate(right))]
  const list = { is: "items", shown: "list" } as const
  return [
    ["one sign only", { ...list, items: [both[0]!] }],
    ["one sign only", { ...list, items: [both[1]!] }],
    ["zero added", { ...list, items: [...both, num(0)] }],
    ["left side too", { is: "plus-minus", left: sum(left ?? num(0), num(1)), right }],
  ]
}

function matrixSlips(rows: readonly Formulas[]): Named[] {
  const turned = rows[0]!.map((_, i) => rows.map((row) => row[i]!))
  const matrix = (made: readonly Formulas[]): Answer => ({ is: "matrix", rows: made })
  return [
    ["transposed", matrix(turned)],
    ["rows swapped", matrix(rows.toReversed())],
    ["columns swapped", matrix(rows.map((row) => row.toReversed()))],
    ["doubled", matrix(rows.map((row) => row.map((part) => product(num(2), part))))],
    ["row dropped", matrix(rows.length > 1 ? rows.slice(1) : rows)],
  ]
}

function ratioSlips(parts: Formulas): Named[] {
  const slips: Named[] = [["ratio turned round", { is: "ratio", parts: parts.toReversed() }]]
  if (parts.length > 2) slips.push(["part dropped", { is: "ratio", parts: parts.slice(1) }])
  return slips
}

function rangeSlips(pieces: readonly Piece[]): (readonly [string, readonly Piece[]])[] {
  const [first, ...rest] = pieces as readonly [Piece, ...Piece[]]
  const { low, high, lowClosed, highClosed } = first
  const slips: (readonly [string, readonly Piece[]])[] = []
  if (low !== null) slips.push(["bracket", [{ ...first, lowClosed: !lowClosed }, ...rest]])
  if (high !== null) slips.push(["bracket", [{ ...first, highClosed: !highClosed }, ...rest]])
  if (low !== null && high !== null) {
    slips.push(["unbounded", [{ ...first, low: null, lowClosed: false }, ...rest]])
    slips.push(["unbounded", [{ ...first, high: null, highClosed: false }]])
    const below: Piece = { low: null, high: low, lowClosed: false, highClosed: !lowClosed }
    const above: Piece = { low: high, high: null, lowClosed: !highClosed, highClosed: false }
    slips.push(["complement", [below, above]])
    const middle = over(sum(low, high), num(2))
    const [left, right] = [
      { ...first, high: middle, highClosed: false },
      { ...first, low: middle, lowClosed: false },
    ]
    slips.push(["a point lost", [left, right, ...rest]])
  }
  if (low === null || high === null) {
    const turned = { low: high, high: low, lowClosed: highClosed, highClosed: lowClosed }
    slips.push(["other side", [turned, ...rest]])
  }
  if (rest.length > 0) slips.push(["piece dropped", [first]], ["piece dropped", rest])
  return slips
}

function familySlips(answer: Extract<Answer, { is: "family" }>): Named[] {
  const slips: Named[] = [
    ["period doubled", { ...answer, period: product(num(2), answer.period) }],
    ["period halved", { ...answer, period: over(answer.period, num(2)) }],
    ["opposite start", { ...answer, starts: answer.starts.map(negate) }],
    ["start lost", { ...answer, starts: [num(0)] }],
    [
      "half a period on",
      { ...answer, starts: answer.starts.map((start) => sum(start, over(answer.period, num(2)))) },
    ],
  ]
  if (answer.starts.length > 1) {
    slips.push(["branch dropped", { ...answer, starts: answer.starts.slice(1) }])
  }
  return slips
}

function caseSlips(cases: readonly Case[]): (readonly [string, readonly Case[]])[] {
  const [one, other] = cases as readonly [Case, Case]
  const cut = one.when.high!
  const moved = sum(cut, num(1))
  return [
    [
      "values swapped",
      [
        { ...one, value: other.value },
        { ...other, value: one.value },
      ],
    ],
    ["case dropped", [one]],
    [
      "cut moved",
      [
        { ...one, when: { ...one.when, high: moved } },
        { ...other, when: { ...other.when, low: moved } },
      ],
    ],
    [
      "other side of the cut",
      [
        { ...one, when: { ...one.when, highClosed: !one.when.highClosed } },
        { ...other, when: { ...other.when, lowClosed: !other.when.lowClosed } },
      ],
    ],
  ]
}
