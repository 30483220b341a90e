import { negated, number, sum } from "../build.ts"
import { compareScalars, exactValue, substitute } from "../scalar/compare.ts"
import { derivativeOf } from "../scalar/derivative.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, renamed } from "../walk.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

const CONSTANT_NAMES = new Set(["C", "c", "K", "k", "C_1", "c_1", "C_0", "constant", "const"])

/**
 * A key with a constant of integration against an answer: they are equal if they differ by a
 * constant wherever both are defined. Null where the key has no such constant.
 */
export function compareAntiderivatives(key: Expr, answer: Expr, task: Task): Outcome | null {
  const wanted = withoutConstant(key)
  if (wanted === null) return null
  const variable = variableOf(wanted.rest)
  if (variable === null || hasOtherConstants(wanted.rest)) return null
  if (mayBeCoefficient(wanted)) {
    if (namesIn(answer).has(wanted.name)) return null
    const outcome = compareWith(wanted, variable, answer, task)
    return outcome.is === "correct" ? unsettled("antiderivative", "other-constant") : null
  }
  return compareWith(wanted, variable, answer, task)
}

interface Indefinite {
  readonly rest: Expr
  readonly name: string
}

function compareWith(wanted: Indefinite, variable: string, answer: Expr, task: Task): Outcome {
  const taken = namesIn(wanted.rest)
  const given = withoutConstant(answer, taken) ?? withoutInner(answer, taken, task)
  if (given === null) {
    // In ln(Cx) the constant is there, and in another place.
    if (hasConstant(answer, wanted.rest)) return unsettled("antiderivative", "other-constant")
    if (task.options.policies["integration-constant"] !== false) {
      return wrong("antiderivative", "missing-constant", "integration-constant")
    }
    return compareUpToConstant(wanted.rest, answer, variable, task)
  }
  return compareUpToConstant(wanted.rest, given.rest, variable, task)
}

/** C₁x + C₂ has two constants, and only the last of them comes from an integral at hand. */
function hasOtherConstants(rest: Expr): boolean {
  return [...namesIn(rest)].some((name) => /^[Cc]_\d+$/.test(name))
}

/** The c of ax² + bx + c and of mx + c stands beside other letters that are given. */
function mayBeCoefficient({ rest, name }: Indefinite): boolean {
  const names = [...namesIn(rest)]
  if (name === name.toLowerCase()) return names.length > 1
  return names.includes("A") || names.includes("B")
}

/** The parts of F + C, with the constant's sign or factor forgotten: it is any number. */
function withoutConstant(expr: Expr, taken: ReadonlySet<string> = new Set()): Indefinite | null {
  if (expr.kind !== "add") return null
  const at = expr.terms.findIndex((term) => {
    const bare = term.kind === "negate" ? term.of : term
    return bare.kind === "symbol" && CONSTANT_NAMES.has(bare.name) && !taken.has(bare.name)
  })
  if (at === -1) return null
  const name = bareName(expr.terms[at]!)
  const others = expr.terms.filter((_, i) => i !== at)
  if (others.some((term) => namesIn(term).has(name))) return null
  return { rest: sum(...others), name }
}

/** (x³ + C)/3: an answer whose constant has a number for a factor once all is multiplied out. */
function withoutInner(expr: Expr, taken: ReadonlySet<string>, task: Task): { rest: Expr } | null {
  const name = [...namesIn(expr)].find((one) => CONSTANT_NAMES.has(one) && !taken.has(one))
  const slope = name === undefined ? null : derivativeOf(expr, name)
  const factor = slope === null ? null : exactValue(slope, task.fuel)
  if (name === undefined || factor === null || factor.numerator === 0n) return null
  return { rest: substitute(expr, name, number(0)) }
}

function hasConstant(answer: Expr, rest: Expr): boolean {
  const taken = namesIn(rest)
  const isConstant = (name: string) => CONSTANT_NAMES.has(name) && !taken.has(name)
  return mentions(
    answer,
    (node) => node.kind === "call" && node.name === "ln" && [...namesIn(node)].some(isConstant),
  )
}

function bareName(term: Expr): string {
  const bare = term.kind === "negate" ? term.of : term
  return bare.kind === "symbol" ? bare.name : ""
}

/** The variable of integration: the only unknown, or else the usual letter. */
function variableOf(expr: Expr): string | null {
  const names = namesIn(expr)
  if (names.size === 1) return [...names][0]!
  return ["x", "t", "u", "y", "z", "s", "r"].find((name) => names.has(name)) ?? null
}

function compareUpToConstant(key: Expr, answer: Expr, variable: string, task: Task): Outcome {
  const same = compareScalars(key, answer, task.setting)
  if (same.is === "equal") return right("antiderivative", undefined, same.proof)
  if (same.is === "different" && same.reason === "smaller-domain") {
    return wrong("antiderivative", "smaller-domain", "smaller-domain", same.witness)
  }
  const slopes = [derivativeOf(key, variable), derivativeOf(answer, variable)] as const
  if (slopes[0] === null || slopes[1] === null) return unsettled("antiderivative", "no-derivative")
  const found = compareScalars(slopes[0], slopes[1], task.setting)
  if (found.is === "equal") {
    const domain = sameDomain(key, answer, task)
    if (domain !== null) return domain
    return right("antiderivative", "integration-constant", found.proof)
  }
  if (found.is === "different") {
    return wrong("antiderivative", "different-derivative", undefined, found.witness)
  }
  return unsettled("antiderivative", found.is === "unknown" ? found.reason : "undefined")
}

/** ln x and ln|x| have one derivative and two domains: each minus itself shows where it lives. */
function sameDomain(key: Expr, answer: Expr, task: Task): Outcome | null {
  const nothing = [sum(key, negated(key)), sum(answer, negated(answer))] as const
  const found = compareScalars(nothing[0], nothing[1], task.setting)
  if (found.is === "equal" && found.note === undefined) return null
  if (found.is !== "different") return unsettled("antiderivative", "unknown-domain")
  return wrong("antiderivative", "smaller-domain", "smaller-domain", found.witness)
}

/** Renames the dummies of an answer to those of the key, in the order in which they occur. */
export function withDummies(key: Expr, answer: Expr, dummies: readonly string[]): Expr {
  const [wanted, given] = [[...namesIn(key)], [...namesIn(answer)]]
  const free = wanted.filter((name) => dummies.includes(name) && !given.includes(name))
  const strange = given.filter((name) => !wanted.includes(name))
  if (free.length === 0 || strange.length !== free.length) return answer
  return renamed(answer, new Map(strange.map((name, i) => [name, free[i]!])))
}
