import type { Random } from "../../src/world.ts"
import { chance, oneOf, within } from "./draw.ts"
import type { Style } from "./write-formula.ts"

type Notation = Style["notation"]

/** The answer in a reply as models write them, with some work before it. */
export function inReply(answer: string, notation: Notation, random: Random): string {
  const closed = oneOf(random, notation === "latex" ? LATEX : PLAIN)(answer)
  return chance(random, 0.5) ? closed : `${work(random)}\n\n${closed}`
}

/** A reply that names another value on its way, takes it back, and ends with the answer. */
export function afterAnother(
  other: string,
  answer: string,
  notation: Notation,
  random: Random,
): string {
  const shown = notation === "latex" && !other.includes("$") ? `$${other}$` : other
  const start = oneOf(random, [
    `A first guess is ${shown}, but that is not right.`,
    `It may look like ${shown}. Let me check again.`,
    `Some would say ${shown}.\n\n${work(random)}`,
    `Step 1: start from ${shown}.\nStep 2: correct the slip.`,
  ])
  return `${start}\n\n${oneOf(random, notation === "latex" ? LATEX : PLAIN)(answer)}`
}

type Ending = (answer: string) => string

const LATEX: readonly Ending[] = [
  (answer) => `\\boxed{${answer}}`,
  (answer) => `The answer is $\\boxed{${answer}}$.`,
  (answer) => `$$\\boxed{${answer}}$$`,
  (answer) => `$${answer}$`,
  (answer) => `\\[ ${answer} \\]`,
  (answer) => `\\(${answer}\\)`,
  (answer) => `So the final answer is $${answer}$.`,
  (answer) => `**Final answer:** $${answer}$`,
  (answer) => `Therefore, the answer is \\(\\boxed{${answer}}\\).`,
  (answer) => `Final Answer: The final answer is $${answer}$. I hope it is correct.`,
  (answer) => `<answer>$${answer}$</answer>`,
  (answer) => `### Answer\n\n$$${answer}$$`,
]

const PLAIN: readonly Ending[] = [
  (answer) => `The answer is ${answer}`,
  (answer) => `The answer is ${answer}.`,
  (answer) => `Final answer: ${answer}`,
  (answer) => `<answer>${answer}</answer>`,
  (answer) => `<answer>\n${answer}\n</answer>`,
  (answer) => `Answer: ${answer}`,
  (answer) => `#### ${answer}`,
  (answer) => `So the final answer is ${answer}.`,
  (answer) => `\\boxed{${answer}}`,
]

function work(random: Random): string {
  const [a, b] = [within(random, 12, 60), within(random, 2, 11)]
  return oneOf(random, [
    `First, ${a} + ${b} = ${a + b}. Then we use what is given.`,
    `Let me think step by step.\n1. There are ${a} cases.\n2. Of these, ${b} are left out.`,
    `We have $${a} - ${b} = ${a - b}$, so the first part is done.`,
    `<think>\nCould it be ${a}? No, try again with ${b}.\n</think>`,
    "Using the identity above and simplifying, we get the result.",
  ])
}
