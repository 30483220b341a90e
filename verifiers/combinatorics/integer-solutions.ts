import { z } from "zod"
import { shuffled } from "../../src/rule/random.ts"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { binomial, subsetsOf } from "./counting.ts"

const TOTAL_MAX = 40 // with five unknowns the recheck walks through 135,751 lists at most
const NAMES = ["a", "b", "c", "d", "e"]

const Bounds = z.object({
  least: z.int().min(0).max(9),
  /** Null where nothing bounds the unknown from above. */
  most: z.int().min(1).max(TOTAL_MAX).nullable(),
})
type Bounds = z.infer<typeof Bounds>

/** In how many ways a total is a sum of integers with bounds. */
export const integerSolutions: DefinedSkill = defineSkill({
  name: "integer-solutions",
  title: "Sums with a given total",
  fields: { total: z.int().min(3).max(TOTAL_MAX), bounds: z.array(Bounds).min(3).max(5) },
  axes: [
    { name: "total", values: [15, 20, 30], meaning: "the total" },
    { name: "unknowns", values: [3, 4], meaning: "how many unknowns" },
    { name: "caps", values: [1, 2], meaning: "how many unknowns are bounded from above" },
  ],
  levels: [
    { total: 30, unknowns: 3, caps: 1 }, // a + b + c = 28 with a ≥ 2, 0 ≤ b ≤ 7, c ≥ 3
    { total: 20, unknowns: 4, caps: 1 },
    { total: 30, unknowns: 3, caps: 2 }, // a + b + c = 28 with 2 ≤ a ≤ 9, 0 ≤ b ≤ 7, c ≥ 3
    { total: 30, unknowns: 4, caps: 2 },
  ],
  beyond: [
    { total: 40, unknowns: 4, caps: 3 },
    { total: 40, unknowns: 5, caps: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (sum, bounds) => `How many integer solutions does ${sum} have with ${bounds}?`,
    (sum, bounds) => `Find the number of solutions of ${sum} in integers with ${bounds}.`,
    (sum, bounds) => `In how many ways can integers with ${bounds} be chosen so that ${sum}?`,
  ],

  sample(rung, random) {
    const draw = () => {
      const unknowns = between(3, at(rung, "unknowns"), random)
      const total = nearTop(6, at(rung, "total"), random)
      const caps = between(1, at(rung, "caps"), random)
      const bounds = Array.from({ length: unknowns }, (_, i) => {
        const least = random.int(4)
        const most = least + between(2, Math.max(3, Math.floor(total / 2)), random)
        return { least, most: i < caps ? most : null }
      })
      return { total, bounds: shuffled(bounds, random) }
    }
    return drawWithin(integerSolutions, rung, random, draw, EASY)
  },

  change({ total, bounds }, random) {
    const place = random.int(bounds.length)
    const { least, most } = bounds[place]!
    switch (random.int(3)) {
      case 0:
        return { total: stepFrom(total, 3, TOTAL_MAX, random), bounds }
      case 1:
        return { total, bounds: bounds.with(place, { least: stepFrom(least, 0, 9, random), most }) }
      default: {
        const next = most === null ? null : stepFrom(most, 1, TOTAL_MAX, random)
        return { total, bounds: bounds.with(place, { least, most: next }) }
      }
    }
  },

  measure: ({ total, bounds }) => [total, bounds.length, cappedIn(bounds).length],

  /** Stars and bars; the caps by inclusion and exclusion. */
  solve({ total, bounds }) {
    if (cappedIn(bounds).some(({ least, most }) => most <= least)) return { refused: "no-range" }
    const free = bounds.reduce((rest, { least }) => rest - least, total)
    let count = 0
    for (const broken of subsetsOf(cappedIn(bounds))) {
      const rest = broken.reduce((left, { least, most }) => left - (most - least + 1), free)
      const ways = rest < 0 ? 0 : binomial(rest + bounds.length - 1, bounds.length - 1)
      count += broken.length % 2 === 0 ? ways : -ways
    }
    return count < 2 ? { refused: "too-few-solutions" } : `${count}`
  },

  prove: ({ total, bounds }, key) => sameAs("enumeration", countFrom(bounds, 0, total), key),

  say({ total, bounds }, notation) {
    const sign = notation === "latex" ? ["\\ge", "\\le"] : ["≥", "≤"]
    const each = bounds.map(({ least, most }, i) =>
      most === null
        ? `${NAMES[i]} ${sign[0]} ${least}`
        : `${least} ${sign[1]} ${NAMES[i]} ${sign[1]} ${most}`,
    )
    const sum = NAMES.slice(0, bounds.length).join(" + ")
    return [`${sum} = ${total}`, listed(each, notation)]
  },

  /** Kin: the same sum when each least amount is taken off beforehand. */
  identify({ total, bounds }) {
    const written = bounds.map(({ least, most }) => `${least}..${most ?? ""}`)
    const free = bounds.reduce((rest, { least }) => rest - least, total)
    const spans = bounds.map(({ least, most }) => (most === null ? "" : `${most - least}`))
    return {
      canonical: `sums:${total}:${written.sort().join(",")}`,
      family: `sums:${free}:${spans.sort().join(",")}`,
    }
  },

  slips({ total, bounds }, key) {
    const unknowns = bounds.length
    const free = bounds.reduce((rest, { least }) => rest - least, total)
    return [
      `${binomial(total + unknowns - 1, unknowns - 1)}`, // forgot the bounds
      `${binomial(free + unknowns - 1, unknowns - 1)}`, // forgot the upper bounds
      `${binomial(free + unknowns, unknowns)}`, // one bar too many
      `${binomial(free - 1, unknowns - 1)}`, // took every part from one up
      ...slipsAround(key),
    ]
  },
})

const EASY = {
  total: 8,
  bounds: [
    { least: 1, most: 4 },
    { least: 0, most: null },
    { least: 2, most: null },
  ],
}

function cappedIn(bounds: readonly Bounds[]): { least: number; most: number }[] {
  return bounds.flatMap(({ least, most }) => (most === null ? [] : [{ least, most }]))
}

/** Tries every value of every unknown but the last, which the total settles. */
function countFrom(bounds: readonly Bounds[], place: number, left: number): number {
  const { least, most } = bounds[place]!
  const high = Math.min(left, most ?? left)
  if (place === bounds.length - 1) return left >= least && left <= high ? 1 : 0
  let count = 0
  for (let value = least; value <= high; value++) {
    count += countFrom(bounds, place + 1, left - value)
  }
  return count
}
