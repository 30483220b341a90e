import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, expectTypeOf, it } from "vitest"
import { answerFrom } from "../../src/record/attempt.ts"
import { CallOutcome, mintCall } from "../../src/record/call.ts"
import { RunEvent } from "../../src/record/event.ts"
import { contentId, Hash, hashJson, hashOf, ProblemId } from "../../src/record/id.ts"
import { mintPair } from "../../src/record/pair.ts"
import { type Question, question } from "../../src/record/problem.ts"
import { clashesOf, Recipe } from "../../src/record/recipe.ts"
import { addRates, NO_RATE, SolveRate, shareOf } from "../../src/record/solve-rate.ts"
import { correct, undecided, Verdict } from "../../src/record/verdict.ts"
import { problemOf, RECIPE } from "../run/table-world.ts"

const HASH = hashOf("any")

describe("ids", () => {
  it("are SHA-256 of the canonical text, as another implementation computes it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(text.isWellFormed())
        expect(hashOf(text)).toBe(createHash("sha256").update(text).digest("hex"))
      }),
    )
    expect(hashJson({ b: 1, a: 2 })).toBe(hashOf('{"a":2,"b":1}'))
  })

  it("say what they name, and are refused where they name something else", () => {
    const id = contentId("problem", { a: 1 })
    expect(id).toBe(`problem_${hashOf('{"a":1}').slice(0, 24)}`)
    expect(ProblemId.safeParse(id).success).toBe(true)
    for (const wrong of [id.replace("problem", "pair"), id.slice(0, -1), `${id}0`, `${id}\n`]) {
      expect(ProblemId.safeParse(wrong).success, wrong).toBe(false)
    }
    expect(Hash.safeParse(HASH.toUpperCase()).success).toBe(false)
  })

  it("name a call by all that determines its reply", () => {
    const call = {
      role: "solver",
      checkpoint: HASH,
      prompt: "1 + 1 = ?",
      samples: 2,
      temperature: 1,
      maxTokens: 4,
      seed: 7,
    } as const
    const others = [
      { role: "proposer" },
      { checkpoint: hashOf("other") },
      { prompt: "1+1 = ?" },
      { samples: 3 },
      { temperature: 0.5 },
      { maxTokens: 5 },
      { seed: 8 },
    ] as const
    const ids = others.map((other) => mintCall({ ...call, ...other }).id)
    expect(new Set([mintCall(call).id, ...ids]).size).toBe(others.length + 1)
    expect(mintCall({ ...call }).id).toBe(mintCall(call).id)
  })

  it("name a pair by its words and its label alone, so that a second find is a duplicate", () => {
    const content = {
      problem: problemOf("2+3").id,
      label: "accepted",
      completion: "5",
      verdict: correct("table", {}),
      solveRate: { correct: 1, tried: 4 },
      reward: 0.5,
      round: 1,
    } as const
    const again = mintPair({ ...content, round: 9, reward: 0, solveRate: NO_RATE })
    expect(again.id).toBe(mintPair(content).id)
    expect(mintPair({ ...content, completion: "05" }).id).not.toBe(again.id)
    expect(mintPair({ ...content, label: "reference" }).id).not.toBe(again.id)
  })
})

describe("a problem", () => {
  it("has an id that its lineage does not change", () => {
    const lineage = { round: 9, seat: 3, move: "mutate" } as const
    expect(problemOf("2+3", { lineage }).id).toBe(problemOf("2+3").id)
    expect(problemOf("2+4").id).not.toBe(problemOf("2+3").id)
  })

  it("shows a solver its statement and nothing else", () => {
    const shown = question(problemOf("2+3"))
    expect(Object.keys(shown).sort()).toEqual(["problem", "statement"])
    expect(JSON.stringify(shown)).not.toMatch(/key|spec|level|rung|lineage|answer|family/)
    expectTypeOf<keyof Question>().toEqualTypeOf<"problem" | "statement">()
    // @ts-expect-error a question has no key
    expect(shown.key).toBeUndefined()
    // @ts-expect-error a question has no spec
    expect(shown.spec).toBeUndefined()
    // @ts-expect-error a question has no level
    expect(shown.level).toBeUndefined()
  })
})

describe("what comes from outside", () => {
  it("is an answer only when it came to its end", () => {
    expect(answerFrom("42", "end")).toEqual({ kind: "answered", text: "42" })
    expect(answerFrom("42", "length")).toEqual({ kind: "abstained", why: "cut" })
    expect(answerFrom("42", "refusal")).toEqual({ kind: "abstained", why: "refused" })
    expect(answerFrom(" \n", "end")).toEqual({ kind: "abstained", why: "empty" })
    expect(answerFrom("4".repeat(4_096), "end").kind).toBe("answered")
    expect(answerFrom("4".repeat(4_097), "end")).toEqual({ kind: "abstained", why: "too-long" })
  })

  it("stays readable where a new run would be refused for settings that clash", () => {
    const clashing = { ...RECIPE, gate: { solveRateMin: 0.9, solveRateMax: 0.1 } }
    const paths = clashesOf(Recipe.parse(clashing)).map(({ path }) => path.join("."))
    expect(paths).toEqual(["gate.solveRateMin"])
    expect(clashesOf(Recipe.parse(RECIPE))).toEqual([])
  })

  it("is refused where it is none of the kinds", () => {
    expect(CallOutcome.safeParse({ kind: "reply", samples: [] }).success).toBe(false)
    expect(RunEvent.safeParse({ kind: "run.paused" }).success).toBe(false)
    expect(SolveRate.safeParse({ correct: 2, tried: 1 }).success).toBe(false)
    expect(Verdict.safeParse({ ...undecided("m", "r"), outcome: "wrong" }).success).toBe(false)
    expect(Recipe.safeParse({ ...RECIPE, unknown: 1 }).success).toBe(false)
    expect(Recipe.safeParse({ ...RECIPE, name: "../up" }).success).toBe(false)
  })

  it("cannot claim a proof for what is undecided", () => {
    expect(undecided("clock", "timeout")).not.toHaveProperty("proof")
  })
})

describe("a solve rate", () => {
  it("adds up, and has a share only where something was tried", () => {
    expect(addRates({ correct: 1, tried: 2 }, { correct: 3, tried: 4 })).toEqual({
      correct: 4,
      tried: 6,
    })
    expect(shareOf({ correct: 1, tried: 4 }, 9)).toBe(0.25)
    expect(shareOf(NO_RATE, 9)).toBe(9)
  })
})
