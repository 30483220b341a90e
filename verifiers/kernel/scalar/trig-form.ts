import * as rationals from "../rational.ts"
import type { FunctionName } from "../tree.ts"
import { expForm, lnForm } from "./exp-form.ts"
import { isConstantForm, isSameSum, signOfSum } from "./facts.ts"
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
  unityForm,
} from "./form.ts"
import { rationalPowerForm } from "./power-form.ts"
import { type Form, formKey, leadingCoefficient, ONE, PI_ATOM, SCALE } from "./sum.ts"
import { rootOfUnity } from "./unity.ts"

const HALF = rationals.rational(1n, 2n)

/**
 * Circular and hyperbolic functions by exponentials: sin u = (e^(iu) − e^(−iu)) / 2i. Every
 * identity between them is then one between powers of e^(iu). Null where the name is none of them.
 */
export function trigonometricForm(reading: Reading, name: FunctionName, u: Form): Form | null {
  switch (name) {
    case "sin":
    case "cos":
      return circular(reading, name, u)
    case "tan":
      return divideForms(reading, circular(reading, "sin", u), circular(reading, "cos", u))
    case "cot":
      return divideForms(reading, circular(reading, "cos", u), circular(reading, "sin", u))
    case "sec":
      return invertForm(reading, circular(reading, "cos", u))
    case "csc":
      return invertForm(reading, circular(reading, "sin", u))
    case "sinh":
    case "cosh":
      return hyperbolic(reading, name, u)
    case "tanh":
      return divideForms(reading, hyperbolic(reading, "sinh", u), hyperbolic(reading, "cosh", u))
    case "coth":
      return divideForms(reading, hyperbolic(reading, "cosh", u), hyperbolic(reading, "sinh", u))
    case "sech":
      return invertForm(reading, hyperbolic(reading, "cosh", u))
    case "csch":
      return invertForm(reading, hyperbolic(reading, "sinh", u))
    default:
      return inverseForm(reading, name, u)
  }
}

function circular(reading: Reading, name: "sin" | "cos", u: Form): Form {
  const turned = multiplyForms(reading, u, unityForm(reading))
  const forth = expForm(reading, turned)
  const back = expForm(reading, negateForm(reading, turned))
  if (name === "cos") return scaleForm(reading, addForms(reading, forth, back), HALF)
  const gap = addForms(reading, forth, negateForm(reading, back))
  return scaleForm(reading, multiplyForms(reading, gap, unityForm(reading, -SCALE / 2)), HALF)
}

function hyperbolic(reading: Reading, name: "sinh" | "cosh", u: Form): Form {
  const forth = expForm(reading, u)
  const back = expForm(reading, negateForm(reading, u))
  const other = name === "cosh" ? back : negateForm(reading, back)
  return scaleForm(reading, addForms(reading, forth, other), HALF)
}

/** Inverse functions among the reals; null in complex mode, where their branches differ. */
function inverseForm(reading: Reading, name: FunctionName, u: Form): Form | null {
  if (reading.ring.setting.complex && plainOf(u) === null) return null
  switch (name) {
    case "arcsin":
      return arcsine(reading, u)
    case "arccos":
      return addForms(reading, piForm(reading, 6), negateForm(reading, arcsine(reading, u)))
    case "arctan":
      return arctangent(reading, u)
    case "arcsec": {
      const sine = arcsine(reading, invertForm(reading, u))
      return addForms(reading, piForm(reading, 6), negateForm(reading, sine))
    }
    case "arccsc":
      return arcsine(reading, invertForm(reading, u))
    case "arccot": {
      if (signOfSum(reading.ring, u.top) !== "positive" || u.bottom !== ONE) return null
      return addForms(reading, piForm(reading, 6), negateForm(reading, arctangent(reading, u)))
    }
    case "arsinh":
    case "arcosh":
    case "artanh":
      return reading.ring.setting.complex ? null : areaForm(reading, name, u)
    case "arcsch":
    case "arsech":
    case "arcoth": {
      if (reading.ring.setting.complex) return null
      const turned = name === "arcsch" ? "arsinh" : name === "arsech" ? "arcosh" : "artanh"
      return areaForm(reading, turned, invertForm(reading, u))
    }
    default:
      return null
  }
}

function arcsine(reading: Reading, u: Form): Form {
  const { ring, domain } = reading
  const room = ring.add(
    ring.multiply(u.bottom, u.bottom),
    ring.scale(ring.multiply(u.top, u.top), MINUS),
  )
  if (!ring.setting.complex) domain.notBelow(room, ONE, false)
  return special(reading, "arcsin", u, 6)
}

function arctangent(reading: Reading, u: Form): Form {
  return special(reading, "arctan", u, 5)
}

const MINUS = rationals.rational(-1n)

/** The multiples of 15° whose sine or tangent is u; otherwise an odd function of u. */
function special(reading: Reading, name: "arcsin" | "arctan", u: Form, most: number): Form {
  const { ring } = reading
  if (isConstantForm(ring, u) && u.bottom === ONE && !ring.setting.complex) {
    for (let k = -most; k <= most; k++) {
      const value = sineOrTangent(reading, name, k)
      if (value.bottom === ONE && isSameSum(value.top, u.top)) return piForm(reading, k)
    }
  }
  if (u.top.size === 0) return constantForm(0n)
  const negative = leadingCoefficient(u.top).numerator < 0n
  const of = negative ? negateForm(reading, u) : u
  const constant = isConstantForm(ring, u)
  const real = !ring.setting.complex
  const atom = ring.atom("call", `${name} ${formKey(of)}`, { of: null, real, constant })
  return formOf(ring.monomial(atom, SCALE, rationals.rational(negative ? -1n : 1n)))
}

function sineOrTangent(reading: Reading, name: "arcsin" | "arctan", k: number): Form {
  const { ring } = reading
  const sine = scaledSine(reading, k)
  if (name === "arcsin" || k === 0) return sine
  if (k % 3 === 0) return divideForms(reading, sine, scaledSine(reading, 6 - Math.abs(k)))
  const [whole, part] = TANGENTS[Math.abs(k)]!
  const three = ring.atom("prime", "prime 3", { sign: "positive", value: 3n })
  const sum = ring.add(constantForm(whole).top, ring.monomial(three, SCALE / 2, part))
  return formOf(k < 0 ? ring.scale(sum, MINUS) : sum)
}

/** tan(k · 15°) = whole + part · √3 where k is no multiple of 3. */
const TANGENTS: Readonly<Record<number, readonly [whole: bigint, part: rationals.Rational]>> = {
  1: [2n, MINUS],
  2: [0n, rationals.rational(1n, 3n)],
  4: [0n, rationals.rational(1n)],
  5: [2n, rationals.rational(1n)],
}

function scaledSine(reading: Reading, k: number): Form {
  const forth = rootOfUnity(reading, (k * SCALE) / 12)
  const back = rootOfUnity(reading, (-k * SCALE) / 12)
  const gap = addForms(reading, forth, negateForm(reading, back))
  return scaleForm(reading, multiplyForms(reading, gap, unityForm(reading, -SCALE / 2)), HALF)
}

/** k · 15° in radians. */
function piForm(reading: Reading, k: number): Form {
  if (k === 0) return constantForm(0n)
  const part = rationals.rational(BigInt(k), 12n)
  return formOf(reading.ring.monomial(reading.ring.atoms[PI_ATOM]!, SCALE, part))
}

/** arsinh u = ln(u + √(u² + 1)), arcosh u = ln(u + √(u² − 1)), artanh u = ½ ln((1 + u)/(1 − u)). */
function areaForm(reading: Reading, name: "arsinh" | "arcosh" | "artanh", u: Form): Form {
  const one = constantForm(1n)
  if (name === "artanh") {
    const ratio = divideForms(
      reading,
      addForms(reading, one, u),
      addForms(reading, one, negateForm(reading, u)),
    )
    return scaleForm(reading, lnForm(reading, ratio), HALF)
  }
  const square = multiplyForms(reading, u, u)
  const shifted = addForms(reading, square, name === "arsinh" ? one : negateForm(reading, one))
  return lnForm(reading, addForms(reading, u, rationalPowerForm(reading, shifted, HALF)))
}
