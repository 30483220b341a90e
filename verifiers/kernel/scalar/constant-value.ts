import type { Ball } from "../number/ball.ts"
import * as balls from "../number/ball.ts"
import { cosSin, exp, ln, pi } from "../number/elementary.ts"
import * as rationals from "../rational.ts"
import type { Ring } from "./ring.ts"
import { type Atom, type Form, ONE, SCALE, type Sum } from "./sum.ts"

const PRECISIONS = [80, 320] // bits; a sign that 320 bits do not show is not claimed
const ROOT_MAX = 64 // the highest root that is drawn

/** A complex number between balls. */
interface Value {
  readonly re: Ball
  readonly im: Ball
}

/**
 * The sign of a sum without unknowns that is real, by ball arithmetic; null where it is not shown.
 * Zero is never claimed.
 */
export function signOfConstant(ring: Ring, form: Form): "positive" | "negative" | null {
  for (const bits of PRECISIONS) {
    const ball = realOf(valueOfConstant(ring, form, bits))
    const sign = ball === null ? 0 : balls.sign(ball)
    if (sign !== 0) return sign > 0 ? "positive" : "negative"
  }
  return null
}

/** Whether a constant is certainly not zero, real or not. */
export function isNonzeroConstant(ring: Ring, form: Form): boolean {
  for (const bits of PRECISIONS) {
    const value = valueOfConstant(ring, form, bits)
    if (value !== null && (balls.sign(value.re) !== 0 || balls.sign(value.im) !== 0)) return true
  }
  return false
}

/** The whole number below a real constant, where balls show which it is. */
export function floorOfConstant(ring: Ring, form: Form): bigint | null {
  for (const bits of PRECISIONS) {
    const ball = realOf(valueOfConstant(ring, form, bits))
    const ends = ball === null ? null : balls.ends(ball, 4096)
    if (ends === null) continue
    const [low, high] = ends.map(({ numerator, denominator }) => {
      const quotient = numerator / denominator
      return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
    }) as [bigint, bigint]
    if (low === high) return low
  }
  return null
}

/** Balls around a constant; null where an atom in it has no value here. */
export function valueOfConstant(ring: Ring, form: Form, bits: number): Value | null {
  const top = sumValue(ring, form.top, bits)
  if (top === null || form.bottom === ONE) return top
  const bottom = sumValue(ring, form.bottom, bits)
  return bottom && divided(top, bottom, bits)
}

function realOf(value: Value | null): Ball | null {
  return value?.re ?? null
}

function sumValue(ring: Ring, sum: Sum, bits: number): Value | null {
  let re = balls.ZERO
  let im = balls.ZERO
  for (const { coefficient, ids, powers } of sum.values()) {
    ring.setting.fuel.spend(2 + bits / 64)
    let value: Value = { re: balls.fromRational(coefficient, bits), im: balls.ZERO }
    for (let at = 0; at < ids.length; at++) {
      const factor = powerValue(ring, ring.atoms[ids[at]!]!, powers[at]!, bits)
      if (factor === null) return null
      value = product(value, factor, bits)
    }
    re = balls.add(re, value.re, bits)
    im = balls.add(im, value.im, bits)
  }
  return { re, im }
}

function powerValue(ring: Ring, atom: Atom, power: number, bits: number): Value | null {
  ring.setting.fuel.spend(4 + bits / 32)
  const share = rationals.rational(BigInt(power), BigInt(SCALE))
  if (atom.kind === "unity") {
    return turned(balls.multiply(pi(bits), balls.fromRational(share, bits), bits), bits)
  }
  if (atom.kind === "cis") {
    if (!atom.turning) return null
    const angle = realOf(valueOfConstant(ring, atom.of!, bits))
    return angle && turned(balls.multiply(angle, balls.fromRational(share, bits), bits), bits)
  }
  const value = realValue(ring, atom, bits)
  if (value === null) return null
  const { numerator, denominator } = share
  if (denominator > BigInt(ROOT_MAX)) return null
  const root = denominator === 1n ? value : rootValue(value, Number(denominator), bits)
  const result = root && balls.power(root, Number(numerator), bits)
  return result && { re: result, im: balls.ZERO }
}

function realValue(ring: Ring, atom: Atom, bits: number): Ball | null {
  switch (atom.kind) {
    case "prime":
      return balls.fromInteger(atom.value, bits)
    case "pi":
      return pi(bits)
    case "exp": {
      const inner = atom.real ? realOf(valueOfConstant(ring, atom.of!, bits)) : null
      return inner && exp(inner, bits)
    }
    case "ln": {
      const inner = atom.real ? realOf(valueOfConstant(ring, atom.of!, bits)) : null
      return inner && ln(inner, bits)
    }
    case "base":
      return atom.real ? realOf(valueOfConstant(ring, atom.of!, bits)) : null
    case "absolute": {
      const inner = realOf(valueOfConstant(ring, atom.of!, bits))
      return inner && balls.absolute(inner)
    }
    default:
      return null
  }
}

/** Odd roots of negative numbers are real: an even one of them never came here. */
function rootValue(value: Ball, index: number, bits: number): Ball | null {
  if (balls.sign(value) >= 0) return balls.root(value, index, bits)
  const root = index % 2 === 1 ? balls.root(balls.negate(value), index, bits) : null
  return root && balls.negate(root)
}

function turned(angle: Ball, bits: number): Value | null {
  const pair = cosSin(angle, bits)
  return pair && { re: pair[0], im: pair[1] }
}

function product(a: Value, b: Value, bits: number): Value {
  const of = (x: Ball, y: Ball) => balls.multiply(x, y, bits)
  if (balls.isExactZero(a.im) && balls.isExactZero(b.im)) {
    return { re: of(a.re, b.re), im: balls.ZERO }
  }
  return {
    re: balls.add(of(a.re, b.re), balls.negate(of(a.im, b.im)), bits),
    im: balls.add(of(a.re, b.im), of(a.im, b.re), bits),
  }
}

function divided(a: Value, b: Value, bits: number): Value | null {
  const square = (x: Ball) => balls.multiply(x, x, bits)
  const size = balls.add(square(b.re), square(b.im), bits)
  const top = product(a, { re: b.re, im: balls.negate(b.im) }, bits)
  const re = balls.divide(top.re, size, bits)
  const im = balls.divide(top.im, size, bits)
  return re && im && { re, im }
}
