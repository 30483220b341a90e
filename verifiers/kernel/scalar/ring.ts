import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import { bitsOf } from "./integers.ts"
import type { ScalarSetting } from "./setting.ts"
import {
  type Atom,
  keyOf,
  ONE,
  ONE_TERM,
  rationalOf,
  SCALE,
  type Sum,
  singleTerm,
  type Term,
  ZERO,
} from "./sum.ts"

const POWER_MAX = 1_000_000 // the largest power: times SCALE, and over it, it is still exact
const COEFFICIENT_BITS_MAX = 65_536
const WORK_MAX = 2_500 // products of two terms in one comparison, about 3 ms

/** The canonical form was given up: too large, or a power that SCALE does not hold. */
export class Beyond extends Error {}
/** The expression is undefined wherever it is looked at. */
export class UndefinedValue extends Error {}
const BEYOND = new Beyond("the canonical form is too large")

/** The atoms of one comparison, shared by both sides, and the arithmetic of sums over them. */
export class Ring {
  readonly setting: ScalarSetting
  readonly atoms: Atom[] = []
  private readonly byKey = new Map<string, Atom>()
  private work = 0

  constructor(setting: ScalarSetting) {
    this.setting = setting
    this.atom("unity", "unity", { real: false, nonzero: true })
    this.atom("pi", "pi", { sign: "positive" })
  }

  /** The atom of a key, made where it is new. */
  atom(kind: Atom["kind"], key: string, more: Partial<Atom> = {}): Atom {
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    const atom: Atom = {
      id: this.atoms.length,
      kind,
      key,
      sign: null,
      real: true,
      constant: true,
      of: null,
      value: 0n,
      twofold: false,
      turning: false,
      nonzero: more.sign === "positive" || more.sign === "negative",
      ...more,
    }
    this.atoms.push(atom)
    this.byKey.set(key, atom)
    return atom
  }

  /** coefficient · atom^power as a sum. */
  monomial(atom: Atom, power: number = SCALE, coefficient = ONE_TERM.coefficient): Sum {
    const result = new Map<string, Term>()
    this.include(result, coefficient, [atom.id], [power])
    return result
  }

  add(a: Sum, b: Sum): Sum {
    if (a.size === 0) return b
    if (b.size === 0) return a
    this.spend(b.size / 4)
    const result = new Map(a)
    for (const [key, term] of b) addTerm(result, key, term)
    return result
  }

  scale(a: Sum, by: Rational): Sum {
    if (by.numerator === 0n) return ZERO
    if (by.numerator === by.denominator) return a
    const result = new Map<string, Term>()
    for (const [key, term] of a) {
      result.set(key, { ...term, coefficient: rationals.multiply(term.coefficient, by) })
    }
    return result
  }

  multiply(a: Sum, b: Sum): Sum {
    const plain = rationalOf(a)
    if (plain !== null) return this.scale(b, plain)
    const other = rationalOf(b)
    if (other !== null) return this.scale(a, other)
    this.spend(a.size * b.size)
    const result = new Map<string, Term>()
    for (const one of a.values()) {
      for (const two of b.values()) this.includeProduct(result, one, two)
    }
    return result
  }

  /** A sum to a whole power, at least 0. */
  power(a: Sum, times: number): Sum {
    const single = singleTerm(a)
    if (single !== null) return this.termPower(single, times)
    if (times > 200) throw BEYOND
    let result = ONE
    let square = a
    for (let rest = times; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = this.multiply(result, square)
      if (rest > 1) square = this.multiply(square, square)
    }
    return result
  }

  /** A term to a whole power of either sign; the term is not zero. */
  termPower(term: Term, times: number): Sum {
    const { numerator, denominator } = term.coefficient
    const size = bitsOf(numerator) + bitsOf(denominator)
    const count = Math.abs(times)
    const plain = denominator === 1n && (numerator === 1n || numerator === -1n)
    if (!plain && size * count > COEFFICIENT_BITS_MAX) throw BEYOND
    const sign = plain ? BigInt(count % 2 === 0 ? 2 : 1) : BigInt(count)
    const raised = rationals.rational(numerator ** sign, denominator ** sign)
    const coefficient = times < 0 ? rationals.divide(ONE_TERM.coefficient, raised) : raised
    const result = new Map<string, Term>()
    const powers = term.powers.map((power) => scaled(power, times))
    this.include(result, coefficient, term.ids, powers)
    return result
  }

  /** Adds coefficient · Π atom^power, after folding powers that an atom cannot have. */
  include(
    into: Map<string, Term>,
    coefficient: Rational,
    ids: readonly number[],
    powers: readonly number[],
  ): void {
    for (let at = 0; at < ids.length; at++) {
      const atom = this.atoms[ids[at]!]!
      const power = powers[at]!
      if (power === 0 || this.isFolded(atom, power)) {
        this.includeFolded(into, coefficient, ids, powers, at)
        return
      }
    }
    if (coefficient.numerator === 0n) return
    addTerm(into, keyOf(ids, powers), { coefficient, ids, powers })
  }

  spend(work: number): void {
    this.work += work
    if (this.work > WORK_MAX) throw BEYOND
    this.setting.fuel.spend(work)
  }

  private includeProduct(into: Map<string, Term>, a: Term, b: Term): void {
    const coefficient = rationals.multiply(a.coefficient, b.coefficient)
    const ids: number[] = []
    const powers: number[] = []
    let one = 0
    let two = 0
    while (one < a.ids.length || two < b.ids.length) {
      const left = a.ids[one] ?? Number.POSITIVE_INFINITY
      const right = b.ids[two] ?? Number.POSITIVE_INFINITY
      ids.push(Math.min(left, right))
      const power = (left <= right ? a.powers[one]! : 0) + (right <= left ? b.powers[two]! : 0)
      powers.push(checked(power))
      if (left <= right) one += 1
      if (right <= left) two += 1
    }
    this.include(into, coefficient, ids, powers)
  }

  /** Whether the power of an atom has a simpler form: i² is −1, √2 squared is 2, |x|² is x². */
  private isFolded(atom: Atom, power: number): boolean {
    switch (atom.kind) {
      case "unity":
      case "prime":
        return power < 0 || power >= SCALE
      case "base":
        return power >= SCALE
      case "absolute":
        return power >= 2 * SCALE || (power <= -2 * SCALE && atom.of!.top.size === 1)
      case "cis":
        return atom.twofold && power % SCALE === 0 && power !== SCALE
      default:
        return false
    }
  }

  private includeFolded(
    into: Map<string, Term>,
    coefficient: Rational,
    ids: readonly number[],
    powers: readonly number[],
    at: number,
  ): void {
    const atom = this.atoms[ids[at]!]!
    const power = powers[at]!
    const { times, rest } = splitPower(atom, power)
    const nextIds = rest === 0 ? ids.filter((_, i) => i !== at) : ids
    const nextPowers =
      rest === 0
        ? powers.filter((_, i) => i !== at)
        : powers.map((old, i) => (i === at ? rest : old))
    let factor = coefficient
    if (atom.kind === "unity" && times % 2 !== 0) factor = rationals.negate(coefficient)
    if (atom.kind === "prime") {
      if (bitsOf(atom.value) * Math.abs(times) > COEFFICIENT_BITS_MAX) throw BEYOND
      const whole = rationals.rational(atom.value ** BigInt(Math.abs(times)))
      const by = times < 0 ? rationals.divide(ONE_TERM.coefficient, whole) : whole
      factor = rationals.multiply(coefficient, by)
    }
    if (times === 0 || (atom.kind !== "base" && atom.kind !== "absolute")) {
      this.include(into, factor, nextIds, nextPowers)
      return
    }
    const single = singleTerm(atom.of!.top)
    const inner = single ? this.termPower(single, times) : this.power(atom.of!.top, times)
    const remaining = new Map<string, Term>()
    this.include(remaining, coefficient, nextIds, nextPowers)
    for (const [key, term] of this.multiply(remaining, inner)) addTerm(into, key, term)
  }
}

/** A power times a whole number, or the end of the canonical form. */
export function scaled(power: number, times: number): number {
  return checked(power * times)
}

function checked(power: number): number {
  if (Math.abs(power) > POWER_MAX * SCALE) throw BEYOND
  return power
}

/** power = times · SCALE + rest, with the rest that the atom may keep. */
function splitPower(atom: Atom, power: number): { times: number; rest: number } {
  if (power === 0) return { times: 0, rest: 0 }
  const step = atom.kind === "absolute" || atom.kind === "cis" ? 2 * SCALE : SCALE
  const steps = atom.kind === "absolute" ? Math.trunc(power / step) : Math.floor(power / step)
  return { times: (steps * step) / SCALE, rest: power - steps * step }
}

function addTerm(into: Map<string, Term>, key: string, term: Term): void {
  const known = into.get(key)
  if (known === undefined) {
    into.set(key, term)
    return
  }
  const coefficient = rationals.add(known.coefficient, term.coefficient)
  if (coefficient.numerator === 0n) into.delete(key)
  else into.set(key, { coefficient, ids: term.ids, powers: term.powers })
}
