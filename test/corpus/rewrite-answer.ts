import { shuffled } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { type Answer, formulasIn, type Sign, UNITS, unitRow } from "./answer.ts"
import { chance, oneOf, within } from "./draw.ts"
import {
  type Formula,
  minus,
  namesIn,
  negate,
  num,
  over,
  product,
  sum,
  wholeOf,
} from "./formula.ts"
import { rewriteFormula } from "./rewrite-formula.ts"

export interface SameAnswer {
  readonly step: string
  readonly answer: Answer
}

/** The answer in another form: in its shape, or in one of its formulas. Null where none fits. */
export function rewriteAnswer(answer: Answer, random: Random): SameAnswer | null {
  const shaped = shapeSteps(answer, random)
  if (shaped.length > 0 && chance(random, 0.55)) {
    const [step, rewritten] = oneOf(random, shaped)
    return { step, answer: rewritten }
  }
  // Nobody writes a sum or a root before the sign of money or of percent.
  if (answer.is === "value" && (answer.shown === "percent" || answer.shown === "money")) return null
  const { here, put } = oneOf(random, formulasIn(answer))
  const rewritten = rewriteFormula(here, random)
  return rewritten === null ? null : { step: rewritten.step, answer: put(rewritten.formula) }
}

type Named = readonly [step: string, answer: Answer]

function shapeSteps(answer: Answer, random: Random): Named[] {
  const k = num(within(random, 2, 6))
  switch (answer.is) {
    case "value":
      return valueSteps(answer)
    case "items":
      return itemSteps(answer, random)
    case "plus-minus": {
      const { left, right } = answer
      const both = left === null ? [right, negate(right)] : [sum(left, right), minus(left, right)]
      return [
        ["both signs written out", { is: "items", shown: "list", items: both }],
        ["both signs as a set", { is: "items", shown: "set", items: both.toReversed() }],
      ]
    }
    case "matrix":
      return []
    case "ratio":
      return [["multiple", { is: "ratio", parts: answer.parts.map((part) => times(k, part)) }]]
    case "range":
      return [
        ["as inequalities", { ...answer, shown: "inequalities" }],
        ["as intervals", { ...answer, shown: "intervals" }],
        ["pieces reordered", { ...answer, pieces: answer.pieces.toReversed() }],
      ]
    case "equation":
      return equationSteps(answer, k).map(([step, made]) => [step, { is: "equation", ...made }])
    case "inequality":
      return inequalitySteps(answer, k)
    case "quantity":
      return unitSteps(answer)
    case "family":
      return familySteps(answer, random)
    case "antiderivative":
      return [
        ["shifted by a number", { ...answer, of: sum(answer.of, k) }],
        ["another constant", { ...answer, constant: oneOf(random, ["c", "K", "C_1"]) }],
      ]
    case "piecewise":
      return [["cases reordered", { ...answer, cases: answer.cases.toReversed() }]]
  }
}

/** A whole number times another worked out, and any other written as a product. */
function times(k: Formula, part: Formula): Formula {
  const [a, b] = [wholeOf(k), wholeOf(part)]
  return a === null || b === null ? product(k, part) : num(a * b)
}

function valueSteps(answer: Extract<Answer, { is: "value" }>): Named[] {
  if (answer.shown === "named") return [["bare value", { ...answer, shown: "bare" }]]
  if (answer.shown === "bare") {
    const isOfX = [...namesIn(answer.value)].every((one) => one === "x")
    return isOfX ? [["named value", { ...answer, shown: "named" }]] : []
  }
  return signedSteps(answer)
}

/** An amount of money or a percentage, with a zero more or as a fraction. */
function signedSteps(answer: Extract<Answer, { is: "value" }>): Named[] {
  const { value, shown } = answer
  if (value.is !== "number") return []
  const longer = value.text.includes(".") ? `${value.text}0` : `${value.text}.00`
  const steps: Named[] = [["zeros behind the point", { ...answer, value: num(longer) }]]
  if (shown === "money") steps.push(["sign of money left out", { ...answer, shown: "bare" }])
  return steps
}

function itemSteps(answer: Extract<Answer, { is: "items" }>, random: Random): Named[] {
  const { shown, items } = answer
  if (shown === "tuple") return []
  return [
    ["elements reordered", { ...answer, items: shuffled(items, random) }],
    ["as a set", { ...answer, shown: "set", items: shuffled(items, random) }],
    ["as a list", { ...answer, shown: "list", items: shuffled(items, random) }],
  ]
}

interface Sides {
  readonly left: Formula
  readonly right: Formula
}

function equationSteps({ left, right }: Sides, k: Formula): (readonly [string, Sides])[] {
  return [
    ["sides swapped", { left: right, right: left }],
    ["scaled", { left: product(k, left), right: product(k, right) }],
    ["all on one side", { left: minus(left, right), right: num(0) }],
    ["sign turned", { left: negate(left), right: negate(right) }],
    ["added to both sides", { left: sum(left, k), right: sum(right, k) }],
    ["divided", { left: over(left, k), right: over(right, k) }],
  ]
}

const TURNED: Readonly<Record<Sign, Sign>> = { "<": ">", "≤": "≥", ">": "<", "≥": "≤" }

function inequalitySteps(answer: Extract<Answer, { is: "inequality" }>, k: Formula): Named[] {
  const { left, right, sign } = answer
  const turned = TURNED[sign]
  return [
    ["sides swapped", { is: "inequality", left: right, right: left, sign: turned }],
    ["scaled", { ...answer, left: product(k, left), right: product(k, right) }],
    ["sign turned", { is: "inequality", left: negate(left), right: negate(right), sign: turned }],
    ["all on one side", { ...answer, left: minus(left, right), right: num(0) }],
  ]
}

function unitSteps({ value, unit }: Extract<Answer, { is: "quantity" }>): Named[] {
  const from = unitRow(unit)
  return UNITS.filter((row) => row.kind === from.kind && row.unit !== unit).map((to) => {
    const [top, bottom] = [from.top * to.bottom, from.bottom * to.top]
    const scaled =
      bottom === 1 || top % bottom === 0
        ? times(num(top / bottom), value)
        : over(product(num(top), value), num(bottom))
    return ["unit converted", { is: "quantity", value: scaled, unit: to.unit }]
  })
}

function familySteps(answer: Extract<Answer, { is: "family" }>, random: Random): Named[] {
  const { starts, period } = answer
  const other = oneOf(
    random,
    ["k", "n", "m"].filter((one) => one !== answer.name),
  )
  return [
    ["another counter", { ...answer, name: other }],
    ["start moved", { ...answer, starts: starts.map((start) => sum(start, period)) }],
    ["start moved back", { ...answer, starts: starts.map((start) => minus(start, period)) }],
    ["backwards", { ...answer, period: negate(period) }],
    [
      "two branches",
      {
        ...answer,
        starts: [...starts, ...starts.map((start) => sum(start, period))],
        period: product(num(2), period),
      },
    ],
    ["branches reordered", { ...answer, starts: starts.toReversed() }],
  ]
}
