import {
  decimal,
  type Fraction,
  NotArithmetic,
  negative,
  ONE,
  over,
  plus,
  raise,
  remainder,
  times,
  ZERO,
} from "./fraction.ts"

/** slope · x + fixed, for the one letter of the text. */
export interface Linear {
  readonly slope: Fraction
  readonly fixed: Fraction
}

/** Reads by falling precedence: sums, products with `mod` and `of`, signs, powers, atoms. */
export function evaluate(text: string): Linear {
  const input: Input = { tokens: text.match(TOKEN) ?? [], at: 0, letter: undefined }
  const value = sum(input)
  if (input.at < input.tokens.length) throw new NotArithmetic("rest")
  return value
}

const TOKEN = /\d+(?:\.\d+)?|mod|of|[a-z]|[()+\-*/^%]/g
const EXPONENT_MAX = 4_096n // what a problem may have; more would take long

interface Input {
  readonly tokens: readonly string[]
  at: number
  letter: string | undefined
}

function sum(input: Input): Linear {
  let value = product(input)
  for (;;) {
    const sign = input.tokens[input.at]
    if (sign !== "+" && sign !== "-") return value
    input.at++
    const next = product(input)
    value = added(value, sign === "+" ? next : scaled(next, negative(ONE)))
  }
}

function product(input: Input): Linear {
  let value = signed(input)
  for (;;) {
    const sign = input.tokens[input.at]
    if (sign === "/" || sign === "mod") {
      input.at++
      const by = constantOf(signed(input))
      value =
        sign === "/" ? scaled(value, over(ONE, by)) : constant(remainder(constantOf(value), by))
    } else if (sign === "*" || sign === "of") {
      input.at++
      value = multiplied(value, signed(input))
    } else if (sign !== undefined && /^[\d(a-z]/.test(sign)) {
      value = multiplied(value, signed(input)) // 5x, 2(3 + 4)
    } else {
      return value
    }
  }
}

function signed(input: Input): Linear {
  const sign = input.tokens[input.at]
  if (sign !== "-" && sign !== "+") return power(input)
  input.at++
  const value = signed(input)
  return sign === "-" ? scaled(value, negative(ONE)) : value
}

function power(input: Input): Linear {
  const base = percent(input)
  if (input.tokens[input.at] !== "^") return base
  input.at++
  const { top, bottom } = constantOf(signed(input))
  if (bottom !== 1n || top > EXPONENT_MAX || top < -EXPONENT_MAX) throw new NotArithmetic("power")
  return constant(raise(constantOf(base), top))
}

function percent(input: Input): Linear {
  const value = atom(input)
  if (input.tokens[input.at] !== "%") return value
  input.at++
  return scaled(value, { top: 1n, bottom: 100n })
}

function atom(input: Input): Linear {
  const token = input.tokens[input.at++]
  if (token === undefined) throw new NotArithmetic("end")
  if (/^\d/.test(token)) return constant(decimal(token))
  if (token === "(") {
    const value = sum(input)
    if (input.tokens[input.at++] !== ")") throw new NotArithmetic("bracket")
    return value
  }
  input.letter ??= token
  if (!/^[a-z]$/.test(token) || token !== input.letter) throw new NotArithmetic(token)
  return { slope: ONE, fixed: ZERO }
}

function constant(value: Fraction): Linear {
  return { slope: ZERO, fixed: value }
}

function constantOf({ slope, fixed }: Linear): Fraction {
  if (slope.top !== 0n) throw new NotArithmetic("unknown")
  return fixed
}

function added(a: Linear, b: Linear): Linear {
  return { slope: plus(a.slope, b.slope), fixed: plus(a.fixed, b.fixed) }
}

function scaled(value: Linear, by: Fraction): Linear {
  return { slope: times(value.slope, by), fixed: times(value.fixed, by) }
}

function multiplied(a: Linear, b: Linear): Linear {
  return a.slope.top === 0n ? scaled(b, a.fixed) : scaled(a, constantOf(b))
}
