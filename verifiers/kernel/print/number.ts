import type { NumberNode } from "../tree.ts"

/** A numeral as it was written: 0.50 keeps its two decimals, 1½ stays a mixed number. */
export function writeNumber(node: NumberNode, latex: boolean): string {
  const { numerator } = node.value
  if (numerator < 0n) {
    const value = { ...node.value, numerator: -numerator }
    return `-${writeNumber({ ...node, value }, latex)}`
  }
  switch (node.written) {
    case "integer":
      return writeFraction(node, latex)
    case "decimal":
      return writeDecimal(node, node.decimals) ?? writeFraction(node, latex)
    case "mixed":
      return writeMixed(node, latex)
    case "scientific":
      return writeScientific(node) ?? writeFraction(node, latex)
    case "repeating":
      return writeRepeating(node) ?? writeFraction(node, latex)
  }
}

/** Whole numbers as digits; what no digits can hold, as a quotient. */
function writeFraction({ value }: NumberNode, latex: boolean): string {
  const { numerator, denominator } = value
  if (denominator === 1n) return `${numerator}`
  return latex ? `\\frac{${numerator}}{${denominator}}` : `(${numerator} / ${denominator})`
}

function writeDecimal({ value }: NumberNode, decimals: number): string | null {
  const scaled = value.numerator * 10n ** BigInt(decimals)
  if (scaled % value.denominator !== 0n) return null
  return placePoint(`${scaled / value.denominator}`, decimals)
}

function placePoint(digits: string, decimals: number): string {
  if (decimals === 0) return digits
  const padded = digits.padStart(decimals + 1, "0")
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
}

function writeMixed({ value }: NumberNode, latex: boolean): string {
  const { numerator, denominator } = value
  const whole = numerator / denominator
  const rest = numerator % denominator
  return latex ? `${whole}\\frac{${rest}}{${denominator}}` : `${whole} ${rest}/${denominator}`
}

const EXPONENT_MAX = 4_096

/** As many digits as are significant, with the point where it was. */
function writeScientific(node: NumberNode): string | null {
  const { value, decimals, significant } = node
  if (value.numerator === 0n) return `${placePoint("0".repeat(decimals + 1), decimals)}e0`
  const size = `${value.numerator}`.length - `${value.denominator}`.length
  for (let shift = size - significant + 2; shift >= size - significant - 2; shift--) {
    if (Math.abs(shift) > EXPONENT_MAX) return null
    const top = shift < 0 ? value.numerator * 10n ** BigInt(-shift) : value.numerator
    const bottom = shift > 0 ? value.denominator * 10n ** BigInt(shift) : value.denominator
    if (top % bottom !== 0n) continue
    const digits = `${top / bottom}`
    if (digits.length === significant) {
      const exponent = shift + decimals
      const sign = exponent < 0 ? "" : "+"
      return `${placePoint(digits, decimals)}e${sign}${pad(exponent)}`
    }
  }
  return null
}

/** Two digits at least: `2e-1` may be a difference, `2e-01` cannot. */
function pad(exponent: number): string {
  const digits = `${Math.abs(exponent)}`.padStart(2, "0")
  return exponent < 0 ? `-${digits}` : digits
}

const PERIOD_MAX = 512

function writeRepeating({ value, decimals }: NumberNode): string | null {
  const scale = 10n ** BigInt(decimals)
  const scaled = value.numerator * scale
  const known = scaled / value.denominator
  let rest = scaled % value.denominator
  const first = rest
  let period = ""
  do {
    rest *= 10n
    period += rest / value.denominator
    rest %= value.denominator
  } while (rest !== first && period.length <= PERIOD_MAX)
  if (rest !== first) return null
  const digits = placePoint(`${known}`, decimals)
  return decimals === 0 ? `${digits}.(${period})` : `${digits}(${period})`
}
