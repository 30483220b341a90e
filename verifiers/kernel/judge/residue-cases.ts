import { number, product, sum, symbol } from "../build.ts"
import { exactValue, substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"
import { every, type Outcome, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

const MODULUS_MAX = 24 // as many comparisons

interface Class {
  readonly name: string
  readonly residue: number
  readonly modulus: number
}

/**
 * Functions of a whole number by cases such as "n even" and n ≡ 1 (mod 3): residue by residue, with
 * mn + r put in for n. Null where a case is no such condition, or no side has one.
 */
export function compareByResidue(key: Expr, answer: Expr, task: Task): Outcome | null {
  const classes = [key, answer].map((side) => classesOf(side, task))
  const [wanted, given] = classes
  if (!wanted || !given) return null
  const [first, ...others] = [...wanted, ...given]
  if (first === undefined || others.some(({ name }) => name !== first.name)) return null
  const period = [first, ...others].reduce((sofar, { modulus }) => common(sofar, modulus), 1)
  if (period > MODULUS_MAX) return null
  const assume = new Map(task.setting.assume).set(first.name, "integer" as const)
  const inside: Task = {
    ...task,
    setting: { ...task.setting, assume },
    compare: (one, other) => task.compareIn(inside, one, other),
  }
  const outcomes = Array.from({ length: period }, (_, residue) => {
    const member = sum(product(number(period), symbol(first.name)), number(residue))
    const [one, other] = [key, answer].map((side) => {
      const value = valueAt(side, residue, task)
      return value === null ? null : substitute(value, first.name, member)
    })
    if (one === null || other === null) {
      return one === other ? null : wrong("residues", "different-domain")
    }
    return inside.compare(one!, other!)
  })
  return every(
    "residues",
    outcomes.filter((outcome) => outcome !== null),
  )
}

/** The conditions of a side, none without cases; null where one is of another kind. */
function classesOf(expr: Expr, task: Task): readonly Class[] | null {
  if (expr.kind !== "piecewise") {
    return mentions(expr, ({ kind }) => kind === "piecewise") ? null : []
  }
  const classes = expr.cases.map(({ when }) => classOf(when, task))
  return classes.includes(null) ? null : (classes as Class[])
}

function classOf(when: Expr, task: Task): Class | null {
  if (when.kind !== "congruence" || when.left.kind !== "symbol") return null
  const [residue, modulus] = [when.right, when.modulus].map((side) => exactValue(side, task.fuel))
  if (!residue || !modulus || residue.denominator !== 1n || modulus.denominator !== 1n) return null
  const [size, rest] = [Number(modulus.numerator), Number(residue.numerator)]
  if (!(size >= 1 && size <= MODULUS_MAX)) return null
  return { name: when.left.name, residue: ((rest % size) + size) % size, modulus: size }
}

/** The formula for a residue: of the first case that has it, or what holds otherwise. */
function valueAt(expr: Expr, residue: number, task: Task): Expr | null {
  if (expr.kind !== "piecewise") return expr
  const found = expr.cases.find(({ when }) => {
    const known = classOf(when, task)
    return known !== null && residue % known.modulus === known.residue
  })
  return found?.value ?? expr.otherwise
}

function common(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * other
}
