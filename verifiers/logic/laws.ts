import type { Binary, Formula } from "./formula.ts"

/** A rewriting of the top of a formula; null where it does not apply. */
type Law = (formula: Formula) => Formula | null

/** Everything that one use of one law, at any place, makes of a formula. */
export function rewritesOf(formula: Formula, laws: readonly Law[]): Formula[] {
  const here = laws.map((law) => law(formula)).filter((result) => result !== null)
  if (typeof formula === "string") return here
  if (formula.op === "not") {
    return [...here, ...rewritesOf(formula.of, laws).map(not)]
  }
  const { left, right } = formula
  return [
    ...here,
    ...rewritesOf(left, laws).map((other) => ({ ...formula, left: other })),
    ...rewritesOf(right, laws).map((other) => ({ ...formula, right: other })),
  ]
}

/** Laws of logic. */
export const LAWS: readonly Law[] = [
  negated("and", ({ left, right }) => join("or", not(left), not(right))),
  negated("or", ({ left, right }) => join("and", not(left), not(right))),
  negated("implies", ({ left, right }) => join("and", left, not(right))),
  negated("iff", ({ left, right }) => join("xor", left, right)),
  of("implies", ({ left, right }) => join("or", not(left), right)),
  of("implies", ({ left, right }) => join("implies", not(right), not(left))),
  of("iff", ({ left, right }) => join("and", join("implies", left, right), turned(left, right))),
  of("iff", ({ left, right }) => join("iff", not(left), not(right))),
  of("xor", ({ left, right }) => join("iff", left, not(right))),
  of("and", ({ left, right }) => not(join("implies", left, not(right)))),
  of("and", ({ left, right }) => distributed(left, right, "and", "or")),
  of("or", ({ left, right }) => distributed(left, right, "or", "and")),
  of("implies", ({ left, right }) =>
    isOp(left, "and") ? join("implies", left.left, join("implies", left.right, right)) : null,
  ),
]

/** What people take for laws of logic. */
export const FALLACIES: readonly Law[] = [
  negated("and", ({ left, right }) => join("and", not(left), not(right))),
  negated("or", ({ left, right }) => join("or", not(left), not(right))),
  negated("implies", ({ left, right }) => join("implies", not(left), not(right))),
  negated("implies", ({ left, right }) => join("implies", left, not(right))),
  of("implies", ({ left, right }) => turned(left, right)),
  of("implies", ({ left, right }) => join("implies", not(left), not(right))),
  of("implies", ({ left, right }) => join("or", left, not(right))),
  of("iff", ({ left, right }) => join("implies", left, right)),
  of("or", ({ left, right }) => join("xor", left, right)),
  of("and", ({ left, right }) =>
    isOp(right, "or") ? join("or", join("and", left, right.left), right.right) : null,
  ),
  of("implies", ({ left, right }) =>
    isOp(right, "implies") ? join("implies", join("implies", left, right.left), right.right) : null,
  ),
]

function of(op: Binary["op"], rewrite: (formula: Binary) => Formula | null): Law {
  return (formula) => (isOp(formula, op) ? rewrite(formula) : null)
}

function negated(op: Binary["op"], rewrite: (formula: Binary) => Formula): Law {
  return (formula) => {
    if (typeof formula === "string" || formula.op !== "not") return null
    return isOp(formula.of, op) ? rewrite(formula.of) : null
  }
}

function isOp(formula: Formula, op: Binary["op"]): formula is Binary {
  return typeof formula !== "string" && formula.op === op
}

function join(op: Binary["op"], left: Formula, right: Formula): Formula {
  return { op, left, right }
}

function turned(left: Formula, right: Formula): Formula {
  return join("implies", right, left)
}

/** Two negations cancel as they are written. */
function not(of: Formula): Formula {
  return typeof of !== "string" && of.op === "not" ? of.of : { op: "not", of }
}

/** a ∧ (b ∨ c) as (a ∧ b) ∨ (a ∧ c). */
function distributed(
  left: Formula,
  right: Formula,
  outer: Binary["op"],
  inner: Binary["op"],
): Formula | null {
  if (!isOp(right, inner)) return null
  return join(inner, join(outer, left, right.left), join(outer, left, right.right))
}
