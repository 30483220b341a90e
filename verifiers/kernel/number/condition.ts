import { rational } from "../rational.ts"
import type { Expr, RelationNode, RelationSign } from "../tree.ts"
import { evaluate } from "./evaluate.ts"
import { compareReal } from "./real.ts"
import { isReal, type Scope } from "./value.ts"

/** Whether a condition holds at the point; null where that is not known. */
export function holds(condition: Expr, scope: Scope): boolean | null {
  switch (condition.kind) {
    case "truth":
      return condition.value
    case "relation":
      return every(chain(condition, scope))
    case "logic": {
      const parts = condition.of.map((part) => holds(part, scope))
      if (condition.name === "and") return every(parts)
      if (condition.name === "or") return negated(every(parts.map(negated)))
      return condition.name === "not" ? negated(parts[0] ?? null) : null
    }
    case "list": {
      const parts = condition.items.map((part) => holds(part, scope))
      return condition.word === "or" ? negated(every(parts.map(negated))) : every(parts)
    }
    default:
      return null
  }
}

/** a + b, flat. */
export function addition(a: Expr, b: Expr): Expr {
  return { kind: "add", terms: [a, b] }
}

export function integerExpr(value: bigint): Expr {
  const significant = value.toString().length
  return { kind: "number", value: rational(value), written: "integer", decimals: 0, significant }
}

function chain({ sides, signs }: RelationNode, scope: Scope): (boolean | null)[] {
  return signs.map((sign, at) => relates(sides[at]!, sign, sides[at + 1]!, scope))
}

function relates(left: Expr, sign: RelationSign, right: Expr, scope: Scope): boolean | null {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)]
  if (!isReal(a) || !isReal(b)) return null
  let order = compareReal(a, b, scope)
  if (order === null) {
    const gap = addition(left, { kind: "negate", of: right })
    order = scope.zero(gap, scope) ? 0 : null
  }
  if (order === null) return null
  switch (sign) {
    case "=":
      return order === 0
    case "≠":
      return order !== 0
    case "<":
      return order < 0
    case "≤":
      return order <= 0
    case ">":
      return order > 0
    case "≥":
      return order >= 0
    default:
      return null
  }
}

/** False as soon as one part is false, null where one is not known. */
function every(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function negated(value: boolean | null): boolean | null {
  return value === null ? null : !value
}
