import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { isPrime, primePowersOf } from "./whole.ts"

const NUMBER_MAX = 19_999 // the recheck crosses out the numbers up to it

/** How many positive integers up to a number share no factor with it. */
export const totient: DefinedSkill = defineSkill({
  name: "totient",
  title: "Euler's totient",
  fields: { number: z.int().min(4).max(NUMBER_MAX) },
  axes: [
    { name: "number", values: [1_999, 4_999, 9_999], meaning: "the largest number" },
    { name: "primes", values: [2, 3, 4], meaning: "how many different prime factors" },
  ],
  levels: [
    { number: 1_999, primes: 2 }, // 1372 = 2^2 · 7^3
    { number: 1_999, primes: 3 }, // 1960 = 2^3 · 5 · 7^2
    { number: 4_999, primes: 3 },
    { number: 9_999, primes: 4 },
  ],
  beyond: [
    { number: 19_999, primes: 4 },
    { number: 19_999, primes: 5 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (_, phi) => `Find ${phi}, where φ is Euler's totient function.`,
    (number) => `How many positive integers less than ${number} are coprime to ${number}?`,
    (number) => `How many of the positive integers up to ${number} share no factor with it?`,
  ],

  sample(rung, random) {
    const draw = () => ({ number: nearTop(4, at(rung, "number"), random) })
    return drawWithin(totient, rung, random, draw, { number: 12 })
  },

  change: ({ number }, random) => ({ number: stepFrom(number, 4, NUMBER_MAX, random) }),
  measure: ({ number }) => [number, primePowersOf(number).length],

  solve({ number }) {
    if (isPrime(number)) return { refused: "a-prime" }
    const parts = primePowersOf(number)
    return `${parts.reduce((rest, { prime }) => (rest / prime) * (prime - 1), number)}`
  },

  /** Crosses out the multiples of every divisor and counts what is left. */
  prove({ number }, key) {
    const crossed = new Uint8Array(number + 1)
    for (let divisor = 2; divisor <= number; divisor++) {
      if (number % divisor !== 0 || crossed[divisor] === 1) continue
      for (let multiple = divisor; multiple <= number; multiple += divisor) crossed[multiple] = 1
    }
    let count = 0
    for (let other = 1; other <= number; other++) count += 1 - crossed[other]!
    return sameAs("crossing-out", count, key)
  },

  say({ number }, notation) {
    return [`${number}`, notation === "latex" ? `\\varphi(${number})` : `φ(${number})`]
  },

  identify: ({ number }) => ({ canonical: `totient:${number}`, family: `divisors:${number}` }),

  slips({ number }, key) {
    const parts = primePowersOf(number)
    return [
      `${parts.reduce((product, { prime }) => product * (prime - 1), 1)}`, // lost the powers
      `${number - Number(key)}`, // counted those that share a factor
      `${number - 1}`, // took the number for a prime
      ...slipsAround(key),
    ]
  },
})
