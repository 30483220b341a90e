import type { Expr, Unit } from "../tree.ts"
import { sameDimension, unitNamed } from "../units/units.ts"
import type { Cursor } from "./cursor.ts"

/** One tick behind a numeral is a foot and two are an inch, unless degrees stand before it. */
export function unitOfTicks(c: Cursor): Unit {
  if (isRaisedTick(c)) {
    const braced = c.is("{", 1)
    c.position += braced ? 4 : 2
    return unitNamed("feet")!
  }
  const double = c.next().text === "''" || c.take("'")
  return unitNamed(double ? "inches" : "feet")!
}

/** 30^\prime and 30^{\prime} */
export function isRaisedTick(c: Cursor): boolean {
  return c.is("^") && (c.is("'", 1) || (c.is("{", 1) && c.is("'", 2) && c.is("}", 3)))
}

/** 45° 30' 15": behind degrees the ticks are minutes and seconds of arc. */
export function inArc(left: Expr, right: Expr): Expr {
  const first = left.kind === "add" ? left.terms[0]! : left
  if (right.kind !== "quantity" || first.kind !== "quantity" || !first.unit.pi) return right
  const name = right.unit.text === "feet" ? "arcmin" : right.unit.text === "inches" ? "arcsec" : ""
  return name === "" ? right : { ...right, unit: unitNamed(name)! }
}

/** Whether a unit of the same kind is smaller than another: minutes than hours. */
export function isSmaller(unit: Unit, than: Unit): boolean {
  const [one, other] = [unit.scale, than.scale]
  const smaller = one.numerator * other.denominator < other.numerator * one.denominator
  return smaller && unit.offset === null && sameDimension(unit, than)
}
