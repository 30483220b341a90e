import { describe, expect, expectTypeOf, it } from "vitest"
import { createActor, toPromise } from "xstate"
import { promptedSolver, promptFor } from "../../agents/solver/machine.ts"
import type { Sat, Sitting } from "../../src/agent.ts"
import type { Call } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { type Problem, type Question, question } from "../../src/record/problem.ts"
import { FAILED, problemOf, said } from "../run/table-world.ts"

const PROBLEMS = ["20+3", "41+5", "17+1"].map((sum) =>
  problemOf(sum, { key: "SECRET-KEY", answer: "SECRET-ANSWER", family: "SECRET-FAMILY", level: 7 }),
)

async function sit(change: Partial<Sitting> = {}): Promise<{ calls: Call[]; sat: Sat }> {
  const calls: Call[] = []
  const input: Sitting = {
    questions: PROBLEMS.map(question),
    checkpoint: hashOf("weights"),
    samples: 3,
    temperature: 0.7,
    maxTokens: 9,
    seed: ({ problem }) => problem.length,
    complete: async (asked) => {
      calls.push(...asked)
      return asked.map((call) => said(call, (seat) => `${call.prompt} ${seat}`))
    },
    ...change,
  }
  const sat = (await toPromise(createActor(promptedSolver.machine, { input }).start())) as Sat
  return { calls, sat }
}

describe("the solver", () => {
  it("puts the statement to its model, and nothing else that the problem knows", async () => {
    const { calls } = await sit()
    expect(calls.map(({ prompt }) => prompt)).toEqual(
      PROBLEMS.map(({ statement }) => statement.text),
    )
    expect(JSON.stringify(calls)).not.toMatch(/SECRET|lineage|canonical|"level"/)
    expect(calls[0]).toMatchObject({ role: "solver", samples: 3, temperature: 0.7, maxTokens: 9 })
  })

  it("cannot be handed a problem's secrets: the type has no place for them", () => {
    expectTypeOf(promptFor).parameter(0).toEqualTypeOf<Question>()
    expectTypeOf<Sitting["questions"][number]>().toEqualTypeOf<Question>()
    expectTypeOf<
      Extract<keyof Question, "key" | "spec" | "level" | "lineage" | "answer">
    >().toBeNever()
    const words = (asked: Question): string => {
      // @ts-expect-error a prompt cannot read the key
      return `${asked.key}`
    }
    const strict = (problem: Problem): Question => ({
      ...question(problem),
      // @ts-expect-error a question cannot carry the answer
      answer: problem.answer,
    })
    expect(words(question(PROBLEMS[0]!))).toBe("undefined")
    expect(promptFor(strict(PROBLEMS[0]!))).toBe("What is 20+3?")
  })

  it("answers in the order of its questions, once a seat", async () => {
    const { sat, calls } = await sit()
    sat.replies.forEach((reply, at) => {
      expect(reply.call).toBe(calls[at]!.id)
      expect(reply.answers).toEqual(
        [0, 1, 2].map((seat) => ({ kind: "answered", text: `${calls[at]!.prompt} ${seat}` })),
      )
      expect(reply.tokens).toBe(8)
    })
  })

  it("abstains in every seat of a call that failed, for no tokens", async () => {
    const { sat } = await sit({ complete: async (calls) => calls.map(() => FAILED) })
    for (const { answers, tokens } of sat.replies) {
      expect(answers).toEqual([0, 1, 2].map(() => ({ kind: "abstained", why: "failed" })))
      expect(tokens).toBe(0)
    }
  })

  it("never reads an answer from words that were cut off", async () => {
    const complete: Sitting["complete"] = async (calls) =>
      calls.map((call) => {
        const reply = said(call, () => "23")
        if (reply.kind === "failure") return reply
        return { ...reply, samples: reply.samples.map(({ text }) => ({ text, stop: "length" })) }
      })
    const { sat } = await sit({ complete })
    expect(sat.replies[0]!.answers[0]).toEqual({ kind: "abstained", why: "cut" })
  })

  it("ends in an error where its model rejects, so that the run can stop", async () => {
    const complete = () => Promise.reject(new Error("overloaded"))
    await expect(sit({ complete })).rejects.toThrow("overloaded")
  })
})
