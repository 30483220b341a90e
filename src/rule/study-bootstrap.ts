import { randomStream } from "./random.ts"
import type { Interval } from "./statistics.ts"

const RESAMPLES = 1_000 // percentiles move by a tenth of a half-width between streams
const STREAM_SEED = 0 // one stream for all: the same data give the same interval

/**
 * Hierarchical bootstrap over seeds × items: seeds are drawn with replacement and, apart from them,
 * items (A. B. Owen 2007, Annals of Applied Statistics 1:386, the pigeonhole bootstrap); percentile
 * interval, 95 %. It assumes no distribution, counts the noise of single answers up to three times
 * and the spread of a few seeds too little, so it is shown beside the interval that decides.
 */
export function bootstrapCrossed(gains: readonly (readonly number[])[]): Interval {
  const seeds = gains.length
  const items = gains[0]?.length ?? 0
  if (seeds === 0 || items === 0) return { low: -Infinity, high: Infinity }
  const flat = Float64Array.from({ length: seeds * items }, (_, at) => {
    return gains[at % seeds]![Math.floor(at / seeds)]!
  })
  const random = randomStream(STREAM_SEED, "study bootstrap", seeds, items)
  const weights = new Float64Array(seeds)
  return percentiles(() => {
    weights.fill(0)
    for (let draw = 0; draw < seeds; draw++) weights[random.int(seeds)]! += 1
    let sum = 0
    for (let draw = 0; draw < items; draw++) {
      const start = random.int(items) * seeds
      for (let seed = 0; seed < seeds; seed++) sum += weights[seed]! * flat[start + seed]!
    }
    return sum / (seeds * items)
  })
}

/** Paired bootstrap over the items of one seed (B. Efron 1979, Annals of Statistics 7:1). */
export function bootstrapItems(gains: readonly number[]): Interval {
  const items = gains.length
  if (items === 0) return { low: -Infinity, high: Infinity }
  // Equal differences are interchangeable: a resample is drawn by their counts.
  const values = [...new Set(gains)]
  const ends = values.map((value) => gains.filter((gain) => gain <= value).length)
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const random = randomStream(STREAM_SEED, "study bootstrap", items)
  return percentiles(() => {
    let sum = 0
    for (let draw = 0; draw < items; draw++) {
      const point = random.int(items)
      for (const at of order) {
        if (point >= ends[at]!) continue
        sum += values[at]!
        break
      }
    }
    return sum / items
  })
}

function percentiles(resample: () => number): Interval {
  const means = Float64Array.from({ length: RESAMPLES }, resample).sort()
  return {
    low: means[Math.floor(0.025 * RESAMPLES)]!,
    high: means[Math.ceil(0.975 * RESAMPLES) - 1]!,
  }
}
