import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  difference,
  negated,
  number,
  product,
  quotient,
  sum,
} from "../../../verifiers/kernel/build.ts"
import { rational } from "../../../verifiers/kernel/rational.ts"
import { compareScalars } from "../../../verifiers/kernel/scalar/compare.ts"
import { substitute } from "../../../verifiers/kernel/scalar/trees.ts"
import type { Expr, FunctionName } from "../../../verifiers/kernel/tree.ts"
import { partsOf, withParts } from "../../../verifiers/kernel/walk.ts"
import { calculated, gapOf } from "./scalar/calculator.ts"
import { settingOf } from "./scalar/plain.ts"

const CLOSE = 1e-40

describe("on random expressions", () => {
  it("never calls a rewriting different", () => {
    fc.assert(
      fc.property(EXPRESSION, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (expr, picks) => {
        const rewritten = picks.reduce((tree, pick) => rewrite(tree, pick), expr)
        const found = compareScalars(expr, rewritten, settingOf())
        if (found.is === "different") expect(found.reason, show(expr)).not.toBe("different-value")
        if (found.is === "undefined") expect(found.side, show(expr)).toBe("both")
      }),
      { seed: 20, numRuns: 800 },
    )
  })

  it("settles most rewritings", () => {
    let equal = 0
    const trees = fc.sample(EXPRESSION, { seed: 21, numRuns: 400 })
    for (const [at, tree] of trees.entries()) {
      const found = compareScalars(tree, rewrite(rewrite(tree, at * 7), at * 11), settingOf())
      if (found.is === "equal" || found.is === "undefined") equal += 1
    }
    expect(equal).toBeGreaterThan(360)
  })

  it("never calls what a calculator tells apart equal", () => {
    fc.assert(
      fc.property(EXPRESSION, fc.nat(), fc.nat(), (expr, where, how) => {
        const mutant = mutate(expr, where, how)
        const found = compareScalars(expr, mutant, settingOf())
        if (found.is !== "equal") return
        for (const point of POINTS) {
          const [a, b] = [calculated(expr, point), calculated(mutant, point)]
          if (a === null || b === null) continue
          expect(gapOf(a, b), `${show(expr)} against ${show(mutant)}`).toBeLessThan(CLOSE)
        }
      }),
      { seed: 22, numRuns: 400 },
    )
  })

  it("shows a witness that a calculator confirms", () => {
    let confirmed = 0
    fc.assert(
      fc.property(EXPRESSION, fc.nat(), fc.nat(), (expr, where, how) => {
        const mutant = mutate(expr, where, how)
        const found = compareScalars(expr, mutant, settingOf())
        const point = found.is === "different" ? pointIn(found.witness) : null
        if (point === null) return
        const [a, b] = [calculated(expr, point), calculated(mutant, point)]
        if (a === null || b === null) return
        expect(a.equals(b), `${show(expr)} against ${show(mutant)}`).toBe(false)
        confirmed += 1
      }),
      { seed: 23, numRuns: 300 },
    )
    expect(confirmed).toBeGreaterThan(50)
  })

  it("gives both orders of the sides the same verdict", () => {
    fc.assert(
      fc.property(EXPRESSION, EXPRESSION, (left, right) => {
        const [one, two] = [
          compareScalars(left, right, settingOf()),
          compareScalars(right, left, settingOf()),
        ]
        expect(two.is, `${show(left)} against ${show(right)}`).toBe(one.is)
      }),
      { seed: 24, numRuns: 300 },
    )
  })
})

const X: Expr = { kind: "symbol", name: "x" }
const Y: Expr = { kind: "symbol", name: "y" }
const FUNCTIONS: FunctionName[] = ["sin", "cos", "exp", "ln", "abs", "arctan", "sinh"]

const { tree: EXPRESSION } = fc.letrec<{ tree: Expr; leaf: Expr }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(X, X, Y, { kind: "constant", name: "pi" } as Expr),
    fc
      .tuple(fc.integer({ min: -4, max: 6 }), fc.constantFrom(1, 1, 1, 2, 3))
      .map(([top, bottom]) => number(rational(top, bottom))),
  ),
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => sum(a, b)),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => difference(a, b)),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => product(a, b)),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => quotient(a, b)),
    fc
      .tuple(tie("tree"), fc.constantFrom([2, 1], [3, 1], [-1, 1], [1, 2], [1, 3], [-3, 2], [2, 3]))
      .map(([base, [top, bottom]]): Expr => {
        return { kind: "power", base, exponent: number(rational(top!, bottom!)) }
      }),
    fc
      .tuple(fc.constantFrom(...FUNCTIONS), tie("tree"))
      .map(([name, of]): Expr => ({ kind: "call", name, args: [of] })),
  ),
}))

/** Rewritings that keep the value wherever there is one. */
const REWRITINGS: ((expr: Expr) => Expr)[] = [
  (expr) => sum(expr, number(0)),
  (expr) => product(number(1), expr),
  (expr) => negated(negated(expr)),
  (expr) => difference(sum(expr, X), X),
  (expr) => quotient(product(expr, number(6)), number(6)),
  (expr) => quotient(sum(expr, expr), number(2)),
  (expr) => (expr.kind === "add" ? { ...expr, terms: [...expr.terms].reverse() } : expr),
  (expr) => (expr.kind === "multiply" ? { ...expr, factors: [...expr.factors].reverse() } : expr),
  (expr) => {
    if (expr.kind !== "multiply" || expr.factors[0]?.kind !== "add") return expr
    const [first, ...rest] = expr.factors as [Expr & { kind: "add" }, ...Expr[]]
    return sum(...first.terms.map((term) => product(term, ...rest)))
  },
  (expr) => {
    if (expr.kind !== "divide") return expr
    const inverse: Expr = { kind: "power", base: expr.bottom, exponent: number(-1) }
    return product(expr.top, inverse)
  },
  (expr) => {
    if (expr.kind !== "call" || expr.name !== "sin") return expr
    const half = quotient({ kind: "constant", name: "pi" }, number(2))
    return { kind: "call", name: "cos", args: [difference(half, expr.args[0]!)] }
  },
  (expr) => {
    if (expr.kind !== "call" || expr.name !== "exp") return expr
    return { kind: "power", base: { kind: "constant", name: "e" }, exponent: expr.args[0]! }
  },
]

function rewrite(expr: Expr, pick: number): Expr {
  const parts = partsOf(expr)
  const at = pick % (parts.length + 1)
  if (at === parts.length) return REWRITINGS[Math.floor(pick / 7) % REWRITINGS.length]!(expr)
  const next = parts.map((part, i) => (i === at ? rewrite(part, Math.floor(pick / 3)) : part))
  return withParts(expr, next)
}

function mutate(expr: Expr, where: number, how: number): Expr {
  const parts = partsOf(expr)
  const at = where % (parts.length + 1)
  if (at < parts.length) {
    const next = parts.map((part, i) =>
      i === at ? mutate(part, Math.floor(where / 3), how) : part,
    )
    return withParts(expr, next)
  }
  switch (how % 6) {
    case 0:
      return negated(expr)
    case 1:
      return sum(expr, number(rational(1n, 10n ** 20n)))
    case 2:
      return { kind: "call", name: "abs", args: [expr] }
    case 3:
      return expr.kind === "symbol" ? (expr.name === "x" ? Y : X) : product(expr, number(2))
    case 4:
      return {
        kind: "power",
        base: { kind: "power", base: expr, exponent: number(2) },
        exponent: number(rational(1, 2)),
      }
    default:
      return expr.kind === "number"
        ? number(rational(1n + expr.value.numerator, expr.value.denominator))
        : X
  }
}

const POINTS: ReadonlyMap<string, number>[] = [
  [3.7, 1.3],
  [-2.6, 0.8],
  [0.35, -1.9],
  [-0.45, -3.2],
].map(
  ([x, y]) =>
    new Map([
      ["x", x!],
      ["y", y!],
    ]),
)

function pointIn(witness: string): ReadonlyMap<string, number> | null {
  const point = new Map([
    ["x", 1],
    ["y", 1],
  ])
  const found = [...witness.matchAll(/([xy]) = (-?\d+)(?:\/(\d+))?(?=[,:])/g)]
  for (const [, name, top, bottom] of found) point.set(name!, Number(top) / Number(bottom ?? 1))
  return found.length > 0 ? point : null
}

function show(expr: Expr): string {
  if (expr.kind === "number") return `${expr.value.numerator}/${expr.value.denominator}`
  if (expr.kind === "symbol" || expr.kind === "constant") return expr.name
  const label = expr.kind === "call" ? expr.name : expr.kind
  return `${label}(${partsOf(expr).map(show).join(", ")})`
}

/** Kept apart from the judge's own: the same tree with a name replaced twice is the tree. */
describe("substitution", () => {
  it("is undone by its opposite", () => {
    fc.assert(
      fc.property(EXPRESSION, (expr) => {
        const fresh: Expr = { kind: "symbol", name: "z" }
        expect(show(substitute(substitute(expr, "x", fresh), "z", X))).toBe(show(expr))
      }),
      { seed: 25, numRuns: 200 },
    )
  })
})
