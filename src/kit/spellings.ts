import { printLatex, printPlain } from "../../verifiers/kernel/print.ts"
import type { Posed } from "./ground.ts"
import { isExactNumber, numberSpellings } from "./numbers.ts"
import { reordered, treeOf } from "./trees.ts"

/**
 * The right answer in ways that mean the same: plain and LaTeX, in dollars, boxes and a sentence,
 * with its terms, factors and elements in another order.
 */
export function spellings({ key, right }: Posed): string[] {
  if (isExactNumber(key)) return numberSpellings(right)
  const tree = treeOf(right)
  const asIs = [right, ` ${right} `, `\t${right}\n`, `The final answer is ${right}`]
  if (tree === null) return asIs
  const other = reordered(tree)
  const latex = printLatex(tree)
  return [
    ...asIs,
    ...[printPlain(tree), `$${latex}$`, `$$${latex}$$`, `\\(${latex}\\)`, `\\[${latex}\\]`],
    ...[`\\boxed{${latex}}`, `$\\boxed{${latex}}$`, `**Answer:** $${latex}$`],
    ...[`After some work, the answer is $\\boxed{${latex}}$.`],
    ...[printPlain(other), `$${printLatex(other)}$`],
  ]
}
