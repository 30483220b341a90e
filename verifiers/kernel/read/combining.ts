import { COMBINING, fontOf } from "./characters.ts"
import { isLetter } from "./digits.ts"
import { readName } from "./letters.ts"
import type { Scanner } from "./scanner.ts"

/** How many of the letters from `at` to `stop` a combining mark at `stop` stands over. */
export function markedWidth(text: string, at: number, stop: number): number {
  const command = COMBINING.get(text[stop]!)
  if (command === undefined) return 0
  const points = stop - at > 1 && isCapital(text, stop - 1) && isCapital(text, stop - 2)
  return points && OVER_TWO.has(command) ? 2 : 1
}

/** An arrow or a line behind two capitals goes from the one point to the other. */
const OVER_TWO = new Set(["vec", "bar"])

/** Pushes `width` letters and the mark behind them as \hat{x} is pushed. */
export function readCombined(s: Scanner, width: number): void {
  const { text, at } = s
  const mark = text[at + width]!
  s.push("command", COMBINING.get(mark)!, at)
  let letters = text.slice(at, at + width)
  s.at = at + width + 1
  while (letters.length < POINTS_MAX && isCapital(text, at) && isSameMark(text, s.at, mark)) {
    letters += text[s.at]
    s.at += 2
  }
  if (letters.length === 1) {
    readName(s, letters, at)
    return
  }
  s.push("operator", "{", at)
  for (const letter of letters) s.push("name", letter, at)
  s.push("operator", "}", at)
}

const POINTS_MAX = 8 // a line over more letters is no segment

/** A̅B̅: the line goes on over the next letter. */
function isSameMark(text: string, at: number, mark: string): boolean {
  return COMBINING.get(mark) === "bar" && text[at + 1] === mark && isCapital(text, at)
}

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return isLetter(code) && code < 97
}

/** ŷ in one character, and 𝓕 in the font of another alphabet; false for any other letter. */
export function readStyled(s: Scanner, sign: string, at: number): boolean {
  const code = sign.codePointAt(0)!
  const font = fontOf(code)
  const [letter, mark] = font === null ? sign.normalize("NFD") : sign.normalize("NFKC")
  const command = font ?? COMBINING.get(mark ?? "")
  if (command === undefined || letter === undefined) return false
  s.push("command", command, at)
  readName(s, letter, at)
  return true
}

/** A Greek letter that ends at `s.at`, with the mark that may stand behind it: μ̂. */
export function readGreek(s: Scanner, name: string, at: number): void {
  const command = COMBINING.get(s.text[s.at] ?? "")
  if (command !== undefined) {
    s.push("command", command, at)
    s.at++
  }
  readName(s, name, at)
}
