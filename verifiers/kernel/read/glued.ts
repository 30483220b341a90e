import { GREEK_WORDS } from "./words.ts"

const WORD_MIN = 4
const NO_FUNCTION = new Set([
  ...["cost", "costs", "sine", "sing", "sink", "since", "mint", "mind", "mine", "tank", "tang"],
  ...["sect", "expo", "logs", "logo", "cosy"],
])

/** A run that is a word and no product: `speed`, but not `abcd`, `xyxy` or `sinx`. */
export function isWord(run: string): boolean {
  if (run.length < WORD_MIN) return false
  for (let i = 1; i < run.length; i++) {
    const code = run.charCodeAt(i)
    if (code < 97) return false
  }
  if (NO_FUNCTION.has(run)) return true
  if (GREEK_WORDS.has(run.slice(1)) || new Set(run).size <= 2 || isAlphabetical(run)) return false
  const { functions, letters } = splitRun(run)
  return functions === 0 || letters > 2 * functions + 1
}

function isAlphabetical(run: string): boolean {
  for (let i = 1; i < run.length; i++) {
    if (run.charCodeAt(i) !== run.charCodeAt(i - 1) + 1) return false
  }
  return true
}

/** Functions that are read without a space or bracket around them: sinx, xlnx. */
const GLUED = [
  ...["arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sqrt", "asin", "acos", "atan"],
  ...["sin", "cos", "tan", "cot", "sec", "csc", "log", "exp", "ln"],
]
const GLUED_GREEK = ["alpha", "beta", "gamma", "delta", "theta", "lambda", "omega", "phi", "pi"]

/** Greek in a run of letters: any such word at its end, the usual ones anywhere. */
function gluedGreek(run: string, at: number): string | undefined {
  const rest = run.length - at
  if (at > 0 && rest < 8 && rest > 1 && GREEK_WORDS.has(run.slice(at))) return run.slice(at)
  return GLUED_GREEK.find((name) => run.startsWith(name, at))
}

interface Parts {
  readonly parts: readonly string[]
  readonly functions: number
  readonly letters: number
}

/** The functions, Greek letters and single letters of a run, from left to right. */
export function splitRun(run: string): Parts {
  const parts: string[] = []
  let functions = 0
  let letters = 0
  for (let at = 0; at < run.length; ) {
    const glued = GLUED.find((name) => run.startsWith(name, at))
    const part = glued ?? gluedGreek(run, at) ?? run[at]!
    if (glued !== undefined) functions++
    else letters++
    parts.push(part)
    at += part.length
  }
  return { parts, functions, letters }
}
