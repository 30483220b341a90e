/** An exact number in lowest terms; the bottom is positive. */
export interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

/** What a text was that cannot be worked out. */
export class NotArithmetic extends Error {}

export const ZERO: Fraction = { top: 0n, bottom: 1n }
export const ONE: Fraction = { top: 1n, bottom: 1n }

export function plus(a: Fraction, b: Fraction): Fraction {
  return reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, negative(b))
}

export function negative({ top, bottom }: Fraction): Fraction {
  return { top: -top, bottom }
}

export function times(a: Fraction, b: Fraction): Fraction {
  return reduced(a.top * b.top, a.bottom * b.bottom)
}

export function over(a: Fraction, b: Fraction): Fraction {
  if (b.top === 0n) throw new NotArithmetic("division by zero")
  return reduced(a.top * b.bottom, a.bottom * b.top)
}

function reduced(top: bigint, bottom: bigint): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  while (b !== 0n) [a, b] = [b, a % b]
  const by = bottom < 0n ? -a : a
  return by === 0n ? { top: 0n, bottom: 1n } : { top: top / by, bottom: bottom / by }
}

export function show({ top, bottom }: Fraction): string {
  return bottom === 1n ? String(top) : `${top}/${bottom}`
}

/** The value of digits with a point or without. */
export function decimal(text: string): Fraction {
  const [whole, part = ""] = text.split(".")
  return reduced(BigInt(whole! + part), 10n ** BigInt(part.length))
}

export function raise(base: Fraction, exponent: bigint): Fraction {
  if (exponent < 0n) return raise(over(ONE, base), -exponent)
  return reduced(base.top ** exponent, base.bottom ** exponent)
}

/** The remainder of whole numbers, never negative. */
export function remainder(value: Fraction, divisor: Fraction): Fraction {
  const areWhole = value.bottom === 1n && divisor.bottom === 1n
  if (!areWhole || divisor.top <= 0n) throw new NotArithmetic("mod")
  return { top: ((value.top % divisor.top) + divisor.top) % divisor.top, bottom: 1n }
}
