import fc from "fast-check"
import { expect, it } from "vitest"
import { mintProblem, type Problem } from "../../src/record/problem.ts"
import { PROVED } from "../../src/record/verdict.ts"
import { familySides, type Side, sidesOf } from "../../src/training/export/lineage.ts"

/** A line of problems: each names a family and, by place, the one it was made from. */
const line = fc.array(
  fc.record({ family: fc.integer({ min: 0, max: 30 }), parent: fc.option(fc.nat(40)) }),
  { maxLength: 60 },
)

function posedFrom(drawn: readonly { family: number; parent: number | null }[]): Problem[] {
  const posed: Problem[] = []
  for (const [at, { family, parent }] of drawn.entries()) {
    const made = parent === null || at === 0 ? undefined : posed[parent % at]!.id
    posed.push(
      mintProblem({
        verifier: "v",
        skill: "s",
        level: 1,
        rung: {},
        spec: { at },
        statement: { text: `Problem ${at}`, latex: "", format: "integer" },
        key: at,
        answer: String(at),
        proof: PROVED,
        canonical: `c${at}`,
        family: `f${family}`,
        lineage: {
          round: 1,
          seat: at,
          move: made ? "mutate" : "fresh",
          ...(made && { parent: made }),
        },
      }),
    )
  }
  return posed
}

it("has no family and no parent and child on both sides", () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 900 }), (drawn, permille) => {
      const posed = posedFrom(drawn)
      const sides = sidesOf(posed, permille)
      const open = posed.filter(({ id }) => sides.get(id) !== "apart")
      const byFamily = new Map<string, Side>()
      for (const { id, family, lineage } of open) {
        const side = sides.get(id)!
        expect(byFamily.get(family) ?? side).toBe(side)
        byFamily.set(family, side)
        const parent = lineage.parent && sides.get(lineage.parent)
        if (parent !== undefined && parent !== "apart") expect(parent).toBe(side)
      }
    }),
    { seed: 11, numRuns: 300 },
  )
})

it("moves nothing that was decided when the run goes on", () => {
  fc.assert(
    fc.property(line, fc.nat(60), (drawn, cut) => {
      const posed = posedFrom(drawn)
      const before = sidesOf(posed.slice(0, cut), 200)
      const after = sidesOf(posed, 200)
      for (const [id, side] of before) expect(after.get(id)).toBe(side)
    }),
    { seed: 12, numRuns: 300 },
  )
})

it("keeps about the share aside that was asked for", () => {
  const posed = posedFrom(Array.from({ length: 3_000 }, (_, family) => ({ family, parent: null })))
  const aside = [...sidesOf(posed, 100).values()].filter((side) => side === "validation").length
  expect(aside).toBeGreaterThan(240)
  expect(aside).toBeLessThan(360)
  expect(new Set(sidesOf(posed, 0).values())).toEqual(new Set(["train"]))
})

it("keeps what was refused on the side of what it repeats, posed or refused", () => {
  const posed = posedFrom([{ family: 1, parent: null }])
  const side = sidesOf(posed, 0).get(posed[0]!.id)!
  const { claim } = familySides(posed, sidesOf(posed, 0))
  expect(side).toBe("train")
  expect([claim("f1", "validation"), claim("f1", "train")]).toEqual([false, true])
  expect([claim("f2", "validation"), claim("f2", "train")]).toEqual([true, false])
  expect([claim("f3 ∘ f2", "train"), claim("f3", "train")]).toEqual([false, true])
})
