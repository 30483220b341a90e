import { type Interval, mcnemar, mean } from "./statistics.ts"
import { bootstrapCrossed, bootstrapItems } from "./study-bootstrap.ts"
import { tBeyond, tQuantile } from "./study-student.ts"

/**
 * What an arm scored: a row for each seed, a column for each item, the same items in every row. A
 * score is 1 for right and 0 for wrong, or a share where an item was answered more than once.
 */
export type Scores = readonly (readonly number[])[]

/** One arm against another over the same seeds and items. Shares, not points. */
export interface Contrast {
  readonly seeds: number
  readonly items: number
  readonly gain: number
  /** 95 %, from seeds and items both; infinite for a single seed. */
  readonly interval: Interval
  /** Two-sided, of the hypothesis that the arms are alike. */
  readonly pValue: number
  /** 95 % percentiles of the hierarchical bootstrap, which assumes no distribution. */
  readonly bootstrap: Interval
  readonly spread: Spread
}

/** Where the uncertainty of a gain comes from, as mean squares of the two-way layout. */
export interface Spread {
  readonly seeds: number
  readonly items: number
  readonly rest: number
}

/** One seed: exact McNemar test on its items, and a paired bootstrap over them. */
export interface SeedContrast {
  readonly gain: number
  readonly gained: number
  readonly lost: number
  readonly pValue: number
  readonly bootstrap: Interval
}

/**
 * The mean difference of two arms, with seeds and items both drawn from a larger world, so that
 * the interval speaks of other seeds and of other items. Two-way layout with crossed random
 * effects: variance (MS_seeds + max(MS_items − MS_rest, 0)) / (seeds · items), and the degrees of
 * freedom of S. L. Hillis 2007, Statistics in Medicine 26:596 (there: readers and cases), which
 * hold their level with a handful of seeds. MS_seeds counts at least as much as MS_rest, which it
 * contains in expectation: a few seeds that happen to agree make no certainty.
 */
export function contrastOf(of: Scores, against: Scores): Contrast {
  const gains = differences(of, against)
  const seeds = gains.length
  const items = gains[0]?.length ?? 0
  const layout = layoutOf(gains)
  return {
    seeds,
    items,
    gain: layout.gain,
    ...test(layout.gain, layout.spread, seeds, items),
    bootstrap: bootstrapCrossed(gains),
    spread: layout.spread,
  }
}

function differences(of: Scores, against: Scores): number[][] {
  if (of.length !== against.length) throw new RangeError("both arms need the same seeds")
  return of.map((row, seed) => {
    const other = against[seed]!
    if (row.length !== other.length) throw new RangeError("both arms need the same items")
    return row.map((score, item) => score - other[item]!)
  })
}

function layoutOf(gains: Scores): { gain: number; spread: Spread } {
  const seeds = gains.length
  const items = gains[0]?.length ?? 0
  const rows = gains.map(mean)
  const columns = Array.from({ length: items }, (_, item) => mean(gains.map((row) => row[item]!)))
  const gain = mean(rows)
  let rest = 0
  gains.forEach((row, seed) => {
    row.forEach((value, item) => {
      const residual = value - rows[seed]! - columns[item]! + gain
      rest += residual * residual
    })
  })
  const squares = (means: readonly number[]) =>
    means.reduce((sum, one) => sum + (one - gain) * (one - gain), 0)
  return {
    gain,
    spread: {
      seeds: (items * squares(rows)) / Math.max(1, seeds - 1),
      items: (seeds * squares(columns)) / Math.max(1, items - 1),
      rest: rest / Math.max(1, (seeds - 1) * (items - 1)),
    },
  }
}

function test(gain: number, spread: Spread, seeds: number, items: number) {
  if (seeds < 2 || items < 2) {
    return { interval: { low: -Infinity, high: Infinity }, pValue: 1 }
  }
  const { error, freedom } = errorOf(spread, { seeds, items }, seeds)
  const half = tQuantile(0.975, freedom) * error
  return {
    interval: { low: gain - half, high: gain + half },
    pValue: gain === 0 ? 1 : tBeyond(gain / error, freedom),
  }
}

/** Standard error of a gain and its degrees of freedom, had there been `planned` seeds. */
export function errorOf(
  spread: Spread,
  measured: { readonly seeds: number; readonly items: number },
  planned: number,
): { error: number; freedom: number } {
  const { seeds, items } = measured
  const fromSeeds = Math.max(spread.seeds, spread.rest) / (items * planned)
  const fromItems = Math.max(spread.items - spread.rest, 0) / (seeds * items)
  const variance = fromSeeds + fromItems
  // Half of the smallest difference that could be seen: no finite sample is without error.
  const floor = 1 / (2 * items * planned)
  if (variance <= floor * floor) return { error: floor, freedom: planned - 1 }
  const ratio = variance / Math.max(fromSeeds, variance * 1e-6)
  return { error: Math.sqrt(variance), freedom: Math.min(FREEDOM_MAX, (planned - 1) * ratio ** 2) }
}

const FREEDOM_MAX = 10_000 // from there on Student's t is the normal distribution

/** Seed by seed: what one run of each arm says alone. */
export function contrastsBySeed(of: Scores, against: Scores): SeedContrast[] {
  return differences(of, against).map(seedContrast)
}

function seedContrast(gains: readonly number[]): SeedContrast {
  const gained = gains.filter((gain) => gain > 0).length
  const lost = gains.filter((gain) => gain < 0).length
  return {
    gain: mean(gains),
    gained,
    lost,
    pValue: Math.min(1, 2 * Math.min(mcnemar(gained, lost), mcnemar(lost, gained))),
    bootstrap: bootstrapItems(gains),
  }
}
