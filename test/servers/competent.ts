import { fillReply, isForm } from "./fill.ts"
import { type Heard, lastWords, type Player, randomOf, type Said, said } from "./player.ts"
import { type Solved, solveWords } from "./solve.ts"

/** Answers what it can read, poses problems that hold, and translates statements into specs. */
export const competent: Player = (heard) => {
  if (isForm(heard)) return said(fillReply(heard), "I fill in the form.")
  const solved = solveWords(lastWords(heard))
  return toolTurn(heard, solved) ?? answerIn(heard, solved?.answer ?? "")
}

/** Half of those who are offered a calculator or a program use it once before they answer. */
function toolTurn(heard: Heard, solved: Solved | undefined): Said | undefined {
  if (heard.turns.some(({ role }) => role === "tool")) return undefined
  const { expression } = solved ?? {}
  const tool = heard.tools.find(({ name }) => /calculator|javascript/i.test(name))
  if (tool === undefined || expression === undefined) return undefined
  if (randomOf(heard, "tool").int(2) === 0) return undefined
  const input = /javascript/i.test(tool.name)
    ? { program: `console.log(${JSON.stringify(expression)}.length)` }
    : { expression }
  const thinking = "A tool will not slip."
  return { text: "I check this with a tool.", thinking, toolUses: [{ name: tool.name, input }] }
}

/** The answer in the form that the prompt asks for; a box where it asks for none. */
export function answerIn(heard: Heard, answer: string): Said {
  const prompt = `${heard.system}\n${lastWords(heard)}`
  const thinking = "I read the problem twice before I answer."
  const lead = STEPS[randomOf(heard, "lead").int(STEPS.length)]!
  if (/<answer>/i.test(prompt)) return said(`${lead}\n<answer>${answer}</answer>`, thinking)
  return said(`${lead}\n\nThe final answer is \\boxed{${answer}}.`, thinking)
}

const STEPS = [
  "Let me work through this.",
  "We go step by step.",
  "This follows directly from the definition.",
  "First the given values, then what is asked.",
]
