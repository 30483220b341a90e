/**
 * A key without what makes no difference to its value: signs of multiplication, a plus or zeros in
 * front of a number, "0 -" for "-", a 1 in front of x. Keys are written in one spelling; an answer
 * that is put to the second method may come in another.
 */
export function plainly(text: string): string {
  if (text.length > KEY_CHARS_MAX) return text
  return text
    .trim()
    .replace(/ *([<≤>≥]) */g, " $1 ")
    .replace(/(?<=[\dx)])\*(?=[\dxsceltp(|])/g, "")
    .replace(/(^|[({=,] ?|[≤<≥>] |[ -]-)\+ ?(?=[\dxsceltp(|])/g, "$1")
    .replace(/(^|[({,] ?|[<≤>≥] )0 ?- ?/g, "$1-")
    .replace(/-0(?![\d./])/g, "0")
    .replace(/(?<![\d.])0+(?=\d)/g, "")
    .replace(/(?<![\d./^])1(?=[xscelt(])/g, "")
}

const KEY_CHARS_MAX = 400
