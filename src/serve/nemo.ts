import { z } from "zod"
import type { Target } from "./core.ts"
import { defineDialect } from "./dialect.ts"
import type { ProblemIndex } from "./problems.ts"

const LIST_MAX = 4_096

const Part = z.looseObject({ type: z.string(), text: z.string().optional() })
const Output = z.looseObject({
  type: z.string(),
  content: z.union([z.string(), z.array(Part).max(LIST_MAX)]).optional(),
})

const VerifyRequest = z.looseObject({
  /** The fields of the dataset's row: a problem of the run, or a key. */
  problem: z.string().optional(),
  key: z.string().optional(),
  expected_answer: z.union([z.string(), z.number()]).optional(),
  options: z.unknown().optional(),
  group: z.string().optional(),
  /** The model's response, in the shape of the Responses API. */
  response: z.looseObject({ output: z.array(Output).max(LIST_MAX) }),
})
type VerifyRequest = z.infer<typeof VerifyRequest>

/** NeMo Gym's verify: the request comes back with a reward. */
export const nemoDialect = defineDialect<VerifyRequest>({
  path: "/nemo/verify",
  alias: "/verify",
  about: "NeMo Gym's verify: the row and the response come back with a reward",
  request: VerifyRequest,
  reply: z.looseObject({
    reward: z.number().nullable(),
    agon: z.object({ outcome: z.string(), reason: z.string(), verdict_id: z.string() }),
  }),
  undecided: "zero", // its reward is a float and never null
  hasReasons: false,
  items: (asked, problems) => [
    {
      target: targetOf(asked, problems),
      answer: textOf(asked.response.output),
      group: asked.group,
    },
  ],
  answer: (asked, [judged], [reward]) => {
    const { outcome, reason, verdictId } = judged!
    return { ...asked, reward, agon: { outcome, reason, verdict_id: verdictId } }
  },
})

function targetOf(asked: VerifyRequest, problems: ProblemIndex): Target {
  const { problem, key, expected_answer, options } = asked
  const text = key ?? expected_answer
  // A row of another dataset may call its statement a problem, and then has a key, too.
  const isId = problem !== undefined && problems.byId(problem) !== undefined
  if (text !== undefined && !isId) return { kind: "key", key: String(text), options }
  if (problem !== undefined) return { kind: "problem", id: problem }
  return { kind: "none", reason: "no-key" }
}

/** What the model said last. Reasoning and calls of tools are no answer. */
function textOf(output: VerifyRequest["response"]["output"]): string {
  const { content = "" } = output.findLast(({ type }) => type === "message") ?? {}
  if (typeof content === "string") return content
  return content.map(({ type, text = "" }) => (type === "output_text" ? text : "")).join("")
}
