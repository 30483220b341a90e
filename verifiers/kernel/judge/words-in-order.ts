import { negated, number, product, quotient, sum } from "../build.ts"
import type { Expr, PowerNode } from "../tree.ts"
import { namesIn } from "../walk.ts"

const TERMS_MAX = 64 // of a product of sums that is multiplied out
const POWER_MAX = 6

/** A sum of words with numbers in front: each word, its letters in order, with its coefficient. */
export type Combination = ReadonlyMap<string, Expr>

interface Letter {
  readonly name: string
  readonly inverse: boolean
  readonly transposed: boolean
}

interface Term {
  readonly factor: Expr
  readonly word: readonly Letter[]
}

/** An expression multiplied out with the given names kept in their places; null where it cannot. */
export function combinationOf(expr: Expr, names: ReadonlySet<string>): Combination | null {
  const terms = termsOf(expr, names)
  if (terms === null) return null
  const found = new Map<string, Expr[]>()
  for (const { factor, word } of terms) {
    const spelled = reduced(word).map(spell).join(" ")
    found.set(spelled, [...(found.get(spelled) ?? []), factor])
  }
  return new Map([...found].map(([word, factors]) => [word, sum(...factors)]))
}

/** What stands under a transpose: Aᵀ, or a name to the power of an upright or slanted T. */
export function transposedIn(expr: Expr): Expr | null {
  if (expr.kind === "call" && expr.name === "transpose") return expr.args[0]!
  if (expr.kind !== "power" || expr.exponent.kind !== "symbol") return null
  if (expr.exponent.name !== "T") return null
  const { base } = expr
  const isNamed = base.kind === "symbol" && /^(vec .|[A-Z])/.test(base.name)
  const isMade = base.kind === "multiply" || base.kind === "add" || isInverse(base)
  return isNamed || isMade || transposedIn(base) !== null ? base : null
}

export function isInverse(expr: Expr): expr is PowerNode {
  if (expr.kind !== "power") return false
  const bare = expr.exponent.kind === "negate" ? expr.exponent.of : expr.exponent
  if (bare.kind !== "number" || bare.value.denominator !== 1n) return false
  return (expr.exponent.kind === "negate") === bare.value.numerator > 0n
}

function termsOf(expr: Expr, names: ReadonlySet<string>): readonly Term[] | null {
  if (![...namesIn(expr)].some((name) => names.has(name))) return [{ factor: expr, word: [] }]
  const turned = transposedIn(expr)
  if (turned !== null) return termsOf(turned, names)?.map(transposed) ?? null
  switch (expr.kind) {
    case "symbol":
      return [{ factor: ONE, word: [{ name: expr.name, inverse: false, transposed: false }] }]
    case "negate":
      return termsOf(expr.of, names)?.map(opposite) ?? null
    case "add":
      return joined(expr.terms.map((term) => termsOf(term, names)))
    case "multiply":
      return multiplied(expr.factors.map((factor) => termsOf(factor, names)))
    case "divide": {
      const isNumber = ![...namesIn(expr.bottom)].some((name) => names.has(name))
      const below: readonly Term[] = [{ factor: quotient(ONE, expr.bottom), word: [] }]
      return isNumber ? multiplied([termsOf(expr.top, names), below]) : null
    }
    case "power":
      return powerOf(expr, names)
    default:
      return null
  }
}

const ONE = number(1)

function opposite({ factor, word }: Term): Term {
  return { factor: negated(factor), word }
}

/** (AB)ᵀ = BᵀAᵀ */
function transposed({ factor, word }: Term): Term {
  const letters = word.map((letter) => ({ ...letter, transposed: !letter.transposed }))
  return { factor, word: letters.reverse() }
}

function joined(parts: readonly (readonly Term[] | null)[]): readonly Term[] | null {
  return parts.includes(null) ? null : (parts as (readonly Term[])[]).flat()
}

function multiplied(parts: readonly (readonly Term[] | null)[]): readonly Term[] | null {
  let product: readonly Term[] | null = [{ factor: ONE, word: [] }]
  for (const part of parts) {
    if (product === null || part === null || product.length * part.length > TERMS_MAX) return null
    product = product.flatMap((one) => part.map((other) => times(one, other)))
  }
  return product
}

function times(one: Term, other: Term): Term {
  return { factor: product(one.factor, other.factor), word: [...one.word, ...other.word] }
}

/** A whole power: A² is AA, and (AB)⁻¹ is B⁻¹A⁻¹. The inverse of a sum is no word. */
function powerOf(expr: PowerNode, names: ReadonlySet<string>): readonly Term[] | null {
  const isInverted = isInverse(expr)
  const count = expr.exponent.kind === "negate" ? expr.exponent.of : expr.exponent
  if (count.kind !== "number" || count.value.denominator !== 1n) return null
  const size = Math.abs(Number(count.value.numerator))
  const base = size > POWER_MAX ? null : termsOf(expr.base, names)
  if (base === null || (isInverted && base.length !== 1)) return null
  const one = isInverted ? base.map(inverted) : base
  return multiplied(Array.from({ length: size }, () => one))
}

/** (AB)⁻¹ is B⁻¹A⁻¹ of square matrices, but XᵀX has an inverse where X has none: it stays whole. */
function inverted({ factor, word }: Term): Term {
  const below = quotient(ONE, factor)
  if (word.length > 1 && word.some((letter) => letter.transposed)) {
    const name = `(${word.map(spell).join(" ")})`
    return { factor: below, word: [{ name, inverse: true, transposed: false }] }
  }
  const letters = word.map((letter) => ({ ...letter, inverse: !letter.inverse }))
  return { factor: below, word: letters.reverse() }
}

/** Without neighbours that undo each other. */
function reduced(word: readonly Letter[]): readonly Letter[] {
  const kept: Letter[] = []
  for (const letter of word) {
    const last = kept.at(-1)
    const undoes =
      last !== undefined &&
      last.name === letter.name &&
      last.transposed === letter.transposed &&
      last.inverse !== letter.inverse
    if (undoes) kept.pop()
    else kept.push(letter)
  }
  return kept
}

function spell({ name, inverse, transposed }: Letter): string {
  return `${name}${transposed ? "ᵀ" : ""}${inverse ? "⁻¹" : ""}`
}
