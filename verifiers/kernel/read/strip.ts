/** The text without what only surrounds an answer: spaces, bold marks, a final stop, a first =. */
export function strip(text: string): string {
  let bare = text.trim()
  while (true) {
    const shorter = stripOnce(bare)
    if (shorter === bare) return bare
    bare = shorter
  }
}

/** What bold text and code stand between, by its first character. */
const BOLD: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ["*", ["**", "*"]],
  ["_", ["__"]],
  ["`", ["`"]],
])
/** What a displayed formula, and one in a line, stands between. */
const FENCES: ReadonlyMap<string, string> = new Map([
  ["$$", "$$"],
  ["\\[", "\\]"],
  ["\\(", "\\)"],
])
const NONE: readonly string[] = []

function stripOnce(text: string): string {
  const last = text.at(-1)
  const first = text[0]
  for (const mark of BOLD.get(first) ?? NONE) {
    if (text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark)) {
      const inner = text.slice(mark.length, -mark.length)
      if (!inner.includes(mark)) return inner.trim()
    }
  }
  if (text[0] === "$" && last === "$" && text.length > 2) {
    const inner = text.slice(1, -1)
    if (!inner.includes("$") && !inner.endsWith("\\")) return inner.trim()
  }
  const fence = FENCES.get(text.slice(0, 2))
  if (fence !== undefined && text.endsWith(fence) && text.length > 4) {
    const inner = text.slice(2, -2)
    if (!inner.includes("$") && !inner.includes(fence) && !inner.endsWith("\\")) return inner.trim()
  }
  if (text.endsWith("\\\\")) return text.slice(0, -2).trim()
  if (text.endsWith("\\.")) return text.slice(0, -2).trim()
  if ((last === "." && !text.endsWith("..")) || last === "," || last === ";") {
    return isStop(text) ? text.slice(0, -1).trim() : text
  }
  const lead = LEADING.has(first) ? LEADS.find((mark) => text.startsWith(mark)) : undefined
  if (lead !== undefined) return text.slice(lead.length).trim()
  if (text[0] === "<" && last === ">" && text.includes(",")) return `⟨${text.slice(1, -1)}⟩`
  if ((text.startsWith("=") && text[1] !== "=") || text.startsWith("≈")) return text.slice(1).trim()
  return text
}

/** What leads up to an answer and says nothing of it. */
const LEADS = [
  "\\approx ",
  "\\sim ",
  "\\simeq ",
  "\\therefore",
  "\\because",
  "→ ",
  "⟶ ",
  "=> ",
  "-> ",
  "\\to ",
  "\\Rightarrow",
  "\\implies",
  "∴",
  "⇒",
  "⟹",
]
const LEADING: ReadonlySet<string | undefined> = new Set(LEADS.map((lead) => lead[0]))

/** `\,` and `\;` are spaces, and `\left.` is a fence. */
function isStop(text: string): boolean {
  return text.at(-2) !== "\\" && !text.endsWith("\\right.") && !text.endsWith("\\left.")
}
