import fc from "fast-check"
import { rational } from "../../../verifiers/kernel/rational.ts"
import { decimalNode } from "../../../verifiers/kernel/read/numeral.ts"
import type {
  ConstantNode,
  Expr,
  FunctionName,
  NumberNode,
  RelationSign,
} from "../../../verifiers/kernel/tree.ts"
import { unitNamed } from "../../../verifiers/kernel/units/units.ts"
import { partsOf } from "../../../verifiers/kernel/walk.ts"

/**
 * Trees as the reader makes them: numerals are not negative, a product does not begin with a
 * product, names that mean something else where they stand (d, C, P) do not occur.
 */
export function scalarTrees(): fc.Arbitrary<Expr> {
  return fc.letrec<{ scalar: Expr }>((tie) => ({
    scalar: fc.oneof({ maxDepth: 4, depthSize: "small" }, leaf(), ...branches(tie("scalar"))),
  })).scalar
}

/** Scalars, and all that an answer may be besides: relations, sets, lists, words. */
export function answerTrees(): fc.Arbitrary<Expr> {
  const scalar = scalarTrees()
  return fc.oneof({ arbitrary: scalar, weight: 3 }, ...collections(scalar))
}

/** The names in a tree: a reader needs to be told those with several letters. */
export function namesIn(expr: Expr): Set<string> {
  const names = new Set<string>()
  const walk = (of: Expr): void => {
    if (of.kind === "symbol" || of.kind === "apply") names.add(of.name)
    for (const part of partsOf(of)) walk(part)
  }
  walk(expr)
  return names
}

const NAMES = ["x", "y", "n", "a", "z", "B", "alpha", "theta", "Omega", "x_1", "a_n", "AB", "speed"]
const CONSTANTS: readonly ConstantNode["name"][] = ["pi", "e", "i", "infinity", "undefined"]

function leaf(): fc.Arbitrary<Expr> {
  return fc.oneof(
    numerals(),
    symbols(),
    fc.constantFrom(...CONSTANTS).map((name): Expr => ({ kind: "constant", name })),
  )
}

function symbols(): fc.Arbitrary<Expr> {
  return fc.constantFrom(...NAMES).map((name): Expr => ({ kind: "symbol", name }))
}

function numerals(): fc.Arbitrary<NumberNode> {
  const digits = (most: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(most) }).map(String)
  return fc.oneof(
    digits(12).map((whole) => decimalNode(whole, "", "")),
    fc
      .tuple(digits(5), fc.stringMatching(/^[0-9]{1,6}$/))
      .map(([whole, decimals]) => decimalNode(whole, decimals, "")),
    fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 2, max: 30 }))
      .map(([whole, bottom]): NumberNode => {
        const value = rational(whole * bottom + 1, bottom)
        return { ...decimalNode(`${whole}`, "", ""), value, written: "mixed" }
      }),
    fc
      .tuple(fc.stringMatching(/^[1-9][0-9]{0,4}$/), fc.integer({ min: -30, max: 30 }))
      .map(([digits, power]): NumberNode => {
        const node = decimalNode(digits.slice(0, 1), digits.slice(1), "")
        const [top, bottom] = power < 0 ? [1n, 10n ** BigInt(-power)] : [10n ** BigInt(power), 1n]
        const { numerator, denominator } = node.value
        const value = rational(numerator * top, denominator * bottom)
        return { ...node, value, written: "scientific" }
      }),
    fc
      .tuple(fc.stringMatching(/^[0-9]{0,3}$/), fc.constantFrom("3", "142857", "09", "123"))
      .map(([decimals, period]) => decimalNode("2", decimals, period)),
  )
}

const ONE_ARGUMENT: readonly FunctionName[] = [
  ...(["sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot"] as const),
  ...(["sinh", "cosh", "tanh", "arsinh", "arcosh", "artanh", "ln", "log", "exp", "abs"] as const),
  ...(["sign", "floor", "ceil", "round", "fractional-part", "factorial"] as const),
  ...(["double-factorial", "gamma", "re", "im", "arg", "determinant", "trace"] as const),
  ...(["transpose", "totient", "erf", "conjugate"] as const),
]
const TWO_ARGUMENTS: readonly FunctionName[] = [
  ...(["log", "mod", "gcd", "lcm", "min", "max", "binomial", "permutations"] as const),
]

function branches(scalar: fc.Arbitrary<Expr>): fc.Arbitrary<Expr>[] {
  const several = fc.array(scalar, { minLength: 2, maxLength: 3 })
  return [
    scalar.map((of): Expr => ({ kind: "negate", of })),
    several.map((terms): Expr => ({ kind: "add", terms })),
    several.filter(([first]) => isPlainFactor(first!)).map(product),
    fc.tuple(scalar, scalar).map(([top, bottom]): Expr => ({ kind: "divide", top, bottom })),
    fc.tuple(scalar, scalar).map(([base, exponent]): Expr => ({ kind: "power", base, exponent })),
    scalar.map((of): Expr => ({ kind: "root", of, index: decimalNode("2", "", "") })),
    fc.tuple(scalar, scalar).map(([of, index]): Expr => ({ kind: "root", of, index })),
    fc
      .tuple(fc.constantFrom(...ONE_ARGUMENT), scalar)
      .map(([name, of]): Expr => ({ kind: "call", name, args: [of] })),
    fc
      .tuple(fc.constantFrom(...TWO_ARGUMENTS), scalar, scalar)
      .map(([name, a, b]): Expr => ({ kind: "call", name, args: [a, b] })),
    fc
      .tuple(fc.constantFrom("f", "g", "h"), fc.integer({ min: 0, max: 2 }), scalar)
      .map(([name, primes, of]): Expr => ({ kind: "apply", name, primes, args: [of] })),
    scalar.map((of): Expr => ({ kind: "percent", of })),
    fc
      .tuple(fc.constantFrom("plus", "minus"), fc.option(scalar), scalar)
      .map(([sign, left, right]): Expr => ({ kind: "plus-minus", sign, left, right })),
    operations(scalar),
  ]
}

function isPlainFactor({ kind }: Expr): boolean {
  return kind !== "multiply" && kind !== "quantity"
}

function product(factors: Expr[]): Expr {
  return { kind: "multiply", factors }
}

function operations(scalar: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  const parts = fc.tuple(scalar, scalar, scalar, fc.constantFrom("x", "k", "theta"))
  return parts.chain(([of, low, high, variable]) => {
    const base = { kind: "operation", of, variable, low, high, order: 0 } as const
    return fc.constantFrom<Expr>(
      { ...base, name: "integral" },
      { ...base, name: "integral", low: null, high: null },
      { ...base, name: "sum" },
      { ...base, name: "product" },
      { ...base, name: "limit", low: null, order: 1 },
      { ...base, name: "limit", low: null },
      { ...base, name: "derivative", low: null, high: null, order: 1 },
      { ...base, name: "derivative", low: null, high: null, order: 3 },
    )
  })
}

const SIGNS: readonly RelationSign[] = ["=", "≠", "<", "≤", ">", "≥", "≈"]
const UNITS = ["km", "m", "m/s", "cm", "$", "°", "hours"]

function collections(scalar: fc.Arbitrary<Expr>): fc.Arbitrary<Expr>[] {
  const several = fc.array(scalar, { minLength: 2, maxLength: 4 })
  const relation = fc
    .array(fc.tuple(scalar, fc.constantFrom(...SIGNS)), { minLength: 2, maxLength: 3 })
    .map((parts): Expr => {
      const signs = parts.slice(1).map(([, sign]) => sign)
      return { kind: "relation", sides: parts.map(([side]) => side), signs }
    })
  const interval = fc
    .tuple(scalar, scalar, fc.boolean(), fc.boolean())
    .map(([low, high, lowClosed, highClosed]): Expr => {
      return { kind: "interval", low, high, lowClosed, highClosed }
    })
  return [
    relation,
    interval,
    ...sets(scalar, relation, interval),
    ...statements(relation),
    several.map((parts): Expr => ({ kind: "ratio", parts })),
    several.map((items): Expr => ({ kind: "tuple", items, fence: "round" })),
    several.map((items): Expr => ({ kind: "tuple", items, fence: "angle" })),
    fc
      .tuple(fc.constantFrom("comma", "and", "or"), fc.array(relation, { minLength: 2 }))
      .map(([word, items]): Expr => ({ kind: "list", items, word })),
    several.map((items): Expr => ({ kind: "list", items, word: "comma" })),
    fc.tuple(scalar, scalar).map(([a, b]): Expr => ({ kind: "matrix", rows: [[a], [b]] })),
    fc.tuple(scalar, scalar, scalar, scalar).map(
      ([a, b, c, d]): Expr => ({
        kind: "matrix",
        rows: [
          [a, b],
          [c, d],
        ],
      }),
    ),
    fc
      .tuple(scalar, scalar, scalar)
      .map(([left, right, modulus]): Expr => ({ kind: "congruence", left, right, modulus })),
    fc
      .tuple(numerals(), fc.constantFrom(...UNITS))
      .map(([value, unit]): Expr => ({ kind: "quantity", value, unit: unitOf(unit) })),
    fc.tuple(scalar, relation, fc.option(scalar)).map(([value, when, otherwise]): Expr => {
      return { kind: "piecewise", cases: [{ value, when }], otherwise }
    }),
    fc.constantFrom<Expr>(
      { kind: "text", text: "Monday" },
      { kind: "truth", value: true },
      { kind: "truth", value: false },
      { kind: "based", value: rational(7), base: 5, digits: "12" },
    ),
  ]
}

function unitOf(text: string) {
  if (text !== "m/s") return unitNamed(text)!
  return { ...unitNamed("m")!, text, dimension: { length: 1, time: -1 } }
}

function sets(
  scalar: fc.Arbitrary<Expr>,
  relation: fc.Arbitrary<Expr>,
  interval: fc.Arbitrary<Expr>,
): fc.Arbitrary<Expr>[] {
  const named = fc
    .tuple(
      fc.constantFrom("naturals", "integers", "rationals", "reals"),
      fc.constantFrom("all", "positive", "negative", "nonnegative", "nonpositive", "nonzero"),
    )
    .map(([name, part]): Expr => ({ kind: "named-set", name, part }))
  return [
    named,
    fc.constant<Expr>({ kind: "named-set", name: "empty", part: "all" }),
    fc
      .tuple(symbols(), fc.constantFrom("∈", "∉"), fc.oneof(named, interval))
      .map(([x, sign, set]): Expr => ({ kind: "relation", sides: [x, set], signs: [sign] })),
    fc.array(scalar, { minLength: 1, maxLength: 4 }).map((items): Expr => ({ kind: "set", items })),
    fc
      .tuple(symbols(), relation)
      .map(([element, condition]): Expr => ({ kind: "builder", element, condition })),
    fc
      .tuple(fc.constantFrom("union", "intersection"), fc.array(interval, { minLength: 2 }))
      .map(([name, of]): Expr => ({ kind: "set-operation", name, of })),
    fc
      .tuple(named, interval)
      .map(([a, b]): Expr => ({ kind: "set-operation", name: "difference", of: [a, b] })),
  ]
}

function statements(relation: fc.Arbitrary<Expr>): fc.Arbitrary<Expr>[] {
  return [
    fc
      .tuple(fc.constantFrom("and", "or", "xor"), fc.array(relation, { minLength: 2 }))
      .map(([name, of]): Expr => ({ kind: "logic", name, of })),
    fc
      .tuple(fc.constantFrom("implies", "iff"), relation, relation)
      .map(([name, a, b]): Expr => ({ kind: "logic", name, of: [a, b] })),
    relation.map((of): Expr => ({ kind: "logic", name: "not", of: [of] })),
  ]
}
