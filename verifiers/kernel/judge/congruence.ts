import { product, sum, symbol } from "../build.ts"
import { exactValue } from "../scalar/compare.ts"
import { treeKey } from "../scalar/trees.ts"
import type { Expr } from "../tree.ts"
import { namesIn, partsOf } from "../walk.ts"
import { assignedNames } from "./assignment.ts"
import { compareFamilies, type Family, familyIn } from "./family.ts"
import { every, type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { compareSystems } from "./residue-sets.ts"
import { holds, type Task } from "./task.ts"

interface Residue {
  /** The unknown, null for a bare "3 (mod 7)". */
  readonly of: Expr | null
  readonly value: Expr
  readonly modulus: Expr
}

/**
 * x ≡ a (mod m) against the same, against "a (mod m)" and against x = a + mk: the same unknown, the
 * same modulus up to its sign, the same residue. Null where no congruence is meant.
 */
export function compareResidues(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [residueIn(key), residueIn(answer)]
  if (wanted !== null && given !== null) return compareTwo(wanted, given, task)
  const system = compareSystems(key, answer, task)
  if (system !== null) return system
  if (!isCongruence(key) && !isCongruence(answer)) return null
  const [names, others] = [subjectsOf(key), subjectsOf(answer)]
  const strange = others.size > 0 && [...names].some((name) => !others.has(name))
  if (strange && holds(task, "names")) return wrong("congruence", "different-names", "names")
  const [one, other] = [familyOf(key, wanted), familyOf(answer, given)]
  return one === null || other === null ? null : compareFamilies(one, other, task)
}

function residueIn(expr: Expr): Residue | null {
  if (expr.kind === "congruence") {
    return { of: expr.left, value: expr.right, modulus: expr.modulus }
  }
  if (expr.kind !== "call" || expr.name !== "mod" || expr.args.length !== 2) return null
  return { of: null, value: expr.args[0]!, modulus: expr.args[1]! }
}

/** A congruence, or several of which one has to hold: x ≡ 1, 3 (mod 4). */
function isCongruence(expr: Expr): boolean {
  if (expr.kind === "congruence") return true
  return alternativesIn(expr)?.every(isCongruence) ?? false
}

/** Parts joined by "or"; a comma joins them so where the moduli are one and the same. */
function alternativesIn(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "logic") return expr.name === "or" ? expr.of : null
  if (expr.kind !== "list" || expr.word === "and") return null
  if (expr.word === "or") return expr.items
  const moduli = expr.items.map((item) => (item.kind === "congruence" ? treeKey(item.modulus) : ""))
  return moduli.every((modulus) => modulus !== "" && modulus === moduli[0]) ? expr.items : null
}

/** What congruences and equations speak of: the x of x ≡ 1 (mod 4) and of x = 4k + 1. */
function subjectsOf(expr: Expr): ReadonlySet<string> {
  const congruences = isCongruence(expr) && expr.kind !== "congruence" ? partsOf(expr) : [expr]
  const names = congruences.flatMap((part) =>
    part.kind === "congruence" ? [treeKey(part.left)] : [],
  )
  return new Set(names.length > 0 ? names : [...assignedNames(expr)].map(symbol).map(treeKey))
}

function familyOf(expr: Expr, residue: Residue | null): Family | null {
  if (residue === null && isCongruence(expr)) {
    const parts = partsOf(expr).map((part) => familyOf(part, residueIn(part)))
    const values = parts.flatMap((part) => part?.values ?? [])
    return parts.includes(null) ? null : { values, parameter: "n", part: "all" }
  }
  if (residue === null) {
    const names = [...namesIn(expr)].filter((name) => COUNTERS.has(name))
    return familyIn(expr, names)
  }
  const values = [sum(residue.value, product(residue.modulus, symbol("n")))]
  return { values, parameter: "n", part: "all" }
}

const COUNTERS: ReadonlySet<string> = new Set(["n", "k", "m", "t", "j"])

function compareTwo(key: Residue, answer: Residue, task: Task): Outcome {
  if (key.of !== null && answer.of !== null) {
    const same = task.compare(key.of, answer.of)
    if (same.is !== "correct") return same
  }
  const [modulus, other] = [key, answer].map((one) => exactValue(one.modulus, task.fuel))
  const [a, b] = [key, answer].map((one) => exactValue(one.value, task.fuel))
  if (!modulus || !other || !a || !b) {
    return every("congruence", [
      task.compare(key.value, answer.value),
      task.compare(key.modulus, answer.modulus),
    ])
  }
  const size = (value: bigint) => (value < 0n ? -value : value)
  if (size(modulus.numerator) !== size(other.numerator)) {
    return wrong("congruence", "different-modulus")
  }
  if (a.denominator !== 1n || b.denominator !== 1n || modulus.denominator !== 1n) {
    return unsettled("congruence", "no-integer")
  }
  if (modulus.numerator === 0n) return unsettled("congruence", "zero-modulus")
  const gap = (a.numerator - b.numerator) % modulus.numerator
  return gap === 0n ? right("congruence") : wrong("congruence", "different-residue")
}
