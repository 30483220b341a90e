/**
 * A key without what makes no difference to its value: signs of multiplication, a plus or zeros in
 * front of a number, a 1 in front of x. Keys are written in one spelling; an answer that is put to
 * the second method may come in another.
 */
export function plainly(text: string): string {
  if (text.length > KEY_CHARS_MAX) return text
  return text
    .trim()
    .replace(/(?<=[\dx)])\*(?=[\dxs(])/g, "")
    .replace(/(^|[({=,≤<≥>] ?)\+(?=[\dxs(])/g, "$1")
    .replace(/(?<![\d.])0+(?=\d)/g, "")
    .replace(/(?<![\d./^])1(?=[xs(])/g, "")
}

const KEY_CHARS_MAX = 400
