import { Html, html } from "./html.ts"
import { STYLE } from "./style.ts"

/** No script, no network, no font, no form: the page is text, and stays that if it is copied. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export interface PageParts {
  readonly title: string
  /** Where a reader of the keyboard skips to, and what is there. */
  readonly skip: { readonly to: string; readonly what: string }
  readonly opening: Html
  readonly contents: Html
  readonly body: readonly Html[]
  readonly footer: Html
}

/** A report as one HTML file that opens anywhere, offline. */
export function wholePage({ title, skip, opening, contents, body, footer }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#${skip.to}">Skip to the ${skip.what}</a>
${opening}
${contents}
<main>
${body}
</main>
<footer><p>${footer} This page holds no script and asks no network for anything.</p></footer>
</body>
</html>
`.markup.replace(/(\d) %/g, "$1&nbsp;%") // a number and its unit stay on one line
}
