import { symbol } from "../build.ts"
import type { Expr } from "../tree.ts"
import { mentions, partsOf, rebuild } from "../walk.ts"

/**
 * The terms of a sequence inside a sum, a product or a limit that counts through it, as values of
 * an unknown function: the x_i of Σ x_i differs from term to term, and Σ x_i is not n·x_i.
 */
export function withTerms(expr: Expr): Expr {
  if (!mentions(expr, isCounting)) return expr
  return rebuild(expr, (node) => (isCounting(node) ? counted(node) : node))
}

type Counting = Extract<Expr, { kind: "operation" }>

function isCounting(node: Expr): node is Counting {
  return node.kind === "operation" && node.name !== "derivative" && partsOf(node).some(hasIndex)
}

function hasIndex(expr: Expr): boolean {
  return mentions(
    expr,
    (node) => (node.kind === "symbol" || node.kind === "apply") && node.name.includes("_"),
  )
}

function counted(node: Counting): Expr {
  return { ...node, of: rebuild(node.of, (part) => termOf(part, node.variable)) }
}

const SLOT = "·" // where the counter stood in the index

/** x_i as x_·(i), and in a second sum a_ij as a_··(i, j). */
function termOf(part: Expr, variable: string): Expr {
  if (part.kind !== "symbol" && part.kind !== "apply") return part
  const at = part.name.indexOf("_")
  const index = part.name.slice(at + 1)
  if (at === -1 || !index.includes(variable)) return part
  const args = part.kind === "apply" ? part.args : []
  const name = `${part.name.slice(0, at)}_${index.replaceAll(variable, SLOT)}`
  return { kind: "apply", name, primes: 0, args: [...args, symbol(variable)] }
}
