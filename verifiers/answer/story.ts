import type { AnswerFormat } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { greatestCommonDivisor } from "../kernel/rational.ts"

/** A kind of word problem: whole numbers, told in three ways, with an answer in free form. */
export interface Story {
  readonly name: string
  /** How many operations lead to the answer. */
  readonly steps: number
  readonly format: AnswerFormat
  /** Numbers from 2 to `reach` that may make a problem. */
  draw(reach: number, random: Random): number[]
  /** Whether they make one: the right number of them, and an answer that a person would write. */
  isSound(numbers: readonly number[]): boolean
  /** The answer as a person would write it. */
  solve(numbers: readonly number[]): string
  /** The answer again, step by step instead of by formula. */
  check(numbers: readonly number[]): string
  readonly tell: readonly [Telling, Telling, Telling]
  /** What a person gets who goes astray. */
  slips(numbers: readonly number[]): readonly string[]
}

export type Telling = (...numbers: number[]) => string

/** From 2 up, so that every noun stays in the plural. */
export function upTo(most: number, random: Random): number {
  return 2 + random.int(Math.max(1, most - 1))
}

/** A multiple of a number, from one to `most`. */
export function multipleUpTo(of: number, most: number, random: Random): number {
  return of * (1 + random.int(Math.max(1, Math.floor(most / of))))
}

/** An amount of money: "$12.50", "$3". */
export function money(cents: number): string {
  const rest = cents % 100
  return rest === 0 ? `$${cents / 100}` : `$${(cents - rest) / 100}.${rest < 10 ? "0" : ""}${rest}`
}

/** "2 hours 20 minutes", without the part that is zero. */
export function duration(minutes: number): string {
  return parts(minutes, 60, "hour", "minute")
}

/** "5 feet 7 inches". */
export function feet(inches: number): string {
  const [whole, rest] = [Math.floor(inches / 12), inches % 12]
  const texts = [
    ...(whole > 0 ? [`${whole} ${whole === 1 ? "foot" : "feet"}`] : []),
    ...(rest > 0 ? [`${rest} ${rest === 1 ? "inch" : "inches"}`] : []),
  ]
  return texts.join(" ")
}

/** A time of day from minutes after midnight: "3:45 pm". */
export function clock(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24
  const rest = minutes % 60
  return `${hour % 12 || 12}:${rest < 10 ? "0" : ""}${rest} ${hour < 12 ? "am" : "pm"}`
}

/** "2 1/4", "3/4" or "5". */
export function mixed(top: number, bottom: number): string {
  const [p, q] = reduced(top, bottom)
  const whole = Math.floor(p / q)
  const rest = p - whole * q
  if (rest === 0) return `${whole}`
  return whole === 0 ? `${rest}/${q}` : `${whole} ${rest}/${q}`
}

export function fraction(top: number, bottom: number): string {
  const [p, q] = reduced(top, bottom)
  return q === 1 ? `${p}` : `${p}/${q}`
}

export function reduced(top: number, bottom: number): [number, number] {
  const divisor = Number(greatestCommonDivisor(BigInt(top), BigInt(bottom)))
  return [top / divisor, bottom / divisor]
}

function parts(amount: number, size: number, large: string, small: string): string {
  const [whole, rest] = [Math.floor(amount / size), amount % size]
  const texts = [
    ...(whole > 0 ? [`${whole} ${large}${whole === 1 ? "" : "s"}`] : []),
    ...(rest > 0 ? [`${rest} ${small}${rest === 1 ? "" : "s"}`] : []),
  ]
  return texts.join(" ")
}
