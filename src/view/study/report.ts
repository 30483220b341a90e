import type { StudyFindings } from "../../rule/study-findings.ts"
import { smallChart } from "../report/chart.ts"
import { type Html, html } from "../report/html.ts"
import { wholePage } from "../report/page.ts"
import { number, section as pageSection, table as pageTable, text } from "../report/parts.ts"
import type { ArmCurves, Block, Section } from "./blocks.ts"
import { improvedSection } from "./improved.ts"
import { measuredSection } from "./measured.ts"
import { roundSection } from "./rounds.ts"
import { selfSection } from "./self.ts"
import { stableSection } from "./stable.ts"
import { sentenceOf, verdictSection } from "./verdicts.ts"

export interface StudyAbout {
  readonly version: string
  /** What is typed to make it again. */
  readonly command: string
}

function sectionsOf(findings: StudyFindings): Section[] {
  return [
    verdictSection(findings),
    improvedSection(findings),
    selfSection(findings),
    measuredSection(findings),
    stableSection(findings),
    roundSection(findings),
  ]
}

/** A study as Markdown: what is committed, and what a terminal can show. */
export function studyText(findings: StudyFindings, { version, command }: StudyAbout): string {
  const { name, seeds } = findings.study
  const parts = sectionsOf(findings).map(({ title, lead, blocks }) =>
    [`## ${title}`, lead, ...blocks.flatMap(markdown)].join("\n\n"),
  )
  const opening = `Made by Agon ${version} from the journals of the runs, seeds ${seeds.join(", ")}:`
  return `${[`# Study: ${name}`, opening, `    ${command}`, ...parts].join("\n\n")}\n`
}

function markdown(block: Block): string[] {
  switch (block.kind) {
    case "list":
      return [block.items.map((item) => `- ${item}`).join("\n")]
    case "note":
      return [block.text]
    case "curves":
      return []
    case "table": {
      const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
      const rule = block.columns.map((_, at) => (at === 0 || block.isText ? "---" : "---:"))
      const lines = [row(block.columns), row(rule), ...block.rows.map(row)]
      return [`${block.caption}:`, lines.join("\n")]
    }
  }
}

/** A study as one HTML file that opens anywhere, offline: a function of its findings alone. */
export function studyPage(findings: StudyFindings, { version, command }: StudyAbout): string {
  const { study, comparisons, spaces } = findings
  const standfirst = sentenceOf(comparisons[0]!, spaces.length)
  const sections = sectionsOf(findings)
  return wholePage({
    title: `Agon study: ${study.name}`,
    skip: { to: "verdicts", what: "verdicts" },
    opening: html`<header><p class="eyebrow">Agon study ${study.name}, seeds ${study.seeds.join(", ")}</p>
<h1>${study.question}</h1>
<p class="standfirst">${standfirst}.</p></header>`,
    contents: html`<nav aria-label="Contents"><ol>${sections.map(
      ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
    )}</ol></nav>`,
    body: sections.map(({ id, title, lead, blocks }) =>
      pageSection(id, title, lead, blocks.map(page)),
    ),
    footer: html`Made by Agon ${version} from the journals of the study's runs. Made again by <code>${command}</code>.`,
  })
}

function page(block: Block): Html {
  switch (block.kind) {
    case "list":
      return html`<ul class="prose">${block.items.map((item) => html`<li><b>${item}</b></li>`)}</ul>`
    case "note":
      return html`<p class="lead">${block.text}</p>`
    case "curves":
      return html`<div class="charts">${block.arms.map(curves)}</div>`
    case "table": {
      const columns = block.columns.map((name, at) =>
        at === 0 || block.isText ? text(name) : number(name),
      )
      return pageTable(block.caption, columns, block.rows)
    }
  }
}

function curves({ title, seeds: rows }: ArmCurves): Html {
  const seeds = rows.map(({ shares }) => shares)
  const rounds = Math.max(...seeds.map((shares) => shares.length))
  const points = (shares: readonly number[]) => shares.map((y, at) => ({ x: at + 1, y }))
  const mean = Array.from({ length: rounds }, (_, at) => {
    const known = seeds.flatMap((shares) => (shares[at] === undefined ? [] : [shares[at]]))
    return known.reduce((sum, share) => sum + share, 0) / known.length
  })
  const chart = smallChart({
    title,
    xMin: 1,
    xMax: rounds,
    yMin: 0,
    yMax: 1,
    yText: (share) => `${Math.round(100 * share)} %`,
    series: [
      ...rows.map(({ seed, shares }) => {
        return { name: `seed ${seed}`, points: points(shares), look: "third" as const }
      }),
      { name: "mean", points: points(mean), look: "main" as const },
    ],
  })
  return html`<figure><figcaption>${title}</figcaption>${chart}</figure>`
}
