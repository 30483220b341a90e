import { z } from "zod"
import type { Stop } from "./call.ts"
import { AttemptId, CallId, contentId, ProblemId } from "./id.ts"

const ANSWER_CHARS_MAX = 4_096

/** What a solver said: an answer, or why there is none. Text that was cut off is no answer. */
export const Answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answered"), text: z.string().max(ANSWER_CHARS_MAX) }),
  z.object({
    kind: z.literal("abstained"),
    why: z.enum(["cut", "empty", "refused", "too-long", "tool-turns", "failed"]),
  }),
])
export type Answer = z.infer<typeof Answer>

/** One solver reply to one problem. `seat` counts the k replies to the same problem from 0. */
export const Attempt = z.object({
  id: AttemptId,
  problem: ProblemId,
  seat: z.int().min(0),
  call: CallId,
  answer: Answer,
})
export type Attempt = z.infer<typeof Attempt>

export function mintAttempt(content: Omit<Attempt, "id">): Attempt {
  return { id: contentId("attempt", content), ...content }
}

export function answerFrom(text: string, stop: Stop): Answer {
  if (stop === "length") return { kind: "abstained", why: "cut" }
  if (stop === "refusal") return { kind: "abstained", why: "refused" }
  if (stop === "tool") return { kind: "abstained", why: "tool-turns" }
  if (text.trim() === "") return { kind: "abstained", why: "empty" }
  if (text.length > ANSWER_CHARS_MAX) return { kind: "abstained", why: "too-long" }
  return { kind: "answered", text }
}
