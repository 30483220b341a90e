import type { BigNumber } from "mathjs"
import type { Answer, Sign } from "./answer.ts"
import { decimal, decimalAt, divided, type Value } from "./decimal-value.ts"
import { type Formula, minus, namesIn } from "./formula.ts"
import { areApart, areEqual, type Point, pointsFor, type Sameness } from "./same-value.ts"

type Equation = Extract<Answer, { is: "equation" }>
type Inequality = Extract<Answer, { is: "inequality" }>

/**
 * The same equation, where one difference of the sides is the other times a constant; another one,
 * where a point that solves one of them does not solve the other.
 */
export function sameEquation(key: Equation, answer: Equation): Sameness {
  const [f, g] = [minus(key.left, key.right), minus(answer.left, answer.right)]
  if (constantRatio(f, g) !== null) return "same"
  return solvesOnlyOne(f, g) || solvesOnlyOne(g, f) ? "different" : "unknown"
}

export function sameInequality(key: Inequality, answer: Inequality): Sameness {
  const [f, g] = [minus(key.left, key.right), minus(answer.left, answer.right)]
  const ratio = constantRatio(f, g)
  if (ratio !== null) {
    const turned = ratio.isNegative() ? TURNED[answer.sign] : answer.sign
    return turned === key.sign ? "same" : "different"
  }
  for (const point of pointsFor(namesOf(f, g))) {
    const [a, b] = [decimalAt(f, point), decimalAt(g, point)]
    if (a === null || b === null) continue
    if (a.re.abs().lessThan("1e-9") || b.re.abs().lessThan("1e-9")) continue
    if (holds(a, key.sign) !== holds(b, answer.sign)) return "different"
  }
  return "unknown"
}

const TURNED = { "<": ">", "≤": "≥", ">": "<", "≥": "≤" } as const

function holds({ re }: Value, sign: Sign): boolean {
  return re.isNegative() === (sign === "<" || sign === "≤")
}

function namesOf(f: Formula, g: Formula): Set<string> {
  return new Set([...namesIn(f), ...namesIn(g)])
}

/** The constant c with f = c·g at all sample points; null where there is none. */
function constantRatio(f: Formula, g: Formula): BigNumber | null {
  let ratio: Value | null = null
  let seen = 0
  for (const point of pointsFor(namesOf(f, g))) {
    const [a, b] = [decimalAt(f, point), decimalAt(g, point)]
    if (a === null && b === null) continue
    if (a === null || b === null) return null
    const here = divided(a, b)
    if (here === null || here.re.isZero()) return null
    ratio ??= here
    if (!areEqual(ratio, here)) return null
    seen++
  }
  return seen >= 3 ? ratio!.re : null
}

/** Whether a point found on f = 0 has g ≠ 0 there. */
function solvesOnlyOne(f: Formula, g: Formula): boolean {
  const names = namesOf(f, g)
  for (const point of pointsFor(names)) {
    for (const name of namesIn(f)) {
      for (const solved of solutionsIn(f, name, point)) {
        const there = new Map([...point, [name, solved] as const])
        const [a, b] = [decimalAt(f, there), decimalAt(g, there)]
        const isSolved = a?.re.abs().lessThan("1e-40") ?? false
        if (isSolved && b !== null && areApart(ZERO, b) && b.re.abs().greaterThan("1e-6")) {
          return true
        }
      }
    }
  }
  return false
}

const ZERO: Value = { re: decimal(0), im: decimal(0) }

/** The zeros of f in one name, where f is a polynomial of degree 1 or 2 in it; else none. */
function solutionsIn(f: Formula, name: string, point: Point): BigNumber[] {
  const values = [0, 1, 2, 3].map((x) => decimalAt(f, new Map([...point, [name, decimal(x)]])))
  if (values.includes(null)) return []
  const [at0, at1, at2, at3] = values.map((value) => value!.re) as Four
  const a = at2.minus(at1.times(2)).plus(at0).div(2)
  const b = at1.minus(at0).minus(a)
  const third = at3.minus(at2.times(3)).plus(at1.times(3)).minus(at0)
  if (third.abs().greaterThan("1e-40")) return []
  if (a.abs().lessThan("1e-40")) {
    return b.abs().lessThan("1e-40") ? [] : [at0.negated().div(b)]
  }
  const discriminant = b.times(b).minus(a.times(at0).times(4))
  if (discriminant.isNegative()) return []
  const step = discriminant.sqrt()
  return [step, step.negated()].map((one) => one.minus(b).div(a.times(2)))
}

type Four = [BigNumber, BigNumber, BigNumber, BigNumber]
