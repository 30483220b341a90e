import { ALIKE, fontOf, isInvisible, isTurning, isWideSpace } from "./characters.ts"
import { Unread } from "./settings.ts"

/**
 * The text with one character for each thing that Unicode has several for: minus signs, spaces,
 * full-width digits and signs, mathematical letters. Letters of other scripts stay what they are,
 * and digits of other scripts are refused: a numeral that mixes them can look like another value.
 */
export function normalForm(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 126 || (code < 32 && code !== 10 && code !== 9 && code !== 13)) return rewrite(text)
  }
  return text
}

function rewrite(text: string): string {
  let out = ""
  for (const sign of text) {
    const code = sign.codePointAt(0)!
    if (code < 127) {
      if (code < 32 && code !== 10 && code !== 9 && code !== 13) {
        throw new Unread("unreadable", out.length)
      }
      out += sign
    } else out += rewritten(sign, code, out)
  }
  return out
}

const PLANCK = 0x210e // stands where the italic h would
const NEGATED = "\u0338" // a stroke through the sign before it
const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ["=", "≠"],
  ["∈", "∉"],
])
const OTHER_DIGIT = /^\p{Nd}$/u

function rewritten(sign: string, code: number, before: string): string {
  if (isTurning(code)) throw new Unread("unreadable", before.length)
  if (isInvisible(code)) return code === 0x2062 || code === 0x2064 ? " " : ""
  if (isWideSpace(code)) return " "
  if (code === 0xff5e) return "~"
  const alike = ALIKE.get(sign)
  if (alike !== undefined) return alike
  if (isFullWidthSign(code)) return String.fromCharCode(code - 0xfee0)
  if (fontOf(code) !== null) return sign
  if ((code >= 0x1d400 && code <= 0x1d7ff) || code === PLANCK) return sign.normalize("NFKC")
  if (OTHER_DIGIT.test(sign)) throw new Unread("mixed-script", before.length)
  return sign
}

/** Full-width digits and signs; a full-width letter is another symbol than the plain one. */
function isFullWidthSign(code: number): boolean {
  if (code < 0xff01 || code > 0xff5e) return false
  const plain = code - 0xfee0
  const letter = (plain >= 65 && plain <= 90) || (plain >= 97 && plain <= 122)
  return !letter
}

/** `=` with a stroke through it and its like, which take two characters. */
export function foldStrokes(text: string): string {
  if (!text.includes(NEGATED)) return text
  let out = ""
  for (const sign of text) {
    const folded = sign === NEGATED ? NEGATIONS.get(out.slice(-1)) : undefined
    out = folded === undefined ? out + sign : out.slice(0, -1) + folded
  }
  return out
}
