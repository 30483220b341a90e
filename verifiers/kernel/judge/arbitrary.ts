import { difference, number, product, sum } from "../build.ts"
import { rational } from "../rational.ts"
import { compareScalars, substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, renamed } from "../walk.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"
import { compareValues } from "./value.ts"

const CONSTANTS_MAX = 3 // 6 ways to give them other names

/**
 * General solutions with arbitrary constants, C₁eˣ + C₂e⁻ˣ, that are not equal as they stand. With
 * the constants under other names they may be. Otherwise 2Ceˣ is a way to write Ceˣ: only a member
 * that the other family cannot have proves two families different, and the rest is undecided.
 */
export function compareArbitrary(found: Outcome, key: Expr, answer: Expr, task: Task): Outcome {
  if (found.is !== "incorrect" || task.plain || !holds(task, "constants")) return found
  const [sure, told] = [constantsIn(key, CONSTANT), constantsIn(answer, CONSTANT)]
  const wanted = sure.length > 0 || told.length === 0 ? sure : constantsIn(key, ANY_CONSTANT)
  if (wanted.length === 0 || wanted.length > CONSTANTS_MAX) return found
  if (!isSolution(sure.length > 0 ? key : answer)) return found
  const given = constantsIn(answer, ANY_CONSTANT)
  if (given.length === 0) return found
  const same = underOtherNames(key, answer, wanted, given, task)
  // A single A, a c or a C beside other letters may be a number that is given.
  const meant = sure.length > 0 ? isPureSpan(key, sure, task) : isPureSpan(answer, told, task)
  if (same !== null && meant && (sure.length > 0 || told.length > 1)) return same
  if (same !== null) return unsettled("constants", "other-constants", "constants")
  const witness =
    memberOutside(answer, given, key, wanted, task) ??
    memberOutside(key, wanted, answer, given, task)
  if (witness === null) return unsettled("constants", "other-constants", "constants")
  return wrong("constants", "different-family", undefined, witness)
}

/** Whether both sides of two equations have arbitrary constants: implicit general solutions. */
export function areGeneral(key: Expr, answer: Expr): boolean {
  return constantsIn(key, GENERAL).length > 0 && constantsIn(answer, ANY_CONSTANT).length > 0
}

const GENERAL = /^(C|[Cc]_\d+)$/
const CONSTANT = /^[Cc](_\d+)?$/
const ANY_CONSTANT = /^([A-EKabck](_\d+)?|alpha|beta|gamma|lambda)$/

function constantsIn(expr: Expr, names: RegExp): readonly string[] {
  return [...namesIn(expr)].filter((name) => names.test(name))
}

const VARIABLES: ReadonlySet<string> = new Set(["x", "t", "theta", "u", "s", "r", "y"])

/** Functions of the variable alone, or with exponents, sines and logarithms of it. */
function isSolution(expr: Expr): boolean {
  const others = [...namesIn(expr)].filter((name) => !/^C(_\d+)?$/.test(name))
  if (others.length > 0 && others.every((name) => VARIABLES.has(name))) return true
  const varies = (of: Expr) => [...namesIn(of)].some((name) => VARIABLES.has(name))
  return mentions(expr, (node) => {
    if (node.kind === "power") return varies(node.exponent)
    return node.kind === "call" && node.name !== "abs" && node.args.some(varies)
  })
}

/** The answer with the key's names for its constants; names that both sides have stay. */
function underOtherNames(
  key: Expr,
  answer: Expr,
  wanted: readonly string[],
  given: readonly string[],
  task: Task,
): Outcome | null {
  const isSwap = [...wanted].sort().join() === [...given].sort().join()
  if (isSwap && wanted.length < 2) return null
  const [missing, strange] = isSwap
    ? [wanted, wanted]
    : [without(wanted, given), without(given, wanted)]
  if (missing.length === 0 || missing.length !== strange.length) return null
  if (!isSwap && strange.some((name) => namesIn(key).has(name))) return null
  for (const order of ordersOf(missing)) {
    const names = new Map(strange.map((name, i) => [name, order[i]!]))
    const outcome = compareValues(key, renamed(answer, names), task)
    if (outcome.is === "correct") return right(outcome.method, "constants", outcome.proof)
  }
  return null
}

/** c₁p₁(x) + c₂p₂(x) in one variable and no other letters: there nothing else can be meant. */
function isPureSpan(expr: Expr, constants: readonly string[], task: Task): boolean {
  const others = [...namesIn(expr)].filter((name) => !constants.includes(name))
  if (others.length !== 1 || !constants.every((name) => GENERAL.test(name))) return false
  return VARIABLES.has(others[0]!) && spanOf(expr, constants, task) !== null
}

function without(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.filter((name) => !other.includes(name))
}

function ordersOf(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2) return [names]
  return names.flatMap((name) =>
    ordersOf(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
  )
}

/** p₀ + c₁p₁ + c₂p₂ as p₀ and the others; null where the constants do not stand so. */
function spanOf(expr: Expr, constants: readonly string[], task: Task) {
  const at = (values: readonly number[]) => memberAt(expr, constants, values)
  const zero = constants.map(() => 0)
  const origin = at(zero)
  const parts = constants.map((_, i) => difference(at(zero.with(i, 1)), origin))
  const spread = sum(
    origin,
    ...parts.map((part, i) => product({ kind: "symbol", name: constants[i]! }, part)),
  )
  return compareScalars(expr, spread, task.setting).is === "equal" ? { origin, parts } : null
}

function memberAt(expr: Expr, constants: readonly string[], values: readonly number[]): Expr {
  return constants.reduce((held, name, i) => substitute(held, name, number(values[i]!)), expr)
}

/**
 * Says where a member of one family lies outside the other: at n + 1 points its values and those of
 * the n parts of the other family have a determinant that is not zero. Null where none is found.
 */
function memberOutside(
  one: Expr,
  constants: readonly string[],
  other: Expr,
  others: readonly string[],
  task: Task,
): string | null {
  const into = spanOf(other, others, task)
  if (into === null) return null
  const names = [...namesIn(other, namesIn(one))].filter(
    (name) => !constants.includes(name) && !others.includes(name),
  )
  const choices = [constants.map(() => 0), constants.map((_, i) => i + 1)]
  const members = [...choices, ...constants.map((_, i) => choices[0]!.with(i, 1))].map((values) =>
    difference(memberAt(one, constants, values), into.origin),
  )
  const isOutside = members.some((member) => {
    const rows = [member, ...into.parts].map((part) =>
      POINTS.slice(0, into.parts.length + 1).map((value) => at(part, names, value)),
    )
    const found = compareScalars(number(0), determinant(rows), task.setting)
    return found.is === "different" && found.reason === "different-value"
  })
  return isOutside ? "no choice of the constants makes the two equal" : null
}

const POINTS = [rational(1, 2), rational(4, 3), rational(7, 3), rational(13, 4)]

function at(expr: Expr, names: readonly string[], value: (typeof POINTS)[number]): Expr {
  return names.reduce(
    (held, name, i) =>
      substitute(held, name, number(rational(value.numerator + BigInt(i), value.denominator))),
    expr,
  )
}

function determinant(rows: readonly (readonly Expr[])[]): Expr {
  return {
    kind: "call",
    name: "determinant",
    args: [{ kind: "matrix", rows }],
  }
}
