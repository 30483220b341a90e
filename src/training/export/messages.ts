import { z } from "zod"
import type { Message } from "./example.ts"

/** One reply, where a trainer wants a message and no list of them. */
export const Reply = z.strictObject({ role: z.literal("assistant"), content: z.string().min(1) })

export function assistantTurn(content: string): z.infer<typeof Reply> {
  return { role: "assistant", content }
}

/** A prompt as one text, for trainers and models that know no roles. */
export function plainPrompt(prompt: readonly Message[]): string {
  return prompt.map(({ content }) => content).join("\n\n")
}

export function assistant(content: string): Message[] {
  return [assistantTurn(content)]
}

/** A whole conversation: the prompt and one reply to it. */
export function conversation(prompt: readonly Message[], reply: string): Message[] {
  return [...prompt, ...assistant(reply)]
}

export function systemOf(prompt: readonly Message[]): string | undefined {
  return prompt.find(({ role }) => role === "system")?.content
}
