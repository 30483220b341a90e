import { negated, sum } from "../build.ts"
import { compareScalars } from "../scalar/compare.ts"
import { derivativeOf } from "../scalar/derivative.ts"
import type { Expr } from "../tree.ts"
import { namesIn, renamed } from "../walk.ts"
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
  if (variable === null) return null
  const given = withoutConstant(answer, namesIn(wanted.rest))
  if (given === null) {
    if (task.options.policies["integration-constant"] !== false) {
      return wrong("antiderivative", "missing-constant", "integration-constant")
    }
    return compareUpToConstant(wanted.rest, answer, variable, task)
  }
  return compareUpToConstant(wanted.rest, given.rest, variable, task)
}

/** The parts of F + C, with the constant's sign or factor forgotten: it is any number. */
function withoutConstant(
  expr: Expr,
  taken: ReadonlySet<string> = new Set(),
): { rest: Expr } | null {
  if (expr.kind !== "add") return null
  const at = expr.terms.findIndex((term) => {
    const bare = term.kind === "negate" ? term.of : term
    return bare.kind === "symbol" && CONSTANT_NAMES.has(bare.name) && !taken.has(bare.name)
  })
  if (at === -1) return null
  const name = bareName(expr.terms[at]!)
  const others = expr.terms.filter((_, i) => i !== at)
  if (others.some((term) => namesIn(term).has(name))) return null
  return { rest: sum(...others) }
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
