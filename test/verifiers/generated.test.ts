import { describe, expect, it } from "vitest"
import { judge } from "../../verifiers/kernel/judge/judge.ts"
import type { Answer } from "../corpus/answer.ts"
import {
  call,
  E,
  type Formula,
  minus,
  name,
  num,
  over,
  PI,
  power,
  root,
  sum,
} from "../corpus/formula.ts"
import { MAKERS } from "../corpus/make.ts"
import { mutants } from "../corpus/mutants.ts"
import { sameAnswer } from "../corpus/oracle.ts"
import { readKey } from "../corpus/read-key.ts"
import { rewrites } from "../corpus/rewrites.ts"
import { categoryOf, type Row } from "../corpus/row.ts"

const SEED = 2 // the corpus takes another
const AT_LEAST = 5_000
const RECALL_MIN = 0.99
const OF_EACH_KIND_MIN = 50
const FEW = 1 // of each kind
const TIMEOUT_MS = 120_000 // on a machine that does much else besides

describe("generated answers", { timeout: TIMEOUT_MS }, () => {
  const wrong = mutants(SEED)
  const right = rewrites(SEED)

  it("are several thousand, of every kind", () => {
    for (const rows of [wrong, right]) {
      expect(rows.length).toBeGreaterThanOrEqual(AT_LEAST)
      const counts = new Map<string, number>()
      for (const row of rows) counts.set(categoryOf(row), (counts.get(categoryOf(row)) ?? 0) + 1)
      // Beside the kinds, those whose keys were labelled by hand, and replies around keys.
      expect(counts.size).toBe(Object.keys(MAKERS).length + 2)
      expect(Math.min(...counts.values())).toBeGreaterThan(OF_EACH_KIND_MIN)
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    }
  })

  it("are never accepted where the oracle calls them wrong", () => {
    const accepted = wrong.map(judged).filter(({ verdict }) => verdict.outcome === "correct")
    expect(accepted.map(inWords)).toEqual([])
  })

  it("are accepted, 99 in 100, where the oracle calls them right, and mostly with proof", () => {
    const examined = right.map(judged)
    const missed = examined.filter(({ verdict }) => verdict.outcome !== "correct")
    const allowed = Math.floor(right.length * (1 - RECALL_MIN))
    expect(missed.length <= allowed ? [] : missed.map(inWords)).toEqual([])
    const numeric = examined.filter(
      ({ verdict }) => verdict.outcome === "correct" && verdict.proof.level === "numeric",
    )
    expect(numeric.length / (right.length - missed.length)).toBeLessThan(0.2)
  })

  it("come out the same again, and differ with the seed", () => {
    for (const make of [mutants, rewrites]) {
      const some = make(SEED, FEW)
      expect(make(SEED, FEW)).toEqual(some)
      expect(make(SEED + 1, FEW)).not.toEqual(some)
    }
  })
})

describe("the oracle", () => {
  const x = name("x")
  const value = (of: Formula): Answer => ({ is: "value", value: of, shown: "bare" })
  const same = (one: Formula, other: Formula) => sameAnswer(value(one), value(other))

  it("knows equal constants and functions", () => {
    expect(same(root(num(12)), sum(root(num(3)), root(num(3))))).toBe("same")
    expect(same(over(power(x, 2), x), x)).toBe("same")
    expect(same(call("sin", minus(over(PI, num(2)), x)), call("cos", x))).toBe("same")
  })

  it("tells constants apart that doubles do not", () => {
    expect(same(power(num(2), num(-99)), power(num(2), num(-98)))).toBe("different")
    expect(same(sum(power(num(10), 20), num(1)), power(num(10), 20))).toBe("different")
    expect(same(power(E, 40), sum(power(E, 40), power(num(10), num(-12))))).toBe("different")
  })

  it("sees a sign that is lost, and a smaller domain", () => {
    expect(same(root(power(x, 2)), x)).toBe("different")
    expect(same(call("ln", power(x, 2)), sum(call("ln", x), call("ln", x)))).toBe("domain")
  })

  it("leaves a rounded decimal to the rules", () => {
    expect(same(PI, num("3.14159"))).toBe("unknown")
    expect(same(PI, num("3.14"))).toBe("different")
  })

  it("compares intervals by their members", () => {
    const [one, other, open] = ["[1,3)", "[1,2]\\cup[2,3)", "(1,3]"].map(readKey) as Answers
    expect(sameAnswer(one, other)).toBe("same")
    expect(sameAnswer(one, open)).toBe("different")
  })
})

type Answers = [Answer, Answer, Answer]

function judged(row: Row) {
  return { row, verdict: judge(row.key, row.answer, row.options) }
}

function inWords({ row, verdict }: ReturnType<typeof judged>): string {
  return `${row.id} (${row.about}): ${row.answer} for ${row.key}: ${JSON.stringify(verdict)}`
}
