import { z } from "zod"
import { shuffled } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { worded } from "../kernel/listed.ts"
import { factorial } from "./counting.ts"

const LETTERS = Array.from("ABCDEGHILMNOPRSTU")
const RULES = ["begins", "together", "not-together", "not-begins", "ends"] as const

/** In how many orders the letters of a word can stand, where one letter has to keep a rule. */
export const letterArrangements: DefinedSkill = defineSkill({
  name: "letter-arrangements",
  title: "Arrangements of letters",
  fields: {
    word: z.string().regex(/^[A-Z]{3,12}$/),
    letter: z.string().regex(/^[A-Z]$/),
    rule: z.enum(RULES),
  },
  axes: [
    { name: "length", values: [7, 8, 9], meaning: "how many letters the word has" },
    { name: "repeated", values: [2, 3], meaning: "how many letters occur more than once" },
    { name: "rule", values: [2, 4], meaning: "2: it begins, or its kind is together; 4: any" },
  ],
  levels: [
    { length: 8, repeated: 2, rule: 2 }, // LANGUAGE, begins with A
    { length: 8, repeated: 2, rule: 4 }, // LANGUAGE, not all of A together
    { length: 9, repeated: 3, rule: 4 }, // COMMITTEE, begins and ends with T
  ],
  beyond: [
    { length: 10, repeated: 3, rule: 4 },
    { length: 12, repeated: 4, rule: 4 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (word, rule) => `How many different arrangements of the letters of ${word} ${rule}?`,
    (word, rule) =>
      `The letters of ${word} are put in a row. Count the different rows that ${rule}.`,
    (word, rule) =>
      `Find the number of words, real or not, with exactly the letters of ${word} that ${rule}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const length = nearTop(5, at(rung, "length"), random)
      const word = drawWord(length, at(rung, "repeated"), random)
      const rules = RULES.slice(0, at(rung, "rule") < 4 ? 2 : RULES.length)
      return { word, letter: pick(Array.from(word), random), rule: pick(rules, random) }
    }
    return drawWithin(letterArrangements, rung, random, draw, EASY)
  },

  change(spec, random) {
    const { word } = spec
    if (random.int(3) === 0) return { ...spec, rule: pick(RULES, random) }
    if (random.int(2) === 0) return { ...spec, letter: pick(Array.from(word), random) }
    const place = random.int(word.length)
    const letter = pick(random.int(2) === 0 ? LETTERS : Array.from(word), random)
    return { ...spec, word: word.slice(0, place) + letter + word.slice(place + 1) }
  },

  measure({ word, rule }) {
    const counts = [...countsOf(word).values()]
    const easy = rule === "begins" || rule === "together"
    return [word.length, counts.filter((count) => count > 1).length, easy ? 2 : 4]
  },

  /** Multinomials: the letters that a rule fixes are taken out, those together count as one. */
  solve({ word, letter, rule }) {
    const { own, others } = splitBy(word, letter)
    if (own === 0 || others.length === 0) return { refused: "nothing-to-arrange" }
    if (others.length === word.length - own && own < 2) return { refused: "no-letter-twice" }
    const needs = { begins: 1, together: 2, "not-together": 2, "not-begins": 1, ends: 2 }
    if (own < needs[rule]) return { refused: "too-few-of-the-letter" }
    const all = ways([own, ...others])
    switch (rule) {
      case "begins":
        return `${ways([own - 1, ...others])}`
      case "not-begins":
        return `${all - ways([own - 1, ...others])}`
      case "together":
        return `${ways([1, ...others])}`
      case "not-together":
        return `${all - ways([1, ...others])}`
      case "ends":
        return `${ways([own - 2, ...others])}`
    }
  },

  /** Looks at every set of places for the letter; the others are summed by the first of them. */
  prove({ word, letter, rule }, key) {
    const { own, others } = splitBy(word, letter)
    let patterns = 0
    for (let mask = 0; mask < 2 ** word.length; mask++) {
      const places = mask.toString(2).padStart(word.length, "0")
      if (places.replaceAll("0", "").length === own && keeps(places, rule)) patterns++
    }
    return sameAs("enumeration", patterns * countByFirst(others, new Map()), key)
  },

  say({ word, letter, rule }, notation) {
    const words = {
      begins: `begin with ${letter}`,
      together: `have all their letters ${letter} next to each other`,
      "not-together": `do not have all their letters ${letter} next to each other`,
      "not-begins": `do not begin with ${letter}`,
      ends: `begin and end with ${letter}`,
    }
    return [worded(word, notation), worded(words[rule], notation)]
  },

  /** Kin: whatever the letters are called, what a rule lets through and what it stops. */
  identify({ word, letter, rule }) {
    const { own, others } = splitBy(word, letter)
    const counts = others.toSorted((a, b) => b - a).join("+")
    return {
      canonical: `arrange:${Array.from(word).sort().join("")}:${rule} ${letter}`,
      family: `arrange:${rule.replace("not-", "")}:${own}:${counts}`,
    }
  },

  slips({ word, letter, rule }, key) {
    const { own, others } = splitBy(word, letter)
    const all = ways([own, ...others])
    const parts = rule === "together" || rule === "not-together" ? [1, ...others] : others
    return [
      `${all}`, // forgot the rule
      `${all - Number(key)}`, // counted those that break it
      `${factorial(word.length - 1)}`, // took all letters for different
      `${ways(parts)}`, // lost the letter altogether
      `${Number(key) * factorial(own)}`, // told equal letters apart
      ...slipsAround(key),
    ]
  },
})

const EASY = { word: "BEES", letter: "B", rule: RULES[0] }

/** So many letters, of which at most so many occur more than once. */
function drawWord(length: number, repeatedMost: number, random: Random): string {
  const pool = shuffled(LETTERS, random)
  const repeated = Math.min(between(1, repeatedMost, random), Math.floor(length / 2))
  const letters = pool.slice(0, repeated).flatMap((letter) => [letter, letter])
  while (letters.length < length) {
    const again = random.int(3) === 0 ? random.int(repeated) : repeated + letters.length
    letters.push(pool[Math.min(again, pool.length - 1)]!)
  }
  return shuffled(letters, random).join("")
}

function countsOf(word: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}

/** How often the letter occurs, and how often each of the others does. */
function splitBy(word: string, letter: string): { own: number; others: number[] } {
  const counts = countsOf(word)
  const own = counts.get(letter) ?? 0
  counts.delete(letter)
  return { own, others: [...counts.values()] }
}

/** In how many ways so many of each kind can stand in a row. */
function ways(counts: readonly number[]): number {
  const length = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce((rest, count) => rest / factorial(count), factorial(length))
}

/** Whether the places of the letter, as a row of ones among zeros, are as the rule wants them. */
function keeps(places: string, rule: (typeof RULES)[number]): boolean {
  const together = !places.slice(places.indexOf("1"), places.lastIndexOf("1")).includes("0")
  switch (rule) {
    case "begins":
      return places.startsWith("1")
    case "not-begins":
      return places.startsWith("0")
    case "ends":
      return places.startsWith("1") && places.endsWith("1")
    case "together":
      return together
    case "not-together":
      return !together
  }
}

function countByFirst(counts: readonly number[], known: Map<string, number>): number {
  const left = counts.filter((count) => count > 0).sort((a, b) => a - b)
  if (left.length < 2) return 1
  const name = left.join(",")
  const seen = known.get(name)
  if (seen !== undefined) return seen
  let sum = 0
  for (const [i, count] of left.entries()) sum += countByFirst(left.with(i, count - 1), known)
  known.set(name, sum)
  return sum
}
