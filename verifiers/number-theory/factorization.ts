import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { isPrime, type PrimePower, primePowersOf } from "./whole.ts"

const NUMBER_MAX = 999_999

/** A composite number as its product of prime powers: 2^3*3*5. */
export const factorization: DefinedSkill = defineSkill({
  name: "prime-factorization",
  title: "Prime factorizations",
  fields: { number: z.int().min(4).max(NUMBER_MAX) },
  axes: [
    { name: "number", values: [999, 2_999, 9_999], meaning: "the largest number" },
    { name: "prime", values: [97, 499], meaning: "the largest prime factor" },
  ],
  levels: [
    { number: 999, prime: 97 }, // 360 = 2^3 · 3^2 · 5
    { number: 2_999, prime: 97 }, // 2548 = 2^2 · 7^2 · 13
    { number: 9_999, prime: 97 }, // 7644 = 2^2 · 3 · 7^2 · 13
    { number: 9_999, prime: 499 }, // 8758 = 2 · 29 · 151
  ],
  beyond: [
    { number: 99_999, prime: 97 },
    { number: 99_999, prime: 499 },
  ],
  format: "expression",
  answer: { form: "factored" },
  phrases: [
    (number) => `Find the prime factorization of ${number}.`,
    (number) => `Write ${number} as a product of prime powers.`,
    (number) => `Factor ${number} into primes.`,
    (number) => `What is the prime factorization of ${number}?`,
  ],

  sample(rung, random) {
    const draw = () => ({ number: nearTop(4, at(rung, "number"), random) })
    return drawWithin(factorization, rung, random, draw, { number: 360 })
  },

  change({ number }, random) {
    const { prime } = primePowersOf(number)[0]!
    if (random.int(2) === 0) return { number: stepFrom(number, 4, NUMBER_MAX, random) }
    return { number: Math.max(4, (number / prime) * (prime === 2 ? 3 : 2)) }
  },

  measure: ({ number }) => [number, primePowersOf(number).at(-1)!.prime],

  solve({ number }) {
    return isPrime(number) ? { refused: "a-prime" } : writePowers(primePowersOf(number))
  },

  /** Multiplies the powers and looks for a divisor of each base. */
  prove({ number }, key) {
    const method = "multiplication"
    const powers = readPowers(key)
    if (powers === null) return { method, fault: "it is no product of powers" }
    let product = 1
    for (const { prime, exponent } of powers) {
      if (exponent < 1) return { method, fault: "an exponent is zero" }
      if (hasDivisor(prime)) return { method, fault: `${prime} is not prime` }
      for (let i = 0; i < exponent && product <= number; i++) product *= prime
    }
    return { method, fault: product === number ? null : `the product is ${product}` }
  },

  say: ({ number }) => [`${number}`],

  identify: ({ number }) => ({ canonical: `factor:${number}`, family: `divisors:${number}` }),

  slips({ number }) {
    const powers = primePowersOf(number)
    const [first, ...others] = powers as [PrimePower, ...PrimePower[]]
    const last = powers.at(-1)!
    const raised = { ...first, exponent: first.exponent + 1 }
    const next = { ...last, prime: last.prime + 2 }
    return [
      writePowers([raised, ...others]), // one prime too many
      writePowers([...powers.slice(0, -1), next]), // a wrong last prime
      writePowers(powers.map(({ prime }) => ({ prime, exponent: 1 }))), // lost the exponents
      `${first.prime}*${number / first.prime}`, // stopped after one step
      powers.map(({ prime, exponent }) => `${prime}*${exponent}`).join("*"), // multiplied them
      `${number}`,
      writePowers(others),
    ]
  },
})

function writePowers(powers: readonly PrimePower[]): string {
  return powers
    .map(({ prime, exponent }) => (exponent === 1 ? `${prime}` : `${prime}^${exponent}`))
    .join("*")
}

/** Reads what `writePowers` writes, in any order and with a base repeated; null for all else. */
function readPowers(key: string): PrimePower[] | null {
  const powers: PrimePower[] = []
  if (key.length > KEY_CHARS_MAX) return null
  for (const part of key.split("*")) {
    const [prime, exponent, ...more] = part.split("^").map(readWhole)
    if (prime === undefined || prime === null || exponent === null || more.length > 0) return null
    powers.push({ prime, exponent: exponent ?? 1 })
  }
  return powers
}

const KEY_CHARS_MAX = 256 // the longest factorization within the bounds has 20

function readWhole(text: string): number | null {
  return /^\+?[0-9]{1,9}$/.test(text) ? Number(text) : null
}

/** Whether a whole number is 0 or 1, or has a divisor between 1 and itself. */
function hasDivisor(number: number): boolean {
  if (number < 2) return true
  for (let divisor = 2; divisor <= number / divisor; divisor++) {
    if (number % divisor === 0) return true
  }
  return false
}
