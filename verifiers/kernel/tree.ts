import type { Rational } from "./rational.ts"

/**
 * The closed expression tree: all that a reader can make of a text, and all that the judge can
 * compare. It keeps what was written (a quotient stays a quotient, 0.50 keeps its two decimals);
 * what is equal is decided later. Trees are plain data and never change.
 */
export type Expr =
  | NumberNode
  | BasedNode
  | SymbolNode
  | ConstantNode
  | NegateNode
  | AddNode
  | MultiplyNode
  | DivideNode
  | PowerNode
  | RootNode
  | CallNode
  | ApplyNode
  | PlusMinusNode
  | PercentNode
  | QuantityNode
  | RatioNode
  | MatrixNode
  | TupleNode
  | ListNode
  | SetNode
  | BuilderNode
  | IntervalNode
  | NamedSetNode
  | SetOperationNode
  | RelationNode
  | CongruenceNode
  | LogicNode
  | TruthNode
  | PiecewiseNode
  | OperationNode
  | TextNode

/** An exact literal. 0.50 has value 1/2, 2 decimals and 2 significant digits. */
export interface NumberNode {
  readonly kind: "number"
  readonly value: Rational
  readonly written: "integer" | "decimal" | "mixed" | "scientific" | "repeating"
  /** Digits after the decimal point as written, before a power of ten is applied. */
  readonly decimals: number
  /** Significant digits as written; trailing zeros of an integer count as written. */
  readonly significant: number
}

/** A numeral with its base written: 12_5. `value` is what it is worth. */
export interface BasedNode {
  readonly kind: "based"
  readonly value: Rational
  readonly base: number
  readonly digits: string
}

/** An unknown or a name: x, x_1, alpha, AB. Look-alike letters of other scripts are other names. */
export interface SymbolNode {
  readonly kind: "symbol"
  readonly name: string
}

export interface ConstantNode {
  readonly kind: "constant"
  /** `undefined` is a written NaN, "undefined" or "does not exist". */
  readonly name: "pi" | "e" | "i" | "infinity" | "undefined"
}

export interface NegateNode {
  readonly kind: "negate"
  readonly of: Expr
}

/** Two or more terms; a subtracted one is a `negate`. */
export interface AddNode {
  readonly kind: "add"
  readonly terms: readonly Expr[]
}

/** Two or more factors. */
export interface MultiplyNode {
  readonly kind: "multiply"
  readonly factors: readonly Expr[]
}

export interface DivideNode {
  readonly kind: "divide"
  readonly top: Expr
  readonly bottom: Expr
}

export interface PowerNode {
  readonly kind: "power"
  readonly base: Expr
  readonly exponent: Expr
}

/** The real root written with a radical; a square root has the index 2. */
export interface RootNode {
  readonly kind: "root"
  readonly of: Expr
  readonly index: Expr
}

/** Functions that the kernel knows. `log` has one argument (base 10) or two (argument, base). */
export const FUNCTIONS = [
  ...["sin", "cos", "tan", "cot", "sec", "csc"],
  ...["arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc"],
  ...["sinh", "cosh", "tanh", "coth", "sech", "csch"],
  ...["arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch"],
  ...["ln", "log", "exp", "abs", "sign", "floor", "ceil", "round", "fractional-part"],
  ...["mod", "gcd", "lcm", "min", "max", "factorial", "double-factorial", "binomial"],
  ...["permutations", "gamma", "re", "im", "arg", "conjugate", "determinant", "trace"],
  ...["transpose", "totient", "erf"],
] as const
export type FunctionName = (typeof FUNCTIONS)[number]

export interface CallNode {
  readonly kind: "call"
  readonly name: FunctionName
  readonly args: readonly Expr[]
}

/** A function that the kernel does not know: f(x), f'(x) with one prime. */
export interface ApplyNode {
  readonly kind: "apply"
  readonly name: string
  readonly primes: number
  readonly args: readonly Expr[]
}

/** ±a and a ± b. `∓` is the other sign of the same choice. */
export interface PlusMinusNode {
  readonly kind: "plus-minus"
  readonly sign: "plus" | "minus"
  readonly left: Expr | null
  readonly right: Expr
}

export interface PercentNode {
  readonly kind: "percent"
  readonly of: Expr
}

/** `scale`, times pi where `pi` is true, turns a value into base units; `offset` is added after. */
export interface Unit {
  readonly text: string
  readonly scale: Rational
  readonly pi: boolean
  readonly offset: Rational | null
  /** Exponents by base dimension, in alphabetical order: `{ length: 1, time: -1 }`. */
  readonly dimension: Readonly<Record<string, number>>
}

export interface QuantityNode {
  readonly kind: "quantity"
  readonly value: Expr
  readonly unit: Unit
}

/** 3:2 and 1:2:3. */
export interface RatioNode {
  readonly kind: "ratio"
  readonly parts: readonly Expr[]
}

export interface MatrixNode {
  readonly kind: "matrix"
  readonly rows: readonly (readonly Expr[])[]
}

/** (1, 2): a point, a vector or an open interval; `angle` where written with ⟨ ⟩. */
export interface TupleNode {
  readonly kind: "tuple"
  readonly items: readonly Expr[]
  readonly fence: "round" | "square" | "angle"
}

/** Parts without a fence: `1, 2`, `1 and 2`, `1 or 2`; `word` tells what stood between. */
export interface ListNode {
  readonly kind: "list"
  readonly items: readonly Expr[]
  readonly word: "comma" | "and" | "or"
}

export interface SetNode {
  readonly kind: "set"
  readonly items: readonly Expr[]
}

/** { element | condition }. */
export interface BuilderNode {
  readonly kind: "builder"
  readonly element: Expr
  readonly condition: Expr
}

/** [1, 2), ]1, 2[. A text `(1, 2)` reads as a tuple and `[1, 2]` as an interval. */
export interface IntervalNode {
  readonly kind: "interval"
  readonly low: Expr
  readonly high: Expr
  readonly lowClosed: boolean
  readonly highClosed: boolean
}

export interface NamedSetNode {
  readonly kind: "named-set"
  readonly name: "empty" | "naturals" | "integers" | "rationals" | "reals" | "complexes"
  /** ℤ⁺, ℝ_{\ge 0} and their like: which part of it. */
  readonly part: "all" | "positive" | "negative" | "nonnegative" | "nonpositive" | "nonzero"
}

export interface SetOperationNode {
  readonly kind: "set-operation"
  readonly name: "union" | "intersection" | "difference"
  readonly of: readonly Expr[]
}

export type RelationSign = "=" | "≠" | "<" | "≤" | ">" | "≥" | "≈" | "∈" | "∉" | "⊂" | "⊆"

/** A chain a = b = c or 1 < x ≤ 3: `signs[i]` stands between `sides[i]` and `sides[i + 1]`. */
export interface RelationNode {
  readonly kind: "relation"
  readonly sides: readonly Expr[]
  readonly signs: readonly RelationSign[]
}

/** left ≡ right (mod modulus). */
export interface CongruenceNode {
  readonly kind: "congruence"
  readonly left: Expr
  readonly right: Expr
  readonly modulus: Expr
}

export interface LogicNode {
  readonly kind: "logic"
  readonly name: "and" | "or" | "not" | "implies" | "iff" | "xor"
  readonly of: readonly Expr[]
}

export interface TruthNode {
  readonly kind: "truth"
  readonly value: boolean
}

export interface PiecewiseNode {
  readonly kind: "piecewise"
  readonly cases: readonly { readonly value: Expr; readonly when: Expr }[]
  readonly otherwise: Expr | null
}

/** An operation left undone. Bounds are null where none are written; a limit has only `high`. */
export interface OperationNode {
  readonly kind: "operation"
  readonly name: "integral" | "sum" | "product" | "limit" | "derivative"
  readonly of: Expr
  readonly variable: string
  readonly low: Expr | null
  readonly high: Expr | null
  /** How often, for a derivative; the side, -1, 0 or 1, for a limit; otherwise 0. */
  readonly order: number
}

/** Words that are an answer: "Monday", "no solution", a choice letter in brackets. */
export interface TextNode {
  readonly kind: "text"
  readonly text: string
}
