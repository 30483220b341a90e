import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed, worded } from "../kernel/listed.ts"
import { binaryGcd } from "../kernel/second-method.ts"
import { subsetsOf } from "./counting.ts"

const LIMIT_MAX = 9_999 // the recheck looks at every number up to it
const DIVISOR_MAX = 50
const ASKED = ["at least one", "none"] as const

/** How many numbers up to a limit are divisible by some of two or three numbers, or by none. */
export const divisibleCount: DefinedSkill = defineSkill({
  name: "divisible-count",
  title: "Counting multiples",
  fields: {
    limit: z.int().min(10).max(LIMIT_MAX),
    divisors: z.array(z.int().min(2).max(DIVISOR_MAX)).min(2).max(3),
    asked: z.enum(ASKED),
  },
  axes: [
    { name: "limit", values: [199, 499, 999], meaning: "the number to count up to" },
    { name: "divisor", values: [9, 15, 30], meaning: "the largest divisor" },
    { name: "count", values: [2, 3], meaning: "how many divisors" },
  ],
  levels: [
    { limit: 199, divisor: 9, count: 2 }, // up to 174, by 6 or 8
    { limit: 499, divisor: 15, count: 2 }, // up to 474, by 6 or 14
    { limit: 499, divisor: 9, count: 3 }, // up to 474, by 6, 8 or 9
    { limit: 999, divisor: 30, count: 3 },
  ],
  beyond: [
    { limit: 4_999, divisor: 30, count: 3 },
    { limit: 9_999, divisor: 50, count: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (limit, which) => `How many positive integers up to ${limit} are divisible by ${which}?`,
    (limit, which) => `Find the number of positive integers up to ${limit} divisible by ${which}.`,
    (limit, which) => `Count the positive integers up to ${limit} that are multiples of ${which}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const count = between(2, at(rung, "count"), random)
      const divisor = () => nearTop(2, at(rung, "divisor"), random)
      return {
        limit: nearTop(20, at(rung, "limit"), random),
        divisors: Array.from({ length: count }, divisor),
        asked: ASKED[random.int(2)]!,
      }
    }
    return drawWithin(divisibleCount, rung, random, draw, EASY)
  },

  change(spec, random) {
    const { limit, divisors, asked } = spec
    switch (random.int(3)) {
      case 0:
        return { ...spec, limit: stepFrom(limit, 10, LIMIT_MAX, random) }
      case 1:
        return { ...spec, asked: asked === "none" ? ASKED[0] : ASKED[1] }
      default: {
        const place = random.int(divisors.length)
        const moved = stepFrom(divisors[place]!, 2, DIVISOR_MAX, random)
        return { ...spec, divisors: divisors.with(place, moved) }
      }
    }
  },

  measure: ({ limit, divisors }) => [limit, Math.max(...divisors), divisors.length],

  /** Inclusion and exclusion over the common multiples. */
  solve({ limit, divisors, asked }) {
    if (divisors.some((one, i) => divisors.some((other, j) => i !== j && other % one === 0))) {
      return { refused: "one-divides-another" }
    }
    let none = 0
    for (const chosen of subsetsOf(divisors)) {
      const multiples = Math.floor(limit / chosen.reduce(leastCommonMultiple, 1))
      none += chosen.length % 2 === 0 ? multiples : -multiples
    }
    return `${asked === "none" ? none : limit - none}`
  },

  prove({ limit, divisors, asked }, key) {
    let count = 0
    for (let number = 1; number <= limit; number++) {
      const divided = divisors.some((divisor) => number % divisor === 0)
      if (divided === (asked !== "none")) count++
    }
    return sameAs("enumeration", count, key)
  },

  say({ limit, divisors, asked }, notation) {
    return [`${limit}`, worded(`${asked} of `, notation) + listed(divisors.map(String), notation)]
  },

  /** Kin: what is counted and what is left over. */
  identify({ limit, divisors, asked }) {
    const list = divisors.toSorted((a, b) => a - b).join(",")
    return {
      canonical: `multiples:${asked}:${limit}:${list}`,
      family: `multiples:${limit}:${list}`,
    }
  },

  slips({ limit, divisors }, key) {
    const single = divisors.reduce((sum, divisor) => sum + Math.floor(limit / divisor), 0)
    const product = divisors.reduce((all, divisor) => all * divisor, 1)
    const multiple = divisors.reduce(leastCommonMultiple, 1)
    return [
      `${limit - Number(key)}`, // counted the others
      `${single}`, // counted common multiples twice
      `${limit - single}`,
      `${single - Math.floor(limit / product)}`, // the product for the common multiple
      `${Math.floor(limit / multiple)}`, // divisible by all of them
      ...slipsAround(key),
    ]
  },
})

const EASY = { limit: 100, divisors: [4, 6], asked: ASKED[0] }

function leastCommonMultiple(a: number, b: number): number {
  return (a / binaryGcd(a, b)) * b
}
