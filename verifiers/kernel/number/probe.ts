import { print } from "../rational.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import { printEnclosure } from "./approximate.ts"
import { addition } from "./condition.ts"
import { edgesFor } from "./edges.ts"
import { BITS_MAX, enclose } from "./enclose.ts"
import { type Meeting, meet } from "./meeting.ts"
import { holesFor, neighboursOf, pointsFor, type Terrain, terrainOf } from "./points.ts"
import { seemDifferent } from "./screen.ts"
import type { Point } from "./value.ts"

/** What points tell of two expressions. `different` is proved, `agree` is not. */
export type Probe =
  | { readonly is: "different"; readonly witness: string; readonly point: Point }
  | {
      readonly is: "domain"
      readonly smaller: "left" | "right"
      readonly witness: string
      /** Undefined all around the point, not only at it. */
      readonly open: boolean
      readonly point: Point
      /** Other points where both are defined and agree. */
      readonly points: number
    }
  | {
      readonly is: "agree"
      readonly digits: number
      readonly points: number
      /** A single point where only one side is defined. */
      readonly removable?: string
    }
  | { readonly is: "undefined"; readonly side: "left" | "right" | "both" }
  | { readonly is: "unclear"; readonly reason: string }

const POINTS_AGREEING = 8
const POINTS_LEAST = 12 // looked at before two sides are said to agree, corners among them
const POINTS_BREAKING = 40 // where there are steps to miss
const POINTS_MOST = 48
const UNCLEAR_MOST = 6 // points without a clear value before any that agree
const UNDEFINED_MOST = 24 // the same where a side is undefined
const DEEP_POINTS = 1 // unclear points that are looked at with all bits: x + e^-1000 against x
const SCREENED = 6 // points that are looked at in doubles first
const WITNESS_DIGITS = [6, 12, 24] as const // tried until the two texts differ
const DOMAIN_POINTS_OPEN = 3 // so many undefined whole numbers are not single ones

type DomainFinding = Extract<Probe, { is: "domain" }>

/** Compares two expressions at points. Throws `OutOfFuel`. */
export function probe(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Probe {
  if (names.length === 0) return probeConstants(left, right, setting)
  const terrain = terrainOf(left, right)
  const screened = screen(left, right, names, setting, terrain)
  if (screened) return screened
  const tally = newTally()
  const least = terrain.breaks.length > 0 ? POINTS_BREAKING : POINTS_LEAST
  const visit = (point: Point): Probe | null => {
    setting.fuel.spend(2)
    const most = tally.unclear < DEEP_POINTS ? BITS_MAX : undefined
    const met = meet(left, right, point, setting, most)
    if (met.is === "different") return difference(left, right, point, met.bits, setting)
    count(tally, met)
    if (met.is === "domain") record(tally, left, right, point, met, setting)
    return null
  }
  for (const point of pointsFor(names, setting, terrain)) {
    const found = visit(point)
    if (found) return found
    const enough = tally.agreed >= POINTS_AGREEING && tally.looked >= least
    const lost =
      tally.unclear >= UNCLEAR_MOST || Math.max(tally.left, tally.right) >= UNDEFINED_MOST
    const hopeless = tally.agreed === 0 && lost
    if (enough || hopeless || tally.looked >= POINTS_MOST) break
  }
  if (tally.agreed > 0) {
    for (const points of [
      holesFor(names, setting, terrain),
      edgesFor([left, right], names, setting),
    ]) {
      for (const point of points) {
        const found = visit(point)
        if (found) return found
      }
    }
  }
  return conclusion(tally, setting)
}

function probeConstants(left: Expr, right: Expr, setting: ScalarSetting): Probe {
  const point: Point = new Map()
  const met = meet(left, right, point, setting)
  switch (met.is) {
    case "different":
      return difference(left, right, point, met.bits, setting)
    case "agree":
      return { is: "agree", digits: met.digits, points: 1 }
    case "domain":
      return { is: "undefined", side: met.smaller }
    case "nowhere":
      return { is: "undefined", side: "both" }
    case "unclear":
      return { is: "unclear", reason: "precision" }
  }
}

/** A difference that doubles see at one of the first points, proved. */
function screen(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
  terrain: Terrain,
): Probe | null {
  let looked = 0
  for (const point of pointsFor(names, setting, terrain)) {
    if (looked++ === SCREENED) return null
    setting.fuel.spend(1)
    if (!seemDifferent(left, right, point)) continue
    const met = meet(left, right, point, setting)
    if (met.is === "different") return difference(left, right, point, met.bits, setting)
  }
  return null
}

interface Tally {
  looked: number
  agreed: number
  digits: number
  /** Points where a side was undefined. */
  left: number
  right: number
  unclear: number
  domain: DomainFinding | null
}

function newTally(): Tally {
  const digits = Number.POSITIVE_INFINITY
  return { looked: 0, agreed: 0, digits, left: 0, right: 0, unclear: 0, domain: null }
}

function count(tally: Tally, met: Meeting): void {
  tally.looked += 1
  if (met.is === "agree") {
    tally.agreed += 1
    tally.digits = Math.min(tally.digits, met.digits)
  }
  if (met.is === "nowhere" || (met.is === "domain" && met.smaller === "left")) tally.left += 1
  if (met.is === "nowhere" || (met.is === "domain" && met.smaller === "right")) tally.right += 1
  if (met.is === "unclear") tally.unclear += 1
}

/** Keeps the first finding, or the first that holds on a neighbourhood. */
function record(
  tally: Tally,
  left: Expr,
  right: Expr,
  point: Point,
  { smaller, why }: Extract<Meeting, { is: "domain" }>,
  setting: ScalarSetting,
): void {
  if (tally.domain?.open) return
  const [narrow, wide] = smaller === "left" ? [left, right] : [right, left]
  const around = neighboursOf(point, setting)
  const open =
    around.length === 0
      ? tally[smaller] >= DOMAIN_POINTS_OPEN
      : around.every(
          (near) =>
            enclose(narrow, near, 128, setting).is === "undefined" &&
            isDefined(enclose(wide, near, 128, setting).is),
        )
  if (tally.domain && !open) return
  const value = printEnclosure(enclose(wide, point, 128, setting), 6)
  const witness = `at ${printPoint(point)}: ${why}, against ${value ?? "a value"}`
  tally.domain = { is: "domain", smaller, witness, open, point, points: 0 }
}

function isDefined(is: ReturnType<typeof enclose>["is"]): boolean {
  return is === "real" || is === "complex"
}

function conclusion(tally: Tally, setting: ScalarSetting): Probe {
  const { domain, agreed, looked } = tally
  if (agreed === 0 && (tally.left === looked || tally.right === looked)) {
    const both = tally.left === tally.right
    return { is: "undefined", side: both ? "both" : tally.left === looked ? "left" : "right" }
  }
  const forgiven = domain !== null && !domain.open && setting.removablePoints
  if (domain && !forgiven) return { ...domain, points: agreed }
  if (agreed < POINTS_AGREEING) return { is: "unclear", reason: "few-points" }
  const result = { is: "agree", digits: tally.digits, points: agreed } as const
  return domain ? { ...result, removable: domain.witness } : result
}

/** A difference is shown with as many digits as it takes to see it, or by its size. */
function difference(
  left: Expr,
  right: Expr,
  point: Point,
  bits: number,
  setting: ScalarSetting,
): Probe {
  const [a, b] = [enclose(left, point, bits, setting), enclose(right, point, bits, setting)]
  const place = point.size === 0 ? "" : `at ${printPoint(point)}: `
  for (const digits of WITNESS_DIGITS) {
    const [one, other] = [printEnclosure(a, digits), printEnclosure(b, digits)]
    if (one !== other) return { is: "different", witness: `${place}${one} against ${other}`, point }
  }
  const gap = addition(left, { kind: "negate", of: right })
  const size = printEnclosure(enclose(gap, point, bits, setting), 6)
  const near = printEnclosure(a, WITNESS_DIGITS[0])
  return { is: "different", witness: `${place}both about ${near}, ${size} apart`, point }
}

function printPoint(point: Point): string {
  const parts: string[] = []
  for (const [name, value] of point) {
    const { imaginary } = value
    const im = imaginary === undefined ? "" : ` + ${print(imaginary)}i`.replace("+ -", "- ")
    parts.push(`${name} = ${print(value)}${im}`)
  }
  return parts.join(", ")
}
