import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { slipsAround } from "../kernel/integer-key.ts"
import { inverseOf, isPrime } from "./whole.ts"

const MODULUS_MAX = 9_999 // the recheck tries every residue

/** The number whose product with another leaves 1. */
export const modularInverse: DefinedSkill = defineSkill({
  name: "modular-inverse",
  title: "Inverses modulo a number",
  fields: {
    number: z.int().min(2).max(MODULUS_MAX),
    modulus: z.int().min(5).max(MODULUS_MAX),
  },
  axes: [
    { name: "modulus", values: [99, 199, 499], meaning: "the largest modulus" },
    { name: "composite", values: [0, 1], meaning: "1 where the modulus need not be prime" },
  ],
  levels: [
    { modulus: 99, composite: 0 }, // 17 modulo 43
    { modulus: 99, composite: 1 }, // 17 modulo 84
    { modulus: 199, composite: 1 }, // 89 modulo 184
    { modulus: 499, composite: 1 }, // 289 modulo 484
  ],
  beyond: [
    { modulus: 999, composite: 1 },
    { modulus: 9_999, composite: 1 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (number, modulus) => `Find the least positive inverse of ${number} modulo ${modulus}.`,
    (number, modulus) => `What is the least positive inverse of ${number} modulo ${modulus}?`,
    (_a, _b, congruence) => `Find the least positive integer x with ${congruence}.`,
    (_a, _b, congruence) => `What is the smallest positive integer x such that ${congruence}?`,
  ],

  // What shares a factor with the modulus has no inverse.
  unsolvable: ({ modulus }) => [{ number: modulus, modulus }],

  sample(rung, random) {
    const draw = () => {
      const modulus = nearTop(5, at(rung, "modulus"), random)
      return { number: between(2, modulus - 2, random), modulus }
    }
    return drawWithin(modularInverse, rung, random, draw, { number: 2, modulus: 7 })
  },

  change({ number, modulus }, random) {
    if (random.int(2) === 0) return { number: stepFrom(number, 2, modulus - 1, random), modulus }
    return { number, modulus: stepFrom(modulus, Math.max(5, number + 1), MODULUS_MAX, random) }
  },

  measure: ({ modulus }) => [modulus, isPrime(modulus) ? 0 : 1],

  solve({ number, modulus }) {
    if (number >= modulus) return { refused: "not-reduced" }
    const inverse = inverseOf(number, modulus)
    if (inverse === null) return { refused: "no-inverse" }
    return inverse === number ? { refused: "its-own-inverse" } : `${inverse}`
  },

  /** Multiplies every residue; exactly one may leave 1. */
  prove({ number, modulus }, key) {
    const found: number[] = []
    for (let x = 1; x < modulus; x++) if ((number * x) % modulus === 1) found.push(x)
    const only = found.length === 1 && `${found[0]}` === key
    return { method: "enumeration", fault: only ? null : `the inverses are ${found.join(", ")}` }
  },

  say({ number, modulus }, notation) {
    const congruence =
      notation === "latex"
        ? `${number}x \\equiv 1 \\pmod{${modulus}}`
        : `${number}x ≡ 1 (mod ${modulus})`
    return [`${number}`, `${modulus}`, congruence]
  },

  /** Kin: the inverse of the inverse, and the inverse of the opposite. */
  identify({ number, modulus }) {
    const inverse = inverseOf(number, modulus) ?? number
    const kin = [number, inverse, modulus - number, modulus - inverse]
    return {
      canonical: `inverse:${number},${modulus}`,
      family: `inverse:${Math.min(...kin)},${modulus}`,
    }
  },

  slips({ number, modulus }, key) {
    return [
      `${modulus - Number(key)}`, // lost a sign on the way back
      `1/${number}`, // took the reciprocal
      `${modulus - number}`, // gave the opposite
      `${number}`,
      ...slipsAround(key),
    ]
  },
})
