import type { Problem } from "../record/problem.ts"

/** The problems of a run, found by id or by the words that a solver was shown. */
export interface ProblemIndex {
  readonly size: number
  byId(id: string): Problem | undefined
  /** The problem whose prompt this is, whatever space stands around it. */
  byPrompt(text: string): Problem | undefined
  /** The problem whose prompt the text begins with, and where the prompt ends. */
  byBeginning(text: string): { readonly problem: Problem; readonly end: number } | undefined
}

/**
 * `prompts` gives all spellings of a problem's prompt. Words that lead to problems with different
 * answers find none of them: a wrong key would mark right answers wrong.
 */
export function indexProblems(
  problems: readonly Problem[],
  prompts: (problem: Problem) => readonly string[],
): ProblemIndex {
  const ids = new Map<string, Problem>(problems.map((problem) => [problem.id, problem]))
  const words = new Map<string, Problem | undefined>()
  for (const problem of problems) {
    for (const prompt of new Set(prompts(problem).map((text) => text.trim()))) {
      const other = words.get(prompt)
      const isFirst = !words.has(prompt)
      if (isFirst) words.set(prompt, problem)
      else if (other?.answer !== problem.answer) words.set(prompt, undefined)
    }
  }
  // Longest first: one prompt may begin with the whole of another.
  const lengths = [...new Set([...words.keys()].map(({ length }) => length))].sort((a, b) => b - a)
  return {
    size: ids.size,
    byId: (id) => ids.get(id),
    byPrompt: (text) => words.get(text.trim()),
    byBeginning(text) {
      const start = text.length - text.trimStart().length
      for (const length of lengths) {
        const problem = words.get(text.slice(start, start + length))
        if (problem !== undefined) return { problem, end: start + length }
      }
      return undefined
    },
  }
}
