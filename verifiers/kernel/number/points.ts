import { absolute, add, negate, print, type Rational, rational } from "../rational.ts"
import type { Assumption, ScalarSetting } from "../scalar/setting.ts"
import type { DivideNode, Expr, PowerNode } from "../tree.ts"
import { partsOf } from "../walk.ts"
import type { Coordinate, Point } from "./value.ts"

const COUNTING: ReadonlySet<string> = new Set([
  ...["factorial", "double-factorial", "binomial", "permutations", "gcd", "lcm", "totient"],
])
const JUMPING: ReadonlySet<string> = new Set([
  ...["floor", "ceil", "round", "fractional-part", "mod", "sign", "abs", "min", "max"],
])

/** What in two expressions decides where they are worth comparing. */
export interface Terrain {
  /** Names inside functions of whole numbers: most of their points are whole and not negative. */
  readonly counting: ReadonlySet<string>
  /** Where steps may lie: the numbers that the expressions name. */
  readonly breaks: readonly Rational[]
  /** Where single points may be missing: 0, 1 and the numbers named, of both signs. */
  readonly holes: readonly Rational[]
}

export function terrainOf(...exprs: readonly Expr[]): Terrain {
  const counting = new Set<string>()
  let jumping = false
  let partial = false
  const numbers: Rational[] = []
  const open: Expr[] = [...exprs]
  for (let expr = open.pop(); expr !== undefined; expr = open.pop()) {
    if (expr.kind === "call" && COUNTING.has(expr.name)) expr.args.forEach(addNames, counting)
    if (expr.kind === "call" && JUMPING.has(expr.name)) jumping = true
    if (expr.kind === "operation") [expr.low, expr.high].forEach(addNames, counting)
    if (expr.kind === "piecewise") jumping = true
    if (expr.kind === "divide" || expr.kind === "power") partial ||= hasName(bottomOf(expr))
    if (expr.kind === "call" && (expr.name === "ln" || expr.name === "log")) partial = true
    if (expr.kind === "number" && numbers.length < 6) numbers.push(expr.value)
    open.push(...partsOf(expr))
  }
  const holes = partial ? bothSigns([rational(0n), rational(1n), ...numbers]) : []
  return { counting, breaks: jumping ? numbers : [], holes: holes.slice(0, HOLES_MAX) }
}

const HOLES_MAX = 10

/** What must not be zero: a divisor, or a base whose exponent is not a positive whole number. */
function bottomOf(expr: DivideNode | PowerNode): Expr | null {
  if (expr.kind === "divide") return expr.bottom
  const { exponent } = expr
  return exponent.kind === "number" && exponent.value.numerator > 0n ? null : expr.base
}

/** Adds the names in an expression to the set that it is called on. */
function addNames(this: Set<string>, expr: Expr | null): void {
  if (expr === null) return
  if (expr.kind === "symbol") this.add(expr.name)
  partsOf(expr).forEach(addNames, this)
}

function hasName(expr: Expr | null): boolean {
  return expr !== null && (expr.kind === "symbol" || partsOf(expr).some(hasName))
}

function bothSigns(values: readonly Rational[]): Rational[] {
  const texts = new Map<string, Rational>()
  for (const value of values.flatMap((one) => [one, negate(one)])) texts.set(print(value), value)
  return [...texts.values()]
}

/** Points where a single value may be missing: one name at a hole, or two names equal. */
export function* holesFor(
  names: readonly string[],
  setting: ScalarSetting,
  { holes }: Terrain,
): Generator<Point, undefined> {
  if (holes.length === 0) return
  const next = generator()
  const ordinary = () =>
    new Map<string, Coordinate>(
      names.map((name) => {
        const assumption = setting.assume.get(name) ?? "real"
        return [name, fitted(drawn(next, 0), assumption, next, 3)]
      }),
    )
  for (const name of names.slice(0, HOLE_NAMES_MAX)) {
    for (const hole of holes) {
      const fits = fitted(hole, setting.assume.get(name) ?? "real", next, 3)
      yield ordinary().set(name, fits)
    }
  }
  const [first, ...rest] = names
  for (const name of rest.slice(0, HOLE_NAMES_MAX)) {
    const point = ordinary()
    yield point.set(name, point.get(first!)!)
  }
}

const HOLE_NAMES_MAX = 3

/**
 * The points at which two expressions are compared, in a fixed order: ordinary fractions of both
 * signs first, then small and large ones, whole and half numbers, zero, and where steps may lie.
 * What a name is assumed to be holds at every point.
 */
export function* pointsFor(
  names: readonly string[],
  setting: ScalarSetting,
  terrain: Terrain,
): Generator<Point, undefined> {
  const next = generator()
  const special = [...SPECIAL, ...terrain.breaks.flatMap(besides)]
  for (let round = 0; ; round++) {
    const point = new Map<string, Coordinate>()
    for (const name of names) {
      const assumption = setting.assume.get(name) ?? (setting.complex ? "complex" : "real")
      const whole = terrain.counting.has(name) && round % 6 !== 5
      let value = whole ? counted(next, round) : drawn(next, round)
      if (terrain.breaks.length > 0 && round % 2 === 1) value = pick(special, next)
      else if (round >= ROUNDS_SIGNED && round % 4 !== 3) value = inside(value, round)
      point.set(name, fitted(value, assumption, next, round))
    }
    yield point
  }
}

/** A few points close by, off the grid of the others; none where a name is a whole number. */
export function neighboursOf(point: Point, setting: ScalarSetting): Point[] {
  if ([...point.keys()].some((name) => setting.assume.get(name) === "integer")) return []
  return NEARBY.map((step) => {
    const near = new Map<string, Coordinate>()
    for (const [name, value] of point) {
      // Each name moves by another step, so that names that were equal are so no more.
      const share = rational(step.numerator, step.denominator * BigInt(near.size + 1))
      const inwards = value.numerator === 0n && setting.assume.get(name) === "nonnegative"
      const moved = add(value, inwards ? absolute(share) : share)
      near.set(name, value.imaginary ? { ...moved, imaginary: value.imaginary } : moved)
    }
    return near
  })
}

const NEARBY = [rational(1, 10_007), rational(-1, 10_009), rational(1, 1_000_003)]

/**
 * Later rounds look where roots and logarithms of all names are real: above 0, or below or above
 * 1.
 */
function inside(value: Rational, round: number): Rational {
  const size = absolute(value)
  const { numerator, denominator } = size
  if (round % 4 === 0 || numerator === 0n) return size
  const below = numerator < denominator
  const wanted = below === (round % 4 === 1) || numerator * 1_000n < denominator
  return wanted ? size : rational(denominator, numerator)
}

/** A point's value by its round: two of three are ordinary, the rest stand for a corner. */
function drawn(next: (bound: number) => number, round: number): Rational {
  const sign = next(2) === 0 ? 1 : -1
  const corner = round % 3 === 2 ? CORNERS[Math.floor(round / 3) % CORNERS.length]! : "ordinary"
  switch (corner) {
    case "ordinary":
      return round % 3 === 1
        ? rational(sign * (1 + next(4_096)), PRIME)
        : rational(sign * (1 + next(997)), 1 + next(255))
    case "unit":
      return rational(sign * (1 + next(126)), 127)
    case "integer":
      return rational(sign * (1 + next(12)))
    case "half":
      return rational(sign * (2 * next(8) + 1), 2)
    case "zero":
      return rational(next(3) - 1)
    case "large":
      return rational(sign * (100 + next(900)), 7)
    case "tiny":
      return rational(sign, 1_000 + next(9_000))
  }
}

const PRIME = 1_009 // no small factorial makes a whole number of its fractions
const ROUNDS_SIGNED = 12 // rounds before the signs are chosen

const CORNERS = ["unit", "integer", "zero", "half", "tiny", "large"] as const
const SPECIAL = [rational(0n), rational(1n), rational(-1n), rational(1n, 2n), rational(-3n, 2n)]

/** Whole and not negative, growing with the round. */
function counted(next: (bound: number) => number, round: number): Rational {
  return rational(next(4 + 2 * round))
}

/** A number, and a little below and above it, of both signs. */
function besides(value: Rational): Rational[] {
  const near = [-1n, 0n, 1n].map((step) =>
    rational(16n * value.numerator + step * value.denominator, 16n * value.denominator),
  )
  return [...near, ...near.map(({ numerator, denominator }) => rational(-numerator, denominator))]
}

function pick(values: readonly Rational[], next: (bound: number) => number): Rational {
  return values[next(values.length)]!
}

/** The value changed as little as the assumption asks. */
function fitted(
  value: Rational,
  assumption: Assumption,
  next: (bound: number) => number,
  round: number,
): Coordinate {
  const { numerator, denominator } = value
  const size = numerator < 0n ? -numerator : numerator
  switch (assumption) {
    case "real":
      return value
    case "nonzero":
      return numerator === 0n ? rational(1n + BigInt(next(9))) : value
    case "positive":
      return numerator === 0n ? rational(1n, 3n) : rational(size, denominator)
    case "nonnegative":
      return rational(size, denominator)
    case "negative":
      return numerator === 0n ? rational(-1n, 3n) : rational(-size, denominator)
    case "integer":
      return rational(denominator === 1n ? numerator : numerator % 24n)
    case "complex":
      return round % 4 === 3
        ? value
        : { ...value, imaginary: rational((next(2) * 2 - 1) * (1 + next(40)), 1 + next(16)) }
  }
}

/** A linear congruential generator below 2^26 (products stay exact in doubles). */
function generator(): (bound: number) => number {
  let state = 20_260_923
  return (bound) => {
    state = (state * 1_140_673 + 12_820_163) % 67_108_864
    return Math.floor((state / 67_108_864) * bound)
  }
}
