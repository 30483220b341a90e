import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { greatestCommonDivisor } from "./whole.ts"

const NUMBER_MAX = 199 // the recheck walks through the multiples of the largest

/** The least common multiple of two or three numbers. */
export const commonMultiple: DefinedSkill = defineSkill({
  name: "least-common-multiple",
  title: "Least common multiples",
  fields: { numbers: z.array(z.int().min(2).max(NUMBER_MAX)).min(2).max(3) },
  axes: [
    { name: "number", values: [20, 50, 99], meaning: "the largest number" },
    { name: "count", values: [2, 3], meaning: "how many numbers" },
  ],
  levels: [
    { number: 50, count: 2 }, // lcm(42, 24)
    { number: 99, count: 2 }, // lcm(84, 63)
    { number: 20, count: 3 }, // lcm(12, 15, 18)
    { number: 50, count: 3 }, // lcm(42, 24, 35)
  ],
  beyond: [
    { number: 199, count: 2 },
    { number: 99, count: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (list) => `Find the least common multiple of ${list}.`,
    (list) => `What is the least common multiple of ${list}?`,
    (list) => `What is the smallest positive integer that is divisible by each of ${list}?`,
    (list) => `Compute the lowest common multiple of ${list}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const count = between(2, at(rung, "count"), random)
      return {
        numbers: Array.from({ length: count }, () => nearTop(2, at(rung, "number"), random)),
      }
    }
    return drawWithin(commonMultiple, rung, random, draw, { numbers: [12, 18] })
  },

  change({ numbers }, random) {
    const place = random.int(numbers.length)
    return { numbers: numbers.with(place, stepFrom(numbers[place]!, 2, NUMBER_MAX, random)) }
  },

  measure: ({ numbers }) => [Math.max(...numbers), numbers.length],

  solve({ numbers }) {
    if (new Set(numbers).size < numbers.length) return { refused: "one-number-twice" }
    const multiple = numbers.reduce((a, b) => (a / greatestCommonDivisor(a, b)) * b)
    return numbers.includes(multiple) ? { refused: "one-is-the-multiple" } : `${multiple}`
  },

  /** Walks through the multiples of the largest until all the others divide one. */
  prove({ numbers }, key) {
    const largest = Math.max(...numbers)
    let multiple = largest
    while (numbers.some((number) => multiple % number !== 0)) multiple += largest
    return sameAs("search", multiple, key)
  },

  say: ({ numbers }, notation) => [listed(numbers.map(String), notation)],

  identify({ numbers }) {
    const list = numbers.toSorted((a, b) => a - b).join(",")
    return { canonical: `lcm:${list}`, family: `multiples:${list}` }
  },

  slips({ numbers }, key) {
    const multiple = Number(key)
    const halves = [2, 3, 5, 7].filter((prime) => multiple % prime === 0)
    return [
      `${numbers.reduce((a, b) => a * b)}`, // multiplied them
      `${numbers.reduce(greatestCommonDivisor)}`, // gave the common divisor
      ...halves.slice(0, 1).map((prime) => `${multiple / prime}`), // lost a prime
      `${multiple * 2}`, // a common multiple, not the least
      `${numbers.reduce((a, b) => a + b)}`, // added them
      ...slipsAround(key),
    ]
  },
})
