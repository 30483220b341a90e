import { z } from "zod"
import { Message } from "./example.ts"
import { conversation, plainPrompt } from "./messages.ts"
import { defineTarget, type Sheet } from "./target.ts"

const text = z.string().min(1)
const messages = z.array(Message).min(1)
const Said = z.strictObject({ role: z.literal("assistant"), content: z.string() })

/** Trainers that run where their user wants; each needs to be told how to read a file. */
export const LOCAL = [
  defineTarget({
    name: "openrlhf",
    about: "OpenRLHF reinforcement learning; the label names the problem to a reward server",
    kind: "task",
    schema: z.strictObject({ input: messages, label: text, datasource: text }),
    row: ({ prompt, problem }) => ({
      input: prompt,
      label: JSON.stringify({ problem: problem.id }),
      datasource: problem.skill,
    }),
    companions: (sheet) => ({
      "flags.txt": flags(sheet, [
        ["data.prompt_dataset", "train.jsonl"],
        ["data.input_key", "input"],
        ["data.label_key", "label"],
        ["data.apply_chat_template"],
        ["reward.remote_url", "http://127.0.0.1:7420/openrlhf/get_reward"],
      ]),
    }),
    limits: [
      "labels are for `agon serve --run <run>`",
      "flags.txt is spelt as of OpenRLHF 0.11; older releases have no groups before the dot",
    ],
  }),
  defineTarget({
    name: "openrlhf-sft",
    about: "OpenRLHF supervised fine-tuning, input and output",
    kind: "demonstration",
    schema: z.strictObject({ input: text, output: text }),
    row: ({ prompt, completion }) => ({ input: plainPrompt(prompt), output: completion }),
    companions: (sheet) => ({
      "flags.txt": flags(sheet, [
        ["data.dataset", "train.jsonl"],
        ["data.input_key", "input"],
        ["data.output_key", "output"],
      ]),
    }),
    limits: ["not for --multiturn, which allows no output key"],
  }),
  defineTarget({
    name: "openrlhf-dpo",
    about: "OpenRLHF preference training: prompt, chosen, rejected",
    kind: "preference",
    schema: z.strictObject({ prompt: text, chosen: text, rejected: text }),
    row: ({ prompt, chosen, rejected }) => ({ prompt: plainPrompt(prompt), chosen, rejected }),
    companions: (sheet) => ({
      "flags.txt": flags(sheet, [
        ["data.dataset", "train.jsonl"],
        ["data.prompt_key", "prompt"],
        ["data.chosen_key", "chosen"],
        ["data.rejected_key", "rejected"],
      ]),
    }),
  }),
  defineTarget({
    name: "axolotl",
    about: "axolotl supervised fine-tuning by the model's chat template",
    kind: "demonstration",
    schema: z.strictObject({ messages }),
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
    companions: (sheet) => ({
      "axolotl.yaml": axolotl(sheet, [
        "    type: chat_template",
        "    field_messages: messages",
        "    message_property_mappings:",
        "      role: role",
        "      content: content",
        '    roles_to_train: ["assistant"]',
      ]),
    }),
  }),
  defineTarget({
    name: "axolotl-dpo",
    about: "axolotl preference training by the model's chat template",
    kind: "preference",
    schema: z.strictObject({ messages, chosen: Said, rejected: Said }),
    row: ({ prompt, chosen, rejected }) => ({
      messages: prompt,
      chosen: { role: "assistant", content: chosen },
      rejected: { role: "assistant", content: rejected },
    }),
    companions: (sheet) => ({
      "axolotl.yaml": `rl: dpo\n${axolotl(sheet, ["    type: chat_template.default"])}`,
    }),
  }),
  defineTarget({
    name: "llama-factory",
    about: "LLaMA-Factory supervised fine-tuning, OpenAI-style messages",
    kind: "demonstration",
    schema: z.strictObject({ messages }),
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
    companions: (sheet) => ({ "dataset_info.json": datasetInfo(sheet, {}, {}) }),
  }),
  defineTarget({
    name: "llama-factory-dpo",
    about: "LLaMA-Factory preference training",
    kind: "preference",
    schema: z.strictObject({ messages, chosen: Said, rejected: Said }),
    row: ({ prompt, chosen, rejected }) => ({
      messages: prompt,
      chosen: { role: "assistant", content: chosen },
      rejected: { role: "assistant", content: rejected },
    }),
    companions: (sheet) => ({
      "dataset_info.json": datasetInfo(
        sheet,
        { ranking: true },
        { chosen: "chosen", rejected: "rejected" },
      ),
    }),
  }),
  defineTarget({
    name: "llama-factory-kto",
    about: "LLaMA-Factory KTO, one label a conversation",
    kind: "label",
    schema: z.strictObject({ messages, label: z.boolean() }),
    row: ({ prompt, completion, isGood }) => ({
      messages: conversation(prompt, completion),
      label: isGood,
    }),
    companions: (sheet) => ({
      "dataset_info.json": datasetInfo(sheet, {}, { kto_tag: "label" }),
    }),
  }),
]

/** The command line's part that is about the data; its paths are relative to this folder. */
function flags({ splits }: Sheet, lines: readonly (readonly string[])[]): string {
  const held = splits.filter(({ split }) => split === "validation")
  const all = [...lines, ...held.map(({ file }) => ["eval.dataset", file])]
  return all.map(([name, ...value]) => `${[`--${name}`, ...value].join(" ")}\n`).join("")
}

/** A fragment for a training configuration; its paths are relative to this folder. */
function axolotl({ splits }: Sheet, reader: readonly string[]): string {
  const section = (name: string, file: string) => [
    `${name}:`,
    `  - path: ./${file}`,
    "    ds_type: json",
    "    split: train", // what the json reader of `datasets` calls everything in one file
    ...reader,
  ]
  const lines = splits.flatMap(({ split, file }) =>
    section(split === "train" ? "datasets" : "test_datasets", file),
  )
  return `${lines.join("\n")}\n`
}

/** Nothing loads in LLaMA-Factory without an entry here: `dataset_dir` is this folder. */
function datasetInfo(
  { target, splits }: Sheet,
  more: Readonly<Record<string, boolean>>,
  columns: Readonly<Record<string, string>>,
): string {
  const entries = splits.map(({ split, file }) => [
    `agon_${target.replaceAll("-", "_")}_${split}`,
    {
      file_name: file,
      formatting: "sharegpt",
      ...more,
      columns: { messages: "messages", ...columns },
      tags: {
        role_tag: "role",
        content_tag: "content",
        user_tag: "user",
        assistant_tag: "assistant",
        system_tag: "system",
      },
    },
  ])
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`
}
