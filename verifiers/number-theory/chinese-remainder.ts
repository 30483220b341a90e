import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { greatestCommonDivisor, inverseOf } from "./whole.ts"

const MODULUS_MAX = 30 // the recheck tries every number up to the product of three

const Condition = z.object({
  remainder: z.int().min(0).max(MODULUS_MAX),
  modulus: z.int().min(2).max(MODULUS_MAX),
})
type Condition = z.infer<typeof Condition>

/** The least number with given remainders by moduli that share no factor. */
export const chineseRemainder: DefinedSkill = defineSkill({
  name: "chinese-remainder",
  title: "Simultaneous congruences",
  fields: { conditions: z.array(Condition).min(2).max(3) },
  axes: [
    { name: "modulus", values: [9, 13, 20], meaning: "the largest modulus" },
    { name: "count", values: [2, 3], meaning: "how many congruences" },
  ],
  levels: [
    { modulus: 13, count: 2 }, // x ≡ 4 (mod 11) and x ≡ 7 (mod 13)
    { modulus: 20, count: 2 }, // x ≡ 4 (mod 17) and x ≡ 7 (mod 20)
    { modulus: 9, count: 3 }, // x ≡ 2 (mod 5), x ≡ 3 (mod 7) and x ≡ 4 (mod 9)
    { modulus: 13, count: 3 },
  ],
  beyond: [
    { modulus: 20, count: 3 },
    { modulus: 30, count: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (system) => `Find the smallest non-negative integer x with ${system}.`,
    (system) => `What is the least non-negative integer x such that ${system}?`,
    (_, remainders, moduli) =>
      `A number leaves the remainders ${remainders} when it is divided by ${moduli}, ` +
      "respectively. What is the smallest non-negative integer that does so?",
  ],

  // x ≡ 0 and x ≡ 1 by one modulus
  unsolvable: ({ conditions }) => {
    const { modulus } = conditions[0]!
    return [{ conditions: [0, 1].map((remainder) => ({ remainder, modulus })) }]
  },

  sample(rung, random) {
    const draw = () => {
      const count = between(2, at(rung, "count"), random)
      const conditions = Array.from({ length: count }, () => {
        const modulus = nearTop(2, at(rung, "modulus"), random)
        return { remainder: random.int(modulus), modulus }
      })
      return { conditions }
    }
    return drawWithin(chineseRemainder, rung, random, draw, EASY)
  },

  change({ conditions }, random) {
    const place = random.int(conditions.length)
    const { remainder, modulus } = conditions[place]!
    const moved = { remainder: stepFrom(remainder, 0, modulus - 1, random), modulus }
    return { conditions: conditions.with(place, moved) }
  },

  measure: ({ conditions }) => [
    Math.max(...conditions.map(({ modulus }) => modulus)),
    conditions.length,
  ],

  solve({ conditions }) {
    const fault = faultOf(conditions)
    if (fault !== null) return { refused: fault }
    const { remainder } = conditions.reduce(merged)
    const shown = conditions.every((condition) => condition.remainder === remainder)
    return shown ? { refused: "the-remainder-itself" } : `${remainder}`
  },

  prove({ conditions }, key) {
    let x = 0
    while (conditions.some(({ remainder, modulus }) => x % modulus !== remainder)) x++
    return sameAs("enumeration", x, key)
  },

  say({ conditions }, notation) {
    const each = conditions.map(({ remainder, modulus }) =>
      notation === "latex"
        ? `x \\equiv ${remainder} \\pmod{${modulus}}`
        : `x ≡ ${remainder} (mod ${modulus})`,
    )
    const columns = [
      each,
      conditions.map(({ remainder }) => `${remainder}`),
      conditions.map(({ modulus }) => `${modulus}`),
    ]
    return columns.map((column) => listed(column, notation))
  },

  identify({ conditions }) {
    const list = conditions.map(({ remainder, modulus }) => `${remainder}/${modulus}`)
    const { remainder, modulus } = conditions.reduce(merged)
    return {
      canonical: `remainders:${list.sort().join(",")}`,
      family: `remainders:${Math.min(remainder, modulus - remainder)},${modulus}`,
    }
  },

  slips({ conditions }, key) {
    const product = conditions.reduce((all, { modulus }) => all * modulus, 1)
    const [first, second] = conditions as [Condition, Condition]
    return [
      `${product - Number(key)}`, // turned the signs round
      `${Number(key) + product}`, // not the smallest
      `${Number(key) + first.modulus}`, // right for one modulus only
      `${Number(key) + second.modulus}`,
      `${conditions.reduce((sum, { remainder }) => sum + remainder, 0)}`, // added the remainders
      ...slipsAround(key),
    ]
  },
})

const EASY = {
  conditions: [
    { remainder: 1, modulus: 3 },
    { remainder: 2, modulus: 4 },
  ],
}

/** Two congruences as one. Garner: x = r + m · ((s − r) / m modulo n). */
function merged(one: Condition, other: Condition): Condition {
  const { remainder: r, modulus: m } = one
  const { remainder: s, modulus: n } = other
  const gap = (((s - r) % n) + n) % n
  const times = (gap * (inverseOf(m, n) ?? 0)) % n
  return { remainder: r + m * times, modulus: m * n }
}

function faultOf(conditions: readonly Condition[]): string | null {
  if (conditions.some(({ remainder, modulus }) => remainder >= modulus)) return "not-reduced"
  for (const [i, { modulus }] of conditions.entries()) {
    for (const other of conditions.slice(0, i)) {
      if (greatestCommonDivisor(modulus, other.modulus) > 1) return "moduli-share-a-factor"
    }
  }
  return null
}
