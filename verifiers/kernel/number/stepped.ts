import { type Rational, rational } from "../rational.ts"
import { floorOf } from "../scalar/integers.ts"
import * as balls from "./ball.ts"
import { addReal, divideReal, multiplyReal, negateReal, subtractReal } from "./real.ts"
import {
  BEYOND,
  exact,
  type Finite,
  isReal,
  isZero,
  type Real,
  type Scope,
  signOf,
  toBall,
  UNCLEAR,
  undefinedFor,
  type Value,
} from "./value.ts"

/** Functions that jump: decided only where no jump lies inside the ball. */
export function steppedValue(name: SteppedName) {
  return (_: Finite, scope: Scope, args: readonly Finite[]): Value => {
    if (!args.every(isReal)) return BEYOND
    const [x, modulus] = args as readonly Real[]
    switch (name) {
      case "sign": {
        const sign = signOf(x!)
        return sign === null ? UNCLEAR : exact(BigInt(sign))
      }
      case "floor":
        return floorReal(x!, scope) ?? UNCLEAR
      case "ceil": {
        const floor = floorReal(negateReal(x!), scope)
        return floor ? negateReal(floor) : UNCLEAR
      }
      case "round":
        return roundReal(x!, scope) ?? UNCLEAR
      case "fractional-part": {
        const floor = floorReal(x!, scope)
        return floor ? subtractReal(x!, floor, scope) : UNCLEAR
      }
      case "mod":
        return modulus === undefined ? BEYOND : moduloReal(x!, modulus, scope)
    }
  }
}

type SteppedName = "sign" | "floor" | "ceil" | "round" | "fractional-part" | "mod"

const FLOOR_BITS_MAX = 8_192

function floorReal(x: Real, scope: Scope): Real | null {
  if (x.is === "exact") return exact(floorOf(x.value))
  const ends = balls.ends(toBall(x, scope.bits), FLOOR_BITS_MAX)
  if (!ends) return null
  const low = floorOf(ends[0])
  return low === floorOf(ends[1]) ? exact(low) : null
}

/** To the nearest whole number, halves away from zero. */
function roundReal(x: Real, scope: Scope): Real | null {
  const sign = signOf(x)
  if (sign === null) return null
  const half: Rational = rational(1n, 2n)
  const size = sign < 0 ? negateReal(x) : x
  const floor = floorReal(addReal(size, exact(half), scope), scope)
  return floor && sign < 0 ? negateReal(floor) : floor
}

/** x − m·⌊x/m⌋: it has the sign of the modulus. */
function moduloReal(x: Real, modulus: Real, scope: Scope): Value {
  if (isZero(modulus)) return undefinedFor("remainder of a division by zero")
  const ratio = divideReal(x, modulus, scope)
  const floor = ratio && floorReal(ratio, scope)
  return floor ? subtractReal(x, multiplyReal(modulus, floor, scope), scope) : UNCLEAR
}
