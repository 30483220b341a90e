import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Fuel, OutOfFuel } from "../../../verifiers/kernel/fuel.ts"
import * as balls from "../../../verifiers/kernel/number/ball.ts"
import { type Enclosure, enclose } from "../../../verifiers/kernel/number/enclose.ts"
import { type Probe, probe } from "../../../verifiers/kernel/number/probe.ts"
import { provedZero } from "../../../verifiers/kernel/number/zero-bound.ts"
import { rational } from "../../../verifiers/kernel/rational.ts"
import type { ScalarSetting } from "../../../verifiers/kernel/scalar/setting.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"
import { namesIn, scalarTrees } from "./trees.ts"

const RUNS = { seed: 20_260_923, numRuns: 250 }

function setting(complex: boolean): ScalarSetting {
  const policies = { zeroPower: true, realRoots: true, removablePoints: true, smallerDomain: true }
  return { assume: new Map(), fuel: new Fuel(50_000), complex, ...policies }
}

/** Null where the fuel runs out: that is an answer, too. */
function bounded<Result>(work: () => Result): Result | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof OutOfFuel) return null
    throw error
  }
}

function partsOf(found: Enclosure): readonly balls.Ball[] | null {
  if (found.is === "real") return [found.ball, balls.ZERO]
  return found.is === "complex" ? [found.re, found.im] : null
}

function consistent(a: Enclosure, b: Enclosure): boolean {
  if (a.is === "unclear" || b.is === "unclear") return true
  const [left, right] = [partsOf(a), partsOf(b)]
  if (left === null || right === null) return a.is === b.is
  return left.every((ball, at) => balls.compare(ball, right[at]!) === 0)
}

describe("random expressions", () => {
  it("have values at one precision that agree with those at another", () => {
    const value = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 9 }))
    const property = fc.property(
      scalarTrees(),
      value,
      fc.boolean(),
      (expr, [top, bottom], complex) => {
        const point = new Map([...namesIn(expr)].map((name) => [name, rational(top, bottom)]))
        const found = [64, 150, 400].flatMap((bits) => {
          const one = bounded(() => enclose(expr, point, bits, setting(complex)))
          return one === null ? [] : [one]
        })
        for (const one of found) {
          for (const other of found) expect(consistent(one, other)).toBe(true)
        }
      },
    )
    fc.assert(property, RUNS)
  })

  it("never differ from themselves, nor agree with themselves and one seventh", () => {
    const found: Probe["is"][] = []
    const property = fc.property(scalarTrees(), fc.boolean(), (expr, complex) => {
      const names = [...namesIn(expr)].sort()
      const same = bounded(() => probe(expr, expr, names, setting(complex)))
      if (same) found.push(same.is)
      expect(["agree", "undefined", "unclear", undefined]).toContain(same?.is)
      const more: Expr = { kind: "add", terms: [expr, seventh] }
      const other = bounded(() => probe(expr, more, names, setting(complex)))
      const infinite = enclose(expr, new Map(), 64, setting(complex)).is === "infinite"
      if (!infinite) expect(other?.is).not.toBe("agree")
    })
    fc.assert(property, RUNS)
    expect(found.filter((is) => is === "agree").length).toBeGreaterThan(50)
  })

  it("are zero by proof only where their balls are around zero", () => {
    const property = fc.property(scalarTrees(), scalarTrees(), (a, b) => {
      const gap: Expr = { kind: "add", terms: [a, { kind: "negate", of: b }] }
      const proved = bounded(() => provedZero(gap, setting(false)))
      if (proved === null) return
      const ball = bounded(() => enclose(gap, new Map(), 300, setting(false)))
      if (ball?.is !== "real") return
      if (proved === "zero") expect(balls.sign(ball.ball)).toBe(0)
      else expect(ball.exact?.numerator).not.toBe(0n)
    })
    fc.assert(property, RUNS)
  })
})

const seventh: Expr = {
  kind: "number",
  value: rational(1, 7),
  written: "integer",
  decimals: 0,
  significant: 1,
}
