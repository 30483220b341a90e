import { shuffled } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { oneOf, within } from "./draw.ts"
import {
  call,
  E,
  type Formula,
  minus,
  negate,
  num,
  over,
  partsOf,
  placesIn,
  power,
  product,
  root,
  sum,
  wholeOf,
} from "./formula.ts"
import { callSteps, type Named } from "./rewrite-call.ts"

export interface Rewrite {
  readonly step: string
  readonly formula: Formula
}

/** The formula in another form, by one identity somewhere in it; null where none was found. */
export function rewriteFormula(of: Formula, random: Random): Rewrite | null {
  const places = placesIn(of)
  for (let i = 0; i < 4; i++) {
    const { here, put } = oneOf(random, places)
    const steps = stepsAt(here, random)
    if (steps.length === 0) continue
    const [step, formula] = oneOf(random, steps)
    return { step, formula: put(formula) }
  }
  return null
}

function stepsAt(here: Formula, random: Random): Named[] {
  switch (here.is) {
    case "number":
      return numberSteps(here.text, random)
    case "name":
    case "constant":
      return []
    case "negate":
      return negateSteps(here.of)
    case "sum":
      return sumSteps(here.of, random)
    case "product":
      return productSteps(here.of, random)
    case "quotient":
      return quotientSteps(here.top, here.bottom, random)
    case "power":
      return powerSteps(here.base, here.exponent)
    case "root":
      return rootSteps(here.of, here.index, random)
    case "call":
      return callSteps(here, random)
  }
}

function numberSteps(text: string, random: Random): Named[] {
  if (text.includes(".")) {
    const [whole, decimals] = text.split(".") as [string, string]
    const bottom = 10n ** BigInt(decimals.length)
    return [["decimal as fraction", over(num(BigInt(whole + decimals)), num(bottom))]]
  }
  const value = BigInt(text)
  if (value < 2n || value > 400n) return []
  const steps: Named[] = [["square root of the square", root(num(value * value))]]
  const divisor = [2n, 3n, 5n, 7n].find((p) => value % p === 0n && value > p)
  if (divisor !== undefined) {
    steps.push(["factors", product(num(divisor), num(value / divisor))])
  }
  const n = BigInt(within(random, 2, 9))
  steps.push(["as a fraction", over(num(value * n), num(n))])
  if (value < 60n) steps.push(["as a sum", sum(num(value - 1n), num(1))])
  return steps
}

function negateSteps(of: Formula): Named[] {
  const steps: Named[] = [["times minus one", product(num(-1), of)]]
  if (of.is === "sum") steps.push(["sign into the sum", sum(...of.of.map(opposite))])
  if (of.is === "quotient") {
    steps.push(["sign on top", over(negate(of.top), of.bottom)])
    steps.push(["sign below", over(of.top, negate(of.bottom))])
  }
  return steps
}

function opposite(of: Formula): Formula {
  return of.is === "negate" ? of.of : negate(of)
}

function sumSteps(terms: readonly Formula[], random: Random): Named[] {
  const steps: Named[] = [
    ["terms reordered", sum(...shuffled(terms, random))],
    ["sign taken out", negate(sum(...terms.map(opposite)))],
  ]
  if (terms.length > 2) {
    steps.push(["terms grouped", sum(terms[0]!, sum(...terms.slice(1)))])
  }
  const [first, second] = terms as [Formula, Formula]
  const [a, b] = [asQuotient(first), asQuotient(second)]
  if (first.is === "quotient" || second.is === "quotient") {
    const top = sum(product(a.top, b.bottom), product(b.top, a.bottom))
    const joined = over(top, product(a.bottom, b.bottom))
    steps.push(["common denominator", sum(joined, ...terms.slice(2))])
  }
  const k = num(within(random, 2, 5))
  steps.push(["factor taken out", product(k, sum(...terms.map((term) => over(term, k))))])
  steps.push(["all over one", over(sum(...terms.map((term) => product(k, term))), k)])
  return steps
}

function asQuotient(of: Formula): { top: Formula; bottom: Formula } {
  return of.is === "quotient" ? of : { top: of, bottom: num(1) }
}

function productSteps(factors: readonly Formula[], random: Random): Named[] {
  const steps: Named[] = [["factors reordered", product(...shuffled(factors, random))]]
  const at = factors.findIndex((factor) => factor.is === "sum")
  if (at >= 0) {
    const rest = product(...factors.toSpliced(at, 1))
    const terms = partsOf(factors[at]!).map((term) =>
      rest.is === "sum" ? sum(...rest.of.map((one) => product(one, term))) : product(rest, term),
    )
    steps.push(["expanded", sum(...terms)], ["expanded", sum(...terms)])
  }
  const quotient = factors.findIndex((factor) => factor.is === "quotient")
  if (quotient >= 0) {
    const { top, bottom } = factors[quotient] as Extract<Formula, { is: "quotient" }>
    steps.push(["one fraction", over(product(...factors.with(quotient, top)), bottom)])
  }
  const [first, second] = factors as [Formula, Formula]
  if (wholeOf(first) === 2n && factors.length === 2)
    steps.push(["added twice", sum(second, second)])
  if (factors.length > 2) {
    steps.push(["factors grouped", product(first, product(...factors.slice(1)))])
  }
  return steps
}

function quotientSteps(top: Formula, bottom: Formula, random: Random): Named[] {
  const k = num(within(random, 2, 7))
  const steps: Named[] = [
    ["fraction widened", over(product(k, top), product(k, bottom))],
    ["negative exponent", product(top, power(bottom, num(-1)))],
    ["times the inverse", product(over(num(1), bottom), top)],
  ]
  const [p, q] = [wholeOf(top), wholeOf(bottom)]
  if (p !== null && q !== null) {
    const n = BigInt(within(random, 2, 6))
    steps.push(["fraction widened", over(num(p * n), num(q * n))])
    if (1024n % q === 0n || 1000n % q === 0n) steps.push(["decimal", decimalOf(p, q)])
    if (p > q && q > 0n) steps.push(["whole and rest", sum(num(p / q), over(num(p % q), bottom))])
  }
  if (top.is === "sum") {
    steps.push(["split fraction", sum(...top.of.map((term) => over(term, bottom)))])
  }
  if (bottom.is === "root" && bottom.index === 2) {
    steps.push(["rationalised", over(product(top, bottom), bottom.of)])
  }
  return steps
}

/** p/q where q divides a power of ten. */
function decimalOf(p: bigint, q: bigint): Formula {
  const digits = `${(p * 10n ** 10n) / q}`.padStart(11, "0")
  const text = `${digits.slice(0, -10)}.${digits.slice(-10)}`
  return num(text.replace(/0+$/, "").replace(/\.$/, ""))
}

function powerSteps(base: Formula, exponent: Formula): Named[] {
  const n = wholeOf(exponent)
  if (n === null) {
    const steps: Named[] = []
    if (exponent.is === "sum") {
      steps.push(["power of a sum", product(...exponent.of.map((term) => power(base, term)))])
    }
    if (exponent.is === "negate") {
      steps.push(["inverse power", over(num(1), power(base, exponent.of))])
    }
    return steps
  }
  if (n < 0n) return [["inverse power", over(num(1), power(base, num(-n)))]]
  if (n < 2n) return []
  const steps: Named[] = [
    ["one factor apart", product(base, n === 2n ? base : power(base, num(n - 1n)))],
  ]
  if (n <= 4n) steps.push(["written out", product(...Array(Number(n)).fill(base))])
  if (n % 2n === 0n) {
    steps.push([
      "power of a power",
      n === 2n ? power(negate(base), 2) : power(power(base, 2), num(n / 2n)),
    ])
  }
  if (n === 2n && base.is === "sum" && base.of.length === 2) {
    const [a, b] = base.of as [Formula, Formula]
    steps.push(["binomial", sum(power(a, 2), product(num(2), a, b), power(b, 2))])
  }
  const known = base.is === "call" ? base.name : null
  if (n === 2n && base.is === "call" && (known === "sin" || known === "cos")) {
    const other = call(known === "sin" ? "cos" : "sin", ...base.args)
    const double = call("cos", product(num(2), base.args[0]!))
    const halved = known === "sin" ? minus(num(1), double) : sum(num(1), double)
    steps.push(["Pythagoras", minus(num(1), power(other, 2))], ["half angle", over(halved, num(2))])
  }
  if (n === 2n && known === "sec") {
    steps.push(["Pythagoras", sum(num(1), power(call("tan", ...partsOf(base)), 2))])
  }
  if (base === E || (base.is === "constant" && base.name === "e")) return steps.slice(0, 1)
  return steps
}

function rootSteps(of: Formula, index: number, random: Random): Named[] {
  const steps: Named[] = [["fractional exponent", power(of, over(num(1), num(index)))]]
  const n = wholeOf(of)
  if (n !== null && n > 1n) {
    const k = BigInt(within(random, 2, 5))
    const wider = root(num(n * k ** BigInt(index)), index)
    steps.push(["wider root", over(wider, num(k))])
    if (index === 2) steps.push(["rationalised", over(of, root(of))])
    if (index === 2) steps.push(["root of a quotient", root(over(num(n * k * k), num(k * k)))])
    const p = [2n, 3n, 5n].find((prime) => n % prime === 0n && n > prime)
    if (p !== undefined) {
      steps.push(["root of a product", product(root(num(p), index), root(num(n / p), index))])
    }
  }
  if (index === 2 && of.is === "power" && wholeOf(of.exponent) === 2n) {
    steps.push(["absolute value", call("abs", of.base)])
  }
  return steps
}
