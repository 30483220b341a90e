import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { printLatex, printPlain } from "../../../verifiers/kernel/print.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"
import { answerTrees, namesIn, scalarTrees } from "./trees.ts"

const FUEL = 20_000

function reread(expr: Expr, text: string, notation: "latex" | "plain"): Expr | string {
  const read = readMath(text, { notation, names: namesIn(expr) }, new Fuel(FUEL))
  return read.ok ? read.readings[0]! : `${read.reason} at ${read.at}: ${text.slice(read.at)}`
}

describe("what is printed", () => {
  for (const [kind, trees] of [
    ["scalar", scalarTrees()],
    ["answer", answerTrees()],
  ] as const) {
    it(`reads back from plain text to an equal ${kind}`, () => {
      fc.assert(
        fc.property(trees, (expr) => {
          const text = printPlain(expr)
          expect(reread(expr, text, "plain"), text).toEqual(expr)
        }),
        { seed: 7, numRuns: 600 },
      )
    })

    it(`reads back from LaTeX to an equal ${kind}`, () => {
      fc.assert(
        fc.property(trees, (expr) => {
          const text = printLatex(expr)
          expect(reread(expr, text, "latex"), text).toEqual(expr)
        }),
        { seed: 11, numRuns: 600 },
      )
    })
  }
})
