import { z } from "zod"
import type { Identity } from "../../src/verifier.ts"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill, type Phrase } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { isPrime, type PrimePower, primePowersOf } from "./whole.ts"

const NUMBER_MAX = 99_999 // the recheck tries every number up to it

/** What is asked of all the divisors of a number, and how a formula and a list answer it. */
interface Question {
  readonly name: string
  readonly title: string
  readonly phrases: readonly Phrase[]
  /** The factor of one prime power in the product formula. */
  factor(power: PrimePower): number
  /** The same from all the divisors themselves. */
  fold(divisors: readonly number[]): number
  slips(number: number, powers: readonly PrimePower[]): readonly number[]
}

/** How many divisors a number has. */
export const divisorCount = divisorSkill({
  name: "divisor-count",
  title: "Counting divisors",
  phrases: [
    (number) => `How many positive divisors does ${number} have?`,
    (number) => `Find the number of positive divisors of ${number}.`,
    (number) => `How many positive integers divide ${number}?`,
  ],
  factor: ({ exponent }) => exponent + 1,
  fold: (divisors) => divisors.length,
  slips: (_, powers) => [
    powers.reduce((product, { exponent }) => product * exponent, 1), // forgot to add one
    powers.reduce((sum, { exponent }) => sum + exponent + 1, 0), // added where one multiplies
    2 ** powers.length, // overlooked the exponents
    powers.reduce((product, { exponent }) => product * (exponent + 1), 1) - 2, // proper ones only
  ],
})

/** What the divisors of a number add up to. */
export const divisorSum = divisorSkill({
  name: "divisor-sum",
  title: "Sums of divisors",
  phrases: [
    (number) => `Find the sum of the positive divisors of ${number}.`,
    (number) => `What is the sum of all positive divisors of ${number}?`,
    (number) => `Add up all the positive integers that divide ${number}. What is the sum?`,
  ],
  factor: sumOfPowers,
  fold: (divisors) => divisors.reduce((sum, divisor) => sum + divisor, 0),
  slips: (number, powers) => [
    powers.reduce((sum, { prime }) => sum + prime, 0), // added the prime factors
    powers.reduce((product, { prime }) => product * (prime + 1), 1), // overlooked the exponents
    powers.reduce((product, power) => product * sumOfPowers(power), 1) - number, // proper ones only
    number + 1,
  ],
})

/** Two questions with one formula: a product over prime powers. */
function divisorSkill({ name, title, phrases, factor, fold, slips }: Question): DefinedSkill {
  const skill: DefinedSkill = defineSkill({
    ...{ name, title, phrases },
    fields: { number: z.int().min(4).max(NUMBER_MAX) },
    axes: [
      { name: "number", values: [1_999, 4_999, 9_999], meaning: "the largest number" },
      { name: "primes", values: [2, 3, 4], meaning: "how many different prime factors" },
    ],
    levels: [
      { number: 1_999, primes: 2 }, // 1372 = 2^2 · 7^3
      { number: 1_999, primes: 3 }, // 1960 = 2^3 · 5 · 7^2
      { number: 4_999, primes: 3 },
      { number: 9_999, primes: 4 }, // 9828 = 2^2 · 3^3 · 7 · 13
    ],
    beyond: [
      { number: 29_999, primes: 4 },
      { number: 99_999, primes: 5 },
    ],
    format: "integer",
    answer: { form: "integer" },
    sample(rung, random) {
      const draw = () => ({ number: nearTop(4, at(rung, "number"), random) })
      return drawWithin(skill, rung, random, draw, { number: 12 })
    },
    change: ({ number }, random) => ({ number: stepFrom(number, 4, NUMBER_MAX, random) }),
    measure: ({ number }) => [number, primePowersOf(number).length],
    solve({ number }) {
      if (isPrime(number)) return { refused: "a-prime" }
      return `${primePowersOf(number).reduce((product, power) => product * factor(power), 1)}`
    },
    prove: ({ number }, key) => sameAs("enumeration", fold(allDivisors(number)), key),
    say: ({ number }) => [`${number}`],
    identify: ({ number }): Identity => ({
      canonical: `${name}:${number}`,
      family: `divisors:${number}`,
    }),
    slips: ({ number }, key) => [
      ...slips(number, primePowersOf(number)).map(String),
      ...slipsAround(key),
    ],
  })
  return skill
}

/** 1 + p + p² + … */
function sumOfPowers({ prime, exponent }: PrimePower): number {
  let sum = 1
  for (let i = 0; i < exponent; i++) sum = sum * prime + 1
  return sum
}

function allDivisors(number: number): number[] {
  const divisors: number[] = []
  for (let candidate = 1; candidate <= number; candidate++) {
    if (number % candidate === 0) divisors.push(candidate)
  }
  return divisors
}
