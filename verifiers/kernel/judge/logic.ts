import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

const NAMES_MAX = 12 // 4,096 rows of a truth table
const ROW_STEPS = 1

/** Propositions by truth table; the witness is a row on which they differ. */
export function compareLogic(key: Expr, answer: Expr, task: Task): Outcome {
  const names = [...namesIn(answer, namesIn(key))].sort()
  if (names.length > NAMES_MAX) return unsettled("truth-table", "limit")
  task.fuel.spend(ROW_STEPS * 2 ** names.length)
  for (let row = 0; row < 2 ** names.length; row++) {
    const values = new Map(names.map((name, i) => [name, Math.floor(row / 2 ** i) % 2 === 1]))
    const [wanted, given] = [truthOf(key, values), truthOf(answer, values)]
    if (wanted === null || given === null) return unsettled("truth-table", "no-proposition")
    if (wanted !== given) {
      const where = names.map((name) => `${name} = ${values.get(name)}`).join(", ")
      return wrong(
        "truth-table",
        "different-value",
        undefined,
        `${where}: ${wanted} against ${given}`,
      )
    }
  }
  return right("truth-table")
}

function truthOf(expr: Expr, values: ReadonlyMap<string, boolean>): boolean | null {
  if (expr.kind === "truth") return expr.value
  if (expr.kind === "symbol") return values.get(expr.name) ?? null
  if (expr.kind !== "logic") return null
  const parts = expr.of.map((part) => truthOf(part, values))
  if (parts.includes(null)) return null
  const [first, second] = parts as [boolean, boolean]
  switch (expr.name) {
    case "and":
      return parts.every((part) => part)
    case "or":
      return parts.some((part) => part)
    case "not":
      return !first
    case "implies":
      return !first || second
    case "iff":
      return first === second
    case "xor":
      return parts.filter((part) => part).length % 2 === 1
  }
}
