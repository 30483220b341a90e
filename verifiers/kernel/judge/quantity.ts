import { number, PI, product, quotient, sum } from "../build.ts"
import { multiply, type Rational, rational } from "../rational.ts"
import type {
  DivideNode,
  Expr,
  MultiplyNode,
  NumberNode,
  PercentNode,
  QuantityNode,
  Unit,
} from "../tree.ts"
import { mentions, partsOf, rebuild, withParts } from "../walk.ts"
import { type Outcome, under, unsettled, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"

/** A value with its unit, also where it is a sum: 2 h + 30 min. Null for anything else. */
export function quantityIn(expr: Expr): QuantityNode | null {
  if (expr.kind === "quantity") return expr
  if (expr.kind === "negate") {
    const inner = quantityIn(expr.of)
    return inner === null ? null : { ...inner, value: { kind: "negate", of: inner.value } }
  }
  if (expr.kind === "multiply" || expr.kind === "divide") return scaledQuantity(expr)
  if (expr.kind !== "add") return null
  const parts = expr.terms.map(quantityIn)
  const [first, last] = [parts[0], parts.at(-1)]
  if (last && parts.every((part) => part === null || part === last)) {
    return { ...last, value: sum(...expr.terms.slice(0, -1), last.value) } // 16 − 4π cm²
  }
  if (!first || !parts.every((part) => part !== null && alike(part.unit, first.unit))) return null
  const text = `${first.unit.text} in base units`
  const unit = { ...first.unit, text, scale: rational(1), pi: false, offset: null }
  return { kind: "quantity", value: sum(...parts.map((part) => inBase(part!))), unit }
}

/** 3 · 2 km and $525 / 100: one factor with a unit, the others numbers. */
function scaledQuantity(expr: MultiplyNode | DivideNode): QuantityNode | null {
  const parts = partsOf(expr)
  const at = parts.findIndex(({ kind }) => kind === "quantity")
  const found = parts[at]
  if (found?.kind !== "quantity" || (expr.kind === "divide" && at > 0)) return null
  const others = parts.filter((_, i) => i !== at)
  if (others.some((part) => mentions(part, ({ kind }) => kind === "quantity"))) return null
  const inner = parts.map((part, i) => (i === at ? found.value : part))
  return { ...found, value: withParts(expr, inner) }
}

/** Two quantities: converted where their units measure the same thing. */
export function compareQuantities(key: QuantityNode, answer: QuantityNode, task: Task): Outcome {
  if (key.unit.text === answer.unit.text) return task.compare(key.value, answer.value)
  if (!alike(key.unit, answer.unit)) {
    if (isOpenUnit(key.unit, answer.unit)) {
      return under("missing-unit", task.compare(key.value, answer.value))
    }
    if (!holds(task, "wrong-unit")) return task.compare(key.value, answer.value)
    return wrong("unit", "wrong-unit", "wrong-unit", `${key.unit.text} against ${answer.unit.text}`)
  }
  return task.compare(inBase(key), inBase(answer))
}

/** 5 units against 5 cm: the unit is left open, but an area is no length. */
function isOpenUnit(one: Unit, other: Unit): boolean {
  const powers = [one, other].map(({ dimension }) => dimension.unit ?? 0)
  const [open, told] = powers[0] === 0 ? [other, one] : [one, other]
  if (powers.every((power) => power !== 0) || Object.keys(open.dimension).length !== 1) return false
  const isSpatial = Object.keys(told.dimension).every((name) => name === "length")
  const power = open.dimension.unit ?? 0
  return power !== 0 && (isSpatial ? told.dimension.length === power : power === 1)
}

/** A key with a unit against a bare number: the unit is forgiven. */
export function compareWithoutUnit(key: QuantityNode, answer: Expr, task: Task): Outcome {
  if (!holds(task, "missing-unit")) return wrong("unit", "missing-unit")
  const bare = task.compare(key.value, answer)
  if (isAngle(key.unit) && mentionsPi(answer)) return task.compare(inBase(key), answer)
  if (bare.is === "correct" || !isAngle(key.unit)) return under("missing-unit", bare)
  const radians = task.compare(inBase(key), answer)
  return radians.is === "correct" ? radians : under("missing-unit", bare)
}

/** A bare key against an answer with a unit: the unit says more than was asked. */
export function compareExtraUnit(key: Expr, answer: QuantityNode, task: Task): Outcome {
  if (answer.unit.pi && mentionsPi(answer.value)) return task.compare(key, inBase(answer))
  const bare = task.compare(key, answer.value)
  if (bare.is === "correct" || !isAngle(answer.unit)) return under("missing-unit", bare)
  const radians = task.compare(key, inBase(answer))
  return radians.is === "correct" ? radians : under("missing-unit", bare)
}

/** Percentages: with the sign on both sides, on one side only, or where the key is so marked. */
export function comparePercent(key: Expr, answer: Expr, task: Task): Outcome {
  const [wanted, given] = [percentIn(key), percentIn(answer)]
  if (wanted !== null && given !== null) return task.compare(wanted.of, given.of)
  if (wanted !== null) {
    const signless = task.compare(wanted.of, answer)
    return under(
      "percent",
      signless.is === "correct" ? signless : task.compare(share(wanted), answer),
    )
  }
  if (task.options.percent) return under("percent", task.compare(key, given!.of))
  const readings = [task.compare(key, given!.of), task.compare(key, share(given!))]
  if (!holds(task, "percent")) return readings[1]!
  if (readings.every(({ is }) => is === "incorrect")) return readings[1]!
  return unsettled("percent", "percent-or-number", "percent")
}

export function percentIn(expr: Expr): PercentNode | null {
  if (expr.kind === "percent") return expr
  if (expr.kind === "multiply" || expr.kind === "divide" || expr.kind === "negate") {
    const parts = partsOf(expr)
    const at = parts.findIndex(({ kind }) => kind === "percent")
    const found = parts[at]
    if (found?.kind !== "percent" || (expr.kind === "divide" && at > 0)) return null
    const inner = parts.map((part, i) => (i === at ? found.of : part))
    if (inner.some((part) => mentions(part, ({ kind }) => kind === "percent"))) return null
    return { kind: "percent", of: withParts(expr, inner) }
  }
  return null
}

function share({ of }: PercentNode): Expr {
  return product(of, number(rational(1, 100)))
}

/** The value in base units; a temperature's zero is moved as well. */
export function inBase({ value, unit }: QuantityNode): Expr {
  const factor = unit.pi ? product(number(unit.scale), PI) : number(unit.scale)
  const plainScale = unit.scale.numerator === 1n && unit.scale.denominator === 1n && !unit.pi
  const scaled = plainScale
    ? value
    : value.kind === "number" && !unit.pi
      ? converted(value, unit.scale)
      : product(value, factor)
  return unit.offset === null ? scaled : sum(scaled, number(unit.offset))
}

/** 60 km/h is 50/3 m/s: exact as 60 is, so that 16.6667 m/s can be its rounded value. */
function converted({ value, written }: NumberNode, scale: Rational): Expr {
  const scaled = multiply(value, scale)
  if (written !== "integer" || scaled.denominator === 1n) return number(scaled)
  return quotient(number(scaled.numerator), number(scaled.denominator))
}

/** Angles inside a function and counts by the dozen as numbers: cos 30° is cos(π/6). */
export function withPlainNumbers(expr: Expr): Expr {
  if (!mentions(expr, ({ kind }) => kind === "quantity")) return expr
  return rebuild(expr, (node) => {
    if (node.kind === "quantity" && isCount(node.unit)) return inBase(node)
    if (node.kind !== "call") return node
    const args = node.args.map((arg) => {
      const quantity = quantityIn(arg)
      return quantity !== null && isAngle(quantity.unit) ? inBase(quantity) : arg
    })
    return { ...node, args }
  })
}

function isCount(unit: Unit): boolean {
  return !unit.pi && Object.keys(unit.dimension).length === 0
}

export function alike(one: Unit, other: Unit): boolean {
  const names = new Set([...Object.keys(one.dimension), ...Object.keys(other.dimension)])
  return [...names].every((name) => (one.dimension[name] ?? 0) === (other.dimension[name] ?? 0))
}

/** π/3 speaks of radians: a degree sign after it is no slip of the pen. */
function mentionsPi(expr: Expr): boolean {
  return mentions(expr, (node) => node.kind === "constant" && node.name === "pi")
}

/** Degrees and radians: numbers in disguise. */
function isAngle(unit: Unit): boolean {
  return unit.pi || Object.keys(unit.dimension).every((name) => name === "angle")
}
