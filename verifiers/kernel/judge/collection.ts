import type { Expr } from "../tree.ts"
import { every, type Outcome, type Right, type Unsettled, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

/** Parts in order: tuples, vectors, rows of a matrix. */
export function compareInOrder(
  method: string,
  key: readonly Expr[],
  answer: readonly Expr[],
  task: Task,
): Outcome {
  if (key.length !== answer.length) {
    return wrong(method, "different-size", undefined, sizes(key.length, answer.length))
  }
  return every(
    method,
    key.map((part, i) => at(i, task.compare(part, answer[i]!))),
  )
}

/**
 * Parts whatever their order. A set forgets repeats, a list counts them. Equality is transitive,
 * so taking the first equal partner never spoils a matching.
 */
export function compareWhateverOrder(
  method: string,
  key: readonly Expr[],
  answer: readonly Expr[],
  counted: boolean,
  task: Task,
): Outcome {
  const wanted = counted ? key : distinct(key, task)
  const given = counted ? answer : distinct(answer, task)
  const free = new Set(given.keys())
  const found: Right[] = []
  let doubt: Unsettled | undefined
  let missing: Expr | undefined
  for (const part of wanted) {
    const match = partnerOf(part, given, free, task)
    if (match.is === "found") {
      free.delete(match.at)
      found.push(match.outcome)
    } else if (match.is === "doubt") doubt ??= match.outcome
    else missing ??= part
  }
  if (missing !== undefined) return wrong(method, "missing-element")
  if (wanted.length !== given.length) {
    const reason = wanted.length < given.length ? "extra-element" : "missing-element"
    if (doubt === undefined || wanted.length > given.length || counted) {
      return wrong(method, reason, undefined, sizes(wanted.length, given.length))
    }
  }
  return doubt === undefined ? every(method, found) : { ...doubt, method }
}

type Match =
  | { readonly is: "found"; readonly at: number; readonly outcome: Right }
  | { readonly is: "doubt"; readonly outcome: Unsettled }
  | { readonly is: "missing" }

function partnerOf(
  part: Expr,
  given: readonly Expr[],
  free: ReadonlySet<number>,
  task: Task,
): Match {
  let doubt: Unsettled | undefined
  for (const at of free) {
    const outcome = task.compare(part, given[at]!)
    if (outcome.is === "correct") return { is: "found", at, outcome }
    if (outcome.is === "undecided") doubt ??= outcome
  }
  return doubt === undefined ? { is: "missing" } : { is: "doubt", outcome: doubt }
}

/** The parts without those that are certainly repeats of an earlier one. */
export function distinct(parts: readonly Expr[], task: Task): Expr[] {
  const kept: Expr[] = []
  for (const part of parts) {
    if (!kept.some((other) => task.compare(other, part).is === "correct")) kept.push(part)
  }
  return kept
}

/** Matrices element by element. */
export function compareMatrices(
  key: readonly (readonly Expr[])[],
  answer: readonly (readonly Expr[])[],
  task: Task,
): Outcome {
  if (key.length !== answer.length || key[0]?.length !== answer[0]?.length) {
    return wrong("matrix", "different-size", undefined, `${shape(key)} against ${shape(answer)}`)
  }
  return every(
    "matrix",
    key.flatMap((row, i) =>
      row.map((part, j) => place(`row ${i + 1}, column ${j + 1}`, part, answer[i]![j]!, task)),
    ),
  )
}

function place(where: string, key: Expr, answer: Expr, task: Task): Outcome {
  const outcome = task.compare(key, answer)
  if (outcome.is !== "incorrect") return outcome
  const seen = outcome.witness === undefined ? where : `${where}: ${outcome.witness}`
  return { ...outcome, witness: seen }
}

function at(index: number, outcome: Outcome): Outcome {
  if (outcome.is !== "incorrect") return outcome
  const where = `part ${index + 1}`
  return {
    ...outcome,
    witness: outcome.witness === undefined ? where : `${where}: ${outcome.witness}`,
  }
}

function shape(rows: readonly (readonly Expr[])[]): string {
  return `${rows.length}×${rows[0]?.length ?? 0}`
}

function sizes(key: number, answer: number): string {
  return `${key} expected, ${answer} given`
}

/** A list or set of one part stands for the part itself. */
export function soleItem(expr: Expr): Expr | null {
  if ((expr.kind === "list" || expr.kind === "set") && expr.items.length === 1) {
    return expr.items[0]!
  }
  return null
}
