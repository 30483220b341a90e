import type { SolveRate } from "../../record/solve-rate.ts"
import { wilson } from "../../rule/statistics.ts"
import { count, percent, span } from "../format.ts"
import { type Html, html } from "./html.ts"

type Content = Html | string | number

/** A part of the page: a heading that links can reach, what it says, and what backs it up. */
export function section(id: string, title: string, lead: Content, body: readonly Html[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lead">${lead}</p>
${body}
</section>`
}

export interface Column {
  readonly name: string
  /** Numbers stand to the right; text to the left. */
  readonly kind?: "number" | "text"
}

/** A table in a box that scrolls on its own, so that the page never does. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Html {
  return html`<div class="box" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(
    ({ name, kind }) =>
      html`<th scope="col"${kind === "number" ? html` class="n"` : ""}>${name}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => data(cell, at, columns[at]))}</tr>\n`)}</tbody>
</table></div>`
}

function data(cell: Content, at: number, column: Column | undefined): Html {
  const numeric = column?.kind === "number" ? html` class="n"` : ""
  if (at === 0) return html`<th scope="row"${numeric}>${cell}</th>`
  return html`<td${numeric}>${cell}</td>`
}

export function details(summary: Content, body: Html, open = false): Html {
  return html`<details${open ? html` open` : ""}><summary>${summary}</summary>
${body}
</details>`
}

export function number(name: string): Column {
  return { name, kind: "number" }
}

export function text(name: string): Column {
  return { name, kind: "text" }
}

/** "61.2 % [58.0, 64.4] of 888", the interval set apart from what it belongs to. */
export function rateHtml(rate: SolveRate): Html {
  if (rate.tried === 0) return html`<span class="quiet">not tried</span>`
  return html`<b>${percent(rate.correct / rate.tried)}</b> <span class="quiet">${span(wilson(rate))} of ${count(rate.tried)}</span>`
}

/** A bar whose length says what the number beside it says. */
export function meter(share: number): Html {
  const width = Math.round(1000 * Math.min(1, Math.max(0, share))) / 10
  return html`<span class="meter" aria-hidden="true"><i style="width:${width}%"></i></span>`
}

/** The first digits of a hash; the whole is in the title and, for copying, among the hashes. */
export function shortHash(hash: string): Html {
  return html`<code title="${hash}">${hash.slice(0, 10)}</code>`
}
