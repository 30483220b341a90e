import type { Posed } from "./ground.ts"
import { isExactNumber, numberSpellings } from "./numbers.ts"

/** The right answer in ways that mean the same: spaces, dollars, boxes, a sentence around it. */
export function spellings({ key, right }: Posed): string[] {
  if (isExactNumber(key)) return numberSpellings(right)
  return [
    right,
    ` ${right} `,
    `\t${right}\n`,
    `$${right}$`,
    `\\(${right}\\)`,
    `\\boxed{${right}}`,
    `$\\boxed{${right}}$`,
    `The final answer is ${right}`,
  ]
}
