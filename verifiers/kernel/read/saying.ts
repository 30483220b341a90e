import { INFINITY, negated } from "../build.ts"
import type { Expr } from "../tree.ts"

/**
 * What a short statement in words says, however it is put: that nothing solves the question, that
 * every real number does, that there are infinitely many, that something diverges. Null for others.
 */
export function sayingOf(words: string): Expr | null {
  const said = words.split(/[ ,.]+/).filter((word) => word !== "")
  if (said.length > WORDS_MAX) return null
  if (isNothing(said)) return { kind: "named-set", name: "empty", part: "all" }
  const infinity = infinityIn(said)
  if (infinity !== null) return infinity
  if (isEveryReal(said)) return { kind: "named-set", name: "reals", part: "all" }
  const canonical = CANONICAL.find(({ of, among }) => {
    return (
      said.some((word) => of.has(word)) && said.every((word) => of.has(word) || among.has(word))
    )
  })
  return canonical === undefined ? null : { kind: "text", text: canonical.text }
}

const WORDS_MAX = 12
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

const SUBJECTS = set(
  `the this given equation equations system inequality problem function polynomial it quadratic
  has have there is are exist exists therefore so thus hence does`,
)
const KINDS = set(
  "real integer integral positive negative rational complex valid possible such any nonzero whole",
)
const SOLUTIONS = set(
  "solution solutions root roots value values number numbers integer integers zero zeros zeroes pair pairs",
)
const TAILS = set("exist exists of x y n k to the equation this system inequality for at all")

/** "The equation has no real solutions", "no such integer exists". */
function isNothing(said: readonly string[]): boolean {
  const at = said.indexOf("no")
  if (at === -1 || !said.slice(0, at).every((word) => SUBJECTS.has(word))) return false
  let noun = at + 1
  while (KINDS.has(said[noun] ?? "") && isNamed(said[noun + 1])) noun++
  const isNoun = SOLUTIONS.has(said[noun] ?? "")
  const isValue = noun > at + 1 || !AMBIGUOUS.has(said[noun] ?? "")
  const rest = said.slice(noun + 1)
  const ends = rest.length === 0 ? isValue : rest.every((word) => TAILS.has(word))
  return isNoun && ends
}

function isNamed(word: string | undefined): boolean {
  return word !== undefined && (KINDS.has(word) || SOLUTIONS.has(word))
}

/** "no value" alone is less than a statement. */
const AMBIGUOUS = set("value number numbers integer zero")

const REAL_WORDS = set(
  "all any every real reals number numbers value values x for of is can be the",
)

/** "x can be any real number", "for all real x". */
function isEveryReal(said: readonly string[]): boolean {
  const every = said.some((word) => word === "all" || word === "any" || word === "every")
  const real = said.includes("real") || said.includes("reals")
  return every && real && said.every((word) => REAL_WORDS.has(word))
}

const GROWTH = set(
  `the limit function sequence series sum integral value answer it its is equals goes tends diverges
  approaches grows to positive negative plus minus`,
)

/** "The series diverges to infinity", "tends to negative infinity". */
function infinityIn(said: readonly string[]): Expr | null {
  if (said.length < 2 || said.at(-1) !== "infinity") return null
  if (!said.slice(0, -1).every((word) => GROWTH.has(word))) return null
  const sign = said.at(-2)
  return sign === "negative" || sign === "minus" ? negated(INFINITY) : INFINITY
}

/** Statements with one usual form each: `of` must occur, words of `among` may. */
const CANONICAL = [
  {
    text: "infinitely many",
    of: set("infinitely infinite"),
    among: set("many number of solutions there are is an has the equation system it"),
  },
  {
    text: "diverges",
    of: set("diverges divergent"),
    among: set("the series integral sequence limit sum it is"),
  },
  {
    text: "converges",
    of: set("converges convergent"),
    among: set("the series integral sequence limit sum it is"),
  },
  { text: "impossible", of: set("impossible"), among: set("it is this that's") },
] as const
