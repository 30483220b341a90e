import type { Expr } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"

/**
 * What the other side tells about notation that programs and schools read differently: log(x) is
 * natural where the other side has ln or e and no log, and I and E are i and e where it has no
 * unknowns of these names. What it does not tell is left open.
 */
export function settled(
  key: readonly Expr[],
  answer: readonly Expr[],
): readonly [readonly Expr[], readonly Expr[]] {
  if (key.length === 1 && answer.length === 1) return [key, answer]
  const [one, other] = [key, answer].map((readings) => pick(readings, hasFraction, false))
  let [wanted, given] = [settleLog(one!, other!), settleLog(other!, one!)]
  for (const [name, constant] of CONSTANTS) {
    wanted = settleKey(wanted, given, name)
    given = settleAnswer(given, wanted, name, constant)
  }
  return [wanted, given]
}

/** Letters that the key has nowhere are units where they can be: 10 m/s against 10. */
export function withoutStrangers(answer: readonly Expr[], key: readonly Expr[]): readonly Expr[] {
  if (answer.length === 1) return answer
  const known = new Set(key.flatMap((reading) => [...namesIn(reading)]))
  return pick(answer, (reading) => [...namesIn(reading)].every((name) => known.has(name)), true)
}

const CONSTANTS = [
  ["E", "e"],
  ["I", "i"],
  ["j", "i"],
] as const

/** 0,1 (mod 4) are two classes: a class of 0.1 is none. */
function hasFraction(expr: Expr): boolean {
  return mentions(expr, (node) => {
    if (node.kind !== "congruence" || node.right.kind !== "number") return false
    return node.right.written === "decimal"
  })
}

type Test = (expr: Expr) => boolean

/** The readings that a test divides, or all where it does not. */
function pick(readings: readonly Expr[], test: Test, wanted: boolean): readonly Expr[] {
  const picked = readings.filter((reading) => test(reading) === wanted)
  return picked.length > 0 ? picked : readings
}

function isMixed(readings: readonly Expr[], test: Test): boolean {
  if (readings.length === 1) return false
  const first = test(readings[0]!)
  return readings.some((reading) => test(reading) !== first)
}

function settleLog(readings: readonly Expr[], others: readonly Expr[]): readonly Expr[] {
  if (!isMixed(readings, hasDecadic)) return readings
  const other = others[0]!
  return pick(readings, hasDecadic, !hasNatural(other) || mentions(other, isLog))
}

function isLog(node: Expr): boolean {
  return node.kind === "call" && node.name === "log"
}

function hasDecadic(expr: Expr): boolean {
  return mentions(expr, (node) => node.kind === "call" && isLog(node) && node.args.length === 1)
}

function hasNatural(expr: Expr): boolean {
  return mentions(expr, (node) => {
    if (node.kind === "constant") return node.name === "e"
    return node.kind === "call" && (node.name === "ln" || node.name === "exp")
  })
}

function holdsName(name: string): Test {
  return (expr) => mentions(expr, (node) => node.kind === "symbol" && node.name === name)
}

/** A key has the name unless it is evidently computer algebra and the answer lacks that name. */
function settleKey(key: readonly Expr[], answer: readonly Expr[], name: string): readonly Expr[] {
  const holds = holdsName(name)
  if (!isMixed(key, holds)) return key
  return pick(key, holds, holds(key[0]!) || answer.every(holds))
}

/** An answer follows the key's name or constant; where the key has neither, its own first sense. */
function settleAnswer(
  answer: readonly Expr[],
  key: readonly Expr[],
  name: string,
  constant: "e" | "i",
): readonly Expr[] {
  const holds = holdsName(name)
  if (!isMixed(answer, holds)) return answer
  if (key.some(holds)) return pick(answer, holds, true)
  const told = key.some((one) =>
    mentions(one, (node) => node.kind === "constant" && node.name === constant),
  )
  return told || !holds(answer[0]!) ? pick(answer, holds, false) : answer
}
