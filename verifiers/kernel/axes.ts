import type { Rung } from "../../src/record/problem.ts"
import type { Axis } from "../../src/verifier.ts"
import type { Random } from "../../src/world.ts"

/**
 * Measured amounts as a rung: each is raised to the next value of its axis, so that a rung made of
 * axis values is never exceeded and problems fall into as many cells as the axes have. An amount
 * above the last value stays as it is.
 */
export function settingOf(axes: readonly Axis[], amounts: readonly number[]): Rung {
  const rung: Record<string, number> = {}
  for (let i = 0; i < axes.length; i++) {
    const amount = amounts[i]!
    rung[axes[i]!.name] = axes[i]!.values.find((value) => value >= amount) ?? amount
  }
  return rung
}

/** The hardest setting that the axes have. */
export function topOf(axes: readonly Axis[]): Rung {
  return Object.fromEntries(axes.map((axis) => [axis.name, axis.values.at(-1)!]))
}

/** Whether a setting is on no axis above a rung. */
export function covers(rung: Rung, setting: Rung): boolean {
  return Object.keys(setting).every((name) => setting[name]! <= (rung[name] ?? -Infinity))
}

/** What a rung asks of an axis. A rung without it is a bug. */
export function at(rung: Rung, axis: string): number {
  const value = rung[axis]
  if (value === undefined) throw new TypeError(`the rung has no axis "${axis}"`)
  return value
}

/** From low to high, both included. */
export function between(low: number, high: number, random: Random): number {
  return low + random.int(high - low + 1)
}

/** From low to high, three times in four from the upper half: near the rung, not only at it. */
export function nearTop(low: number, high: number, random: Random): number {
  const middle = low + Math.ceil((high - low) / 2)
  return between(random.int(4) === 0 ? low : middle, high, random)
}

/** A number from 1 up with at most this many digits, seven times in eight with exactly so many. */
export function withDigits(digits: number, random: Random): number {
  const exact = random.int(8) === 0 ? between(1, digits, random) : digits
  return between(10 ** (exact - 1), 10 ** exact - 1, random)
}

/** The number a small step away, within its bounds. */
export function stepFrom(number: number, low: number, high: number, random: Random): number {
  const step = between(1, 3, random) * (random.int(2) === 0 ? 1 : -1)
  return Math.max(low, Math.min(high, number + step))
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random.int(items.length)]!
}

/** The first of a few draws that is as wished; one time in eight the first draw, whatever it is. */
export function wished<Item>(
  draw: () => Item,
  isWished: (item: Item) => boolean,
  random: Random,
): Item {
  let item = draw()
  if (random.int(8) === 0) return item
  for (let i = 1; i < DRAWS_MAX && !isWished(item); i++) item = draw()
  return item
}

/** The first of many draws that fits; where none does, the fallback, which has to fit. */
export function fitting<Item>(
  draw: () => Item,
  fits: (item: Item) => boolean,
  fallback: Item,
): Item {
  for (let i = 0; i < FITTING_DRAWS_MAX; i++) {
    const item = draw()
    if (fits(item)) return item
  }
  return fallback
}

const FITTING_DRAWS_MAX = 200 // what fits one time in twenty is missed once in thirty thousand
const DRAWS_MAX = 24 // a wish that comes true one time in four fails one time in a thousand
