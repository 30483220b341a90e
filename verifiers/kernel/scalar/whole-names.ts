import type { Expr } from "../tree.ts"
import { partsOf } from "../walk.ts"
import type { Assumption, ScalarSetting } from "./setting.ts"
import { freeNames } from "./trees.ts"

/**
 * Names under a factorial or in a binomial stand for whole numbers: nothing else gives these a
 * value. The setting with that said. The key says so for any name, an answer only for those that
 * usually count. In the exponent of a negative number only the latter are whole: (−1)^n is cos nπ,
 * but (−2)^(2x) is not 4^x for all x.
 */
export function withWholeNames(key: Expr, answer: Expr, setting: ScalarSetting): ScalarSetting {
  const names = new Set<string>()
  collect(key, names)
  const said = new Set<string>()
  collect(answer, said)
  for (const name of said) if (COUNTERS.has(name)) names.add(name)
  const news = [...names].filter((name) => !setting.assume.has(name))
  if (news.length === 0 || setting.complex) return setting
  const assume = new Map<string, Assumption>(setting.assume)
  for (const name of news) assume.set(name, "integer")
  return { ...setting, assume }
}

const COUNTERS: ReadonlySet<string> = new Set([..."nmkjlrNMK"])

/** ⌈n/2⌉ counts something, and its n is never 2.5; x, and even k, may be anything there. */
const STEPPED: ReadonlySet<string> = new Set("nm")

export function isStepped(name: string): boolean {
  return STEPPED.has(name)
}

/** The names that are said to be whole. */
export function wholeNames(setting: ScalarSetting): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [name, assumption] of setting.assume) if (assumption === "integer") names.add(name)
  return names
}

function collect(expr: Expr, names: Set<string>): void {
  if (expr.kind === "call" && COUNTING.has(expr.name)) {
    for (const arg of expr.args) for (const name of freeNames(arg)) names.add(name)
  }
  if (expr.kind === "call" && (expr.name === "floor" || expr.name === "ceil")) {
    for (const name of freeNames(expr)) if (STEPPED.has(name)) names.add(name)
  }
  if (expr.kind === "power" && isNegativeNumber(expr.base)) {
    for (const name of freeNames(expr.exponent)) if (COUNTERS.has(name)) names.add(name)
  }
  for (const part of partsOf(expr)) collect(part, names)
}

const COUNTING: ReadonlySet<string> = new Set([
  "factorial",
  "double-factorial",
  "binomial",
  "permutations",
  "totient",
])

function isNegativeNumber(expr: Expr): boolean {
  if (expr.kind === "number") return expr.value.numerator < 0n
  return expr.kind === "negate" && expr.of.kind === "number" && expr.of.value.numerator > 0n
}
