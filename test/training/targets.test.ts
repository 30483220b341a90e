import fc from "fast-check"
import { expect, it } from "vitest"
import type { Json } from "../../src/record/canonical.ts"
import { assemble, type BundleFile, PROVENANCE } from "../../src/training/export/assemble.ts"
import type { Evidence } from "../../src/training/export/example.ts"
import { parquetRows } from "../../src/training/export/parquet.ts"
import type { Target } from "../../src/training/export/target.ts"
import { TARGETS } from "../../src/training/export/targets.ts"
import {
  call,
  evidence,
  lessonOf,
  problem,
  reply,
  saidOf,
  sibling,
  system,
  user,
} from "./evidence.ts"

function named(name: string): Target {
  return TARGETS.find((target) => target.name === name)!
}

function fileOf(files: readonly BundleFile[], path: string): string {
  return String(files.find((file) => file.path === path)!.content)
}

function rowsOf(name: string, from: Evidence = evidence, split = "train"): Json[] {
  const file = assemble(from, [named(name)]).find(
    ({ target, split: own }) => target === name && own === split,
  )
  return (file?.lines ?? []).map((line) => JSON.parse(line))
}

const PROMPT = "Answer.\n\nWhat is 12 mod 5?"
const CHAT = [system, user]
const GOOD = "<answer>2</answer>"
const id = problem.id

const PLAIN = {
  prompt: PROMPT,
  completion: GOOD,
  skill: "integer-remainder",
  level: 1,
  problem: id,
  pair: evidence.lessons[0]!.pair.id,
}

/** The first row of each target, written down from its trainer's documentation. */
const ROWS: Readonly<Record<string, unknown>> = {
  "trl-sft": { prompt: PROMPT, completion: GOOD },
  "trl-sft-chat": { prompt: CHAT, completion: [reply(GOOD)] },
  "trl-dpo": { prompt: PROMPT, chosen: "2", rejected: "3" },
  "trl-dpo-chat": { prompt: CHAT, chosen: [reply("2")], rejected: [reply("3")] },
  "trl-kto": { prompt: PROMPT, completion: "2", label: true },
  "trl-kto-chat": { prompt: CHAT, completion: [reply("2")], label: true },
  "trl-grpo": { prompt: PROMPT, solution: "2", problem: id },
  "trl-grpo-chat": { prompt: CHAT, solution: "2", problem: id },
  verl: {
    data_source: "agon/integer-remainder",
    prompt: CHAT,
    ability: "math",
    reward_model: { style: "rule", ground_truth: "2" },
    extra_info: {
      split: "train",
      index: 0,
      problem: id,
      skill: "integer-remainder",
      level: 1,
    },
  },
  "verl-sft": { messages: [...CHAT, reply(GOOD)] },
  openrlhf: { input: CHAT, label: `{"problem":"${id}"}`, datasource: "integer-remainder" },
  "openrlhf-sft": { input: PROMPT, output: GOOD },
  "openrlhf-dpo": { prompt: PROMPT, chosen: "2", rejected: "3" },
  axolotl: { messages: [...CHAT, reply(GOOD)] },
  "axolotl-kto": { prompt: PROMPT, completion: "2", label: true },
  "axolotl-grpo": { prompt: CHAT, solution: "2", problem: id },
  "axolotl-prm": { prompt: PROMPT, completions: ["2"], labels: [true] },
  "axolotl-dpo": { messages: CHAT, chosen: reply("2"), rejected: reply("3") },
  "llama-factory": { messages: [...CHAT, reply(GOOD)] },
  "llama-factory-dpo": { messages: CHAT, chosen: reply("2"), rejected: reply("3") },
  "llama-factory-kto": { messages: [...CHAT, reply("2")], label: true },
  together: { messages: [...CHAT, reply(GOOD)] },
  "together-dpo": {
    input: { messages: CHAT },
    preferred_output: [reply("2")],
    non_preferred_output: [reply("3")],
  },
  "fireworks-dpo": {
    input: { messages: CHAT },
    preferred_output: [reply("2")],
    non_preferred_output: [reply("3")],
  },
  fireworks: { messages: [...CHAT, reply(GOOD)] },
  bedrock: { system: "Answer.", messages: [user, reply(GOOD)] },
  jsonl: PLAIN,
  parquet: PLAIN,
  "reasoning-gym": {
    question: user.content,
    answer: "2",
    metadata: {
      source_dataset: "integer-remainder",
      source_index: 0,
      problem: id,
      level: 1,
      format: "integer",
    },
  },
  verifiers: {
    question: user.content,
    answer: "2",
    info: `{"problem":"${id}","skill":"integer-remainder","level":1,"format":"integer"}`,
  },
}

it("knows the documented row of every target", () => {
  expect(Object.keys(ROWS).sort()).toEqual(TARGETS.map(({ name }) => name).sort())
})

it.each(TARGETS.map(({ name }) => name))("writes a row of %s as its trainer reads it", (name) => {
  expect(rowsOf(name)[0]).toEqual(ROWS[name])
})

it("refuses any key that a target's trainer does not know", () => {
  for (const { name, schema } of TARGETS) {
    expect(schema.safeParse(ROWS[name]).success).toBe(true)
    expect(schema.safeParse({ ...(ROWS[name] as object), more: 1 }).success).toBe(false)
  }
})

it("writes no system key for Bedrock where there is no system prompt", () => {
  const from = { ...evidence, lessons: [lessonOf([user])] }
  expect(rowsOf("bedrock", from)).toEqual([{ messages: [user, reply(GOOD)] }])
})

it("makes no preference of silence, of what nobody decided, or of replies that used tools", () => {
  const silent = { kind: "abstained", why: "cut" } as const
  const open = { outcome: "undecided", method: "none", reason: "unread", evidence: {} } as const
  const others = [
    saidOf(1, "3", { answer: silent }),
    saidOf(1, "3", { verdict: open }),
    saidOf(1, "3", { usedTools: true }),
  ]
  for (const other of others) {
    const from = { ...evidence, attempts: [saidOf(0, "2"), other] }
    expect(rowsOf("trl-dpo", from)).toEqual([])
    expect(rowsOf("trl-kto", from)).toEqual([{ prompt: PROMPT, completion: "2", label: true }])
  }
})

it("uses a reply once, and no more than four preferences of a problem", () => {
  const texts = ["2", "02", "2.0", "+2", " 2 ", "2", "2"]
  const right = texts.map((text, seat) => saidOf(seat, text))
  const wrong = texts.map((_, at) => saidOf(texts.length + at, String(3 + at)))
  const rows = rowsOf("trl-dpo", { ...evidence, attempts: [...right, ...wrong] }) as {
    chosen: string
    rejected: string
  }[]
  expect(rows).toHaveLength(4)
  expect(new Set(rows.map(({ chosen }) => chosen)).size).toBe(4)
  expect(new Set(rows.map(({ rejected }) => rejected)).size).toBe(4)
})

it("writes one file a split, and tells trainers the name of each", () => {
  const other = lessonOf([user], "validation", sibling)
  const from = { ...evidence, lessons: [...evidence.lessons, other] }
  const files = assemble(from, TARGETS)
  expect(rowsOf("trl-sft", from, "validation")).toHaveLength(1)
  const info = JSON.parse(fileOf(files, "data/llama-factory/dataset_info.json"))
  expect(Object.values(info).map((entry) => (entry as { file_name: string }).file_name)).toEqual([
    "train.jsonl",
    "validation.jsonl",
  ])
  const yaml = fileOf(files, "data/axolotl/axolotl.yaml")
  expect(yaml).toMatch(/^datasets:\n {2}- path: \.\/train\.jsonl\n/)
  expect(yaml).toContain("test_datasets:\n  - path: ./validation.jsonl\n")
})

it("keeps what is provenance out of the rows, and says it beside them", () => {
  const files = assemble(evidence, [named("trl-dpo")])
  const [back] = fileOf(files, PROVENANCE).split("\n")
  expect(JSON.parse(back!)).toMatchObject({
    file: "data/trl-dpo/train.jsonl",
    row: 0,
    problem: id,
    verifier: "arithmetic",
    attempts: [
      { call, seat: 0, outcome: "correct" },
      { call, seat: 1, outcome: "incorrect" },
    ],
    solveRate: { correct: 1, tried: 2 },
  })
})

it("writes separators that readers take for the end of a line as escapes", () => {
  const odd = { role: "user", content: "a\u2028b\u0085c\nd" } as const
  const from = { ...evidence, lessons: [lessonOf([odd])] }
  const text = fileOf(assemble(from, [named("trl-sft")]), "data/trl-sft/train.jsonl")
  expect(text).not.toMatch(/[\u2028\u0085]/)
  expect(text.split("\n")).toHaveLength(2)
  expect(JSON.parse(text)).toMatchObject({ prompt: odd.content })
})

/** The rows of a data file, from its bytes alone. */
async function rowsAgain({ path, content }: BundleFile): Promise<Json[]> {
  if (path.endsWith(".parquet")) return parquetRows(content as Uint8Array)
  const lines = String(content).split("\n").slice(0, -1)
  return lines.map((line) => JSON.parse(line))
}

it("writes any words so that they are read back from any target's file as they were", async () => {
  const words = fc.string({ unit: "binary", minLength: 1, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(words, words, words, async (asked, good, bad) => {
      const lesson = { ...lessonOf([system, { role: "user", content: asked }]), completion: good }
      const attempts = [saidOf(0, "2", { text: good }), saidOf(1, "3", { text: bad })]
      const files = assemble({ ...evidence, lessons: [lesson], attempts }, TARGETS)
      const data = files.filter(({ split }) => split !== undefined)
      expect(new Set(data.map(({ target }) => target)).size).toBe(TARGETS.length)
      for (const file of data) {
        expect(await rowsAgain(file)).toEqual(file.lines!.map((line) => JSON.parse(line)))
      }
    }),
    { seed: 13, numRuns: 60 },
  )
})
