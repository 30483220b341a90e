/** The id of the token that ends a completion. */
export const END = 0

/**
 * The id of the token that ends every prompt, whatever mark the prompt ended in: the network must
 * see where the question stops, or "12 + 3" answered "1…" would read as the start of "12 + 31".
 */
export const ASK = 1

const FIRST_DIGIT = 2
const MARKS = ["<end>", "?", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
const SIGNS = [" ", "+", "-", "*", "/", "^", "=", "(", ")", ",", ".", ":", "<", ">", "%"]
const LETTERS = ["x", "y", "z", "a", "b", "c", "n"]

/** Words that cost one token, not one per letter. A caller adds its own when it creates a model. */
const PHRASES = [
  ...["What is", "Compute", "Calculate", "Evaluate", "Find", "Solve", "for x", "If", "what is x"],
  ...["the remainder when", "is divided by", "the value of"],
  ...["the sum of", "the difference of", "the product of", "and", "from", "by"],
  ...["Add", "Subtract", "Multiply", "plus", "minus", "times", "mod"],
  ...["Simplify", "Reduce", "Write", "to lowest terms", "in lowest terms"],
]

/**
 * The tokens of a new model by id: 0 ends a completion, 1 ends a prompt, 2 to 11 are the digits.
 */
export const DEFAULT_VOCABULARY: readonly string[] = [...MARKS, ...SIGNS, ...LETTERS, ...PHRASES]

/** The first ids of every vocabulary; a checkpoint without them is not one of ours. */
export const FIXED_TOKENS: readonly string[] = MARKS

export const PLACES = 16 // no digit, then units, tens, … and everything beyond

/**
 * Where a token stands inside its number: 1 for the units (numbers are written lowest digit
 * first), 2 for the tens, 0 for what is no digit. `before` is the place of the token before it.
 * (McLeish et al. 2024, Abacus embeddings: digits of equal worth find each other by place, which
 * is most of what adding needs.)
 */
export function placeOf(token: number, before: number): number {
  const isDigit = token >= FIRST_DIGIT && token < FIRST_DIGIT + 10
  return isDigit ? Math.min(before + 1, PLACES - 1) : 0
}
