import { type Contrast, errorOf } from "./study-contrast.ts"
import { tQuantile } from "./study-student.ts"

const SEEDS_MAX = 1_000
const BISECTIONS = 40

/**
 * The difference that so many seeds show with this power at the level alpha, two-sided: the usual
 * (t_{1−α/2} + t_{power}) · standard error (J. Cohen 1988, Statistical Power Analysis, §2). The
 * spread is the measured one, the difference is not: power at the observed difference says no more
 * than the p-value does (Hoenig & Heisey 2001, The American Statistician 55:19).
 */
export function detectable(contrast: Contrast, seeds: number, alpha: number, power: number) {
  if (seeds < 2 || contrast.seeds < 2) return Infinity
  const { error, freedom } = errorOf(contrast.spread, contrast, seeds)
  return (tQuantile(1 - alpha / 2, freedom) + tQuantile(power, freedom)) * error
}

/** How many seeds show a difference of this size; undefined where no number of them would. */
export function seedsNeeded(
  contrast: Contrast,
  difference: number,
  alpha: number,
  power: number,
): number | undefined {
  const isEnough = (seeds: number) => detectable(contrast, seeds, alpha, power) <= difference
  if (contrast.seeds < 2 || !isEnough(SEEDS_MAX)) return undefined
  let low = 1 // never enough
  let high = SEEDS_MAX // always enough
  for (let step = 0; step < BISECTIONS && high - low > 1; step++) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
