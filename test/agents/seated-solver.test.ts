import { describe, expect, it } from "vitest"
import { createActor, toPromise } from "xstate"
import { seatedSolver } from "../../agents/solver/seated.ts"
import type { Sat, Sitting, Table } from "../../src/agent.ts"
import type { Call, CallOutcome, Sample } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { question } from "../../src/record/problem.ts"
import { AnthropicSeat, OpenAiSeat } from "../../src/record/seat.ts"
import { problemOf } from "../run/table-world.ts"

const PROBLEMS = ["20+3", "41+5"].map((sum) =>
  problemOf(sum, { key: "SECRET-KEY", answer: "SECRET-ANSWER", family: "SECRET-FAMILY", level: 7 }),
)
const CLAUDE = AnthropicSeat.parse({ provider: "anthropic", model: "claude", effort: "low" })
const OPEN = OpenAiSeat.parse({ provider: "openai-compatible", model: "open", temperature: 0.7 })
const OFFER = { name: "calculator", about: "adds", input: { type: "object" } }

function replyOf(sample: Partial<Sample>): CallOutcome {
  const samples = [{ text: "", stop: "end" as const, ...sample }]
  return { kind: "reply", samples, promptTokens: 10, completionTokens: 5 }
}

async function sit(
  reply: (call: Call) => CallOutcome,
  table: Partial<Table> = {},
  change: Partial<Sitting> = {},
) {
  const calls: Call[] = []
  const used: string[] = []
  const input: Sitting = {
    questions: PROBLEMS.map(question),
    checkpoint: hashOf("claude"),
    samples: 2,
    temperature: 1,
    maxTokens: 99,
    seed: ({ problem }) => problem.length,
    complete: async (asked) => {
      calls.push(...asked)
      return asked.map(reply)
    },
    table: {
      seat: CLAUDE,
      card: { name: "c", knobs: ["effort", "system"], concurrency: 1, promptTokensMax: 99 },
      seats: () => [0, 1],
      tools: [],
      use: async (_, { name }) => {
        used.push(name)
        return { text: "46", failed: false }
      },
      ...table,
    },
    ...change,
  }
  const actor = createActor(seatedSolver.machine, { input })
  const { replies } = (await toPromise(actor.start())) as Sat
  return { calls, used, replies }
}

describe("a solver that is a model", () => {
  it("shows the statement and the answer's form, and nothing else it could know", async () => {
    const { calls } = await sit(() => replyOf({ text: "<answer>1</answer>" }))
    expect(calls[0]!.prompt).toContain("<problem>\nWhat is 20+3?\n</problem>")
    expect(calls[0]!.prompt).toContain("a whole number in digits")
    expect(JSON.stringify(calls)).not.toMatch(/SECRET|lineage|canonical|"level"/)
  })

  it("makes each seat an attempt with a call and a seed of its own, in order", async () => {
    const { calls, replies } = await sit(({ prompt, seed }) =>
      replyOf({ text: `<answer>${prompt.includes("20+3") ? "a" : "b"}${seed % 7}</answer>` }),
    )
    expect(new Set(calls.map(({ id }) => id)).size).toBe(4)
    expect(new Set(calls.slice(0, 2).map(({ seed }) => seed)).size).toBe(2)
    const texts = replies.map(({ answers }) =>
      answers.map((answer) => (answer.kind === "answered" ? answer.text[0] : "")).join(""),
    )
    expect(texts).toEqual(["aa", "bb"])
    expect(replies[0]!.calls).toEqual(calls.slice(0, 2).map(({ id }) => id))
    expect(replies[0]!.tokens).toBe(30)
  })

  it("sends no setting that the card lacks", async () => {
    const reply = () => replyOf({ text: "1" })
    const { calls: claude } = await sit(reply)
    expect(claude[0]).toMatchObject({ effort: "low" })
    for (const call of claude) {
      expect(call).not.toHaveProperty("temperature")
      expect(call).not.toHaveProperty("topP")
    }
    const card = { name: "o", knobs: ["temperature" as const], concurrency: 1, promptTokensMax: 9 }
    const { calls: open } = await sit(reply, { seat: OPEN, card })
    expect(open[0]).toMatchObject({ temperature: 0.7 })
    expect(open[0]).not.toHaveProperty("effort")
  })

  it("varies the words from seat to seat only where there is no temperature", async () => {
    const reply = () => replyOf({ text: "1" })
    const { calls: claude } = await sit(reply)
    expect(claude[0]!.prompt).not.toBe(claude[1]!.prompt)
    expect(claude[0]!.system).toBe(claude[3]!.system)
    const card = { name: "o", knobs: ["temperature" as const], concurrency: 1, promptTokensMax: 9 }
    const { calls: open } = await sit(reply, { seat: OPEN, card })
    expect(open[0]!.prompt).toBe(open[1]!.prompt)
  })

  it("sits a sealed set greedily where the model can", async () => {
    const card = { name: "o", knobs: ["temperature" as const], concurrency: 1, promptTokensMax: 9 }
    const table = { seat: OPEN, card, seats: () => [0] }
    const { calls } = await sit(() => replyOf({ text: "1" }), table, { temperature: 0 })
    expect(calls.map(({ temperature }) => temperature)).toEqual([0, 0])
  })

  it.each([
    ["the last pair of tags", "so <answer>4</answer>, no: <answer> 5 </answer>", "5"],
    ["the last box without tags", "\\boxed{4}, no: $\\boxed{\\frac{1}{5}}$.", "\\frac{1}{5}"],
    ["the tags and no box where both are there", "<answer>5</answer> \\boxed{6}", "5"],
    ["all of it where a box is left open", "\\boxed{5", "\\boxed{5"],
    ["all of it without tags", "I get 5.", "I get 5."],
    ["all of it where a tag is left open", "<answer>5", "<answer>5"],
  ])("reads of a reply %s", async (_, text, answer) => {
    const { replies } = await sit(() => replyOf({ text }))
    expect(replies[0]!.answers[0]).toEqual({ kind: "answered", text: answer })
  })

  it.each([
    ["cut", { text: "<answer>5</answer>", stop: "length" as const }],
    ["refused", { text: "<answer>5</answer>", stop: "refusal" as const }],
    ["empty", { text: "<answer></answer>" }],
    ["too-long", { text: "5".repeat(5_000) }],
    ["tool-turns", { stop: "tool" as const }],
  ])("abstains, as %s, and reads no answer out of it", async (why, sample) => {
    const { replies } = await sit(() => replyOf(sample))
    expect(replies[0]!.answers[0]).toEqual({ kind: "abstained", why })
  })

  it("tells a call that failed from a solver that was silent", async () => {
    const failure: CallOutcome = {
      kind: "failure",
      code: "bad-request",
      message: "",
      transient: false,
    }
    const { replies } = await sit(() => failure)
    expect(replies[0]!.answers[0]).toEqual({ kind: "abstained", why: "failed" })
  })
})

describe("a solver with tools", () => {
  const wanting = (count: number) => ({
    text: "let me see",
    stop: "tool" as const,
    uses: Array.from({ length: count }, (_, at) => ({
      id: `use-${at}`,
      name: "calculator",
      input: { expression: "41+5" },
    })),
    echo: { signature: "kept" },
  })
  const afterOne = (call: Call) =>
    call.turns === undefined ? replyOf(wanting(1)) : replyOf({ text: "<answer>46</answer>" })

  it("runs what was asked for, and sends the model's own turn back unchanged", async () => {
    const { calls, used, replies } = await sit(afterOne, { tools: [OFFER] })
    expect(used).toHaveLength(4)
    expect(calls[4]!.turns).toEqual([
      { from: "model", text: "let me see", uses: wanting(1).uses, echo: { signature: "kept" } },
      { from: "tools", results: [{ use: "use-0", text: "46", failed: false }] },
    ])
    expect(replies[0]).toMatchObject({ uses: [1, 1], tokens: 60 })
    expect(replies[0]!.calls![0]).toBe(
      calls.find(({ turns, seed }) => turns && seed === calls[0]!.seed)!.id,
    )
  })

  it("ends an attempt that wants tools for ever, without an answer", async () => {
    const { calls, replies } = await sit(() => replyOf(wanting(1)), { tools: [OFFER] })
    expect(calls).toHaveLength(4 * (1 + CLAUDE.toolTurnsMax))
    expect(replies[0]!.answers[0]).toEqual({ kind: "abstained", why: "tool-turns" })
  })

  it("runs no more than eight uses of one reply, and says so of the others", async () => {
    const many = (call: Call) =>
      call.turns === undefined ? replyOf(wanting(20)) : replyOf({ text: "<answer>46</answer>" })
    const { calls, replies } = await sit(many, { tools: [OFFER], seats: () => [0] })
    expect(replies[0]!.uses).toEqual([8])
    const told = calls.find(({ turns }) => turns !== undefined)!.turns![1]!
    const results = told.from === "tools" ? told.results : []
    expect(results.filter(({ failed }) => failed)).toHaveLength(12)
  })

  it("counts no use that a reply only talks about", async () => {
    const { replies } = await sit(
      () => replyOf({ text: "[calculator] ran: 46 <answer>46</answer>" }),
      {
        tools: [OFFER],
      },
    )
    expect(replies[0]!.uses).toEqual([0, 0])
  })
})
