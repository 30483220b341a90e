import type { Random } from "../../src/world.ts"

/** One of several, all as likely. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.int(items.length)]!
}

export function chance(random: Random, odds: number): boolean {
  return random.next() < odds
}

/** A whole number from low to high, both included. */
export function within(random: Random, low: number, high: number): number {
  return low + random.int(high - low + 1)
}
