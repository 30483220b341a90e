import * as rationals from "../rational.ts"
import type { FunctionName } from "../tree.ts"
import { absoluteForm } from "./absolute.ts"
import { floorOfConstant, signOfConstant } from "./constant-value.ts"
import { UNDEFINED_VALUE } from "./domain.ts"
import { callOf } from "./exact-call.ts"
import { isRational } from "./exact-value.ts"
import { expForm, lnForm, nameOf } from "./exp-form.ts"
import { isConstantForm, isRealSum, realParts, signOfSum } from "./facts.ts"
import {
  addForms,
  constantForm,
  divideForms,
  formOf,
  invertForm,
  multiplyForms,
  negateForm,
  plainOf,
  type Reading,
  scaleForm,
} from "./form.ts"
import { rationalPowerForm } from "./power-form.ts"
import { constantSum, type Form, formKey, ONE, PI_ATOM, SCALE, singleTerm } from "./sum.ts"
import { trigonometricForm } from "./trig-form.ts"

const SHIFT_MAX = 20n // (n + 20)! is written over n!, further ones stand alone
const HALF = rationals.rational(1n, 2n)

/** A known function of forms. What has no rule becomes an atom, named by its arguments. */
export function callForm(reading: Reading, name: FunctionName, args: readonly Form[]): Form {
  const plain = args.map(plainOf)
  if (plain.every((value) => value !== null)) {
    const value = callOf(name, plain, reading.ring.setting)
    if (value === "undefined") throw UNDEFINED_VALUE
    if (isRational(value)) return constantForm(value)
  }
  const [first, second] = args
  if (first === undefined) return opaqueForm(reading, name, args)
  const binary = second !== undefined ? binaryForm(reading, name, first, second, args) : null
  if (binary !== null) return binary
  if (args.length > 1) return opaqueForm(reading, name, args)
  const unary = unaryForm(reading, name, first) ?? trigonometricForm(reading, name, first)
  return unary ?? opaqueForm(reading, name, args)
}

/** f(args) as an atom. It is defined where it is: the same atom on both sides settles that. */
export function opaqueForm(reading: Reading, name: string, args: readonly Form[]): Form {
  const { ring, domain } = reading
  const keys = args.map(formKey)
  if (name === "gcd" || name === "lcm" || name === "min" || name === "max") keys.sort()
  const key = `call ${name}(${keys.join(";")})`
  const constant = name.startsWith("apply") ? false : args.every((arg) => isConstantForm(ring, arg))
  const positive = name === "factorial" ? ("positive" as const) : null
  if (!TOTAL.has(name)) domain.other(key)
  const real = !ring.setting.complex || TOTAL_REAL.has(name)
  return formOf(ring.monomial(ring.atom("call", key, { constant, sign: positive, real })))
}

/** Functions that are defined at every real (or complex) number. */
const TOTAL = new Set(["sign", "floor", "re", "im", "conjugate", "arctan", "erf", "round", "abs"])
const TOTAL_REAL = new Set(["re", "im", "abs", "arg"])

function unaryForm(reading: Reading, name: FunctionName, u: Form): Form | null {
  switch (name) {
    case "exp":
      return expForm(reading, u)
    case "ln":
      return lnForm(reading, u)
    case "log":
      return divideForms(reading, lnForm(reading, u), lnForm(reading, constantForm(10n)))
    case "abs":
      return absoluteOf(reading, u)
    case "sign":
      return signForm(reading, u)
    case "floor":
      return floorForm(reading, u)
    case "ceil":
      return negateForm(reading, floorForm(reading, negateForm(reading, u)))
    case "fractional-part":
      return addForms(reading, u, negateForm(reading, floorForm(reading, u)))
    case "factorial":
      return factorialForm(reading, u)
    case "gamma":
      return gammaOfHalf(reading, u)
    case "re":
    case "im":
    case "conjugate":
      return partForm(reading, name, u)
    case "arg":
      return argumentForm(reading, u)
    default:
      return null
  }
}

function binaryForm(
  reading: Reading,
  name: FunctionName,
  first: Form,
  second: Form,
  args: readonly Form[],
): Form | null {
  if (args.length !== 2) return null
  switch (name) {
    case "log":
      return divideForms(reading, lnForm(reading, first), lnForm(reading, second))
    case "mod": {
      const times = floorForm(reading, divideForms(reading, first, second))
      return addForms(reading, first, negateForm(reading, multiplyForms(reading, second, times)))
    }
    case "min":
    case "max": {
      if (reading.ring.setting.complex) return null
      const gap = absoluteForm(reading, addForms(reading, first, negateForm(reading, second)))
      const both = addForms(reading, first, second)
      const sum = addForms(reading, both, name === "max" ? gap : negateForm(reading, gap))
      return scaleForm(reading, sum, HALF)
    }
    case "binomial":
    case "permutations":
      return choiceForm(reading, name, first, second)
    default:
      return null
  }
}

function absoluteOf(reading: Reading, u: Form): Form | null {
  const { ring } = reading
  if (!ring.setting.complex) {
    if (!isConstantForm(ring, u)) return absoluteForm(reading, u)
    const sign = plainOf(u) === null ? signOfConstant(ring, u) : null
    if (sign !== null) return sign === "positive" ? u : negateForm(reading, u)
    return absoluteForm(reading, u)
  }
  const parts = u.bottom === ONE ? realParts(ring, u.top) : null
  if (parts === null) return null
  const square = ring.add(
    ring.multiply(parts.real, parts.real),
    ring.multiply(parts.imaginary, parts.imaginary),
  )
  if (!isRealSum(ring, square)) return null
  return rationalPowerForm(reading, formOf(square), HALF)
}

function signForm(reading: Reading, u: Form): Form | null {
  const { ring } = reading
  if (u.bottom !== ONE || ring.setting.complex) return null
  const sign = signOfSum(ring, u.top) ?? (isConstantForm(ring, u) ? signOfConstant(ring, u) : null)
  if (sign === "positive") return constantForm(1n)
  return sign === "negative" ? constantForm(-1n) : null
}

/** ⌊u + n⌋ = ⌊u⌋ + n for whole n; of a constant, the whole number itself. */
function floorForm(reading: Reading, u: Form): Form {
  const { ring } = reading
  const plain = plainOf(u)
  if (plain !== null) return callForm(reading, "floor", [u])
  if (isConstantForm(ring, u)) {
    const floor = floorOfConstant(ring, u)
    if (floor !== null) return constantForm(floor)
  }
  if (u.bottom !== ONE) return opaqueForm(reading, "floor", [u])
  const offset = u.top.get("")?.coefficient ?? rationals.rational(0n)
  const below = formOf(ring.add(u.top, constantSum(rationals.negate(rest(offset)))))
  if (isWholeForm(reading, below)) return below // ⌊n + 1/2⌋ = n
  const whole = rationals.divide(rationals.subtract(offset, rest(offset)), rationals.rational(1n))
  const inner = formOf(ring.add(u.top, constantSum(rationals.negate(whole))))
  return addForms(reading, opaqueForm(reading, "floor", [inner]), constantForm(whole))
}

/** The part of a rational above the whole number below it. */
function rest(value: rationals.Rational): rationals.Rational {
  const { numerator, denominator } = value
  const remainder = ((numerator % denominator) + denominator) % denominator
  return rationals.rational(remainder, denominator)
}

/** Whole coefficients, and only names that stand for whole numbers. */
export function isWholeForm(reading: Reading, form: Form): boolean {
  if (form.bottom !== ONE) return false
  for (const { coefficient, ids, powers } of form.top.values()) {
    if (coefficient.denominator !== 1n) return false
    for (let at = 0; at < ids.length; at++) {
      const atom = reading.ring.atoms[ids[at]!]!
      if (atom.kind !== "symbol" || !reading.whole.has(nameOf(atom))) return false
      if (powers[at]! % SCALE !== 0 || powers[at]! < 0) return false
    }
  }
  return true
}

/** (u + k)! = (u + 1) … (u + k) · u!, so that quotients of factorials cancel. */
function factorialForm(reading: Reading, u: Form): Form {
  const { ring } = reading
  const offset = u.bottom === ONE ? (u.top.get("")?.coefficient ?? null) : null
  reading.domain.other(`factorial ${formKey(u)}`, "counting")
  const steps = offset?.denominator === 1n ? offset.numerator : 0n
  if (steps === 0n || steps > SHIFT_MAX || steps < -SHIFT_MAX) {
    return factorialAtom(reading, u)
  }
  const bare = formOf(ring.add(u.top, constantSum(rationals.rational(-steps))))
  let result = factorialAtom(reading, bare)
  for (let k = 1n; k <= steps; k++) {
    result = multiplyForms(reading, result, addForms(reading, bare, constantForm(k)))
  }
  for (let k = 0n; k > steps; k--) {
    const factor = addForms(reading, bare, constantForm(k))
    result = formOf(result.top, ring.multiply(result.bottom, factor.top))
  }
  return result
}

function factorialAtom(reading: Reading, u: Form): Form {
  const { ring } = reading
  const constant = isConstantForm(ring, u)
  const atom = ring.atom("call", `call factorial(${formKey(u)})`, { constant, sign: "positive" })
  return formOf(ring.monomial(atom))
}

/** n over k, and n!/(n − k)!: a product for small k, otherwise by factorials. */
function choiceForm(reading: Reading, name: string, n: Form, k: Form): Form {
  reading.domain.other(`${name} ${formKey(n)} ${formKey(k)}`, "counting")
  const count = plainOf(k)
  if (
    count !== null &&
    count.denominator === 1n &&
    count.numerator >= 0n &&
    count.numerator <= SHIFT_MAX
  ) {
    let result = constantForm(1n)
    for (let step = 0n; step < count.numerator; step++) {
      result = multiplyForms(reading, result, addForms(reading, n, constantForm(-step)))
      const divisor = rationals.rational(1n, name === "binomial" ? step + 1n : 1n)
      result = scaleForm(reading, result, divisor)
    }
    return result
  }
  const below = factorialForm(reading, addForms(reading, n, negateForm(reading, k)))
  const bottom =
    name === "binomial" ? multiplyForms(reading, below, factorialForm(reading, k)) : below
  return divideForms(reading, factorialForm(reading, n), bottom)
}

/** Γ(n + ½) = √π · (n − ½)(n − 3⁄2) … ½, and backwards for negative n. */
function gammaOfHalf(reading: Reading, u: Form): Form | null {
  const plain = plainOf(u)
  if (plain === null || plain.denominator !== 2n) return null
  const steps = (plain.numerator - 1n) / 2n
  if (steps > 100n || steps < -100n) return null
  const root = formOf(reading.ring.monomial(reading.ring.atoms[PI_ATOM]!, SCALE / 2))
  let factor = rationals.rational(1n)
  for (let k = 1n; k <= steps; k++) {
    factor = rationals.multiply(factor, rationals.rational(2n * k - 1n, 2n))
  }
  for (let k = 0n; k > steps; k--) {
    factor = rationals.divide(factor, rationals.rational(2n * k - 1n, 2n))
  }
  return scaleForm(reading, root, factor)
}

function partForm(reading: Reading, name: "re" | "im" | "conjugate", u: Form): Form | null {
  const { ring } = reading
  if (!ring.setting.complex) return name === "im" ? constantForm(0n) : u
  const parts = u.bottom === ONE ? realParts(ring, u.top) : null
  if (parts === null) {
    const bottom = u.bottom === ONE ? null : realParts(ring, u.bottom)
    if (bottom === null) return null
    const conjugate = ring.add(
      bottom.real,
      ring.scale(ring.multiply(bottom.imaginary, iOf(reading)), MINUS),
    )
    const size = formOf(ring.multiply(u.bottom, conjugate))
    const top = partForm(reading, name, formOf(ring.multiply(u.top, conjugate)))
    return top && multiplyForms(reading, top, invertForm(reading, size))
  }
  if (name === "re") return formOf(parts.real)
  if (name === "im") return formOf(parts.imaginary)
  return formOf(
    ring.add(parts.real, ring.scale(ring.multiply(parts.imaginary, iOf(reading)), MINUS)),
  )
}

const MINUS = rationals.rational(-1n)

function iOf(reading: Reading) {
  return reading.ring.monomial(reading.ring.atoms[0]!, SCALE / 2)
}

/** The argument of a number whose direction is a power of e^(iπ). */
function argumentForm(reading: Reading, u: Form): Form | null {
  const { ring } = reading
  const term = u.bottom === ONE ? singleTerm(u.top) : null
  if (term === null) return null
  if (!term.ids.every((id) => id === 0 || ring.atoms[id]!.sign === "positive")) return null
  const logarithm = lnForm({ ...reading, ring }, u)
  return ring.setting.complex ? partForm(reading, "im", logarithm) : null
}
