import { Fuel } from "../kernel/fuel.ts"
import { readMath } from "../kernel/read/read.ts"
import type { Expr } from "../kernel/tree.ts"

const FUEL = 2_000 // steps to read one key

/** The one-letter names in a set; null for anything else. */
export function readPeople(key: string): ReadonlySet<string> | null {
  const read = readMath(key, { notation: "auto", names: new Set() }, new Fuel(FUEL))
  if (!read.ok || read.readings.length > 1) return null
  const tree = read.readings[0]!
  if (tree.kind !== "set") return null
  const names = tree.items.map(nameIn)
  return names.every((name) => name.length === 1) ? new Set(names) : null
}

/** A factor of 1 changes nothing; anything else that is no name is no person. */
function nameIn(item: Expr): string {
  if (item.kind === "symbol") return item.name
  if (item.kind !== "multiply") return ""
  const isOne = (factor: Expr) =>
    factor.kind === "number" && factor.value.numerator === factor.value.denominator
  const others = item.factors.filter((factor) => !isOne(factor))
  return others.length === 1 ? nameIn(others[0]!) : ""
}
