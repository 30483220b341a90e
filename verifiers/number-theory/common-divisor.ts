import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { greatestCommonDivisor } from "./whole.ts"

const NUMBER_MAX = 99_999 // the recheck tries every divisor of the smallest

/** The greatest common divisor of two or three numbers. */
export const commonDivisor: DefinedSkill = defineSkill({
  name: "greatest-common-divisor",
  title: "Greatest common divisors",
  fields: { numbers: z.array(z.int().min(2).max(NUMBER_MAX)).min(2).max(3) },
  axes: [
    { name: "number", values: [99, 299, 999, 9_999], meaning: "the largest number" },
    { name: "count", values: [2, 3], meaning: "how many numbers" },
  ],
  levels: [
    { number: 99, count: 2 }, // gcd(84, 36)
    { number: 299, count: 2 }, // gcd(276, 161)
    { number: 999, count: 2 }, // gcd(867, 612)
    { number: 999, count: 3 }, // gcd(867, 612, 918)
  ],
  beyond: [
    { number: 9_999, count: 2 },
    { number: 9_999, count: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (list) => `Find the greatest common divisor of ${list}.`,
    (list) => `What is the greatest common divisor of ${list}?`,
    (list) => `What is the largest integer that divides each of ${list}?`,
    (list) => `Compute the greatest common factor of ${list}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const most = at(rung, "number")
      const count = between(2, at(rung, "count"), random)
      const common = between(random.int(6) === 0 ? 1 : 2, Math.floor(most / 4), random)
      const multiple = () => common * nearTop(2, Math.floor(most / common), random)
      return { numbers: Array.from({ length: count }, multiple) }
    }
    return drawWithin(commonDivisor, rung, random, draw, { numbers: [84, 36] })
  },

  change({ numbers }, random) {
    const place = random.int(numbers.length)
    const common = numbers.reduce(greatestCommonDivisor)
    const changed = stepFrom(numbers[place]! / common, 2, Math.floor(NUMBER_MAX / common), random)
    return { numbers: numbers.with(place, changed * common) }
  },

  measure: ({ numbers }) => [Math.max(...numbers), numbers.length],

  solve({ numbers }) {
    if (new Set(numbers).size < numbers.length) return { refused: "one-number-twice" }
    const divisor = numbers.reduce(greatestCommonDivisor)
    return numbers.includes(divisor) ? { refused: "one-divides-the-others" } : `${divisor}`
  },

  /** Tries every divisor, the largest first. */
  prove({ numbers }, key) {
    let divisor = Math.min(...numbers)
    while (numbers.some((number) => number % divisor !== 0)) divisor--
    return sameAs("search", divisor, key)
  },

  say: ({ numbers }, notation) => [listed(numbers.map(String), notation)],

  identify({ numbers }) {
    const list = numbers.toSorted((a, b) => a - b).join(",")
    return { canonical: `gcd:${list}`, family: `multiples:${list}` }
  },

  slips({ numbers }, key) {
    const [first, second] = numbers as [number, number]
    const divisor = Number(key)
    const smallest = [2, 3, 5, 7].find((prime) => divisor % prime === 0) ?? divisor
    return [
      `${divisor / smallest}`, // stopped one prime early
      `${divisor * 2}`, // divides some of them only
      `${(first * second) / greatestCommonDivisor(first, second)}`, // gave the common multiple
      `${greatestCommonDivisor(first, second)}`, // left the third out
      `${Math.abs(first - second)}`, // gave the difference
      ...slipsAround(key),
    ]
  },
})
