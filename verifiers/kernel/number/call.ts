import { equal, type Rational, rational } from "../rational.ts"
import { callOf } from "../scalar/exact-call.ts"
import { isRational } from "../scalar/exact-value.ts"
import type { FunctionName } from "../tree.ts"
import { addValues, divideValues, stop } from "./arithmetic.ts"
import * as balls from "./ball.ts"
import {
  arcoshValue,
  arcsinValue,
  arctanValue,
  argumentOf,
  arsinhValue,
  cosSinValue,
  expValue,
  hyperbolicValue,
  lnValue,
  squareSize,
} from "./complex.ts"
import * as elementary from "./elementary.ts"
import {
  arccosine,
  arccotangent,
  arcosh,
  arcsine,
  arctangent,
  artanh,
  complexArtanh,
  fromQuarterTurn,
} from "./inverse.ts"
import { applied } from "./metered.ts"
import { powerOf } from "./power.ts"
import { compareReal, negateReal, powerReal } from "./real.ts"
import { binomialValue, erfValue, gammaValue, permutationsValue } from "./special.ts"
import { steppedValue } from "./stepped.ts"
import {
  BEYOND,
  exact,
  type Finite,
  isFiniteValue,
  isReal,
  noteExponent,
  ONE,
  partsOf,
  type Real,
  type Scope,
  signOf,
  toBall,
  UNCLEAR,
  undefinedFor,
  type Value,
} from "./value.ts"

type Handler = (first: Finite, scope: Scope, args: readonly Finite[]) => Value

/** The value of a known function. */
export function callValue(name: FunctionName, args: readonly Value[], scope: Scope): Value {
  const stopped = stop(...args)
  if (stopped) return stopped
  if (!args.every(isFiniteValue) || args.length === 0) {
    const [only] = args
    return name === "abs" && only?.is === "infinite" ? { is: "infinite", sign: 1 } : BEYOND
  }
  const fractions = args.flatMap((arg) => (arg.is === "exact" ? [arg.value] : []))
  if (fractions.length === args.length && name !== "log") {
    const value = callOf(name, fractions, scope.setting)
    if (value === "undefined") return undefinedFor(`${name} outside its domain`)
    if (isRational(value)) return exact(value)
  }
  scope.setting.fuel.spend(1)
  return HANDLERS.get(name)?.(args[0]!, scope, args) ?? BEYOND
}

/** A function of one argument by its rules for real and for complex values. */
function unary(
  real: (x: Real, scope: Scope) => Value,
  complex: (z: Finite, scope: Scope) => Value = () => BEYOND,
): Handler {
  return (z, scope) => (isReal(z) ? real(z, scope) : complex(z, scope))
}

/** A real function without restriction, as a ball. */
function smooth(of: (x: balls.Ball, bits: number) => balls.Ball | null) {
  return (x: Real, scope: Scope): Value => applied(of, x, scope)
}

function quotient(top: FunctionName | null, bottom: FunctionName): Handler {
  return (_, scope, args) => {
    const over = top === null ? ONE : callValue(top, args, scope)
    return divideValues(over, callValue(bottom, args, scope), scope)
  }
}

/** f(x) = g(1/x). */
function ofReciprocal(name: FunctionName): Handler {
  return (z, scope) => callValue(name, [divideValues(ONE, z, scope)], scope)
}

function trigonometric(which: 0 | 1): Handler {
  return (z, scope) => cosSinValue(z, scope)?.[which] ?? UNCLEAR
}

/** tan of odd multiples of π/4 is ±1; elsewhere sin / cos, exactly 0 at a pole. */
function tangent(z: Finite, scope: Scope): Value {
  if (z.is === "turn" && z.value.denominator === 4n) {
    return exact(((z.value.numerator % 4n) + 4n) % 4n === 1n ? 1n : -1n)
  }
  const pair = cosSinValue(z, scope)
  return pair ? divideValues(pair[1], pair[0], scope) : UNCLEAR
}

function hyperbolic(name: "sinh" | "cosh" | "tanh"): Handler {
  const real = smooth({ sinh: elementary.sinh, cosh: elementary.cosh, tanh: elementary.tanh }[name])
  return unary(
    (x, scope) => {
      // tanh 100 is 1 to 86 digits: the part e^-2|x| is in it all the same.
      noteExponent(scope.reach, -Math.ceil(2.9 * Math.abs(balls.toNumber(toBall(x, 64)))))
      return real(x, scope)
    },
    (z, scope) => hyperbolicValue(name, z, scope),
  )
}

/** log x has base 10, log (x, b) the base b. */
function logarithm(z: Finite, scope: Scope, args: readonly Finite[]): Value {
  const base = args.length > 1 ? args[1]! : exact(10n)
  const bottom = logarithmOf(base, scope)
  const top = logarithmOf(z, scope)
  const value = divideValues(top, bottom, scope)
  if (z.is !== "exact" || base.is !== "exact" || value.is !== "ball") return value
  return exactLogarithm(z.value, base.value, value.ball, scope) ?? value
}

/** p/q where x^q = b^p, looked for among the fractions with small q inside the ball. */
function exactLogarithm(x: Rational, b: Rational, near: balls.Ball, scope: Scope): Value | null {
  for (let q = 1n; q <= LOGARITHM_DENOMINATOR_MAX; q++) {
    const p = balls.integerInside({ ...near, middle: near.middle * q, radius: near.radius * q })
    if (p === null) continue
    const [one, other] = [x, b].map((value, at) =>
      powerReal({ is: "exact", value }, Number(at === 0 ? q : p), scope),
    )
    return one?.is === "exact" && other?.is === "exact" && equal(one.value, other.value)
      ? exact(rational(p, q))
      : null
  }
  return null
}

const LOGARITHM_DENOMINATOR_MAX = 6n

function logarithmOf(z: Finite, scope: Scope): Value {
  if (isReal(z) && !scope.setting.complex && signOf(z) === -1) {
    return undefinedFor("logarithm of a negative number")
  }
  return lnValue(z, scope)
}

function absolute(x: Real): Value {
  const sign = signOf(x)
  if (sign !== null) return sign < 0 ? negateReal(x) : x
  return x.is === "ball" ? { is: "ball", ball: balls.absolute(x.ball) } : x
}

function absoluteComplex(z: Finite, scope: Scope): Value {
  return powerOf(squareSize(z, scope), exact(rational(1n, 2n)), scope)
}

function extreme(args: readonly Finite[], scope: Scope, most: 1 | -1): Value {
  if (!args.every(isReal)) return BEYOND
  return args.reduce((best, value) => {
    const order = compareReal(value, best, scope)
    if (order !== null) return order === most ? value : best
    const { bits } = scope
    return { is: "ball", ball: balls.hull(toBall(value, bits), toBall(best, bits), bits) }
  })
}

function argument(z: Finite, scope: Scope): Value {
  if (z.is === "exact" && z.value.numerator === 0n) return undefinedFor("argument of zero")
  return argumentOf(z, scope) ?? UNCLEAR
}

function conjugate(z: Finite): Value {
  return z.is === "complex" ? { is: "complex", re: z.re, im: negateReal(z.im) } : z
}

const HANDLERS: ReadonlyMap<FunctionName, Handler> = new Map<FunctionName, Handler>([
  ["sin", trigonometric(1)],
  ["cos", trigonometric(0)],
  ["tan", tangent],
  ["cot", quotient("cos", "sin")],
  ["sec", quotient(null, "cos")],
  ["csc", quotient(null, "sin")],
  ["arcsin", unary(arcsine, arcsinValue)],
  ["arccos", unary(arccosine, (z, scope) => fromQuarterTurn(arcsinValue(z, scope), scope))],
  ["arctan", unary(arctangent, arctanValue)],
  ["arccot", unary(arccotangent)],
  ["arcsec", ofReciprocal("arccos")],
  ["arccsc", ofReciprocal("arcsin")],
  ["sinh", hyperbolic("sinh")],
  ["cosh", hyperbolic("cosh")],
  ["tanh", hyperbolic("tanh")],
  ["coth", quotient(null, "tanh")],
  ["sech", quotient(null, "cosh")],
  ["csch", quotient(null, "sinh")],
  ["arsinh", unary(smooth(elementary.arsinh), arsinhValue)],
  ["arcosh", unary(arcosh, arcoshValue)],
  ["artanh", unary(artanh, complexArtanh)],
  ["arcoth", ofReciprocal("artanh")],
  ["arsech", ofReciprocal("arcosh")],
  ["arcsch", ofReciprocal("arsinh")],
  ["ln", (z, scope) => logarithmOf(z, scope)],
  ["log", logarithm],
  ["exp", (z, scope) => expValue(z, scope)],
  ["abs", unary(absolute, absoluteComplex)],
  ["sign", steppedValue("sign")],
  ["floor", steppedValue("floor")],
  ["ceil", steppedValue("ceil")],
  ["round", steppedValue("round")],
  ["fractional-part", steppedValue("fractional-part")],
  ["mod", steppedValue("mod")],
  ["min", (_, scope, args) => extreme(args, scope, -1)],
  ["max", (_, scope, args) => extreme(args, scope, 1)],
  ["factorial", (z, scope) => gammaValue(addValues(z, ONE, scope), scope)],
  ["gamma", (z, scope) => gammaValue(z, scope)],
  ["erf", (z, scope) => erfValue(z, scope)],
  ["binomial", binomialValue],
  ["permutations", permutationsValue],
  ["re", (z) => partsOf(z)[0]],
  ["im", (z) => partsOf(z)[1]],
  ["arg", argument],
  ["conjugate", conjugate],
])
