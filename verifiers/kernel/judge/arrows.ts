import { number, product, symbol } from "../build.ts"
import type { Expr } from "../tree.ts"
import { mentions, rebuild } from "../walk.ts"
import { type Outcome, unsettled } from "./outcome.ts"
import type { Task } from "./task.ts"

/**
 * In plain text a vector often goes without its arrow, and a segment without its line; but beside
 * the vector v a bare v may be its length. Sides that differ in such marks alone are undecided.
 */
export function forgivingArrows(found: Outcome, key: Expr, answer: Expr, task: Task): Outcome {
  if (found.is !== "incorrect" || !(mentions(key, hasArrow) || mentions(answer, hasArrow))) {
    return found
  }
  const same = task.compare(rebuild(key, withoutArrow), rebuild(answer, withoutArrow))
  return same.is === "incorrect" ? found : unsettled("names", "vector-or-number", "names")
}

/** A name before an equals sign, where the other side tells whether it is a vector. */
export function bareName(name: string): string {
  return name.replace(ARROW, "$<letters>")
}

const ARROW = /^(?:vec (?=.)|(?:bar|overleftrightarrow) (?=[A-Z]{2}))(?<letters>.*)$/

function hasArrow(node: Expr): boolean {
  return node.kind === "symbol" && ARROW.test(node.name)
}

function withoutArrow(node: Expr): Expr {
  if (node.kind !== "symbol") return node
  const name = bareName(node.name)
  if (name === node.name) return node
  if (name === "0") return number(0)
  return /^[A-Z]{2,}$/.test(name) ? product(...[...name].map(symbol)) : symbol(name)
}
