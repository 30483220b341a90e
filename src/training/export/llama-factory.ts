import { z } from "zod"
import { Message } from "./example.ts"
import { assistantTurn, conversation, Reply } from "./messages.ts"
import { defineTarget, type Sheet } from "./target.ts"

const messages = z.array(Message).min(1)

/** LLaMA-Factory, by its OpenAI-style messages: what it calls the sharegpt format. */
export const LLAMA_FACTORY = [
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
    schema: z.strictObject({ messages, chosen: Reply, rejected: Reply }),
    row: ({ prompt, chosen, rejected }) => ({
      messages: prompt,
      chosen: assistantTurn(chosen),
      rejected: assistantTurn(rejected),
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
