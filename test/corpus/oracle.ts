import type { Answer } from "./answer.ts"
import { unitRow } from "./answer.ts"
import { decimal, decimalAt, type Value } from "./decimal-value.ts"
import { type Formula, minus, negate, num, over, placesIn, product, sum } from "./formula.ts"
import { sameCases, samePieces } from "./same-pieces.ts"
import { sameEquation, sameInequality } from "./same-relation.ts"
import { areApart, areEqual, distance, NOWHERE, type Sameness, sameValue } from "./same-value.ts"

/**
 * Whether two generated answers mean the same, by 64-digit decimals at several points and by
 * membership, never by the judge. It may not know; it is never asked about text.
 */
export function sameAnswer(key: Answer, answer: Answer): Sameness {
  if (key.is === "value" && answer.is === "value") {
    if ((key.shown === "percent") !== (answer.shown === "percent")) return "unknown"
    return unlessRounded(key.value, answer.value)
  }
  if (key.is === "matrix" && answer.is === "matrix") return sameMatrix(key.rows, answer.rows)
  if (key.is === "ratio" && answer.is === "ratio") return sameRatio(key.parts, answer.parts)
  if (key.is === "range" && answer.is === "range") return samePieces(key.pieces, answer.pieces)
  if (key.is === "equation" && answer.is === "equation") return sameEquation(key, answer)
  if (key.is === "inequality" && answer.is === "inequality") return sameInequality(key, answer)
  if (key.is === "quantity" && answer.is === "quantity") return sameQuantity(key, answer)
  if (key.is === "family" && answer.is === "family") return sameFamily(key, answer)
  if (key.is === "piecewise" && answer.is === "piecewise") return sameCases(key.cases, answer.cases)
  if (key.is === "antiderivative" && answer.is === "antiderivative") {
    return sameAntiderivative(key, answer)
  }
  const [wanted, given] = [itemsOf(key), itemsOf(answer)]
  if (wanted === null || given === null) return "unknown"
  const tuples = [key, answer].filter((one) => one.is === "items" && one.shown === "tuple")
  if (tuples.length === 1) return "unknown"
  return tuples.length === 2 ? inOrder(wanted, given) : asSets(wanted, given)
}

/** A decimal that may be the key, rounded, is a question of policy and not of mathematics. */
function unlessRounded(key: Formula, answer: Formula): Sameness {
  const sameness = sameValue(key, answer)
  if (sameness !== "different") return sameness
  const isDecimal = placesIn(answer).some(
    ({ here }) => here.is === "number" && here.text.includes("."),
  )
  if (!isDecimal) return sameness
  const [a, b] = [decimalAt(key, NOWHERE), decimalAt(answer, NOWHERE)]
  if (a === null || b === null) return "unknown"
  const far = distance(a, b).greaterThan(a.re.abs().plus(a.im.abs()).times("1e-5"))
  return far ? "different" : "unknown"
}

function sameMatrix(key: readonly Formulas[], answer: readonly Formulas[]): Sameness {
  if (key.length !== answer.length || key[0]!.length !== answer[0]!.length) return "different"
  return inOrder(key.flat(), answer.flat())
}

type Formulas = readonly Formula[]

function inOrder(key: Formulas, answer: Formulas): Sameness {
  if (key.length !== answer.length) return "different"
  return all(key.map((part, i) => sameValue(part, answer[i]!)))
}

function all(parts: readonly Sameness[]): Sameness {
  if (parts.includes("different")) return "different"
  if (parts.includes("unknown")) return "unknown"
  return parts.includes("domain") ? "domain" : "same"
}

/** Two ratios are the same where each part is the same multiple of the other's. */
function sameRatio(key: Formulas, answer: Formulas): Sameness {
  if (key.length !== answer.length) return "different"
  return all(
    key.map((part, i) => sameValue(product(part, answer[0]!), product(answer[i]!, key[0]!))),
  )
}

function sameQuantity(key: Quantity, answer: Quantity): Sameness {
  const [one, other] = [unitRow(key.unit), unitRow(answer.unit)]
  if (one.kind !== other.kind) return "different"
  const scaled = (value: Formula, { top, bottom }: typeof one) =>
    over(product(value, num(top)), num(bottom))
  return unlessRounded(scaled(key.value, one), scaled(answer.value, other))
}

type Quantity = Extract<Answer, { is: "quantity" }>
type Family = Extract<Answer, { is: "family" }>
type Antiderivative = Extract<Answer, { is: "antiderivative" }>

function itemsOf(answer: Answer): Formulas | null {
  if (answer.is === "items") return answer.items
  if (answer.is !== "plus-minus") return null
  const { left, right } = answer
  return left === null ? [right, negate(right)] : [sum(left, right), minus(left, right)]
}

function asSets(key: Formulas, answer: Formulas): Sameness {
  const table = key.map((part) => answer.map((other) => sameValue(part, other)))
  const columns = answer.map((_, i) => table.map((row) => row[i]!))
  return all([...table, ...columns].map(anyOf))
}

/** Whether an element has its equal among the others. */
function anyOf(samenesses: readonly Sameness[]): Sameness {
  if (samenesses.includes("same")) return "same"
  return samenesses.every((one) => one === "different") ? "different" : "unknown"
}

const TURNS = [-7, -3, -2, -1, 0, 1, 2, 3, 5]

/** Both ways: each of some members of one family is a member of the other. */
function sameFamily(key: Family, answer: Family): Sameness {
  return all([isWithin(key, answer), isWithin(answer, key)])
}

function isWithin(inner: Family, outer: Family): Sameness {
  const parts = [...inner.starts, ...outer.starts, inner.period, outer.period]
  if (parts.some((part) => decimalAt(part, NOWHERE) === null)) return "unknown"
  const period = decimalAt(outer.period, NOWHERE)!.re
  const starts = outer.starts.map((start) => decimalAt(start, NOWHERE)!.re)
  const members = inner.starts.flatMap((start) =>
    TURNS.map((n) => decimalAt(sum(start, product(num(n), inner.period)), NOWHERE)!.re),
  )
  if (period.abs().lessThan("1e-20")) return "unknown"
  const found = members.map((member) => {
    const off = starts.map((start) => {
      const turns = member.minus(start).div(period)
      return turns.minus(turns.round()).abs()
    })
    if (off.some((one) => one.lessThan("1e-45"))) return "same"
    return off.every((one) => one.greaterThan("1e-30")) ? "different" : "unknown"
  })
  return all(found)
}

const PLACES = ["0.4142135", "0.7071", "1.0986", "1.7320508", "2.4494", "0.1234"].map(decimal)

/** Equal up to a constant, where both have one; a constant that is missing makes the difference. */
function sameAntiderivative(key: Antiderivative, answer: Antiderivative): Sameness {
  if (key.constant !== null && answer.constant === null) return "different"
  if (key.constant === null) return "unknown"
  const rises: Value[] = []
  for (const x of PLACES) {
    const at = new Map([["x", x]])
    const [a, b] = [decimalAt(key.of, at), decimalAt(answer.of, at)]
    if (a !== null && b !== null) rises.push({ re: a.re.minus(b.re), im: a.im.minus(b.im) })
  }
  if (rises.length < 3) return "unknown"
  const [first, ...rest] = rises as [Value, ...Value[]]
  if (rest.some((rise) => areApart(first, rise))) return "different"
  return rest.every((rise) => areEqual(first, rise)) ? "same" : "unknown"
}
