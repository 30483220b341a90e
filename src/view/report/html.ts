/** Markup that is safe to print: made only by `html`, which escapes everything else. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = Html | string | number | readonly Part[] | undefined | false

/** A template whose holes are escaped unless they are Html; undefined prints nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, at) => text + print(parts[at])).join(""))
}

function print(part: Part): string {
  if (part === undefined || part === false) return ""
  if (part instanceof Html) return part.markup
  if (typeof part === "object") return part.map(print).join("")
  return neutral(String(part))
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
}

/** Entities for what HTML reads; a code point for what no eye sees or what turns text around. */
function neutral(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"'`]/g, (character) => ENTITIES[character]!)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
      if (character === "\n" || character === "\t") return character
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")
      return `[U+${code}]`
    })
}
