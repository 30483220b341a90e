import type { Expr, RatioNode } from "../tree.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"

const HALF_DAY = 12 // hours
const HOUR = 60 // minutes

interface Clock {
  /** Minutes since midnight as written: 3:45 pm has 225 before its half is counted. */
  readonly written: number
  readonly half: "am" | "pm" | null
  /** Nothing else than a time: am or pm, or a zero such as the one in 2:05. */
  readonly sure: boolean
}

/**
 * Times of day: 3:45 pm is 15:45. A time without its half says less than one that has it, and 3:15
 * against 6:30 may be two times or one ratio: both are left undecided. But 2:11 in lowest terms is
 * taken for the ratio that it looks like. Null where none is a time.
 */
export function compareClocks(key: Expr, answer: Expr): Outcome | null {
  const [wanted, given] = [clockIn(key), clockIn(answer)]
  if (wanted === null || given === null) return null
  if (!wanted.sure && !given.sure) {
    const isOne = key.kind === "ratio" && answer.kind === "ratio" && areProportional(key, answer)
    if (!isOne || wanted.written === given.written || [key, answer].some(isLowest)) return null
    return unsettled("clock", "ambiguous", "ambiguous")
  }
  const moments = momentsOf(wanted)
  const shared = momentsOf(given).filter((moment) => moments.includes(moment))
  if (shared.length === 0) return wrong("clock", "different-value")
  const isOpen = moments.length !== momentsOf(given).length
  return isOpen ? unsettled("clock", "half-of-day") : right("clock")
}

/** Minutes since midnight that a time can mean: 3:45 may be in the morning or in the afternoon. */
function momentsOf({ written, half }: Clock): readonly number[] {
  const early = written % (HALF_DAY * HOUR)
  if (half === "am") return [early]
  if (half === "pm") return [early + HALF_DAY * HOUR]
  const isEither = written >= HOUR && written < (HALF_DAY + 1) * HOUR
  return isEither ? [early, early + HALF_DAY * HOUR] : [written]
}

function clockIn(expr: Expr): Clock | null {
  if (expr.kind === "text") return clockOf(expr.text)
  if (expr.kind !== "ratio" || expr.parts.length !== 2) return null
  const [hours, minutes] = expr.parts.map((part) =>
    part.kind === "number" && part.written === "integer" ? Number(part.value.numerator) : -1,
  ) as [number, number]
  if (hours < 0 || hours > 2 * HALF_DAY || minutes < 10 || minutes >= HOUR) return null
  return { written: hours * HOUR + minutes, half: null, sure: false }
}

const TIME = /^(\d{1,2}):([0-5]\d)(?: (am|pm))?$/

function clockOf(text: string): Clock | null {
  const [, hours, minutes, half] = TIME.exec(text) ?? []
  if (hours === undefined || Number(hours) > 2 * HALF_DAY) return null
  const written = Number(hours) * HOUR + Number(minutes)
  return { written, half: half === "am" || half === "pm" ? half : null, sure: true }
}

function areProportional(one: RatioNode, other: RatioNode): boolean {
  const [[a, b], [c, d]] = [termsOf(one), termsOf(other)]
  return a * d === b * c
}

function isLowest(expr: Expr): boolean {
  if (expr.kind !== "ratio") return false
  let [a, b] = termsOf(expr)
  while (b > 0n) [a, b] = [b, a % b]
  return a === 1n
}

function termsOf({ parts }: RatioNode): readonly [bigint, bigint] {
  const [a, b] = parts.map((part) => (part.kind === "number" ? part.value.numerator : 0n))
  return [a!, b!]
}
