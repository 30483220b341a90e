import type { Statement } from "../../src/record/problem.ts"

/** An outer spec in words, with a number at the field that the inner answer goes to. */
export interface Stated {
  readonly value: number
  readonly statement: Statement
}

export interface Unsaid {
  readonly unsaid: "inner-key-shown" | "no-letter" | "no-place"
}

/**
 * Both statements as one, with a letter where the number stood in the outer one, or why that cannot
 * be said soundly: the place is where the numbers of the others move the digits, and nothing else
 * may move.
 */
export function composedWords(
  wording: number,
  inner: Statement,
  { value, statement: outer }: Stated,
  others: readonly Stated[],
): Statement | Unsaid {
  const letter = LETTERS.find((one) => isFree(one, [inner, outer]))
  if (letter === undefined) return { unsaid: "no-letter" }
  const [text, latex] = (["text", "latex"] as const).map((notation) => {
    const told = others.map((other) => ({
      number: `${other.value}`,
      text: other.statement[notation],
    }))
    return withLetter({ number: `${value}`, text: outer[notation] }, told, letter)
  })
  if (text === undefined || latex === undefined) return { unsaid: "no-place" }
  const isShown = [text, latex].some((told) => numbersIn(told).includes(`${value}`))
  if (isShown) return { unsaid: "inner-key-shown" }
  const phrase = PHRASES[wording % PHRASES.length]!
  return {
    text: phrase(inner.text, text, letter),
    latex: phrase(inner.latex, latex, `$${letter}$`),
    format: outer.format,
  }
}

const LETTERS = ["N", "M", "K", "Q"] // capitals: skills name their unknowns with small letters

/** Two statements and the letter for the first one's answer. Each begins with words of its own. */
type Phrase = (inner: string, outer: string, letter: string) => string

export const PHRASES: readonly Phrase[] = [
  (inner, outer, n) => `Let ${n} be the answer to this: ${inner} ${outer}`,
  (inner, outer, n) =>
    `First find ${n}, the answer to this question: ${inner} Then go on: ${outer}`,
  (inner, outer, n) => `The letter ${n} stands for the answer to what follows. ${inner} ${outer}`,
  (inner, outer, n) =>
    `Of two questions answer the second only. The first, whose answer is called ${n}: ${inner} ` +
    `The second: ${outer}`,
]

/** Whether nobody can take the letter for something else that the statements name. */
function isFree(letter: string, statements: readonly Statement[]): boolean {
  const alone = new RegExp(`(?<!\\p{L})${letter}(?!\\p{L})`, "u")
  return !statements.some(({ text, latex }) => alone.test(text) || alone.test(latex))
}

interface Told {
  readonly number: string
  readonly text: string
}

/**
 * The text with the letter for its number: it must differ from each of the others in one number,
 * always the same one, which is in each text its own and which a letter can be read for.
 */
function withLetter(own: Told, others: readonly Told[], letter: string): string | undefined {
  const numbers = numbersIn(own.text)
  const places = others.map((other) => placeIn(numbers, numbersIn(other.text), other.number))
  const [place] = places
  const isOne = place !== undefined && places.every((at) => at === place)
  if (!isOne || numbers[place] !== own.number) return undefined
  if (others.some(({ text }) => skeletonOf(text) !== skeletonOf(own.text))) return undefined
  const { index } = [...own.text.matchAll(NUMBER)][place]!
  const before = own.text.slice(0, index)
  const after = own.text.slice(index + own.number.length)
  const isJoined = JOINED_BEFORE.test(before) || JOINED_AFTER.test(after)
  return isJoined ? undefined : before + letter + after
}

/** Where two lists of numbers differ, if at one place only and in the number that is looked for. */
function placeIn(
  own: readonly string[],
  other: readonly string[],
  number: string,
): number | undefined {
  const moved = own.flatMap((each, at) => (other[at] === each ? [] : [at]))
  return moved.length === 1 && other[moved[0]!] === number ? moved[0] : undefined
}

function skeletonOf(text: string): string {
  return text.replace(NUMBER, "\0")
}

const NUMBER = /\d+(?:[.,]\d+)*/g // 1,000 and 2.5 are one number each, and none that is looked for

function numbersIn(text: string): string[] {
  return text.match(NUMBER) ?? []
}

// A letter beside it would make a word of it, and brackets after it a function: 3x, 3(x + 1).
const JOINED_BEFORE = /[\p{L}\p{N})\]]$/u
const JOINED_AFTER = /^(?:[\p{L}\p{N}'_([]|\s*\\left)/u
