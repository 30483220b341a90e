import { add, compare, type Rational, rational } from "../kernel/rational.ts"
import { plainly } from "../kernel/spelling.ts"
import { nearly, readSurd, type Surd, surd, writeSurd } from "./surd.ts"

/** The key of an equation: all its real solutions, from low to high. */
export function writeSolutions(roots: readonly Surd[]): string {
  if (roots.length === 0) return NONE
  const texts = [...roots].sort((a, b) => nearly(a) - nearly(b)).map(writeSurd)
  return `{${[...new Set(texts)].join(", ")}}`
}

/** Reads what `writeSolutions` writes, with or without its braces, and nothing else. */
export function readSolutions(key: string): readonly Surd[] | null {
  if (key === NONE) return []
  if (key.length > KEY_CHARS_MAX) return null
  const bare = plainly(key).replace(/^\{/, "").replace(/\}$/, "")
  const roots: Surd[] = []
  for (const part of bare.split(", ")) {
    const root = readSurd(part)
    if (root === null) return null
    roots.push(root)
  }
  return writeSolutions(roots) === `{${bare}}` ? roots : null
}

/** Solution sets of a person who lost a root, a sign, or one step of counting. */
export function slippedSolutions(roots: readonly Surd[]): string[] {
  const others = roots.slice(1)
  return [
    ...(roots.length > 1 ? roots.map((root) => writeSolutions([root])) : []), // lost a root
    ...(roots.length > 0 ? [NONE, writeSolutions(roots.map(opposite))] : []), // lost every sign
    ...roots.slice(0, 1).map((root) => writeSolutions([opposite(root), ...others])),
    ...roots.slice(0, 1).map((root) => writeSolutions([moved(root, 1n), ...others])),
    ...roots.slice(0, 1).map((root) => writeSolutions([moved(root, -1n), ...others])),
    ...(roots.length === 1 ? [writeSolutions([...roots, opposite(roots[0]!)])] : []), // kept both
  ]
}

/** What a person writes who keeps numbers that only look like solutions. */
export function keptSolutions(roots: readonly Surd[], candidates: readonly Surd[]): string[] {
  return [
    writeSolutions([...roots, ...candidates]),
    ...candidates.map((candidate) => writeSolutions([candidate])),
    ...candidates.map((candidate) => writeSolutions([opposite(candidate)])),
    ...candidates.map((candidate) => writeSolutions([moved(candidate, 1n)])),
    ...candidates.map((candidate) => writeSolutions([moved(candidate, -1n)])),
  ]
}

/** The largest size among some numbers, rounded up. */
export function reachOf(numbers: readonly Surd[]): number {
  return numbers.reduce((most, root) => Math.max(most, Math.ceil(Math.abs(nearly(root)))), 0)
}

const NONE = "no solution"
const KEY_CHARS_MAX = 400

function opposite({ plain, times, under, below }: Surd): Surd {
  return surd(-plain, -times, under, below)
}

function moved({ plain, times, under, below }: Surd, by: bigint): Surd {
  return surd(plain + by * below, times, under, below)
}

/** The rational numbers in order, each once. */
export function distinct(numbers: readonly Rational[]): Rational[] {
  const sorted = [...numbers].sort(compare)
  return sorted.filter((number, i) => i === 0 || compare(number, sorted[i - 1]!) !== 0)
}

/** A number some whole steps further. */
export function stepped(number: Rational, by: number): Rational {
  return add(number, rational(by))
}
