import * as rationals from "../rational.ts"
import { absoluteSum } from "./absolute.ts"
import { isConstantForm, isPlainReal, isRealSum, signOfPower, signOfSum } from "./facts.ts"
import {
  addForms,
  constantForm,
  formOf,
  multiplyForms,
  plainOf,
  type Reading,
  scaleForm,
} from "./form.ts"
import { bitsOf, factorsOf } from "./integers.ts"
import { rationalPowerForm } from "./power-form.ts"
import { NO_POWER, unitsOf } from "./powers.ts"
import {
  type Atom,
  constantSum,
  contentOf,
  type Form,
  formKey,
  keyOf,
  leadingCoefficient,
  ONE,
  PI_ATOM,
  SCALE,
  type Sum,
  singleTerm,
  type Term,
  UNITY,
} from "./sum.ts"
import { rootOfUnity } from "./unity.ts"

const FACTOR_BITS_MAX = 256 // the largest integer that is taken apart under a logarithm

/** e^form: one factor for each term, so that e^(a+b) and e^a · e^b are the same. */
export function expForm(reading: Reading, form: Form): Form {
  const plain = plainOf(form)
  if (plain !== null && plain.numerator === 0n) return constantForm(1n)
  if (form.bottom !== ONE) return expOfFraction(reading, form)
  let result = constantForm(1n)
  const tangled = new Map<string, Term>()
  for (const [key, term] of form.top) {
    if (isTangled(reading, term)) tangled.set(key, term)
    else result = multiplyForms(reading, result, expOfTerm(reading, term))
  }
  if (tangled.size === 0) return result
  return multiplyForms(reading, result, expOfTangle(reading, tangled))
}

/** A part of a sine or another complex factor: alone it is not real, though its sum may be. */
function isTangled({ ring }: Reading, { ids, powers }: Term): boolean {
  return ids.some((id, at) => {
    const { kind } = ring.atoms[id]!
    return kind === "cis" || (kind === "unity" && powers[at] !== SCALE / 2)
  })
}

/** e^(sin x) as one atom: real where the sum is real, on the circle where it is i times real. */
function expOfTangle(reading: Reading, sum: Sum): Form {
  const { ring } = reading
  const minusI = ring.monomial(ring.atoms[UNITY]!, -SCALE / 2)
  const angle = isRealSum(ring, sum) ? null : ring.multiply(sum, minusI)
  const circular = angle !== null && isRealSum(ring, angle)
  const part = circular ? angle : sum
  const content = contentOf(part)
  const turned = leadingCoefficient(part).numerator < 0n
  const factor = turned ? rationals.negate(content) : content
  const of = formOf(ring.scale(part, rationals.divide(rationals.rational(1n), factor)))
  const constant = isConstantForm(ring, of)
  const atom = circular
    ? ring.atom("cis", `cis ${formKey(of)}`, {
        of,
        real: false,
        nonzero: true,
        turning: true,
        constant,
      })
    : expAtom(reading, of, `exp ${formKey(of)}`, angle === null)
  return formOf(ring.monomial(atom, unitsOf(factor)))
}

/** ln form, among the reals with a condition; in complex mode its principal value. */
export function lnForm(reading: Reading, form: Form): Form {
  const { ring, domain } = reading
  if (ring.setting.complex) domain.nonzero(form.top)
  else domain.notBelow(form.top, form.bottom, true)
  if (form.bottom === ONE) return lnOfSum(reading, form.top)
  const apart =
    signOfSum(ring, form.bottom) === "positive" || signOfSum(ring, form.top) === "positive"
  if (!apart || ring.setting.complex) return formOf(ring.monomial(lnAtom(reading, form)))
  const bottom = scaleForm(reading, lnOfSum(reading, form.bottom), -1n)
  return addForms(reading, lnOfSum(reading, form.top), bottom)
}

function expOfFraction(reading: Reading, form: Form): Form {
  const { ring } = reading
  const content = contentOf(form.top)
  const turned = leadingCoefficient(form.top).numerator < 0n
  const factor = turned ? rationals.negate(content) : content
  const inverse = rationals.divide(rationals.rational(1n), factor)
  const of = formOf(ring.scale(form.top, inverse), form.bottom)
  const real = isPlainReal(ring, of.top) && isPlainReal(ring, of.bottom)
  const atom = expAtom(reading, of, `exp ${formKey(of)}`, real)
  return formOf(ring.monomial(atom, unitsOf(factor)))
}

function expAtom(reading: Reading, of: Form, key: string, real: boolean): Atom {
  const constant = isConstantForm(reading.ring, of)
  const sign = real ? ("positive" as const) : null
  return reading.ring.atom("exp", key, { of, sign, real, constant, nonzero: true })
}

/** e^(c·m) is the atom e^m to the power c; e^(c·ln b) is b^c, and e^(iπc) a root of unity. */
function expOfTerm(reading: Reading, term: Term): Form {
  const { ring } = reading
  const { units, monomial } = apart(term)
  const at = monomial.ids.indexOf(UNITY)
  if (at >= 0 && monomial.powers[at] === SCALE / 2) {
    const ids = monomial.ids.filter((id) => id !== UNITY)
    const powers = monomial.powers.filter((_, i) => i !== at)
    const whole = monomial.coefficient.numerator === monomial.coefficient.denominator
    if (whole && ids.length === 1 && ids[0] === PI_ATOM && powers[0] === SCALE) {
      return rootOfUnity(reading, units)
    }
    const angle = { coefficient: monomial.coefficient, ids, powers }
    return formOf(ring.monomial(cisAtom(reading, angle), units))
  }
  const first = ring.atoms[term.ids[0] ?? UNITY]!
  if (term.ids.length === 1 && first.kind === "ln" && term.powers[0] === SCALE) {
    return rationalPowerForm(reading, first.of!, term.coefficient)
  }
  const of = formOf(new Map([[keyOf(term.ids, term.powers), monomial]]))
  const atom = expAtom(reading, of, `exp ${formKey(of)}`, isPlainReal(ring, of.top))
  return formOf(ring.monomial(atom, units))
}

/** c·m as a power and a monomial; what no power holds of c stays with the monomial. */
function apart(term: Term): { units: number; monomial: Term } {
  const { numerator, denominator } = term.coefficient
  const small = numerator < POWER_MAX * denominator && -numerator < POWER_MAX * denominator
  if (small && BigInt(SCALE) % denominator === 0n) {
    const units = unitsOf(term.coefficient)
    return { units, monomial: { ...term, coefficient: rationals.rational(1n) } }
  }
  if (numerator < POWER_MAX && -numerator < POWER_MAX) {
    const units = Number(numerator) * SCALE
    return { units, monomial: { ...term, coefficient: rationals.rational(1n, denominator) } }
  }
  const units = numerator < 0n ? -SCALE : SCALE
  return { units, monomial: { ...term, coefficient: rationals.absolute(term.coefficient) } }
}

const POWER_MAX = 1_000_000n // a higher power of e^m is an atom of its own

function cisAtom(reading: Reading, angle: Term): Atom {
  const { ring, whole } = reading
  const { ids, powers, coefficient } = angle
  const atoms = ids.map((id) => ring.atoms[id]!)
  const integral = atoms.every((atom, i) => {
    if (atom.id === PI_ATOM) return powers[i] === SCALE
    const counts = atom.kind === "symbol" && whole.has(nameOf(atom))
    return counts && powers[i]! % SCALE === 0 && powers[i]! > 0
  })
  const of = formOf(new Map([[keyOf(ids, powers), angle]]))
  return ring.atom("cis", `cis ${formKey(of)}`, {
    real: false,
    nonzero: true,
    turning: isPlainReal(ring, of.top),
    twofold: integral && ids.includes(PI_ATOM) && coefficient.denominator === 1n,
    constant: atoms.every(({ constant }) => constant),
    of,
  })
}

/** The name behind a symbol's atom. */
export function nameOf(atom: Atom): string {
  return atom.key.slice("symbol ".length)
}

function lnOfSum(reading: Reading, sum: Sum): Form {
  const term = singleTerm(sum)
  if (term !== null) return lnOfTerm(reading, term)
  const content = contentOf(sum)
  const rest = reading.ring.scale(sum, rationals.divide(rationals.rational(1n), content))
  const inner = formOf(reading.ring.monomial(lnAtom(reading, formOf(rest))))
  return addForms(reading, lnOfNumber(reading, content), inner)
}

function lnOfTerm(reading: Reading, term: Term): Form {
  const { ring } = reading
  const negative = term.coefficient.numerator < 0n
  let result = lnOfNumber(reading, rationals.absolute(term.coefficient))
  let turn = negative ? SCALE : 0
  let inside: Sum = ONE
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    const power = term.powers[at]!
    const sign = atom.real ? signOfPower(atom, power) : null
    if (atom.id === UNITY) turn += power
    else if (
      atom.sign === "positive" ||
      (sign !== null && sign !== "negative" && !ring.setting.complex)
    ) {
      result = addForms(reading, result, lnOfPower(reading, atom, power))
    } else inside = ring.multiply(inside, ring.monomial(atom, power))
  }
  if (inside === ONE && ring.setting.complex) {
    if (turn > SCALE) turn -= 2 * SCALE
    return addForms(reading, result, turnForm(reading, turn))
  }
  if (turn !== 0) inside = ring.multiply(inside, ring.monomial(ring.atoms[UNITY]!, turn))
  if (inside === ONE) return result
  return addForms(reading, result, lnOfInside(reading, inside))
}

/** i π · turn */
function turnForm(reading: Reading, turn: number): Form {
  const { ring } = reading
  const part = rationals.rational(BigInt(turn), BigInt(SCALE))
  const i = ring.monomial(ring.atoms[UNITY]!, SCALE / 2, part)
  return part.numerator === 0n
    ? constantForm(0n)
    : formOf(ring.multiply(i, ring.monomial(ring.atoms[PI_ATOM]!)))
}

/** ln a^p for one atom whose power is not negative: p · ln |a|, and p · m for e^m. */
function lnOfPower(reading: Reading, atom: Atom, power: number): Form {
  const { ring } = reading
  const by = rationals.rational(BigInt(power), BigInt(SCALE))
  if (atom.kind === "exp") return scaleForm(reading, atom.of!, by)
  if (atom.kind === "prime") {
    return scaleForm(reading, lnOfNumber(reading, rationals.rational(atom.value)), by)
  }
  const absolute = absoluteSum(reading, ring.monomial(atom)).top
  const whole = singleTerm(absolute)
  if (whole === null || whole.ids.length !== 1 || whole.powers[0] !== SCALE) {
    return scaleForm(reading, lnOfSum(reading, absolute), by)
  }
  const content = lnOfNumber(reading, whole.coefficient)
  const of = formOf(ring.monomial(ring.atoms[whole.ids[0]!]!))
  const inner = addForms(reading, content, formOf(ring.monomial(lnAtom(reading, of))))
  return scaleForm(reading, inner, by)
}

/** One bare real atom under a logarithm lets its power out: ln x³ = 3 ln x where x is positive. */
function lnOfInside(reading: Reading, inside: Sum): Form {
  const { ring } = reading
  const term = singleTerm(inside)
  if (term === null) return lnOfSum(reading, inside)
  const lone = term.ids.length === 1 && term.coefficient.numerator === 1n
  const atom = ring.atoms[term.ids[0]!]!
  if (!lone || !atom.real || ring.setting.complex) {
    return formOf(ring.monomial(lnAtom(reading, formOf(inside))))
  }
  const by = rationals.rational(BigInt(term.powers[0]!), BigInt(SCALE))
  const of = formOf(ring.monomial(atom))
  return scaleForm(reading, formOf(ring.monomial(lnAtom(reading, of))), by)
}

/** ln of a positive rational by the logarithms of primes. */
function lnOfNumber(reading: Reading, value: rationals.Rational): Form {
  const { ring } = reading
  let result: Sum = constantSum(rationals.rational(0n))
  for (const [whole, sign] of [
    [value.numerator, 1n],
    [value.denominator, -1n],
  ] as const) {
    if (whole === 1n) continue
    if (bitsOf(whole) > FACTOR_BITS_MAX) throw NO_POWER
    ring.spend(1 + bitsOf(whole))
    for (const { base, power } of factorsOf(whole)) {
      const atom = lnAtom(reading, constantForm(base))
      const by = rationals.rational(sign * BigInt(power))
      result = ring.add(result, ring.monomial(atom, SCALE, by))
    }
  }
  return formOf(result)
}

function lnAtom(reading: Reading, of: Form): Atom {
  const { ring } = reading
  const plain = plainOf(of)
  const constant = isConstantForm(ring, of)
  const above = plain !== null && rationals.compare(plain, rationals.rational(1n)) > 0
  return ring.atom("ln", `ln ${formKey(of)}`, {
    of,
    constant,
    sign: above ? "positive" : null,
    real: !ring.setting.complex || signOfSum(ring, of.top) === "positive",
  })
}
