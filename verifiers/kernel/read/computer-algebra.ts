import { number } from "../build.ts"
import type { Expr, FunctionName, LogicNode, NamedSetNode, RelationSign } from "../tree.ts"
import { ALGEBRA_CALLS, ALGEBRA_SETS } from "./computer-algebra-names.ts"
import { operationHead } from "./computer-algebra-operations.ts"
import { collectionHead, rowsOf } from "./computer-algebra-sets.ts"
import { type Cursor, call } from "./cursor.ts"
import { readLogic } from "./logic.ts"
import type { Scanner } from "./scanner.ts"

const MARK = "head " // before the name of a head in the text of its token

/** `Integral(` and its like begin a token of their own; any other letters are left alone. */
export function readHead(s: Scanner, run: string, at: number): boolean {
  const name = isCalled(s.text, s.at) ? run : run + tailAhead(s)
  if (!HEADS.has(name) || s.text[at - 1] === "\\" || !isCalled(s.text, at + name.length)) {
    return readSetName(s, run, at)
  }
  s.at = at + name.length
  s.push("function", MARK + name, at)
  return true
}

/** What factorial2 and Point3D have behind their letters. */
function tailAhead(s: Scanner): string {
  const tail = s.text.slice(s.at, s.at + 2)
  return tail === "2D" || tail === "3D" ? tail : tail[0] === "2" ? "2" : ""
}

function isCalled(text: string, at: number): boolean {
  return text[at] === "("
}

/** Reals and EmptySet by themselves are sets. */
function readSetName(s: Scanner, run: string, at: number): boolean {
  const set = run.length > 4 && !s.latex ? ALGEBRA_SETS.get(run) : undefined
  if (set === undefined) return false
  const name = SET_NAMES.get(set)!
  s.push("set", name, at, { kind: "named-set", name, part: "all" })
  return true
}

const SET_NAMES: ReadonlyMap<string, NamedSetNode["name"]> = new Map([
  ["∅", "empty"],
  ["ℝ", "reals"],
  ["ℤ", "integers"],
  ["ℕ", "naturals"],
  ["ℚ", "rationals"],
  ["ℂ", "complexes"],
] as const)

export function isHead(text: string): boolean {
  return text.startsWith(MARK)
}

/** A head with its arguments, as the tree that it stands for. Nothing is evaluated. */
export function readHeadCall(c: Cursor): Expr {
  const head = c.next().text.slice(MARK.length)
  c.expect("(")
  const args: Expr[] = []
  c.inside(() => {
    if (c.is(")")) return
    do args.push(readLogic(c))
    while (c.take(","))
  })
  c.expect(")")
  const made = makeHead(head, args)
  if (made === null) throw c.fail("unreadable")
  return made
}

function makeHead(head: string, args: readonly Expr[]): Expr | null {
  const make = MAKERS.get(head)
  if (make !== undefined) return make(...args)
  const relation = RELATIONS.get(head)
  if (relation !== undefined) return args.length === 2 ? relate(args, relation) : null
  const connective = CONNECTIVES.get(head)
  if (connective !== undefined) return connect(connective, args)
  const name = ALGEBRA_CALLS.get(head)
  if (name !== undefined) return apply(name, args)
  return operationHead(head, args) ?? collectionHead(head, args)
}

const TWO: ReadonlySet<FunctionName> = new Set(["mod", "binomial", "permutations"])
const MANY: ReadonlySet<FunctionName> = new Set(["max", "min", "gcd", "lcm"])

const OF_MATRICES: ReadonlySet<FunctionName> = new Set(["determinant", "trace", "transpose"])

function apply(name: FunctionName, args: readonly Expr[]): Expr | null {
  if (OF_MATRICES.has(name) && args.length === 1) return call(name, rowsOf(args[0]!) ?? args[0]!)
  if (MANY.has(name)) return args.length > 0 ? call(name, ...args) : null
  return args.length === (TWO.has(name) ? 2 : 1) ? call(name, ...args) : null
}

const RELATIONS: ReadonlyMap<string, RelationSign> = new Map([
  ...["Eq", "Equality", "Equal"].map((name) => [name, "="] as const),
  ...["Ne", "Unequality", "Unequal"].map((name) => [name, "≠"] as const),
  ...["Lt", "StrictLessThan", "Less"].map((name) => [name, "<"] as const),
  ...["Le", "LessThan", "LessEqual"].map((name) => [name, "≤"] as const),
  ...["Gt", "StrictGreaterThan", "Greater"].map((name) => [name, ">"] as const),
  ...["Ge", "GreaterThan", "GreaterEqual"].map((name) => [name, "≥"] as const),
  ["Contains", "∈"],
])

function relate(sides: readonly Expr[], sign: RelationSign): Expr {
  return { kind: "relation", sides, signs: [sign] }
}

const CONNECTIVES: ReadonlyMap<string, LogicNode["name"]> = new Map([
  ["And", "and"],
  ["Or", "or"],
  ["Not", "not"],
  ["Implies", "implies"],
  ["Equivalent", "iff"],
  ["Xor", "xor"],
])

/** Of relations, And and Or list what holds, as the words between them do. */
function connect(name: LogicNode["name"], of: readonly Expr[]): Expr | null {
  const pair = name === "implies" || name === "iff"
  if (name === "not" ? of.length !== 1 : pair ? of.length !== 2 : of.length === 0) return null
  if (of.length === 1 && name !== "not") return of[0]!
  const lists = name === "and" || name === "or"
  if (lists && of.some(isStatement)) return { kind: "list", items: of, word: name }
  return { kind: "logic", name, of }
}

const STATEMENTS: ReadonlySet<Expr["kind"]> = new Set(["relation", "list"])

function isStatement({ kind }: Expr): boolean {
  return STATEMENTS.has(kind)
}

type Maker = (...args: Expr[]) => Expr | null

const SQUARE = number(2)

/** Heads that stand for arithmetic. */
const MAKERS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ["Sqrt", (of, more) => rootOf(of, SQUARE, more)],
  ["CubeRoot", (of, more) => rootOf(of, number(3), more)],
  ["Surd", (of, index, more) => (index === undefined ? null : rootOf(of, index, more))],
  ["real_root", (of, index, more) => (index === undefined ? null : rootOf(of, index, more))],
  ["square", (of, more) => raised(of, number(2), more)],
  ["cube", (of, more) => raised(of, number(3), more)],
  ...["pow", "Pow", "Power", "power"].map((name) => [name, raised] as [string, Maker]),
  ["hypot", hypotenuse],
  ["Add", (...terms) => (terms.length > 1 ? { kind: "add", terms } : null)],
  ["Plus", (...terms) => (terms.length > 1 ? { kind: "add", terms } : null)],
  ["Mul", (...factors) => (factors.length > 1 ? { kind: "multiply", factors } : null)],
  ["Times", (...factors) => (factors.length > 1 ? { kind: "multiply", factors } : null)],
  ...["Rational", "Fraction", "Divide"].map((name) => [name, fraction] as [string, Maker]),
  ...["Integer", "Float", "Decimal"].map((name) => [name, numeral] as [string, Maker]),
  ["NaturalLog", naturalLog],
  ["Quotient", (top, bottom) => (top && bottom ? floorOf(top, bottom) : null)],
])

function rootOf(of: Expr | undefined, index: Expr, more?: Expr): Expr | null {
  return of === undefined || more !== undefined ? null : { kind: "root", of, index }
}

function raised(base?: Expr, exponent?: Expr, more?: Expr): Expr | null {
  if (base === undefined || exponent === undefined || more !== undefined) return null
  return { kind: "power", base, exponent }
}

function hypotenuse(...sides: readonly Expr[]): Expr | null {
  if (sides.length < 2) return null
  const terms = sides.map((base): Expr => ({ kind: "power", base, exponent: number(2) }))
  return { kind: "root", of: { kind: "add", terms }, index: number(2) }
}

function fraction(top?: Expr, bottom?: Expr, more?: Expr): Expr | null {
  if (top === undefined || more !== undefined) return null
  return bottom === undefined ? numeral(top) : { kind: "divide", top, bottom }
}

/** Integer(5), and Float(0.5) with its precision: only literals, nothing is rounded. */
function numeral(of?: Expr): Expr | null {
  if (of === undefined) return null
  const bare = of.kind === "negate" ? of.of : of
  return bare.kind === "number" || bare.kind === "divide" ? of : null
}

/** Log[x] is natural, and Log[b, x] has its base first. */
function naturalLog(first?: Expr, second?: Expr, more?: Expr): Expr | null {
  if (first === undefined || more !== undefined) return null
  return second === undefined ? call("ln", first) : call("log", second, first)
}

/** The whole part of a quotient, rounded down: 7 // 2. */
export function floorOf(top: Expr, bottom: Expr): Expr {
  return call("floor", { kind: "divide", top, bottom })
}

const OPERATIONS = [
  ...["Integral", "integral", "integrate", "Integrate", "int", "Sum", "sum", "summation"],
  ...["Product", "product", "prod", "Limit", "limit", "Derivative", "diff"],
]
const COLLECTIONS = [
  ...["FiniteSet", "Interval", "IntervalOpen", "IntervalRopen", "IntervalLopen", "Union"],
  ...["Intersection", "Complement", "ImageSet", "Lambda", "Matrix", "matrix", "ImmutableMatrix"],
  ...["MutableDenseMatrix", "ImmutableDenseMatrix", "array", "Tuple", "Point", "Point2D"],
  ...["Point3D", "Piecewise"],
]

/** All names that are heads where a bracket touches them. */
const HEADS: ReadonlySet<string> = new Set([
  ...[...ALGEBRA_CALLS.keys(), ...MAKERS.keys(), ...RELATIONS.keys(), ...CONNECTIVES.keys()],
  ...[...OPERATIONS, ...COLLECTIONS],
])

/** Whether a name is a head where a bracket touches it. */
export function isAlgebraHead(name: string): boolean {
  return HEADS.has(name)
}
