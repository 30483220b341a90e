import { number } from "../build.ts"
import { compareScalars, sameTree } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"
import { type Outcome, right, unsettled } from "./outcome.ts"
import type { Task } from "./task.ts"
import { type Combination, combinationOf, isInverse, transposedIn } from "./words-in-order.ts"

/**
 * Sides that are equal as numbers are still open where they speak of matrices or of maps: PDP⁻¹ is
 * not P⁻¹DP, and (AB)ᵀ is BᵀAᵀ. Their products are compared as words in which nothing changes
 * places; what does not agree so is undecided, for a capital letter may be a number after all.
 */
export function inOrder(found: Outcome, key: Expr, answer: Expr, task: Task): Outcome {
  if (!ORDERED.has(key.kind) || !ORDERED.has(answer.kind)) return found
  const sides = [key, answer]
  const turned = found.is === "correct" && sides.some(turnsMatrix)
  if (!turned && (!sides.some(isOfMatrices) || sides.some(dividesByMatrix))) return found
  if (sameTree(key, answer)) return found
  if (turned) return unsettled("order", "noncommuting")
  const names = [...namesIn(answer, namesIn(key))].filter(isCapital)
  for (const side of sides) for (const name of movedNames(side)) names.push(name)
  const [one, other] = sides.map((side) => combinationOf(side, new Set(names)))
  const agree = one !== null && other !== null && isSame(one!, other!, task)
  if (found.is === "undecided") return agree && sides.some(hasTranspose) ? right("order") : found
  // As powers (Aᵀ)ᵀ and A are different numbers: there the words tell more than the values.
  return agree === (found.is === "correct") ? found : unsettled("order", "noncommuting")
}

const ORDERED: ReadonlySet<Expr["kind"]> = new Set([
  ...(["symbol", "negate", "add", "multiply", "divide", "power", "call", "number"] as const),
])

/** Matrices by their names: a capital letter, perhaps bold, perhaps with an index. */
function isCapital(name: string): boolean {
  return /^(vec )?[A-Z](_.*)?'*$/.test(name) || GREEK.has(name)
}

const GREEK: ReadonlySet<string> = new Set(
  ["Lambda", "Sigma", "Phi", "Psi", "Omega"].flatMap((name) => [name, `vec ${name}`]),
)

/** A literal matrix with a capital letter behind it: a number would stand in front. */
function turnsMatrix(expr: Expr): boolean {
  return mentions(expr, (node) => {
    if (node.kind !== "multiply") return false
    const at = node.factors.findIndex(({ kind }) => kind === "matrix")
    if (at === -1) return false
    return node.factors
      .slice(at + 1)
      .some((factor) => factor.kind === "symbol" && isCapital(factor.name))
  })
}

/** A transpose, two bold capitals side by side, an inverse beside a capital, or a⁻¹ba. */
function isOfMatrices(expr: Expr): boolean {
  return mentions(expr, (node) => {
    if (transposedIn(node) !== null) return true
    if (node.kind !== "multiply") return isInverse(node) && isProductOfCapitals(node.base)
    const capitals = node.factors.filter((factor) => [...namesIn(factor)].some(isCapital))
    const bold = capitals.filter((factor) => [...namesIn(factor)].some(isBold))
    const isInverted = capitals.some(isInverse)
    const isMapped = capitals.length > 0 && node.factors.some(isVector)
    if (bold.length > 1 || isMapped) return true
    return (capitals.length > 1 && isInverted) || movedIn(node).length > 0
  })
}

/** A vector by its arrow or its bold letter, which is a small one. */
function isVector(factor: Expr): boolean {
  return factor.kind === "symbol" && /^vec [a-z]/.test(factor.name)
}

/** An upright ⊤, which is no exponent. */
function hasTranspose(expr: Expr): boolean {
  return mentions(expr, (node) => node.kind === "call" && node.name === "transpose")
}

function isBold(name: string): boolean {
  return name.startsWith("vec ")
}

function isProductOfCapitals(expr: Expr): boolean {
  return (
    expr.kind === "multiply" &&
    expr.factors.every((factor) => factor.kind === "symbol" && isCapital(factor.name))
  )
}

/** A fraction with a capital letter below speaks of numbers. */
function dividesByMatrix(expr: Expr): boolean {
  return mentions(
    expr,
    (node) => node.kind === "divide" && [...namesIn(node.bottom)].some(isCapital),
  )
}

/** Names under a transpose, vectors in a product, and all names of a product such as g⁻¹fg. */
function movedNames(expr: Expr): readonly string[] {
  const names = new Set<string>()
  mentions(expr, (node) => {
    const turned = transposedIn(node)
    if (turned !== null) namesIn(turned, names)
    for (const name of movedIn(node)) names.add(name)
    if (node.kind !== "multiply") return false
    for (const factor of node.factors) if (isVector(factor)) namesIn(factor, names)
    return false
  })
  return [...names]
}

/** The names of a product in which a name and its inverse stand with another name between. */
function movedIn(node: Expr): readonly string[] {
  if (node.kind !== "multiply" || node.factors.length < 3) return []
  const plain = (factor: Expr) => (factor.kind === "symbol" ? factor.name : null)
  const inverse = (factor: Expr) => (isInverse(factor) ? plain(factor.base) : null)
  const first = node.factors.findIndex((factor) => inverse(factor) !== null)
  const name = first === -1 ? null : inverse(node.factors[first]!)
  const other = node.factors.findIndex((factor) => name !== null && plain(factor) === name)
  if (other === -1) return []
  const between = node.factors.slice(Math.min(first, other) + 1, Math.max(first, other))
  return between.some((factor) => namesIn(factor).size > 0) ? [...namesIn(node)] : []
}

function isSame(one: Combination, other: Combination, task: Task): boolean {
  const words = new Set([...one.keys(), ...other.keys()])
  return [...words].every((word) => {
    const [a, b] = [one.get(word) ?? ZERO, other.get(word) ?? ZERO]
    return compareScalars(a, b, task.setting).is === "equal"
  })
}

const ZERO = number(0)
