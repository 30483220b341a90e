import { absolute, add, print, type Rational, rational } from "../kernel/rational.ts"

/** A sum of multiples, to be written as a key: `x^3/3`, `-2*cos(3x)/3`, `e^2/2`, `5`. */
export interface Multiple {
  readonly by: Rational
  /** What is multiplied: `x^3`, `ln(2)`, or nothing for a number alone. */
  readonly of: string
}

/** The sum in canonical text; multiples of one thing are added up, zeros left out. */
export function writeSum(multiples: readonly Multiple[]): string {
  const byText = new Map<string, Rational>()
  for (const { by, of } of multiples) byText.set(of, add(byText.get(of) ?? rational(0), by))
  let text = ""
  for (const [of, by] of byText) {
    if (by.numerator === 0n) continue
    const body = writeMultiple(absolute(by), of)
    if (text === "") text = by.numerator < 0n ? `-${body}` : body
    else text += by.numerator < 0n ? ` - ${body}` : ` + ${body}`
  }
  return text === "" ? "0" : text
}

/** Monomials first from the highest power down, then what is not one, in the order given. */
export function sorted(multiples: readonly Multiple[]): Multiple[] {
  const powers = multiples.filter(({ of }) => powerOf(of) !== null)
  const others = multiples.filter(({ of }) => powerOf(of) === null)
  return [...powers.sort((a, b) => powerOf(b.of)! - powerOf(a.of)!), ...others]
}

/** x^n as it stands in a key; negative powers as 1/x^n. */
export function monomial(by: Rational, power: number): Multiple {
  if (power === 0) return { by, of: "" }
  const size = Math.abs(power)
  const text = size === 1 ? "x" : `x^${size}`
  return { by, of: power < 0 ? `/${text}` : text }
}

function writeMultiple(by: Rational, of: string): string {
  if (of === "") return print(by)
  const { numerator, denominator } = by
  if (of.startsWith("/")) {
    return denominator === 1n ? `${numerator}${of}` : `${numerator}/(${denominator}${of.slice(1)})`
  }
  const joined = numerator === 1n ? of : `${numerator}${isLetter(of) ? "" : "*"}${of}`
  return denominator === 1n ? joined : `${joined}/${denominator}`
}

/** A coefficient stands right in front of x, and with a star before anything else. */
function isLetter(of: string): boolean {
  return of.startsWith("x")
}

function powerOf(of: string): number | null {
  if (of === "") return 0
  if (of === "x") return 1
  const found = /^(\/?)x(?:\^(\d+))?$/.exec(of)
  if (found === null) return null
  const power = Number(found[2] ?? 1)
  return found[1] === "/" ? -power : power
}
