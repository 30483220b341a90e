import { z } from "zod"
import { Message } from "./example.ts"
import { assistantTurn, conversation, plainPrompt, Reply } from "./messages.ts"
import { JUDGED, SERVER, SHIMS } from "./shims.ts"
import { defineTarget, type Sheet } from "./target.ts"

const text = z.string().min(1)
const messages = z.array(Message).min(1)

/** axolotl reads what its YAML tells it to, so each target comes with a fragment of one. */
export const AXOLOTL = [
  defineTarget({
    name: "axolotl",
    about: "axolotl supervised fine-tuning by the model's chat template",
    kind: "demonstration",
    schema: z.strictObject({ messages }),
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
    companions: (sheet) => ({
      "axolotl.yaml": fragment(sheet, [
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
    schema: z.strictObject({ messages, chosen: Reply, rejected: Reply }),
    row: ({ prompt, chosen, rejected }) => ({
      messages: prompt,
      chosen: assistantTurn(chosen),
      rejected: assistantTurn(rejected),
    }),
    companions: (sheet) => ({
      "axolotl.yaml": `rl: dpo\n${fragment(sheet, ["    type: chat_template.default"])}`,
    }),
  }),
  defineTarget({
    name: "axolotl-kto",
    about: "axolotl KTO, unpaired labels",
    kind: "label",
    schema: z.strictObject({ prompt: text, completion: text, label: z.boolean() }),
    row: ({ prompt, completion, isGood }) => ({
      prompt: plainPrompt(prompt),
      completion,
      label: isGood,
    }),
    companions: (sheet) => ({
      "axolotl.yaml": `rl: kto\nremove_unused_columns: false\n${fragment(sheet, [
        "    type:",
        '      prompt_format: "{prompt}"',
        '      completion_format: "{completion}"',
      ])}`,
    }),
  }),
  defineTarget({
    name: "axolotl-grpo",
    about: "axolotl GRPO: prompts as messages, the key in `solution`",
    kind: "task",
    schema: z.strictObject({ prompt: messages, solution: text, problem: text }),
    row: ({ prompt, problem }) => ({ prompt, solution: problem.answer, problem: problem.id }),
    companions: (sheet) => ({
      "agon_reward.py": SHIMS.trl({ url: SERVER }),
      // Rows without a type are taken as they are.
      "axolotl.yaml": `rl: grpo\ntrl:\n  reward_funcs: ["agon_reward.agon_reward"]\n${fragment(sheet, [])}`,
    }),
    use: "run axolotl in `data/axolotl-grpo` with PYTHONPATH=. so that it finds `agon_reward.py`",
    limits: [JUDGED],
  }),
  defineTarget({
    name: "axolotl-prm",
    about: "axolotl stepwise supervision, as of TRL's PRM rows; a reply is one step",
    kind: "label",
    schema: z.strictObject({
      prompt: text,
      completions: z.array(text).length(1),
      labels: z.array(z.boolean()).length(1),
    }),
    row: ({ prompt, completion, isGood }) => ({
      prompt: plainPrompt(prompt),
      completions: [completion],
      labels: [isGood],
    }),
    companions: (sheet) => ({
      "axolotl.yaml": `process_reward_model: true\n${fragment(sheet, [
        "    type: stepwise_supervised",
        '    step_separator: "\\n"',
      ])}`,
    }),
    limits: [
      "what is judged is an answer, so a whole reply is one step; the steps within it have no labels",
    ],
  }),
]

/** A fragment for a training configuration; its paths are relative to this folder. */
function fragment({ splits }: Sheet, reader: readonly string[]): string {
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
