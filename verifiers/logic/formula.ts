import { z } from "zod"

/** A proposition as JSON: a name, or a connective over propositions. */
export type Formula = Name | Not | Binary
export type Name = (typeof NAMES)[number]
export type Not = { op: "not"; of: Formula }
export type Binary = { op: Connective; left: Formula; right: Formula }
export type Connective = (typeof CONNECTIVES)[number]

export const NAMES = ["p", "q", "r", "s", "t", "u"] as const
export const CONNECTIVES = ["and", "or", "implies", "iff", "xor"] as const

const DEPTH_MAX = 8
const SIGNS_MAX = 24

/** A schema as deep as the formulas it admits: hostile input cannot make it recurse further. */
export const formulaField = formulaSchema(DEPTH_MAX).refine(
  (formula) => signsIn(formula) <= SIGNS_MAX,
  { message: `at most ${SIGNS_MAX} connectives` },
)

/** The value where each name has the value that `values` gives it. */
export function truthOf(formula: Formula, values: ReadonlyMap<string, boolean>): boolean {
  if (typeof formula === "string") return values.get(formula) === true
  if (formula.op === "not") return !truthOf(formula.of, values)
  const left = truthOf(formula.left, values)
  const right = truthOf(formula.right, values)
  switch (formula.op) {
    case "and":
      return left && right
    case "or":
      return left || right
    case "implies":
      return !left || right
    case "iff":
      return left === right
    case "xor":
      return left !== right
  }
}

/** Every row of the truth table over these names. */
export function rowsOf(names: readonly string[]): ReadonlyMap<string, boolean>[] {
  return Array.from(
    { length: 2 ** names.length },
    (_, row) => new Map(names.map((name, i) => [name, Math.floor(row / 2 ** i) % 2 === 0])),
  )
}

/** The names in formulas, in the order of the alphabet. */
export function namesIn(...formulas: readonly Formula[]): Name[] {
  const found = new Set<Name>()
  for (const formula of formulas) collectNames(formula, found)
  return NAMES.filter((name) => found.has(name))
}

/** How many connectives, negations included. */
export function signsIn(formula: Formula): number {
  if (typeof formula === "string") return 0
  if (formula.op === "not") return 1 + signsIn(formula.of)
  return 1 + signsIn(formula.left) + signsIn(formula.right)
}

/** Whether all of them are small enough for the schema. */
export function areSmall(...formulas: readonly Formula[]): boolean {
  return formulas.every((each) => depthOf(each) <= DEPTH_MAX && signsIn(each) <= SIGNS_MAX)
}

/** "p → (q ∧ ¬r)": every binary part of another one stands in brackets. */
export function write(formula: Formula, notation: "plain" | "latex" = "plain"): string {
  if (typeof formula === "string") return formula
  const signs = SIGNS[notation]
  const part = (inner: Formula) => {
    const text = write(inner, notation)
    return typeof inner === "string" || inner.op === "not" ? text : `(${text})`
  }
  if (formula.op === "not") return `${signs.not}${part(formula.of)}`
  return `${part(formula.left)} ${signs[formula.op]} ${part(formula.right)}`
}

/**
 * One text for formulas that differ in their names and in the order of operands and of formulas
 * only: the first of the texts that renaming gives.
 */
export function shapeOf(formulas: readonly Formula[]): string {
  const names = namesIn(...formulas)
  let first: string | undefined
  for (const order of ordersOf(NAMES.slice(0, names.length))) {
    const renamed = new Map(names.map((name, i) => [name, order[i]!]))
    const text = formulas
      .map((formula) => sorted(formula, renamed))
      .sort()
      .join("; ")
    if (first === undefined || text < first) first = text
  }
  return `formula:${first}`
}

/** Every order of a few things. */
export function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) =>
    ordersOf(items.filter((_, j) => j !== i)).map((others) => [item, ...others]),
  )
}

const SIGNS = {
  plain: { not: "¬", and: "∧", or: "∨", implies: "→", iff: "↔", xor: "⊕" },
  latex: {
    ...{ not: "\\neg ", and: "\\land", or: "\\lor", implies: "\\to" },
    ...{ iff: "\\leftrightarrow", xor: "\\oplus" },
  },
} as const

function formulaSchema(depth: number): z.ZodType<Formula> {
  const name = z.enum(NAMES)
  let schema: z.ZodType<Formula> = name
  for (let i = 0; i < depth; i++) {
    const inner = schema
    schema = z.union([
      name,
      z.strictObject({ op: z.literal("not"), of: inner }),
      z.strictObject({ op: z.enum(CONNECTIVES), left: inner, right: inner }),
    ])
  }
  return schema
}

function depthOf(formula: Formula): number {
  if (typeof formula === "string") return 0
  if (formula.op === "not") return 1 + depthOf(formula.of)
  return 1 + Math.max(depthOf(formula.left), depthOf(formula.right))
}

function collectNames(formula: Formula, found: Set<Name>): void {
  if (typeof formula === "string") found.add(formula)
  else if (formula.op === "not") collectNames(formula.of, found)
  else {
    collectNames(formula.left, found)
    collectNames(formula.right, found)
  }
}

function sorted(formula: Formula, renamed: ReadonlyMap<Name, Name>): string {
  if (typeof formula === "string") return renamed.get(formula)!
  if (formula.op === "not") return `¬${sorted(formula.of, renamed)}`
  const sides = [sorted(formula.left, renamed), sorted(formula.right, renamed)]
  if (formula.op !== "implies") sides.sort()
  return `(${sides.join(` ${SIGNS.plain[formula.op]} `)})`
}
