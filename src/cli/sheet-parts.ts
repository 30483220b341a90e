import type { Statement } from "../record/problem.ts"
import { mathml } from "./mathml.ts"
import type { ProvenProblem } from "./problem-set.ts"

/** A piece of a statement: words to be read, or a formula in LaTeX. */
export interface Part {
  readonly kind: "words" | "mathematics"
  readonly text: string
}

/**
 * A statement's LaTeX text, split at its dollar signs. Words within formulas become words, so that
 * a line may break between them, and names of unknowns within the words become formulas.
 */
export function partsOf({ latex }: Statement): Part[] {
  const named = new Set([...latex.matchAll(NAMED)].map(({ 1: letter }) => letter!))
  const parts = latex
    .split("$")
    .flatMap((text, at) => (at % 2 === 0 ? wordParts(text, at > 0, named) : formulaParts(text)))
  return parts.filter(({ text }) => text !== "")
}

/**
 * The parts of a problem's statement. A plug-in's LaTeX is a stranger's: what is not of a known
 * form could be a command, and is left out for the plain words.
 */
export function statementParts({ problem, verifier }: ProvenProblem): Part[] {
  const parts = partsOf(problem.statement)
  const formulas = parts.filter(({ kind }) => kind === "mathematics")
  const isOpen = ({ text }: Part) => !IN_DISGUISE.test(text) && mathml(text) !== undefined
  if (verifier.plugin === undefined || formulas.every(isOpen)) return parts
  return [{ kind: "words", text: problem.statement.text }]
}

const IN_DISGUISE = /\^\^|[%#~]/ // ^^5c is a backslash to TeX, and what follows % is nothing

/** A capital that is given a value is a name: A = (…), or Ax = b. */
const NAMED = /(?<![\w'’])([A-Z])x? =/g

/** f(x), f'(x), AB, Ax, φ, or a letter alone that is no word of English. */
const NAME = /(?<![\w'’]|\d )(?:[a-z]'?\([a-z]\)|[A-Z]*[b-z]|[A-Z]+|φ)(?![\w'’(])/g

function wordParts(
  words: string,
  followsFormula: boolean,
  named: ReadonlySet<string | undefined>,
): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const { 0: name, index } of words.matchAll(NAME)) {
    const isUnit = followsFormula && words.slice(0, index).trim() === "" // 5 m
    const isName = name.match(/[A-Z]/g)?.every((letter) => named.has(letter)) ?? true
    if (isUnit || !isName) continue
    parts.push({ kind: "words", text: words.slice(from, index) })
    parts.push({ kind: "mathematics", text: name === "φ" ? "\\varphi" : name })
    from = index + name.length
  }
  return [...parts, { kind: "words", text: words.slice(from) }]
}

/** `60 \text{ and } 90` is two formulas and a word, which lets a line break between them. */
function formulaParts(formula: string): Part[] {
  const isWhole = (text: string) => !/\\begin|\\left(?![a-z])/.test(text) && depthOf(text) === 0
  const parts: Part[] = []
  let from = 0
  for (const { 0: whole, 1: words = "", index } of formula.matchAll(/\\text\{([^{}\\$]*)\}/g)) {
    if (!isWhole(formula.slice(from, index))) return [{ kind: "mathematics", text: formula }]
    parts.push({ kind: "mathematics", text: formula.slice(from, index).trim() })
    parts.push({ kind: "words", text: words })
    from = index + whole.length
  }
  parts.push({ kind: "mathematics", text: formula.slice(from).trim() })
  return parts.flatMap(listApart)
}

/**
 * A list of formulas is several formulas with words between them: a line may break there, and 736,
 * 512 is no number with a thin space in it.
 */
function listApart({ kind, text }: Part): Part[] {
  if (kind === "words") return [{ kind, text }]
  const parts: Part[] = []
  let from = 0
  for (const { 0: comma, index } of text.matchAll(/,(?:\\;)? ?/g)) {
    if (index < from || depthOf(text.slice(0, index)) !== 0) continue
    parts.push({ kind, text: text.slice(from, index) }, { kind: "words", text: ", " })
    from = index + comma.length
  }
  return [...parts, { kind, text: text.slice(from) }]
}

/** How many brackets, braces and environments are open at the end of a text. */
function depthOf(text: string): number {
  let depth = 0
  for (const { 0: sign } of text.matchAll(/\\(?:begin|end)\b|[({[\])}]/g)) {
    depth += "({[".includes(sign) || sign === "\\begin" ? 1 : -1
  }
  return depth
}
