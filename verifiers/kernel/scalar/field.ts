import type { Expr } from "../tree.ts"
import { evaluateExact } from "./exact-value.ts"
import type { ScalarSetting } from "./setting.ts"

/**
 * Arithmetic of whole numbers below a prime, in doubles: products of two 26-bit numbers are exact.
 */
export interface Field {
  readonly prime: number
  readonly setting: ScalarSetting
  /** Values of names and of atoms, by name and by what they are of. */
  readonly values: Map<string, number>
  readonly seed: number
  /** The functions met, with the values of their arguments, that are not defined everywhere. */
  readonly partial: Set<string>
  /** How often, out of `prime` points, two arguments of functions meet that are not the same. */
  risk: number
  /** A divisor with an unknown in it was met: it has zeros somewhere. */
  divides: boolean
}

/** A value modulo the prime, with a bound on the degree of its numerator and denominator. */
export interface Residue {
  readonly value: number
  readonly degree: number
  /** An atom took part: what differs modulo the prime may still be equal. */
  readonly atoms: boolean
}

const POWER_MAX = 10_000_000n // beyond it the error bound says nothing
const NOWHERE = new Map()

/**
 * The value of an expression modulo a prime at a random point: rational operations are carried out,
 * everything else is a random number that depends on the value of its arguments alone. `null` where
 * a divisor is zero at this point or the expression has a part that is no scalar.
 */
export function residueOf(expr: Expr, field: Field): Residue | null {
  field.setting.fuel.spend(0.25)
  switch (expr.kind) {
    case "number":
    case "based":
      return rationalResidue(expr.value.numerator, expr.value.denominator, field)
    case "symbol":
      return { value: drawn(field, `symbol ${expr.name}`), degree: 1, atoms: false }
    case "constant":
      if (expr.name === "undefined" || expr.name === "infinity" || expr.name === "i") return null
      return { value: drawn(field, `constant ${expr.name}`), degree: 1, atoms: true }
    case "negate": {
      const of = residueOf(expr.of, field)
      return of && { ...of, value: of.value === 0 ? 0 : field.prime - of.value }
    }
    case "percent": {
      const of = residueOf(expr.of, field)
      return of && divided(of, { value: 100, degree: 0, atoms: false }, field)
    }
    case "add":
      return folded(expr.terms, field, (a, b) => (a + b) % field.prime)
    case "multiply":
      return folded(expr.factors, field, (a, b) => times(a, b, field.prime))
    case "divide": {
      const top = residueOf(expr.top, field)
      const bottom = top && residueOf(expr.bottom, field)
      return bottom && divided(top, bottom, field)
    }
    case "power":
      return powerResidue(expr, field)
    case "root":
    case "call":
    case "apply":
      return atomResidue(expr, field)
    default:
      return null
  }
}

/** a · b modulo a prime below 2^26: the product is below 2^52. */
export function times(a: number, b: number, prime: number): number {
  return (a * b) % prime
}

function folded(
  parts: readonly Expr[],
  field: Field,
  combine: (a: number, b: number) => number,
): Residue | null {
  let result: Residue | null = null
  for (const part of parts) {
    const next = residueOf(part, field)
    if (next === null) return null
    if (result === null) result = next
    else {
      const value = combine(result.value, next.value)
      const atoms: boolean = result.atoms || next.atoms
      result = { value, degree: result.degree + next.degree, atoms }
    }
  }
  return result
}

function divided(top: Residue, bottom: Residue, field: Field): Residue | null {
  if (bottom.value === 0) return null
  if (bottom.degree > 0) field.divides = true
  const value = times(top.value, inverse(bottom.value, field.prime), field.prime)
  return { value, degree: top.degree + bottom.degree, atoms: top.atoms || bottom.atoms }
}

function powerResidue(expr: Extract<Expr, { kind: "power" }>, field: Field): Residue | null {
  const exponent = evaluateExact(expr.exponent, NOWHERE, field.setting)
  const whole = exponent !== null && exponent !== "undefined" && exponent.denominator === 1n
  if (!whole) return atomResidue(expr, field)
  const base = residueOf(expr.base, field)
  const { numerator } = exponent
  const size = numerator < 0n ? -numerator : numerator
  if (base === null || size > POWER_MAX || size === 0n) return null
  const raised = powered(base.value, Number(size), field.prime)
  const degree = base.degree * Number(size)
  if (numerator > 0n) return { value: raised, degree, atoms: base.atoms }
  if (raised === 0) return null
  field.divides = true
  return { value: inverse(raised, field.prime), degree, atoms: base.atoms }
}

/** A function of some arguments: one random value for each tuple of values of its arguments. */
function atomResidue(expr: Expr, field: Field): Residue | null {
  const parts = partsWithLabel(expr)
  if (parts === null) return null
  const values: number[] = []
  for (const part of parts.of) {
    const residue = residueOf(part, field)
    if (residue === null) return null
    values.push(residue.value)
    field.risk += (residue.degree + 1) * (field.values.size + 1)
  }
  if (parts.label === "call sin" || parts.label === "call cos") {
    return onCircle(parts.label === "call sin", values[0]!, field)
  }
  const label = `${parts.label}(${values.join(",")})`
  if (!TOTAL.has(parts.label)) field.partial.add(label)
  return { value: drawn(field, label), degree: 1, atoms: true }
}

/** Functions that are defined everywhere. */
const TOTAL = new Set([
  "call exp",
  "call abs",
  "call arctan",
  "call sinh",
  "call cosh",
  "call floor",
])

/**
 * A point of the circle for each angle, opposite angles mirrored: ((1 − t²)/(1 + t²), 2t/(1 + t²)).
 * The prime is 3 modulo 4, so that 1 + t² is never zero.
 */
function onCircle(sine: boolean, angle: number, field: Field): Residue {
  const { prime } = field
  const mirrored = angle > prime - angle
  const t = angle === 0 ? 0 : drawn(field, `half ${mirrored ? prime - angle : angle}`)
  const square = times(t, t, prime)
  const under = inverse((1 + square) % prime, prime)
  const cosine = times((1 + prime - square) % prime, under, prime)
  const height = times((2 * t) % prime, under, prime)
  const value = sine ? (mirrored ? (prime - height) % prime : height) : cosine
  return { value, degree: 4, atoms: true }
}

function partsWithLabel(expr: Expr): { label: string; of: readonly Expr[] } | null {
  if (expr.kind === "root") return { label: "root", of: [expr.of, expr.index] }
  if (expr.kind === "power") return { label: "power", of: [expr.base, expr.exponent] }
  if (expr.kind === "call") return { label: `call ${expr.name}`, of: expr.args }
  if (expr.kind !== "apply") return null
  return { label: `apply ${expr.primes} ${expr.name}`, of: expr.args }
}

function rationalResidue(numerator: bigint, denominator: bigint, field: Field): Residue | null {
  const prime = BigInt(field.prime)
  const reduced = (value: bigint) => Number(((value % prime) + prime) % prime)
  const bottom = reduced(denominator)
  if (bottom === 0) return null
  const top = reduced(numerator)
  const value = bottom === 1 ? top : times(top, inverse(bottom, field.prime), field.prime)
  return { value, degree: 0, atoms: false }
}

/**
 * A number between 0 and the prime that only the seed and the label decide (FNV-1a, then mixed).
 */
function drawn(field: Field, label: string): number {
  const known = field.values.get(label)
  if (known !== undefined) return known
  let hash = 0x811c9dc5 ^ field.seed
  for (let at = 0; at < label.length; at++) {
    hash = Math.imul(hash ^ label.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  const value = ((hash ^ (hash >>> 16)) >>> 0) % field.prime
  field.values.set(label, value)
  return value
}

function powered(base: number, exponent: number, prime: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square, prime)
    square = times(square, square, prime)
  }
  return result
}

/** By Euclid's algorithm; the value is not zero. */
function inverse(value: number, prime: number): number {
  let [high, low] = [prime, value]
  let [before, now] = [0, 1]
  while (low !== 0) {
    const quotient = Math.floor(high / low)
    ;[high, low] = [low, high - quotient * low]
    ;[before, now] = [now, before - quotient * now]
  }
  return before < 0 ? before + prime : before
}
