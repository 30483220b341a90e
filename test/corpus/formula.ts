/**
 * The generator's own expression tree. It shares nothing with the judge's, so that no mistake in
 * the judge's reader, printer or arithmetic can hide in the questions that test it.
 */
export type Formula =
  | { readonly is: "number"; readonly text: string }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "constant"; readonly name: "pi" | "e" | "i" }
  | { readonly is: "negate"; readonly of: Formula }
  | { readonly is: "sum"; readonly of: readonly Formula[] }
  | { readonly is: "product"; readonly of: readonly Formula[] }
  | { readonly is: "quotient"; readonly top: Formula; readonly bottom: Formula }
  | { readonly is: "power"; readonly base: Formula; readonly exponent: Formula }
  | { readonly is: "root"; readonly of: Formula; readonly index: number }
  | { readonly is: "call"; readonly name: CallName; readonly args: readonly Formula[] }

export const CALLS = [
  ...["sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan"],
  ...["sinh", "cosh", "tanh", "ln", "log", "abs", "floor", "ceil", "factorial", "binomial"],
] as const
export type CallName = (typeof CALLS)[number]

export const PI: Formula = { is: "constant", name: "pi" }
export const E: Formula = { is: "constant", name: "e" }
export const I: Formula = { is: "constant", name: "i" }

/** A numeral; a negative one is the negation of its opposite, as it is written. */
export function num(value: number | bigint | string): Formula {
  const text = `${value}`
  if (text.startsWith("-")) return negate(num(text.slice(1)))
  return { is: "number", text }
}

export function name(text: string): Formula {
  return { is: "name", name: text }
}

export function negate(of: Formula): Formula {
  return { is: "negate", of }
}

export function sum(...of: readonly Formula[]): Formula {
  return of.length === 1 ? of[0]! : { is: "sum", of }
}

export function minus(one: Formula, other: Formula): Formula {
  return sum(one, negate(other))
}

export function product(...of: readonly Formula[]): Formula {
  return of.length === 1 ? of[0]! : { is: "product", of }
}

export function over(top: Formula, bottom: Formula): Formula {
  return { is: "quotient", top, bottom }
}

export function power(base: Formula, exponent: Formula | number): Formula {
  return { is: "power", base, exponent: typeof exponent === "number" ? num(exponent) : exponent }
}

export function root(of: Formula, index = 2): Formula {
  return { is: "root", of, index }
}

export function call(named: CallName, ...args: readonly Formula[]): Formula {
  return { is: "call", name: named, args }
}

/** The parts of a formula, in the order in which they are written. */
export function partsOf(of: Formula): readonly Formula[] {
  switch (of.is) {
    case "number":
    case "name":
    case "constant":
      return []
    case "negate":
    case "root":
      return [of.of]
    case "sum":
    case "product":
      return of.of
    case "quotient":
      return [of.top, of.bottom]
    case "power":
      return [of.base, of.exponent]
    case "call":
      return of.args
  }
}

/** The same formula around other parts, as many as it had; sums and products take any number. */
export function withParts(of: Formula, parts: readonly Formula[]): Formula {
  const [one, other] = parts as [Formula, Formula]
  switch (of.is) {
    case "number":
    case "name":
    case "constant":
      return of
    case "negate":
    case "root":
      return { ...of, of: one }
    case "sum":
      return sum(...parts)
    case "product":
      return product(...parts)
    case "quotient":
      return over(one, other)
    case "power":
      return power(one, other)
    case "call":
      return { ...of, args: parts }
  }
}

/** Every formula inside one, itself first, with how to put another in its place. */
export interface Place {
  readonly here: Formula
  readonly put: (other: Formula) => Formula
}

export function placesIn(whole: Formula): Place[] {
  const places: Place[] = [{ here: whole, put: (other) => other }]
  for (let i = 0; i < places.length; i++) {
    const { here, put } = places[i]!
    const parts = partsOf(here)
    for (const [at, part] of parts.entries()) {
      places.push({ here: part, put: (other) => put(withParts(here, parts.with(at, other))) })
    }
  }
  return places
}

export function namesIn(of: Formula): Set<string> {
  const names = new Set<string>()
  for (const { here } of placesIn(of)) if (here.is === "name") names.add(here.name)
  return names
}

export function mentionsI(of: Formula): boolean {
  return placesIn(of).some(
    ({ here }) => here === I || (here.is === "constant" && here.name === "i"),
  )
}

/** The whole number that a formula shows, negative ones included; null for any other. */
export function wholeOf(of: Formula): bigint | null {
  if (of.is === "negate") {
    const whole = wholeOf(of.of)
    return whole === null ? null : -whole
  }
  return of.is === "number" && /^\d+$/.test(of.text) ? BigInt(of.text) : null
}
