/** Formulas joined as a sentence does it, for a part of a statement: "4, 6 and 9". */
export function listed(
  parts: readonly string[],
  notation: "plain" | "latex",
  word: "and" | "or" = "and",
): string {
  const between = notation === "latex" ? ` \\text{ ${word} } ` : ` ${word} `
  if (parts.length < 2) return parts.join("")
  return `${parts.slice(0, -1).join(", ")}${between}${parts.at(-1)}`
}

/** Words within a part of a statement. */
export function worded(words: string, notation: "plain" | "latex"): string {
  return notation === "latex" ? `\\text{${words}}` : words
}
