import { z } from "zod"
import { at, nearTop, pick, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { isPrime } from "./whole.ts"

const NUMBER_MAX = 9_999 // the recheck looks at every factor of the factorial
const PRIME_MAX = 97
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31]

/** How often a prime divides a factorial. */
export const factorialExponent: DefinedSkill = defineSkill({
  name: "factorial-exponent",
  title: "Prime powers in factorials",
  fields: {
    number: z.int().min(5).max(NUMBER_MAX),
    prime: z.int().min(2).max(PRIME_MAX),
  },
  axes: [
    { name: "number", values: [199, 499, 999], meaning: "the number whose factorial it is" },
    { name: "prime", values: [7, 13, 31], meaning: "the largest prime" },
  ],
  levels: [
    { number: 199, prime: 7 }, // 5 in 187!
    { number: 499, prime: 13 }, // 11 in 487!
    { number: 999, prime: 13 }, // 11 in 987!
    { number: 999, prime: 31 }, // 23 in 987!
  ],
  beyond: [
    { number: 4_999, prime: 31 },
    { number: 9_999, prime: 31 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (factorial, prime) =>
      `In the prime factorization of ${factorial}, how often does the prime ${prime} occur?`,
    (factorial, prime) =>
      `The number ${factorial} is written as a product of primes. Find the exponent of ${prime}.`,
    (_a, _b, power, factorial) =>
      `What is the largest integer k such that ${power} divides ${factorial} without remainder?`,
  ],

  sample(rung, random) {
    const primes = PRIMES.filter((prime) => prime <= at(rung, "prime"))
    const draw = () => ({
      number: nearTop(5, at(rung, "number"), random),
      prime: pick(primes, random),
    })
    return drawWithin(factorialExponent, rung, random, draw, { number: 9, prime: 2 })
  },

  change({ number, prime }, random) {
    if (random.int(3) === 0) return { number, prime: pick(PRIMES, random) }
    return { number: stepFrom(number, 5, NUMBER_MAX, random), prime }
  },

  measure: ({ number, prime }) => [number, prime],

  /** Legendre: ⌊n/p⌋ + ⌊n/p²⌋ + … */
  solve({ number, prime }) {
    if (!isPrime(prime)) return { refused: "not-a-prime" }
    if (prime > number) return { refused: "divides-nothing" }
    let exponent = 0
    for (let rest = Math.floor(number / prime); rest > 0; rest = Math.floor(rest / prime)) {
      exponent += rest
    }
    return `${exponent}`
  },

  prove({ number, prime }, key) {
    let count = 0
    for (let factor = 2; factor <= number; factor++) {
      for (let rest = factor; rest % prime === 0; rest /= prime) count++
    }
    return sameAs("enumeration", count, key)
  },

  say({ number, prime }, notation) {
    const power = notation === "latex" ? `${prime}^{k}` : `${prime}^k`
    return [`${number}!`, `${prime}`, power, `${number}!`]
  },

  identify: ({ number, prime }) => ({
    canonical: `factorial:${number}:${prime}`,
    family: `factorial:${Math.floor(number / prime)}:${prime}`,
  }),

  slips({ number, prime }, key) {
    return [
      `${Math.floor(number / prime)}`, // forgot the higher powers
      `${Math.floor(number / (prime * prime))}`, // counted the squares only
      `${Number(key) * prime}`,
      ...slipsAround(key),
    ]
  },
})
