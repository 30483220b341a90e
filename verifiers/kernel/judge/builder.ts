import type { Expr } from "../tree.ts"
import { namesIn, renamed } from "../walk.ts"
import { every, type Outcome, right, unsettled } from "./outcome.ts"
import type { Task } from "./task.ts"

/**
 * { element | condition } on both sides, part by part: the names in the element are bound, so those
 * of the answer are renamed in the order in which they stand. Sets given by unlike conditions may
 * still be the same, as a set of points and its parametrisation are.
 */
export function compareBuilders(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [isKey, isAnswer] = [key.kind === "builder", answer.kind === "builder"]
  if (!isKey && !isAnswer) return null
  if (key.kind !== "builder" || answer.kind !== "builder") {
    const other = isKey ? answer : key
    return SETS.has(other.kind) ? unsettled("set", "no-method") : null
  }
  const [bound, others] = [[...namesIn(key.element)], [...namesIn(answer.element)]]
  if (bound.length !== others.length) return unsettled("set", "no-method")
  const free = [...namesIn(key)].some((name) => others.includes(name) && !bound.includes(name))
  if (free) return unsettled("set", "no-method")
  const given = renamed(answer, new Map(others.map((name, i) => [name, bound[i]!])))
  if (given.kind !== "builder") return null
  const outcome = every("set", [
    task.compare(key.element, given.element),
    task.compare(key.condition, given.condition),
  ])
  return outcome.is === "correct" ? right("set", undefined, outcome.proof) : OPEN
}

const OPEN: Outcome = unsettled("set", "no-method")

const SETS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["list", "logic", "relation", "tuple", "named-set", "set-operation"] as const),
])
