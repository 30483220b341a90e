import { z } from "zod"
import type { ExampleOf, Message } from "./example.ts"
import { assistant, conversation, systemOf } from "./messages.ts"
import { defineTarget } from "./target.ts"

const turn = (role: "user" | "assistant") =>
  z.strictObject({ role: z.literal(role), content: z.string().min(1) })
const Turn = z.strictObject({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string().min(1),
})
const Chat = z.strictObject({ messages: z.array(Turn).min(2) })

/** One prompt and two replies to it, as OpenAI wrote them down and others read them. */
const Preferred = z.strictObject({
  input: z.strictObject({ messages: z.array(Turn).min(1) }),
  preferred_output: z.array(turn("assistant")).length(1),
  non_preferred_output: z.array(turn("assistant")).length(1),
})

const MIXED = "a file whose rows match two shapes is rejected, so rows have this key alone"

/** Services that take an upload and refuse keys that they do not know. */
export const HOSTED = [
  defineTarget({
    name: "together",
    about: "Together fine-tuning, conversational JSONL",
    kind: "demonstration",
    schema: Chat,
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
    limits: [MIXED],
  }),
  defineTarget({
    name: "together-dpo",
    about: "Together preference fine-tuning",
    kind: "preference",
    schema: Preferred,
    row: preferredRow,
  }),
  defineTarget({
    name: "fireworks",
    about: "Fireworks supervised fine-tuning, chat JSONL",
    kind: "demonstration",
    schema: Chat,
    row: ({ prompt, completion }) => ({ messages: conversation(prompt, completion) }),
  }),
  defineTarget({
    name: "fireworks-dpo",
    about: "Fireworks preference fine-tuning",
    kind: "preference",
    schema: Preferred,
    row: preferredRow,
    limits: ["preference jobs there want at least 3 rows"],
  }),
  defineTarget({
    name: "bedrock",
    about: "Amazon Bedrock fine-tuning of Claude 3 Haiku, JSONL without any other key",
    kind: "demonstration",
    schema: z.strictObject({
      system: z.string().min(1).optional(),
      messages: z.tuple([turn("user"), turn("assistant")]),
    }),
    row: ({ prompt, completion }) => {
      const system = systemOf(prompt)
      return {
        ...(system !== undefined && { system }),
        messages: [userTurn(prompt), ...assistant(completion)],
      }
    },
    limits: ["turns alternate strictly: several of one speaker are joined to one"],
  }),
]

function preferredRow({ prompt, chosen, rejected }: ExampleOf<"preference">) {
  return {
    input: { messages: prompt },
    preferred_output: assistant(chosen),
    non_preferred_output: assistant(rejected),
  }
}

function userTurn(prompt: readonly Message[]): Message {
  const said = prompt.filter(({ role }) => role !== "system")
  return { role: "user", content: said.map(({ content }) => content).join("\n\n") }
}
