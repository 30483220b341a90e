import { z } from "zod"
import { Message } from "./example.ts"
import { plainPrompt } from "./messages.ts"
import { defineTarget, type Sheet } from "./target.ts"

const text = z.string().min(1)
const messages = z.array(Message).min(1)

/** OpenRLHF reads any JSON lines and is told by flags which field is which. */
export const OPENRLHF = [
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
]

/** The command line's part that is about the data; its paths are relative to this folder. */
function flags({ splits }: Sheet, lines: readonly (readonly string[])[]): string {
  const held = splits.filter(({ split }) => split === "validation")
  const all = [...lines, ...held.map(({ file }) => ["eval.dataset", file])]
  return all.map(([name, ...value]) => `${[`--${name}`, ...value].join(" ")}\n`).join("")
}
