import { number } from "../build.ts"
import { add, equal, subtract } from "../rational.ts"
import type { Expr } from "../tree.ts"
import type { Cursor } from "./cursor.ts"

const RUN_MAX = 100 // elements that dots may stand for; more are a matter for a formula

/** The symbol that stands for dots among items. */
export const DOTS = "…"

/**
 * {1, 2, …, 10} is the set that it describes, where the numbers before the dots step evenly and
 * arrive at the one behind; dots that leave anything to guess make a text unreadable.
 */
export function withoutDots(c: Cursor, items: readonly Expr[]): readonly Expr[] {
  const at = items.findIndex(isDots)
  if (at === -1) return items
  const last = items[at + 1]
  if (at !== items.length - 2 || last === undefined) throw c.fail("unreadable")
  return runOf(c, items.slice(0, at), last)
}

/** The even run that begins with the items and ends with the last, as in 1 + 2 + … + 12. */
export function runOf(c: Cursor, items: readonly Expr[], last: Expr): readonly Expr[] {
  const known = items.map((item) => (item.kind === "number" ? item.value : null))
  const [first, second] = known
  if (!first || !second || last.kind !== "number") throw c.fail("unreadable")
  const step = subtract(second, first)
  const run: Expr[] = []
  let value = first
  for (let i = 0; i < RUN_MAX; i++) {
    const shown = known[i]
    if (shown === null || (shown !== undefined && !equal(shown, value))) break
    run.push(number(value))
    if (equal(value, last.value)) return i >= items.length ? run : fail(c)
    value = add(value, step)
  }
  return fail(c)
}

function fail(c: Cursor): never {
  throw c.fail("unreadable")
}

function isDots(item: Expr): boolean {
  return item.kind === "symbol" && item.name === DOTS
}
