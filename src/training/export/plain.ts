import { z } from "zod"
import type { ExampleOf } from "./example.ts"
import { plainPrompt } from "./messages.ts"
import { pythonDataset, pythonEnvironment } from "./python.ts"
import { defineTarget } from "./target.ts"

const text = z.string().min(1)
const Problem = z.strictObject({
  question: text,
  answer: text,
  metadata: z.strictObject({
    source_dataset: text,
    source_index: z.int().min(0),
    problem: text,
    level: z.int().min(1),
    format: text,
  }),
})

const Plain = z.strictObject({
  prompt: text,
  completion: text,
  skill: text,
  level: z.int().min(1),
  problem: text,
  /** Of a solver's rows; a proposal is in no pair. */
  pair: text.optional(),
})

/** Rows for nobody in particular, and for environments that pose problems and judge the answers. */
export const PLAIN = [
  defineTarget({
    name: "jsonl",
    about: "prompt and completion with the problem's skill, level and id",
    kind: "demonstration",
    schema: Plain,
    row: plainRow,
  }),
  defineTarget({
    name: "parquet",
    about: "the same rows as Parquet",
    kind: "demonstration",
    schema: Plain,
    columns: [
      { name: "prompt", is: "text" },
      { name: "completion", is: "text" },
      { name: "skill", is: "text" },
      { name: "level", is: "count" },
      { name: "problem", is: "text" },
      { name: "pair", is: "text", optional: true },
    ],
    row: plainRow,
  }),
  defineTarget({
    name: "reasoning-gym",
    about: "question, answer, metadata; with a Python dataset that scores answers",
    kind: "task",
    schema: Problem,
    row: ({ problem }, index) => ({
      question: problem.statement.text,
      answer: problem.answer,
      metadata: {
        source_dataset: problem.skill,
        source_index: index,
        problem: problem.id,
        level: problem.level,
        format: problem.statement.format,
      },
    }),
    companions: (sheet) => pythonDataset(sheet),
    limits: [
      "without a reward server an answer scores 1 only where it is the key's own text: right answers in another form then score 0, wrong ones never score",
    ],
  }),
  defineTarget({
    name: "verifiers",
    about: "a Python environment package for verifiers: a v1 Taskset and a v0 environment",
    kind: "task",
    schema: z.strictObject({
      question: text,
      answer: text,
      info: text,
    }),
    row: ({ problem }) => ({
      question: problem.statement.text,
      answer: problem.answer,
      info: JSON.stringify({
        problem: problem.id,
        skill: problem.skill,
        level: problem.level,
        format: problem.statement.format,
      }),
    }),
    companions: (sheet) => pythonEnvironment(sheet),
    limits: [
      "the package has not been loaded by every release of verifiers; its v1 interface still moves",
      "without a reward server an answer scores 1 only where it is the key's own text",
    ],
  }),
]

function plainRow({ prompt, completion, origin, problem }: ExampleOf<"demonstration">) {
  return {
    prompt: plainPrompt(prompt),
    completion,
    skill: problem.skill,
    level: problem.level,
    problem: problem.id,
    ...(origin.pair && { pair: origin.pair }),
  }
}
