import type { ProvenProblem } from "./problem-set.ts"
import { proofLine, type SheetAbout } from "./sheet.ts"
import { statementParts } from "./sheet-parts.ts"

/** A document for pdflatex, lualatex or xelatex, whose answers stand on a page of their own. */
export function sheetLatex(problems: readonly ProvenProblem[], about: SheetAbout): string {
  const question = (proven: ProvenProblem) => {
    const text = statementParts(proven).map(({ kind, text }) =>
      kind === "words" ? escaped(text) : `$${text}$`,
    )
    return `  \\item ${text.join("")}`
  }
  const answer = ({ problem, latex }: ProvenProblem) => {
    const isNumber = /^-?\d+(\.\d+)?$/.test(problem.answer)
    const formula = latex ?? (isNumber ? problem.answer : undefined)
    return `  \\item ${formula === undefined ? escaped(problem.answer) : `$${formula}$`}`
  }
  const key = [
    "\\newpage",
    "\\section*{Answers}",
    "\\begin{enumerate}",
    ...problems.map(answer),
    "\\end{enumerate}",
    escaped(proofLine(problems)),
    "",
  ]
  return [
    ...PREAMBLE,
    "\\begin{document}",
    `\\section*{${escaped(about.title)}}`,
    "\\begin{enumerate}",
    ...problems.map(question),
    "\\end{enumerate}",
    "",
    ...(about.withKey ? key : []),
    `{\\small Made with \\texttt{${escaped(about.command).replaceAll("--", "-{}-")}}}`,
    "\\end{document}",
    "",
  ].join("\n")
}

const PREAMBLE = [
  "\\documentclass[12pt]{article}",
  "\\usepackage[utf8]{inputenc}",
  "\\usepackage[T1]{fontenc}",
  "\\usepackage{amsmath,amssymb}",
  "\\setlength{\\parindent}{0pt}",
]

/** Words that LaTeX sets as they stand. */
function escaped(words: string): string {
  return words
    .replace(/[\\{}$&#%_^~φ“”‘’≤≥×−…]/g, (sign) => SIGNS.get(sign) ?? `\\${sign}`)
    .replace(/"/g, "''")
}

const SIGNS = new Map([
  ["\\", "\\textbackslash{}"],
  ["^", "\\textasciicircum{}"],
  ["~", "\\textasciitilde{}"],
  ["φ", "$\\varphi$"],
  ["“", "``"],
  ["”", "''"],
  ["‘", "`"],
  ["’", "'"],
  ["≤", "$\\le$"],
  ["≥", "$\\ge$"],
  ["×", "$\\times$"],
  ["−", "$-$"],
  ["…", "\\dots{}"],
])
