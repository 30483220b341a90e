import { printLatex } from "../../verifiers/kernel/print.ts"
import { treeOf } from "../kit/trees.ts"
import type { Problem } from "../record/problem.ts"
import type { Verifier } from "../verifier.ts"

/**
 * A problem's answer as LaTeX, which its verifier judges correct like the answer itself; undefined
 * where words, money or a plain number say it as well.
 */
export function answerLatex(
  { answer, spec, key }: Problem,
  verifier: Verifier,
): string | undefined {
  if (/^-?\d+(\.\d+)?$/.test(answer)) return undefined
  const tree = treeOf(answer)
  if (tree === null) return undefined
  const latex = printLatex(tree)
  if (WORDS.test(latex)) return undefined
  const isRight = (text: string) =>
    verifier.judge(spec as never, key as never, text).outcome === "correct"
  return [withoutDots(latex), latex].find(isRight)
}

/** Words other than the "or" between two inequalities, the set of nothing, money. */
const WORDS = /\\text\{(?! or )|\\emptyset|\\\$/

/** 3 \cdot x as 3x: no sign of multiplication before a letter, a bracket or a function. */
function withoutDots(latex: string): string {
  return latex
    .replace(/(?<=[\d)}]) \\cdot (?=[a-zA-Z(])/g, "")
    .replace(/ \\cdot (?=[a-zA-Z(]|\\(?!d?frac|cdot)[a-z])/g, " ")
}
