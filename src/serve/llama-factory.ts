import { z } from "zod"
import type { Item } from "./core.ts"
import { defineDialect } from "./dialect.ts"
import type { ProblemIndex } from "./problems.ts"
import { splitTurns, withoutMarks } from "./turns.ts"

const ITEMS_MAX = 4_096

const ScoreRequest = z.looseObject({
  model: z.string().optional(),
  /** Prompt and reply in one text each. */
  messages: z.array(z.string()).max(ITEMS_MAX),
})
type ScoreRequest = z.infer<typeof ScoreRequest>

/**
 * LLaMA-Factory's reward model behind an address (`reward_model_type: api`). It sends no label, so
 * the problem is found by an id in the prompt, or by the prompt's words.
 */
export const llamaFactoryDialect = defineDialect<ScoreRequest>({
  path: "/llamafactory/score",
  about: "LLaMA-Factory's reward model behind an address: a score for each whole text",
  request: ScoreRequest,
  reply: z.object({ scores: z.array(z.number().nullable()) }),
  undecided: "zero", // it makes a tensor of the scores, and a tensor has no place for null
  hasReasons: false,
  items: ({ messages }, problems) => messages.map((text) => itemIn(text, problems)),
  answer: (_asked, _judged, scores) => ({ scores }),
})

const UNKNOWN: Item = { target: { kind: "none", reason: "unknown-problem" }, answer: "" }

function itemIn(text: string, problems: ProblemIndex): Item {
  const turns = splitTurns(text)
  if (turns !== undefined) {
    const { prompt, reply } = turns
    const problem =
      problems.byId(idIn(prompt)?.id ?? "") ??
      problems.byPrompt(prompt) ??
      problems.byPrompt(between("<problem>", "</problem>", prompt))
    return problem === undefined ? UNKNOWN : found(problem.id, reply)
  }
  // Without turns, only a prompt that is known word for word shows where the reply begins. An id
  // counts where the text begins with it: further on it may be the reply's.
  const bare = withoutMarks(text)
  const lead = /^[^\p{L}\p{N}]{0,8}(?=problem_)/u.test(bare) ? idIn(bare) : undefined
  const after = bare.slice(lead?.end ?? 0)
  for (const candidate of [bare, after]) {
    const begun = problems.byBeginning(candidate)
    if (begun !== undefined) return found(begun.problem.id, candidate.slice(begun.end))
  }
  return UNKNOWN
}

function found(id: string, answer: string): Item {
  return { target: { kind: "problem", id }, answer }
}

/** The first id: nothing that the model writes comes before the prompt. */
function idIn(text: string): { readonly id: string; readonly end: number } | undefined {
  const match = /problem_[0-9a-f]{24}(?![0-9a-f])[\])}:.,\s]*/.exec(text)
  if (match === null) return undefined
  return { id: match[0].slice(0, "problem_".length + 24), end: match.index + match[0].length }
}

function between(open: string, close: string, text: string): string {
  const start = text.indexOf(open)
  const end = text.indexOf(close, start)
  return start < 0 || end < 0 ? "" : text.slice(start + open.length, end)
}
