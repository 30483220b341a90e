import { z } from "zod"
import { Message } from "./example.ts"
import { conversation } from "./messages.ts"
import type { Column } from "./parquet.ts"
import { JUDGED, SERVER, SHIMS } from "./shims.ts"
import { defineTarget, type Sheet } from "./target.ts"

const text = z.string().min(1)
const messages = z.array(Message).min(1)
const named = (...names: readonly string[]): Column[] =>
  names.map((name) => ({ name, is: "text" as const }))
const MESSAGES = { list: { struct: named("role", "content") } } as const

/** verl (verl.readthedocs.io, "Prepare Data for Post-Training"): nested Parquet. */
export const VERL = [
  defineTarget({
    name: "verl",
    about: "verl reinforcement learning, nested Parquet; the key in `reward_model`",
    kind: "task",
    schema: z.strictObject({
      data_source: text,
      prompt: messages,
      ability: z.literal("math"),
      reward_model: z.strictObject({ style: z.literal("rule"), ground_truth: text }),
      extra_info: z.strictObject({
        split: z.enum(["train", "validation"]),
        index: z.int().min(0),
        problem: text,
        skill: text,
        level: z.int().min(1),
      }),
    }),
    columns: [
      ...named("data_source"),
      { name: "prompt", is: MESSAGES },
      ...named("ability"),
      { name: "reward_model", is: { struct: named("style", "ground_truth") } },
      {
        name: "extra_info",
        is: {
          struct: [
            ...named("split"),
            { name: "index", is: "count" },
            ...named("problem", "skill"),
            { name: "level", is: "count" },
          ],
        },
      },
    ],
    row: ({ prompt, problem, split }, index) => ({
      data_source: `agon/${problem.skill}`,
      prompt,
      ability: "math",
      reward_model: { style: "rule", ground_truth: problem.answer },
      extra_info: {
        split,
        index,
        problem: problem.id,
        skill: problem.skill,
        level: problem.level,
      },
    }),
    companions: (sheet) => ({
      "agon_reward.py": SHIMS.verl({ url: SERVER }),
      "overrides.txt": overrides(sheet, [
        ["data.prompt_key", "prompt"],
        ["data.reward_fn_key", "data_source"],
        ["data.filter_overlong_prompts", "True"],
        ["reward.custom_reward_function.path", "agon_reward.py"],
        ["reward.custom_reward_function.name", "compute_score"],
      ]),
    }),
    use: "in `data/verl`: `python3 -m verl.trainer.main_ppo $(cat overrides.txt) …`",
    limits: [
      JUDGED,
      "overrides.txt is spelt as of verl 0.9; older releases have no `reward.` before the function",
      "prompts longer than `data.max_prompt_length` are left out by verl",
    ],
  }),
  defineTarget({
    name: "verl-sft",
    about: "verl supervised fine-tuning, Parquet of messages",
    kind: "demonstration",
    schema: z.strictObject({ messages }),
    columns: [{ name: "messages", is: MESSAGES }],
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
    companions: (sheet) => ({
      "overrides.txt": overrides(sheet, [["data.messages_key", "messages"]]),
    }),
    use: "in `data/verl-sft`: `… -m verl.trainer.sft_trainer $(cat overrides.txt) …`",
  }),
]

/** Words for verl's command line; paths are relative to this folder. */
function overrides({ splits }: Sheet, more: readonly (readonly [string, string])[]): string {
  const files = splits.map(({ split, file }) => [
    split === "train" ? "data.train_files" : "data.val_files",
    file,
  ])
  return [...files, ...more].map(([name, value]) => `${name}=${value}\n`).join("")
}
