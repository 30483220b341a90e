import * as rationals from "../rational.ts"
import { isConstantSum, signOfPower, signOfSum } from "./facts.ts"
import { constantForm, divideForms, formOf, multiplyForms, type Reading } from "./form.ts"
import { NO_POWER } from "./powers.ts"
import {
  contentOf,
  type Form,
  formKey,
  leadingCoefficient,
  ONE,
  SCALE,
  type Sum,
  singleTerm,
} from "./sum.ts"

/** |form| among the reals. */
export function absoluteForm(reading: Reading, form: Form): Form {
  const top = absoluteSum(reading, form.top)
  return form.bottom === ONE ? top : divideForms(reading, top, absoluteSum(reading, form.bottom))
}

/** |sum| among the reals: a number, factors of known sign, and atoms for the rest. */
export function absoluteSum(reading: Reading, sum: Sum): Form {
  const { ring } = reading
  const sign = signOfSum(ring, sum)
  if (sign === "positive" || sign === "nonnegative" || sum.size === 0) return formOf(sum)
  if (sign === "negative") return formOf(ring.scale(sum, rationals.rational(-1n)))
  const term = singleTerm(sum)
  if (term === null) {
    const content = contentOf(sum)
    const turned = leadingCoefficient(sum).numerator < 0n
    const by = rationals.divide(rationals.rational(turned ? -1n : 1n), content)
    const of = formOf(ring.scale(sum, by))
    const constant = isConstantSum(ring, of.top)
    const atom = ring.atom("absolute", `absolute ${formKey(of)}`, {
      of,
      sign: "nonnegative",
      constant,
    })
    return formOf(ring.monomial(atom, SCALE, content))
  }
  let result = constantForm(rationals.absolute(term.coefficient))
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    const power = term.powers[at]!
    const known = signOfPower(atom, power)
    if (!atom.real) throw NO_POWER
    if (known === "positive" || known === "nonnegative") {
      result = multiplyForms(reading, result, formOf(ring.monomial(atom, power)))
      continue
    }
    const of = formOf(ring.monomial(atom))
    const more = { of, sign: "nonnegative" as const, constant: atom.constant }
    const absolute = ring.atom("absolute", `absolute ${formKey(of)}`, more)
    result = multiplyForms(reading, result, formOf(ring.monomial(absolute, power)))
  }
  return result
}
