import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { greatestCommonDivisor, inverseOf } from "./whole.ts"

const MODULUS_MAX = 999
const SOLUTIONS_MAX = 12 // in one key

/** All residues x with a·x ≡ b (mod m). */
export const congruence: DefinedSkill = defineSkill({
  name: "linear-congruence",
  title: "Linear congruences",
  fields: {
    a: z.int().min(2).max(MODULUS_MAX),
    b: z.int().min(0).max(MODULUS_MAX),
    modulus: z.int().min(5).max(MODULUS_MAX),
  },
  axes: [
    { name: "modulus", values: [49, 99, 199], meaning: "the largest modulus" },
    { name: "solutions", values: [1, 4, 6], meaning: "how many residues solve it" },
  ],
  levels: [
    { modulus: 49, solutions: 1 }, // 17x ≡ 5 (mod 43)
    { modulus: 99, solutions: 1 }, // 17x ≡ 65 (mod 93)
    { modulus: 99, solutions: 4 }, // 18x ≡ 66 (mod 94)
    { modulus: 199, solutions: 6 }, // 18x ≡ 66 (mod 194)
  ],
  beyond: [
    { modulus: 499, solutions: 6 },
    { modulus: 999, solutions: 12 },
  ],
  format: "list",
  answer: (spec) => (residuesOf(spec).length === 1 ? { form: "integer" } : {}),
  phrases: [
    (congruence, range) => `Find all integers x with ${range} such that ${congruence}.`,
    (congruence, range) => `Solve ${congruence} for integers x with ${range}.`,
    (congruence, range) => `Which integers x with ${range} satisfy ${congruence}?`,
  ],

  sample(rung, random) {
    const draw = () => {
      const common = between(1, at(rung, "solutions"), random)
      const modulus =
        common * Math.max(5, nearTop(2, Math.floor(at(rung, "modulus") / common), random))
      const a = common * between(1, Math.max(1, modulus / common - 1), random)
      return { a: Math.max(2, a), b: common * between(0, modulus / common - 1, random), modulus }
    }
    return drawWithin(congruence, rung, random, draw, { a: 3, b: 4, modulus: 7 })
  },

  change({ a, b, modulus }, random) {
    if (random.int(2) === 0) return { a: stepFrom(a, 2, modulus - 1, random), b, modulus }
    const common = greatestCommonDivisor(a, modulus)
    return { a, b: (b + common * between(1, 3, random)) % modulus, modulus }
  },

  measure: ({ a, modulus }) => [modulus, greatestCommonDivisor(a, modulus)],

  /** Divides by the common divisor d and inverts; the d solutions lie m/d apart. */
  solve({ a, b, modulus }) {
    if (a >= modulus || b >= modulus) return { refused: "not-reduced" }
    if (b === 1) return { refused: "an-inverse" } // a skill of its own
    const common = greatestCommonDivisor(a, modulus)
    if (b % common !== 0) return { refused: "no-solution" }
    if (common > SOLUTIONS_MAX) return { refused: "too-many-solutions" }
    const period = modulus / common
    const inverse = inverseOf(a / common, period) ?? 0
    const first = ((b / common) * inverse) % period
    return Array.from({ length: common }, (_, i) => first + i * period).join(", ")
  },

  /** The list may come in any order. */
  prove(spec, key) {
    const residues = key.split(",").map((part) => Number(part.trim() || "none"))
    const sorted = residues.toSorted((a, b) => a - b).join(", ")
    return sameAs("enumeration", residuesOf(spec).join(", "), sorted)
  },

  say({ a, b, modulus }, notation) {
    if (notation === "plain") return [`${a}x ≡ ${b} (mod ${modulus})`, `0 ≤ x < ${modulus}`]
    return [`${a}x \\equiv ${b} \\pmod{${modulus}}`, `0 \\le x < ${modulus}`]
  },

  /** Kin: both sides turned round in sign. */
  identify({ a, b, modulus }) {
    const turned = [modulus - a, (modulus - b) % modulus]
    const side = [a, b].join(",") <= turned.join(",") ? [a, b] : turned
    return {
      canonical: `congruence:${a},${b},${modulus}`,
      family: `congruence:${side.join(",")},${modulus}`,
    }
  },

  slips({ a, b, modulus }, key) {
    const all = residuesOf({ a, b, modulus })
    const shifted = (step: number) => all.map((x) => (x + step + modulus) % modulus).join(", ")
    return [
      all.map((x) => (modulus - x) % modulus).join(", "), // lost a sign
      shifted(1),
      shifted(-1),
      shifted(2),
      ...(all.length > 1 ? [`${all[0]}`] : [`${key}, ${(all[0]! + 1) % modulus}`]), // not all
      `${(b - a + modulus) % modulus}`, // subtracted instead of dividing
    ]
  },
})

function residuesOf({ a, b, modulus }: { a: number; b: number; modulus: number }): number[] {
  const found: number[] = []
  for (let x = 0; x < modulus; x++) if ((a * x) % modulus === b) found.push(x)
  return found
}
