import * as rationals from "../rational.ts"
import type { Expr, OperationNode } from "../tree.ts"
import { callForm, isWholeForm, opaqueForm } from "./call-form.ts"
import { derivativeOf } from "./derivative.ts"
import { UNDEFINED_VALUE } from "./domain.ts"
import { expForm, lnForm } from "./exp-form.ts"
import { isConstantForm, signOfSum } from "./facts.ts"
import {
  addForms,
  constantForm,
  divideForms,
  formOf,
  multiplyForms,
  negateForm,
  plainOf,
  type Reading,
  scaleForm,
  unityForm,
} from "./form.ts"
import { determinantOf, expandOperation, traceOf } from "./operation.ts"
import { rationalPowerForm } from "./power-form.ts"
import { NO_POWER, unitsOf } from "./powers.ts"
import {
  type Form,
  formKey,
  keyOf,
  ONE,
  PI_ATOM,
  SCALE,
  singleTerm,
  sumKey,
  type Term,
} from "./sum.ts"
import { isConstant, treeKey } from "./trees.ts"
import { isDecisive } from "./zero.ts"

/**
 * The canonical form of a scalar: a quotient of sums of terms over the ring's atoms. It has the
 * value of the expression wherever the expression is defined, and notes where that is. Throws
 * `UndefinedValue` where the value is undefined throughout and `Beyond` where a form would be too
 * large or is not known.
 */
export function readForm(reading: Reading, expr: Expr): Form {
  switch (expr.kind) {
    case "number":
    case "based":
      return constantForm(expr.value)
    case "symbol":
      return symbolForm(reading, expr.name)
    case "constant":
      return constantNamed(reading, expr.name)
    case "negate":
      return negateForm(reading, readForm(reading, expr.of))
    case "percent":
      return scaleForm(reading, readForm(reading, expr.of), rationals.rational(1n, 100n))
    case "add":
      return expr.terms
        .map((term) => readForm(reading, term))
        .reduce((sum, term) => addForms(reading, sum, term))
    case "multiply":
      return expr.factors
        .map((factor) => readForm(reading, factor))
        .reduce((product, factor) => multiplyForms(reading, product, factor))
    case "divide":
      return divideForms(reading, readForm(reading, expr.top), readForm(reading, expr.bottom))
    case "power":
      return powerForm(reading, readForm(reading, expr.base), readForm(reading, expr.exponent))
    case "root":
      return rootForm(reading, expr.of, expr.index)
    case "call":
      return readCall(reading, expr)
    case "apply":
      return applyForm(reading, expr)
    case "operation":
      return operationForm(reading, expr)
    default:
      return treeForm(reading, expr)
  }
}

function readCall(reading: Reading, expr: Extract<Expr, { kind: "call" }>): Form {
  const matrix = expr.args[0]
  if (matrix?.kind === "matrix" && expr.args.length === 1) {
    const value =
      expr.name === "determinant"
        ? determinantOf(matrix)
        : expr.name === "trace"
          ? traceOf(matrix)
          : null
    if (value !== null) return readForm(reading, value)
  }
  const args = expr.args.map((arg) => readForm(reading, arg))
  return callForm(reading, expr.name, args)
}

/**
 * A function that is not known may have any value: for arguments whose form decides whether they
 * are equal, it is one more unknown.
 */
function applyForm(reading: Reading, expr: Extract<Expr, { kind: "apply" }>): Form {
  const { ring } = reading
  const args = expr.args.map((arg) => readForm(reading, arg))
  const name = `apply ${expr.primes} ${expr.name}`
  const decided = args.every(({ top, bottom }) => bottom === ONE && isDecisive(ring, top))
  if (!decided) return opaqueForm(reading, name, args)
  const key = `symbol ${name}(${args.map(formKey).join(";")})`
  const real = !ring.setting.complex
  return formOf(ring.monomial(ring.atom("symbol", key, { real, constant: false })))
}

/** base^exponent for any exponent. */
export function powerForm(reading: Reading, base: Form, exponent: Form): Form {
  const { ring, domain } = reading
  const single = base.bottom === ONE ? singleTerm(base.top) : null
  if (single !== null && isNaturalBase(reading, single)) return expForm(reading, exponent)
  const plain = plainOf(exponent)
  if (plain !== null) return rationalPowerForm(reading, base, plain)
  const sign = base.bottom === ONE ? signOfSum(ring, base.top) : null
  if (sign === "positive") return naturalPower(reading, base, exponent)
  if (base.top.size === 0) throw NO_POWER
  if (single !== null && single.ids.length === 0) {
    const turns = isWholeForm(reading, exponent) || ring.setting.complex
    if (!turns) return powerAtoms(reading, base, exponent)
    const size = naturalPower(reading, negateForm(reading, base), exponent)
    const angle = multiplyForms(reading, piForm(reading), exponent)
    return multiplyForms(
      reading,
      size,
      expForm(reading, multiplyForms(reading, angle, unityForm(reading))),
    )
  }
  if (ring.setting.complex && isConstantForm(ring, base)) {
    domain.nonzero(base.top)
    return naturalPower(reading, base, exponent)
  }
  if (!ring.setting.complex && isConstantForm(ring, exponent)) {
    return naturalPower(reading, base, exponent)
  }
  return powerAtoms(reading, base, exponent)
}

/** The number e itself. */
function isNaturalBase(reading: Reading, term: Term): boolean {
  const atom = term.ids.length === 1 ? reading.ring.atoms[term.ids[0]!]! : null
  const plain = term.coefficient.numerator === term.coefficient.denominator
  return atom?.key === "exp 1*" && plain && term.powers[0] === SCALE
}

/** base^exponent = e^(exponent · ln base). */
function naturalPower(reading: Reading, base: Form, exponent: Form): Form {
  return expForm(reading, multiplyForms(reading, exponent, lnForm(reading, base)))
}

/**
 * x^(2n + 1) = x · (x^n)²: an atom for each monomial of the exponent. (xy)^n = x^n · y^n wherever
 * all three are defined.
 */
function powerAtoms(reading: Reading, base: Form, exponent: Form): Form {
  const { ring, domain } = reading
  if (exponent.bottom !== ONE || base.bottom !== ONE) throw NO_POWER
  if (isConstantForm(ring, base) && isConstantForm(ring, exponent)) throw NO_POWER
  const single = singleTerm(base.top)
  const parts = single === null ? null : factorsOfTerm(reading, single)
  if (parts !== null) {
    return parts
      .map((part) => powerForm(reading, part, exponent))
      .reduce((product, part) => multiplyForms(reading, product, part))
  }
  if (!isWholeForm(reading, exponent)) domain.other(`power ${sumKey(base.top)}`, "counting")
  let result = constantForm(1n)
  for (const { coefficient, ids, powers } of exponent.top.values()) {
    const whole = rationals.rational(coefficient.numerator)
    if (ids.length === 0) {
      if (coefficient.denominator !== 1n) throw NO_POWER
      result = multiplyForms(reading, result, rationalPowerForm(reading, base, whole))
      continue
    }
    const key = `power ${sumKey(base.top)} ^ ${keyOf(ids, powers)}/${coefficient.denominator}`
    const real = !ring.setting.complex
    const constant = isConstantForm(ring, base) && ids.every((id) => ring.atoms[id]!.constant)
    const atom = ring.atom("power", key, { real, constant })
    result = multiplyForms(reading, result, formOf(ring.monomial(atom, unitsOf(whole))))
  }
  return result
}

/** A positive number and atoms, whose powers may be taken one by one; null where they may not. */
function factorsOfTerm(reading: Reading, term: Term): Form[] | null {
  const { ring } = reading
  const plain = term.coefficient.numerator === term.coefficient.denominator
  if (ring.setting.complex || term.coefficient.numerator < 0n) return null
  if (plain && term.ids.length === 1 && term.powers[0] === SCALE) return null
  if (term.powers.some((power) => Math.abs(power) !== SCALE)) return null
  if (plain && term.ids.length === 1) return null
  const atoms = term.ids.map((id, at) => formOf(ring.monomial(ring.atoms[id]!, term.powers[at]!)))
  return plain ? atoms : [constantForm(term.coefficient), ...atoms]
}

function symbolForm(reading: Reading, name: string): Form {
  const { ring } = reading
  const known = ring.setting.assume.get(name)
  const sign =
    known === "positive" || known === "negative" || known === "nonnegative" ? known : null
  const real = known === undefined ? !ring.setting.complex : known !== "complex"
  const nonzero = known === "nonzero" || known === "positive" || known === "negative"
  const more = { sign, real, nonzero, constant: false }
  return formOf(ring.monomial(ring.atom("symbol", `symbol ${name}`, more)))
}

function constantNamed(reading: Reading, name: string): Form {
  switch (name) {
    case "pi":
      return piForm(reading)
    case "e":
      return expForm(reading, constantForm(1n))
    case "i":
      return unityForm(reading)
    case "undefined":
      throw UNDEFINED_VALUE
    default:
      throw NO_POWER
  }
}

function piForm(reading: Reading): Form {
  return formOf(reading.ring.monomial(reading.ring.atoms[PI_ATOM]!, SCALE))
}

/** A written radical is real where it can be; in complex mode it is the principal root. */
function rootForm(reading: Reading, of: Expr, index: Expr): Form {
  const base = readForm(reading, of)
  const root = plainOf(readForm(reading, index))
  if (root === null) {
    const inverse = divideForms(reading, constantForm(1n), readForm(reading, index))
    return powerForm(reading, base, inverse)
  }
  if (root.numerator === 0n) throw UNDEFINED_VALUE
  const power = rationals.divide(rationals.rational(1n), root)
  return rationalPowerForm(reading, base, power)
}

function operationForm(reading: Reading, expr: OperationNode): Form {
  const expanded = expandOperation(expr, reading.ring.setting)
  if (expanded !== null) return readForm(reading, expanded)
  if (expr.name === "derivative" && expr.low === null && expr.high === null) {
    let derived: Expr | null = expr.of
    for (let times = 0; times < Math.max(1, expr.order) && derived !== null; times++) {
      derived = derivativeOf(derived, expr.variable)
    }
    if (derived !== null) return readForm(reading, derived)
  }
  return treeForm(reading, expr)
}

/** What has no form stands for itself: equal trees are equal where they are defined. */
function treeForm(reading: Reading, expr: Expr): Form {
  const { ring, domain } = reading
  if (expr.kind !== "piecewise" && expr.kind !== "operation") throw NO_POWER
  const key = `tree ${treeKey(expr)}`
  domain.other(key)
  const real = !ring.setting.complex
  return formOf(ring.monomial(ring.atom("call", key, { real, constant: isConstant(expr) })))
}
