import { z } from "zod"
import type { Item, Target } from "./core.ts"
import { defineDialect, type Reward } from "./dialect.ts"
import { replyAfter } from "./turns.ts"

const ITEMS_MAX = 4_096
const PROBLEM_ID = /^problem_[0-9a-f]{24}$/

const RewardRequest = z
  .looseObject({
    /** Prompt and reply in one, as the tokenizer decodes them, special tokens included. */
    query: z.array(z.string()).max(ITEMS_MAX),
    prompts: z.array(z.string()).max(ITEMS_MAX),
    /** A key, the id of a problem, or an object (or its JSON): `problem`, or `key`, `options`. */
    labels: z.array(z.unknown()).max(ITEMS_MAX),
  })
  .refine(({ query, prompts, labels }) => {
    return query.length === prompts.length && query.length === labels.length
  }, "query, prompts and labels must be lists of the same length")
type RewardRequest = z.infer<typeof RewardRequest>

const Floats = z.array(z.number().nullable())

/** OpenRLHF's remote reward model: `--reward.remote_url http://…/openrlhf/get_reward`. */
export const openRlhfDialect = defineDialect<RewardRequest>({
  path: "/openrlhf/get_reward",
  about: "OpenRLHF's remote reward model: a reward for each decoded query, by its label",
  request: RewardRequest,
  reply: z.object({
    rewards: Floats,
    scores: Floats,
    extra_logs: z.object({ accepted: Floats, undecided: Floats }),
  }),
  // It makes a tensor of the rewards, and a tensor has no place for null.
  undecided: "zero",
  hasReasons: false,
  items: ({ query, prompts, labels }) =>
    query.map((text, at): Item => {
      const { target, group } = labelled(labels[at])
      const answer = replyAfter(prompts[at]!, text)
      if (answer === undefined) return { target: { kind: "none", reason: "no-reply" }, answer: "" }
      return { target, answer, group }
    }),
  answer(_, judged, given: readonly Reward[]) {
    const rewards = given.map(asFloat)
    return {
      rewards,
      scores: rewards,
      extra_logs: {
        accepted: judged.map(({ outcome }) => asFloat(outcome === "correct" ? 1 : 0)),
        undecided: judged.map(({ outcome }) => asFloat(outcome === "undecided" ? 1 : 0)),
      },
    }
  },
})

// The language of our types does not know it yet; every Node that runs Agon does.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object }
const [ZERO, ONE] = [rawJSON("0.0"), rawJSON("1.0")]

/** With a point: Python makes an integer of 1, and a tensor of integers has no mean. */
function asFloat(reward: Reward): object | null {
  if (reward === null) return null
  return reward === 1 ? ONE : ZERO
}

const LabelFields = z.union([
  z.object({ problem: z.string(), group: z.string().optional() }),
  z.object({ key: z.string(), options: z.unknown().optional(), group: z.string().optional() }),
])

/** What a label says the answer is to be compared with. A text that is no such JSON is a key. */
export function labelled(label: unknown): {
  readonly target: Target
  readonly group?: string | undefined
} {
  if (typeof label === "number" || typeof label === "boolean") return labelled(String(label))
  const said = typeof label === "string" ? jsonIn(label) : label
  const read = said === undefined ? undefined : LabelFields.safeParse(said)
  if (read?.success) {
    const { data } = read
    const { group } = data
    if ("problem" in data) return { target: { kind: "problem", id: data.problem }, group }
    return { target: { kind: "key", key: data.key, options: data.options }, group }
  }
  if (typeof label !== "string" || label.trim() === "") {
    return { target: { kind: "none", reason: "no-key" } }
  }
  const text = label.trim()
  if (PROBLEM_ID.test(text)) return { target: { kind: "problem", id: text } }
  return { target: { kind: "key", key: label } }
}

function jsonIn(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
