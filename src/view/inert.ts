/**
 * Stored text as printable ASCII: control characters, escape sequences, direction marks, letters
 * that look alike and everything of unknown width are shown by code point. So a terminal obeys
 * nothing that an agent wrote, and one character takes one column.
 */
export function inert(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16)
    return `\\u{${code}}`
  })
}

/** Text that fits a width, cut with an ellipsis. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text
  return width <= 1 ? text.slice(0, Math.max(0, width)) : `${text.slice(0, width - 1)}…`
}

/** One line of JSON in ASCII: a reader gets the same value, a terminal gets nothing to obey. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}
