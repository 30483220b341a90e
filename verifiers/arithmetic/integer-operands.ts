import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { between, pick } from "../kernel/axes.ts"
import { print, type Rational, rational, subtract } from "../kernel/rational.ts"

const OPERAND_MAX = 9_999_999

/** What may be added, subtracted, multiplied or divided: at most seven digits. */
export const wholeNumber = z.int().min(0).max(OPERAND_MAX)

/** Two numbers; the fields of most specs here. */
export interface Two {
  readonly first: number
  readonly second: number
}

/** Two numbers from 1 with so many digits whose sum carries in no column. */
export function pairWithoutCarry(digits: Two, random: Random): Two {
  let first = 0
  let second = 0
  for (let column = Math.max(digits.first, digits.second) - 1; column >= 0; column--) {
    const low = lowestDigit(digits.first, column)
    const lowOther = lowestDigit(digits.second, column)
    const digit = column < digits.first ? between(low, 9 - lowOther, random) : 0
    const other = column < digits.second ? between(lowOther, 9 - digit, random) : 0
    first = first * 10 + digit
    second = second * 10 + other
  }
  return { first, second }
}

/** The leading digit is not zero. */
function lowestDigit(digits: number, column: number): number {
  return column === digits - 1 ? 1 : 0
}

/** The pair with one number changed a little, or with the two exchanged. */
export function changePair({ first, second }: Two, random: Random): Two {
  switch (random.int(5)) {
    case 0:
      return { first: second, second: first }
    case 1:
    case 2:
      return { first: nearby(first, random), second }
    default:
      return { first, second: nearby(second, random) }
  }
}

/** A number from 1 that differs in one digit or by a small step. */
export function nearby(number: number, random: Random): number {
  const place = 10 ** random.int(`${number}`.length)
  const digit = Math.floor(number / place) % 10
  const changed =
    random.int(2) === 0 ? number + (random.int(10) - digit) * place : number + pick(STEPS, random)
  return Math.max(1, changed)
}

const STEPS = [-10, -2, -1, 1, 2, 10] as const

/** Off by one, off by ten, a lost or an added sign. */
export function slipsNear(key: Rational): string[] {
  const by = (step: number) => print(subtract(key, rational(step)))
  return [by(1), by(-1), by(10), by(-10), print(subtract(rational(0), key))]
}

/** Joins columns that were worked one by one and never carried into each other. */
export function columnwise({ first, second }: Two, work: (a: number, b: number) => number): string {
  const columns = Math.max(`${first}`.length, `${second}`.length)
  let digits = ""
  for (let place = columns - 1; place >= 0; place--) {
    const a = Math.floor(first / 10 ** place) % 10
    const b = Math.floor(second / 10 ** place) % 10
    digits += Math.abs(work(a, b)) % 10
  }
  return `${Number(digits)}`
}
