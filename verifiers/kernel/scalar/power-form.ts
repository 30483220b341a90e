import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import { absoluteSum } from "./absolute.ts"
import { UNDEFINED_VALUE } from "./domain.ts"
import {
  hasEvenRoot,
  isConstantForm,
  isConstantSum,
  isEvenPower,
  signOfPower,
  signOfSum,
} from "./facts.ts"
import {
  constantForm,
  divideForms,
  formOf,
  multiplyForms,
  plainOf,
  powerForm,
  type Reading,
} from "./form.ts"
import { BITS_MAX, bitsOf } from "./integers.ts"
import { hugePower, numberPower } from "./number-power.ts"
import { NO_POWER, productOfPowers, unitsOf } from "./powers.ts"
import {
  type Atom,
  contentOf,
  type Form,
  formKey,
  leadingCoefficient,
  ONE,
  SCALE,
  type Sum,
  singleTerm,
  sumKey,
  type Term,
  UNITY,
} from "./sum.ts"
import { squareRootOf } from "./surd.ts"
import { rootOfUnity } from "./unity.ts"

const POWER_MAX = 1_000_000n // a higher power of a number is an atom, and of a sum is not read

/**
 * A form to a rational power. Among the reals an even root needs what is under it not to be
 * negative, an odd one is real; in complex mode powers have their principal value.
 */
export function rationalPowerForm(reading: Reading, base: Form, power: Rational): Form {
  const { numerator, denominator } = power
  if (numerator > POWER_MAX || numerator < -POWER_MAX) return hugePower(reading, base, power)
  if (denominator === 1n) return wholePower(reading, base, Number(numerator))
  if (base.top.size === 0) {
    if (numerator < 0n) throw UNDEFINED_VALUE
    return base
  }
  const units = unitsOf(power)
  const { complex, realRoots } = reading.ring.setting
  const odd = denominator % 2n === 1n && realRoots && !complex
  if (!complex && !odd) reading.domain.notBelow(base.top, base.bottom, false)
  if (numerator < 0n) reading.domain.nonzero(base.top)
  if (base.bottom === ONE) return sumPower(reading, base.top, units, odd)
  if (odd || (!complex && signOfSum(reading.ring, base.bottom) === "positive")) {
    const top = sumPower(reading, base.top, units, odd)
    return divideForms(reading, top, sumPower(reading, base.bottom, units, odd))
  }
  const upper = singleTerm(base.top)
  const plain = upper !== null && upper.ids.length === 0 && upper.coefficient.numerator > 0n
  if (plain && !complex) {
    const top = sumPower(reading, base.top, units, odd)
    return multiplyForms(reading, top, sumPower(reading, base.bottom, -units, odd))
  }
  return complex ? opaquePower(reading, base, units) : quotientPower(reading, base, units)
}

/** (t/b)^q = (t·b)^q / |b|^(2q) where t/b is not negative. */
function quotientPower(reading: Reading, base: Form, units: number): Form {
  const top = sumPower(reading, reading.ring.multiply(base.top, base.bottom), units, false)
  const size = absoluteSum(reading, base.bottom)
  return multiplyForms(reading, top, formPowerOfAbsolute(reading, size, -2 * units))
}

/** A principal power of a quotient is what it is: an atom that does not combine. */
function opaquePower(reading: Reading, base: Form, units: number): Form {
  const { ring } = reading
  const constant = isConstantForm(ring, base)
  const key = `call power ${formKey(base)} ^ ${units}`
  return formOf(ring.monomial(ring.atom("call", key, { real: false, constant })))
}

function wholePower(reading: Reading, base: Form, times: number): Form {
  if (times !== 0) {
    const plain = plainOf(base)
    const bits = plain === null ? 0 : bitsOf(plain.numerator) + bitsOf(plain.denominator)
    if (bits * Math.abs(times) > BITS_MAX && bits > 2) {
      return hugePower(reading, base, { numerator: BigInt(times), denominator: 1n })
    }
    return powerForm(reading, base, times)
  } else {
    if (reading.ring.setting.zeroPower) reading.domain.nonzero(base.top)
    return constantForm(1n)
  }
}

function sumPower(reading: Reading, sum: Sum, units: number, odd: boolean): Form {
  const { ring } = reading
  const single = singleTerm(sum)
  if (single !== null) return termPower(reading, single, units, odd)
  if (units === SCALE / 2 || units === -SCALE / 2) {
    const root = squareRootOf(reading, sum)
    if (root !== null) return units > 0 ? root : powerForm(reading, root, -1)
  }
  const { factor, rest } = withoutContent(reading, sum, odd)
  const outside = termPower(reading, factor, units, odd)
  const single2 = singleTerm(rest)
  if (single2 !== null)
    return multiplyForms(reading, outside, termPower(reading, single2, units, odd))
  const inside = ring.monomial(baseAtom(reading, rest), units)
  return multiplyForms(reading, outside, formOf(inside))
}

/**
 * sum = factor · rest, where the factor is a term whose root may be drawn alone: a positive number,
 * even powers of real atoms, powers of positive atoms; for an odd root also a sign.
 */
function withoutContent(reading: Reading, sum: Sum, odd: boolean): { factor: Term; rest: Sum } {
  const { ring } = reading
  const content = contentOf(sum)
  const turned = odd && leadingCoefficient(sum).numerator < 0n
  const coefficient = turned ? rationals.negate(content) : content
  const least = new Map<number, number>()
  const terms = [...sum.values()]
  const ids = ring.setting.complex ? [] : terms[0]!.ids
  for (const id of ids) {
    const powers = terms.map((term) => term.powers[term.ids.indexOf(id)] ?? 0)
    const low = Math.min(...powers)
    const atom = ring.atoms[id]!
    if (low === 0 || powers.includes(0) || !atom.real) continue
    const drawn = odd || atom.sign === "positive" ? low : evenBelow(low)
    if (drawn !== 0) least.set(id, drawn)
  }
  const factor: Term = { coefficient, ids: [...least.keys()], powers: [...least.values()] }
  return { factor, rest: ring.multiply(sum, ring.termPower(factor, -1)) }
}

/** The largest even whole power that is not above a power. */
function evenBelow(power: number): number {
  return Math.floor(power / (2 * SCALE)) * 2 * SCALE
}

function termPower(reading: Reading, term: Term, units: number, odd: boolean): Form {
  const { ring } = reading
  const negative = term.coefficient.numerator < 0n
  const size = rationals.absolute(term.coefficient)
  let result = numberPower(reading, size, units)
  if (ring.setting.complex && isPrincipal(reading, term)) {
    return multiplyForms(reading, result, principalPower(reading, term, units))
  }
  const lone = negative || ring.setting.complex ? null : loneAtom(reading, term)
  let inside: Sum = ONE
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    if (term.ids[at] === lone) {
      const drawn = ring.monomial(ring.atoms[lone]!, productOfPowers(term.powers[at]!, units))
      result = multiplyForms(reading, result, formOf(drawn))
      continue
    }
    const drawn = ring.setting.complex
      ? complexDrawn(reading, atom, term.powers[at]!, units)
      : drawnPower(reading, atom, term.powers[at]!, units, odd)
    if (drawn.outside !== null) result = multiplyForms(reading, result, drawn.outside)
    if (drawn.inside !== null) inside = ring.multiply(inside, drawn.inside)
  }
  if (negative && odd) {
    const sign = (units / (SCALE / oddDenominator(units))) % 2 === 0 ? 1n : -1n
    result = multiplyForms(reading, result, constantForm(sign))
  } else if (negative) inside = ring.scale(inside, rationals.rational(-1n))
  if (inside === ONE) return result
  return multiplyForms(reading, result, insidePower(reading, inside, units))
}

/** The only factor whose sign is open: under an even root it is not negative. */
function loneAtom(reading: Reading, term: Term): number | null {
  const open = term.ids.filter((id, at) => {
    return signOfPower(reading.ring.atoms[id]!, term.powers[at]!) === null
  })
  const kind = open.length === 1 ? reading.ring.atoms[open[0]!]!.kind : null
  return kind === "symbol" || kind === "ln" || kind === "call" ? open[0]! : null
}

/** What stays under an even root: one bare atom keeps its power, anything else becomes a base. */
function insidePower(reading: Reading, inside: Sum, units: number): Form {
  const { ring } = reading
  const term = singleTerm(inside)
  if (term === null) return sumPower(reading, inside, units, false)
  const atom = term.ids.length === 1 ? ring.atoms[term.ids[0]!]! : null
  const power = term.powers[0]!
  const bare = term.coefficient.numerator === 1n && (power === SCALE || !ring.setting.complex)
  if (atom !== null && bare && !["power", "exp", "cis", "unity"].includes(atom.kind)) {
    return formOf(ring.monomial(atom, productOfPowers(power, units)))
  }
  return formOf(ring.monomial(baseAtom(reading, inside), units))
}

interface Drawn {
  readonly outside: Form | null
  readonly inside: Sum | null
}

/** One factor atom^power under a real root: drawn out whole, as its absolute value, or in part. */
function drawnPower(
  reading: Reading,
  atom: Atom,
  power: number,
  units: number,
  odd: boolean,
): Drawn {
  const { ring } = reading
  const whole = () => formOf(ring.monomial(atom, productOfPowers(power, units)))
  if (!atom.real) throw NO_POWER
  if (atom.sign === "positive" || atom.sign === "nonnegative") {
    return { outside: whole(), inside: null }
  }
  const sign = signOfPower(atom, power)
  if (odd && !hasEvenRoot(power)) return { outside: whole(), inside: null }
  if (hasEvenRoot(power)) return { outside: whole(), inside: null }
  if (isEvenPower(power) && sign !== null) {
    const absolute = absoluteSum(reading, ring.monomial(atom))
    return {
      outside: formPowerOfAbsolute(reading, absolute, productOfPowers(power, units)),
      inside: null,
    }
  }
  const even = evenBelow(power)
  const inside = ring.monomial(atom, power - even)
  if (even === 0) return { outside: null, inside }
  const absolute = absoluteSum(reading, ring.monomial(atom))
  return { outside: formPowerOfAbsolute(reading, absolute, productOfPowers(even, units)), inside }
}

function formPowerOfAbsolute(reading: Reading, absolute: Form, units: number): Form {
  const term = singleTerm(absolute.top)
  if (term === null || absolute.bottom !== ONE) throw NO_POWER
  return termPower(reading, term, units, false)
}

/** In complex mode only positive atoms and one bare factor may leave a root. */
function complexDrawn(reading: Reading, atom: Atom, power: number, units: number): Drawn {
  const { ring } = reading
  if (atom.sign === "positive") {
    const outside = formOf(ring.monomial(atom, productOfPowers(power, units)))
    return { outside, inside: null }
  }
  return { outside: null, inside: ring.monomial(atom, power) }
}

/** A number times a power of e^(iπ) times positive atoms: its argument is known. */
function isPrincipal(reading: Reading, term: Term): boolean {
  return term.ids.every((id) => id === UNITY || reading.ring.atoms[id]!.sign === "positive")
}

function principalPower(reading: Reading, term: Term, units: number): Form {
  const { ring } = reading
  let turn = term.coefficient.numerator < 0n ? SCALE : 0
  let result = constantForm(1n)
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    const power = term.powers[at]!
    if (atom.id === UNITY) turn += power
    else {
      const drawn = ring.monomial(atom, productOfPowers(power, units))
      result = multiplyForms(reading, result, formOf(drawn))
    }
  }
  if (turn > SCALE) turn -= 2 * SCALE
  if (turn === 0) return result
  return multiplyForms(reading, result, rootOfUnity(reading, productOfPowers(turn, units)))
}

function baseAtom(reading: Reading, of: Sum): Atom {
  const { ring } = reading
  const positive = signOfSum(ring, of) === "positive"
  const real = positive || !ring.setting.complex // a principal root of a negative number is not
  const sign = positive ? ("positive" as const) : null
  const more = { of: formOf(of), real, sign, nonzero: positive, constant: isConstantSum(ring, of) }
  return ring.atom("base", `base ${sumKey(of)}`, more)
}

function oddDenominator(units: number): number {
  return SCALE / Number(rationals.greatestCommonDivisor(BigInt(units), BigInt(SCALE)))
}
