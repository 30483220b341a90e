import { z } from "zod"
import type { Item, Judged } from "./core.ts"
import { defineDialect, type Reward } from "./dialect.ts"

const ITEMS_MAX = 4_096
const LABEL_CHARS_MAX = 256

const Label = z.string().max(LABEL_CHARS_MAX)
const common = {
  /** Given back with the verdict. */
  id: z.union([Label, z.number()]).optional(),
  /** A whole reply or a bare answer. */
  answer: z.string(),
  /** Attempts at the same problem share one; it only serves the metrics. */
  group: Label.optional(),
}

const KeyItem = z.strictObject({
  ...common,
  key: z.string(),
  /** As in `agon grade --options`. */
  options: z.unknown().optional(),
})
const ProblemItem = z.strictObject({
  ...common,
  /** An id of the run that the server was started with. */
  problem: Label,
})

const JudgeRequest = z.strictObject({
  items: z
    .array(
      z.union([KeyItem, ProblemItem], {
        error: "an item has an answer, either a key or a problem, and perhaps id, options, group",
      }),
    )
    .max(ITEMS_MAX),
})
type JudgeRequest = z.infer<typeof JudgeRequest>

/** One verdict of `/v1/judge`. */
export const VerdictReply = z.object({
  id: z.union([Label, z.number()]).nullable(),
  outcome: z.enum(["correct", "incorrect", "undecided"]),
  method: z.string(),
  level: z.enum(["proved", "probabilistic", "numeric", "none"]),
  reason: z.string(),
  policy: z.string().optional(),
  witness: z.string().optional(),
  /** What is wrong with the question, where it was not judged. */
  fault: z.string().optional(),
  /** 1, 0, or what the route's policy makes of undecided. */
  reward: z.number().nullable(),
  verifier: z.string(),
  verdict_id: z.string(),
})

/** Agon's own batch: three values, typed, each with its reason. */
export const ownDialect = defineDialect<JudgeRequest>({
  path: "/v1/judge",
  about: "Judges a batch of answers, each by a key or by a problem of the run",
  request: JudgeRequest,
  reply: z.object({ verdicts: z.array(VerdictReply) }),
  undecided: "skip",
  hasReasons: true,
  items: ({ items }) => items.map(itemOf),
  answer: ({ items }, judged, rewards) => ({
    verdicts: judged.map((one, at) => verdictReply(items[at]!.id, one, rewards[at]!)),
  }),
})

function itemOf(asked: JudgeRequest["items"][number]): Item {
  const { answer, group } = asked
  if ("problem" in asked) return { target: { kind: "problem", id: asked.problem }, answer, group }
  const { key, options } = asked
  return { target: { kind: "key", key, options }, answer, group }
}

function verdictReply(
  id: string | number | undefined,
  judged: Judged,
  reward: Reward,
): z.infer<typeof VerdictReply> {
  const { outcome, method, level, reason, policy, witness, fault, verifier, verdictId } = judged
  return {
    id: id ?? null,
    outcome,
    method,
    level,
    reason,
    ...(policy !== undefined && { policy }),
    ...(witness !== undefined && { witness }),
    ...(fault !== undefined && { fault }),
    reward,
    verifier,
    verdict_id: verdictId,
  }
}
