import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { greatestCommonDivisor } from "../kernel/rational.ts"
import {
  areTidy,
  degreeOf,
  isZero,
  largestOf,
  type Notation,
  termsField,
  termsOf,
  writeTerms,
} from "../kernel/terms.ts"

const AXES = [
  { name: "last", values: [20, 50, 100], meaning: "the largest index" },
  { name: "degree", values: [1, 2, 3], meaning: "the highest power of the index" },
  { name: "coefficient", values: [5, 9, 12], meaning: "the largest coefficient, by size" },
  { name: "geometric", values: [0, 1], meaning: "1 where powers of a fixed number are added" },
]

const LEVELS = [
  { last: 20, degree: 1, coefficient: 9, geometric: 0 }, // the sum of 3k + 2 from 1 to 20
  { last: 50, degree: 2, coefficient: 9, geometric: 0 },
  { last: 20, degree: 1, coefficient: 12, geometric: 1 }, // the sum of 5 · 2^k from 1 to 9
  { last: 100, degree: 3, coefficient: 9, geometric: 0 },
]

const BEYOND = [{ last: 100, degree: 3, coefficient: 12, geometric: 1 }]

const FIELDS = {
  from: z.int().min(0).max(99),
  to: z.int().min(1).max(200),
  terms: termsField({ coefficient: 99, power: 3, count: 4 }),
  /** What is raised to the index; 1 where nothing is. */
  base: z.int().min(-9).max(9),
}
type Sum = Fields<typeof FIELDS>

/** Sums from one index to another: of powers of the index, or of powers to the index. */
export const finiteSum = defineSkill({
  name: "finite-sum",
  title: "Finite sums",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "integer",
  phrases: [
    (term, from, to) => `Find the sum of ${term} over the whole numbers k from ${from} to ${to}.`,
    (term, from, to) =>
      `Add up ${term} for every integer k from ${from} to ${to}. What is the total?`,
    (term, from, to) => `Evaluate the sum of all ${term}, where k runs from ${from} to ${to}.`,
  ],

  sample: (rung, random) => drawSum(rung, random),

  measure({ to, terms, base }) {
    return [to, Math.max(1, degreeOf(terms)), largestOf(terms), base === 1 ? 0 : 1]
  },

  solve({ from, to, terms, base }) {
    if (!areTidy(terms) || isZero(terms)) return { refused: "untidy-terms" }
    if (to <= from) return { refused: "nothing-to-add" }
    if (base === 0 || base === -1) return { refused: "a-base-of-no-powers" }
    if (base === 1) return `${polynomialUpTo(terms, to) - polynomialUpTo(terms, from - 1)}`
    if (degreeOf(terms) > 0) return { refused: "powers-times-powers" }
    return `${geometric(terms[0]![0], base, from, to)}`
  },

  /** Every term is added, one after the other. */
  prove({ from, to, terms, base }, key) {
    const method = "addition"
    let total = 0n
    for (let k = from; k <= to; k++) {
      let value = 0n
      for (const [by, power] of terms) value += BigInt(by) * BigInt(k) ** BigInt(power)
      total += value * BigInt(base) ** BigInt(k)
    }
    return { method, fault: key === `${total}` ? null : "the terms add up to another number" }
  },

  say(spec, notation) {
    return [writeTerm(spec, notation), `${spec.from}`, `${spec.to}`]
  },

  identify(spec) {
    const term = writeTerm(spec, "plain")
    const canonical = `finite-sum:${term}:${spec.from},${spec.to}`
    const shared = spec.terms.reduce((gcd, [by]) => greatestCommonDivisor(gcd, BigInt(by)), 0n)
    const kin = spec.terms.map(([by, power]) => `${Math.abs(by) / Number(shared)}k^${power}`)
    return { canonical, family: `finite-sum:${kin.join("+")}*${spec.base}^k:${spec.to}` }
  },

  slips(spec, key) {
    const { from, to } = spec
    const right = BigInt(key)
    const termAt = (k: number) => {
      const value = spec.terms.reduce(
        (sum, [by, power]) => sum + BigInt(by) * BigInt(k) ** BigInt(power),
        0n,
      )
      return value * BigInt(spec.base) ** BigInt(k)
    }
    return [
      `${right - termAt(to)}`, // stopped one term too soon
      `${right + termAt(to + 1)}`,
      `${right - termAt(from)}`, // began one term too late
      `${termAt(from) * BigInt(to - from + 1)}`,
      `${-right}`,
      `${right + 1n}`,
      `${right - 1n}`,
      `${right + 10n}`,
    ]
  },
})

/** The sum of the terms for k from 1 to n, or less 0's term from 0 on: closed forms of k^p. */
function polynomialUpTo(terms: Sum["terms"], n: number): bigint {
  const m = BigInt(n)
  return terms.reduce((total, [by, power]) => total + BigInt(by) * powerSum(power, m), 0n)
}

/** 0^p + 1^p + … + n^p, where 0^0 counts as 1; for n = -1 nothing is added (J. Faulhaber). */
function powerSum(power: number, n: bigint): bigint {
  switch (power) {
    case 0:
      return n + 1n
    case 1:
      return (n * (n + 1n)) / 2n
    case 2:
      return (n * (n + 1n) * (2n * n + 1n)) / 6n
    case 3:
      return ((n * (n + 1n)) / 2n) ** 2n
    default:
      throw new TypeError("sums of powers are known up to the third")
  }
}

function geometric(by: number, base: number, from: number, to: number): bigint {
  const [r, c] = [BigInt(base), BigInt(by)]
  return (c * (r ** BigInt(to + 1) - r ** BigInt(from))) / (r - 1n)
}

function writeTerm({ terms, base }: Sum, notation: Notation): string {
  const text = writeTerms(terms, notation, "k")
  if (base === 1) return text
  const raised = base < 0 ? `(${base})^k` : `${base}^k`
  if (text === "1") return raised
  return notation === "latex" ? `${text} \\cdot ${raised}` : `${text} · ${raised}`
}

function drawSum(rung: Rung, random: Random): Sum {
  const coefficient = () => {
    const size = nearTop(1, at(rung, "coefficient"), random)
    return random.int(4) === 0 ? 0 - size : size
  }
  if (at(rung, "geometric") > 0 && random.int(8) > 0) {
    const from = between(0, 3, random)
    const to = from + between(3, 8, random)
    return { from, to, terms: termsOf([coefficient()]), base: pick([-3, -2, 2, 3, 4, 5], random) }
  }
  const from = random.int(2) === 0 ? 1 : between(1, 6, random)
  const to = nearTop(from + 4, at(rung, "last"), random)
  const lower = Array.from({ length: at(rung, "degree") }, () =>
    random.int(3) === 0 ? 0 : coefficient(),
  )
  return { from, to, terms: termsOf([...lower, coefficient()]), base: 1 }
}
