import type { Random } from "../../src/world.ts"
import { chance, oneOf, within } from "./draw.ts"
import {
  type CallName,
  call,
  E,
  type Formula,
  minus,
  name,
  negate,
  num,
  over,
  PI,
  placesIn,
  power,
  product,
  root,
  sum,
} from "./formula.ts"
import { nearlySame } from "./near.ts"

/** A formula that somebody might have written instead, with the slip that led to it. */
export interface Slip {
  readonly slip: string
  readonly formula: Formula
}

/** One slip somewhere in the formula; null where the place that was drawn allows none. */
export function mutateFormula(of: Formula, random: Random): Slip | null {
  const near = nearlySame(of, random)
  if (near !== null) return near
  const { here, put } = oneOf(random, placesIn(of))
  const slips = slipsAt(here, random)
  if (slips.length === 0) return null
  const [slip, formula] = oneOf(random, slips)
  return { slip, formula: put(formula) }
}

type Named = readonly [slip: string, formula: Formula]

function slipsAt(here: Formula, random: Random): Named[] {
  const anywhere: Named[] = [
    ["sign", here.is === "negate" ? here.of : negate(here)],
    ["one more", sum(here, num(1))],
    ["doubled", product(num(2), here)],
  ]
  // Slips that could be made anywhere are drawn less often than those of the place itself.
  const own = slipsOf(here, random)
  return own.length === 0 || chance(random, 0.15) ? anywhere : own
}

function slipsOf(here: Formula, random: Random): Named[] {
  switch (here.is) {
    case "number":
      return numberSlips(here.text, random)
    case "name":
      return nameSlips(here.name, random)
    case "constant":
      return constantSlips(here.name)
    case "negate":
      return [["sign", here.of]]
    case "sum":
      return sumSlips(here.of, random)
    case "product":
      return productSlips(here.of, random)
    case "quotient":
      return quotientSlips(here.top, here.bottom)
    case "power":
      return powerSlips(here.base, here.exponent)
    case "root":
      return rootSlips(here.of, here.index)
    case "call":
      return callSlips(here.name, here.args)
  }
}

function numberSlips(text: string, random: Random): Named[] {
  const at = within(random, 0, text.length - 1)
  const other = String((Number(text[at]) + within(random, 1, 9)) % 10)
  const digits = text[at] === "." ? text : text.slice(0, at) + other + text.slice(at + 1)
  const last = (Number(text.at(-1)) + 1) % 10
  const slips: Named[] = [
    ["digit", num(clean(digits))],
    ["last digit", num(clean(text.slice(0, -1) + last))],
    ["ten times", num(text.includes(".") ? shifted(text) : `${text}0`)],
    ["hundred times", product(num(text), num(100))],
    ["a hundredth", over(num(text), num(100))],
  ]
  if (!text.includes(".")) {
    const whole = BigInt(text)
    slips.push(["one off", num(whole + 1n)], ["one off", num(whole - 1n)])
    if (text.length > 1)
      slips.push(["digit dropped", num(clean(text.slice(0, at) + text.slice(at + 1)))])
    if (text.length > 1)
      slips.push(["digits swapped", num(clean(text[1]! + text[0]! + text.slice(2)))])
    slips.push(["decimal tail", num(`${text}.${within(random, 1, 9)}`)])
  }
  return slips
}

/** No zeros in front, so that the text stays a numeral that somebody would write. */
function clean(text: string): string {
  const bare = text.replace(/^0+(?=\d)/, "")
  return bare === "" ? "0" : bare
}

/** Ten times a decimal: 1.25 becomes 12.5. */
function shifted(text: string): string {
  const [whole, decimals] = text.split(".") as [string, string]
  const moved = `${whole}${decimals[0]}.${decimals.slice(1)}`
  return clean(moved.endsWith(".") ? moved.slice(0, -1) : moved)
}

function nameSlips(named: string, random: Random): Named[] {
  const other = oneOf(
    random,
    ["x", "y", "a", "b", "t"].filter((letter) => letter !== named),
  )
  return [
    ["another name", name(other)],
    ["sign of an unknown", negate(name(named))],
    ["square", power(name(named), 2)],
    ["a number for a name", num(1)],
    ["absolute value", call("abs", name(named))],
    ["capital", name(named.toUpperCase())],
  ]
}

function constantSlips(named: "pi" | "e" | "i"): Named[] {
  if (named === "pi") {
    return [
      ["22/7 for pi", over(num(22), num(7))],
      ["3.14 for pi", num("3.14")],
      ["pi lost", num(1)],
      ["e for pi", E],
      ["180 for pi", num(180)],
    ]
  }
  if (named === "e")
    return [
      ["pi for e", PI],
      ["e as 2.7", num("2.7")],
      ["e lost", num(1)],
    ]
  return [
    ["i lost", num(1)],
    ["sign of i", negate({ is: "constant", name: "i" })],
  ]
}

function sumSlips(terms: readonly Formula[], random: Random): Named[] {
  const at = within(random, 0, terms.length - 1)
  const term = terms[at]!
  return [
    ["sign of a term", sum(...terms.with(at, term.is === "negate" ? term.of : negate(term)))],
    ["term dropped", sum(...terms.toSpliced(at, 1))],
    ["term twice", sum(...terms, term)],
    ["product for sum", product(...terms)],
    ["all signs", negate(sum(...terms))],
  ]
}

function productSlips(factors: readonly Formula[], random: Random): Named[] {
  const at = within(random, 0, factors.length - 1)
  const slips: Named[] = [
    ["factor dropped", product(...factors.toSpliced(at, 1))],
    ["factor twice", product(...factors, factors[at]!)],
    ["sum for product", sum(...factors)],
    ["quotient for product", over(factors[0]!, product(...factors.slice(1)))],
  ]
  const inner = factors[at]!
  if (inner.is === "sum") {
    // 2(x + 3) as 2x + 3: only the first term was multiplied.
    const rest = factors.toSpliced(at, 1)
    slips.push(["half expanded", sum(product(...rest, inner.of[0]!), ...inner.of.slice(1))])
  }
  return slips
}

function quotientSlips(top: Formula, bottom: Formula): Named[] {
  const slips: Named[] = [
    ["upside down", over(bottom, top)],
    ["product for quotient", product(top, bottom)],
    ["bottom lost", top],
    ["difference for quotient", minus(top, bottom)],
    ["top one off", over(sum(top, num(1)), bottom)],
  ]
  if (bottom.is === "sum") {
    const apart = bottom.of.map((term) => over(top, term))
    slips.push(["split bottom", sum(...apart)])
  }
  if (top.is === "sum") {
    slips.push(["half divided", sum(over(top.of[0]!, bottom), ...top.of.slice(1))])
  }
  return slips
}

function powerSlips(base: Formula, exponent: Formula): Named[] {
  const slips: Named[] = [
    ["exponent one off", power(base, sum(exponent, num(1)))],
    ["exponent one off", power(base, minus(exponent, num(1)))],
    ["exponent's sign", power(base, exponent.is === "negate" ? exponent.of : negate(exponent))],
    ["exponent lost", base],
    ["factor for exponent", product(exponent, base)],
    ["swapped power", power(exponent, base)],
  ]
  if (base.is === "sum")
    slips.push(["freshman's dream", sum(...base.of.map((t) => power(t, exponent)))])
  if (base.is === "product") {
    const [first, ...rest] = base.of as [Formula, ...Formula[]]
    slips.push(["half raised", product(first, power(product(...rest), exponent))])
  }
  return slips
}

function rootSlips(of: Formula, index: number): Named[] {
  const slips: Named[] = [
    ["root lost", of],
    ["another root", root(of, index + 1)],
    ["inside one off", root(sum(of, num(1)), index)],
    ["half for root", over(of, num(index))],
    ["other sign of the root", negate(root(of, index))],
  ]
  if (of.is === "sum") slips.push(["root of each term", sum(...of.of.map((t) => root(t, index)))])
  if (of.is === "power" && index === 2) slips.push(["sign lost under root", of.base])
  return slips
}

const MISTAKEN: ReadonlyMap<CallName, readonly CallName[]> = new Map([
  ["sin", ["cos", "tan", "sinh"]],
  ["cos", ["sin", "sec", "cosh"]],
  ["tan", ["cot", "sin"]],
  ["sec", ["csc", "cos"]],
  ["arcsin", ["arccos", "sin"]],
  ["arccos", ["arcsin", "cos"]],
  ["arctan", ["tan", "arcsin"]],
  ["ln", ["log"]],
  ["log", ["ln"]],
  ["floor", ["ceil"]],
  ["ceil", ["floor"]],
  ["sinh", ["sin", "cosh"]],
] as const)

function callSlips(named: CallName, args: readonly Formula[]): Named[] {
  const [first, second] = args as [Formula, Formula | undefined]
  if (second !== undefined) {
    return [
      ["arguments swapped", call(named, second, first)],
      ["argument one off", call(named, sum(first, num(1)), second)],
      ["argument one off", call(named, first, sum(second, num(1)))],
    ]
  }
  const slips = (MISTAKEN.get(named) ?? []).map((other): Named => ["function", call(other, first)])
  slips.push(["function lost", first], ["argument doubled", call(named, product(num(2), first))])
  if (first.is === "sum") {
    slips.push(["function of each term", sum(...first.of.map((term) => call(named, term)))])
  }
  if (named === "factorial") slips.push(["argument one off", call(named, sum(first, num(1)))])
  return slips
}
