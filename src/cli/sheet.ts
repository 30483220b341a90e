import { mathml } from "./mathml.ts"
import type { ProvenProblem } from "./problem-set.ts"
import { type Part, statementParts } from "./sheet-parts.ts"

/** What a sheet says besides its problems. */
export interface SheetAbout {
  readonly title: string
  /** The command that makes the same sheet again. */
  readonly command: string
  readonly withKey: boolean
}

/** For programs. Without `withKey` it can be handed to whoever is to solve it. */
export function sheetJson(problems: readonly ProvenProblem[], { command, withKey }: SheetAbout) {
  return {
    command,
    problems: problems.map(({ problem, verifier, secondMethod, latex }, at) => ({
      number: at + 1,
      id: problem.id,
      skill: problem.skill,
      level: problem.level,
      statement: problem.statement.text,
      latex: problem.statement.latex,
      format: problem.statement.format,
      ...(withKey && {
        answer: problem.answer,
        ...(latex !== undefined && { answerLatex: latex }),
        key: problem.key,
        spec: problem.spec,
        proof: { ...problem.proof, secondMethod },
      }),
      verifier: `${verifier.name} ${verifier.version}`,
    })),
  }
}

/** Markdown with `$…$` mathematics, as pandoc, GitHub and Jupyter read it. */
export function sheetMarkdown(problems: readonly ProvenProblem[], about: SheetAbout): string {
  const question = (proven: ProvenProblem, at: number) =>
    `${at + 1}. ${statementParts(proven).map(markdownPart).join("")}`
  const answer = ({ problem, latex }: ProvenProblem, at: number) =>
    `${at + 1}. ${latex === undefined ? escapeMarkdown(problem.answer) : `$${latex}$`}`
  const key = [
    "## Answers",
    "",
    ...problems.map(answer),
    "",
    escapeMarkdown(proofLine(problems)),
    "",
  ]
  return [
    `# ${escapeMarkdown(about.title)}`,
    "",
    ...problems.map(question),
    "",
    ...(about.withKey ? key : []),
    `Made with \`${about.command.replaceAll("`", "")}\``,
    "",
  ].join("\n")
}

/** One page that needs nothing else: print it, and the key is on a sheet of its own. */
export function sheetHtml(problems: readonly ProvenProblem[], about: SheetAbout): string {
  const question = (proven: ProvenProblem) =>
    `<li><p>${htmlStatement(proven)}</p><p class="answer">Answer:</p></li>`
  const answer = (proven: ProvenProblem) => `<li>${htmlAnswer(proven)}</li>`
  const key = [
    '<section class="key">',
    "<h2>Answers</h2>",
    `<ol class="answers ${widthOf(problems)}">${problems.map(answer).join("\n")}</ol>`,
    `<p class="small">${escapeHtml(proofLine(problems))}</p>`,
    "</section>",
  ]
  return `${[
    "<!doctype html>",
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(about.title)}</title>`,
    `<style>${STYLE}</style></head>`,
    "<body><main>",
    `<h1>${escapeHtml(about.title)}</h1>`,
    '<p class="name">Name:</p>',
    `<ol>${problems.map(question).join("\n")}</ol>`,
    ...(about.withKey ? key : []),
    "</main>",
    `<footer class="small">Made with <code>${escapeHtml(about.command)}</code></footer>`,
    "</body>",
    "</html>",
  ].join("\n")}\n`
}

const STYLE = `
body { font: 12pt/1.5 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
h1 { font-size: 1.5em } math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", "DejaVu Math TeX Gyre", math; font-size: 1.15em }
.name, .answer { border-bottom: 1px solid #767676; color: #555 } .answer { margin-left: 50% }
ol > li { break-inside: avoid; margin-bottom: 1.2em } .narrow { columns: 3 11em } .middle { columns: 2 17em } .whole { white-space: nowrap } ol.answers > li { margin-bottom: .4em }
.small { font-size: .75em; color: #555 }
@media screen and (max-width: 40em) { li > p { overflow-x: auto; overflow-y: hidden } }
@media print { body { margin: 0; max-width: none } .key { break-before: page } }
`

/** How many answers fit beside each other. */
function widthOf(problems: readonly ProvenProblem[]): "narrow" | "middle" | "wide" {
  const longest = Math.max(...problems.map(({ problem }) => problem.answer.length))
  return longest <= ANSWER_CHARS[0] ? "narrow" : longest <= ANSWER_CHARS[1] ? "middle" : "wide"
}

const ANSWER_CHARS = [20, 36] as const // in a third, in a half of the page

/** By whom and how the answers were proved. */
export function proofLine(problems: readonly ProvenProblem[]): string {
  const judges = new Set(problems.map(({ verifier }) => `${verifier.name} ${verifier.version}`))
  const methods = new Set(problems.map(({ secondMethod }) => secondMethod))
  const names = [...judges].join(", ")
  return `Every answer was derived by verifier ${names} and confirmed by ${[...methods].join(", ")}.`
}

function markdownPart({ kind, text }: Part): string {
  return kind === "words" ? escapeMarkdown(text) : `$${text}$`
}

/** Typeset where every formula is understood, and in plain words where one is not. */
function htmlStatement(proven: ProvenProblem): string {
  const parts = statementParts(proven).map(({ kind, text }) =>
    kind === "words" ? escapeHtml(text) : mathml(text),
  )
  if (parts.includes(undefined)) return escapeHtml(proven.problem.statement.text)
  return parts.join("").replace(POINTED, '<span class="whole">$1</span>')
}

const POINTED = /(<math>(?:(?!<math>).)*<\/math>[.,;:?!])/g // no line begins with a full stop

function htmlAnswer({ problem, latex }: ProvenProblem): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(problem.answer)
  const formula = latex ?? (isNumber ? problem.answer : undefined)
  return (formula && mathml(formula)) ?? escapeHtml(problem.answer)
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|$~]/g, "\\$&")
}
