import type { Random } from "../../src/world.ts"
import { between, pick } from "../kernel/axes.ts"
import { CONNECTIVES, type Formula, NAMES, type Name, write } from "./formula.ts"

/** A formula with so many binary connectives over the first names, and negations here and there. */
export function drawFormula(binaries: number, names: number, random: Random): Formula {
  if (binaries === 0) return maybeNot(pick(NAMES.slice(0, names), random), random)
  const first = random.int(2) === 0 ? random.int(binaries) : binaries >> 1
  const left = drawFormula(first, names, random)
  let right = drawFormula(binaries - 1 - first, names, random)
  for (let i = 0; i < DRAWS_MAX && isAlike(left, right); i++) {
    right = drawFormula(binaries - 1 - first, names, random)
  }
  return maybeNot({ op: pick(FAVOURED, random), left, right }, random)
}

/** The formula with one place changed: a name, a connective, a negation put on or taken off. */
export function changed(formula: Formula, random: Random): Formula {
  if (typeof formula === "string") {
    return random.int(2) === 0 ? { op: "not", of: formula } : pick(OTHERS[formula], random)
  }
  if (formula.op === "not") {
    return random.int(2) === 0 ? formula.of : { op: "not", of: changed(formula.of, random) }
  }
  const { op, left, right } = formula
  switch (random.int(4)) {
    case 0:
      return { op: pick(CONNECTIVES, random), left, right }
    case 1:
      return { op, left: right, right: left }
    case 2:
      return { op, left: changed(left, random), right }
    default:
      return { op, left, right: changed(right, random) }
  }
}

/** The names between the two numbers, the higher one mostly. */
export function drawCount(low: number, high: number, random: Random): number {
  return random.int(4) === 0 ? between(Math.min(low, high), high, random) : high
}

// Implications are what people get wrong.
const FAVOURED = ["and", "or", "implies", "implies", "and", "or", "iff", "xor"] as const

const OTHERS: Readonly<Record<Name, readonly Name[]>> = {
  p: ["q", "r"],
  q: ["p", "r"],
  r: ["p", "q"],
  s: ["p", "r"],
  t: ["q", "s"],
  u: ["r", "t"],
}

const DRAWS_MAX = 8

/** p and ¬p, or twice the same: nothing that a person would write. */
function isAlike(left: Formula, right: Formula): boolean {
  const bare = (formula: Formula) =>
    write(typeof formula !== "string" && formula.op === "not" ? formula.of : formula)
  return bare(left) === bare(right)
}

function maybeNot(formula: Formula, random: Random): Formula {
  return random.int(3) === 0 ? { op: "not", of: formula } : formula
}
