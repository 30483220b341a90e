import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { worded } from "../kernel/listed.ts"
import { arrangements, binomial } from "./counting.ts"

const SYMBOLS_MAX = 12
const PLACES_MAX = 4

const Part = z.object({
  symbols: z.int().min(2).max(SYMBOLS_MAX),
  places: z.int().min(1).max(PLACES_MAX),
})
type Part = z.infer<typeof Part>

/** Ordered choices, with or without using a symbol again. */
export const codes: DefinedSkill = defineSkill({
  name: "codes",
  title: "Codes of letters and digits",
  fields: { letters: Part, digits: Part, again: z.boolean() },
  axes: [
    { name: "symbols", values: [6, 8, 10], meaning: "the most letters or digits to choose from" },
    { name: "places", values: [3, 5, 6], meaning: "how many symbols a code has" },
    { name: "once", values: [0, 1], meaning: "1 where no symbol may be used again" },
  ],
  levels: [
    { symbols: 10, places: 5, once: 0 }, // 3 of 9 letters and 2 of 7 digits
    { symbols: 10, places: 5, once: 1 },
    { symbols: 10, places: 6, once: 1 },
  ],
  beyond: [
    { symbols: 12, places: 6, once: 1 },
    { symbols: 12, places: 8, once: 1 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (letters, digits, of, rule) =>
      `A code has ${letters} followed by ${digits}. There are ${of} to choose from, and ` +
      `${rule}. How many codes are there?`,
    (letters, digits, of, rule) =>
      `How many codes of ${letters} and then ${digits} can be made from ${of} if ${rule}?`,
    (letters, digits, of, rule) =>
      `Passwords consist of ${letters} and, after them, ${digits}, taken from ${of}, and ` +
      `${rule}. Find the number of passwords.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const symbols = () => nearTop(3, at(rung, "symbols"), random)
      const places = nearTop(2, at(rung, "places"), random)
      const first = 1 + random.int(places - 1)
      return {
        letters: { symbols: symbols(), places: Math.min(PLACES_MAX, first) },
        digits: { symbols: symbols(), places: Math.min(PLACES_MAX, places - first) },
        again: random.int(8) === 0 || at(rung, "once") === 0,
      }
    }
    return drawWithin(codes, rung, random, draw, EASY)
  },

  change(spec, random) {
    const part = random.int(2) === 0 ? "letters" : "digits"
    const { symbols, places } = spec[part]
    switch (random.int(3)) {
      case 0:
        return { ...spec, again: !spec.again }
      case 1:
        return { ...spec, [part]: { symbols: stepFrom(symbols, 2, SYMBOLS_MAX, random), places } }
      default:
        return { ...spec, [part]: { symbols, places: stepFrom(places, 1, PLACES_MAX, random) } }
    }
  },

  measure: ({ letters, digits, again }) => [
    Math.max(letters.symbols, digits.symbols),
    letters.places + digits.places,
    again ? 0 : 1,
  ],

  solve({ letters, digits, again }) {
    if (letters.symbols < letters.places || digits.symbols < digits.places) {
      return { refused: "too-few-symbols" }
    }
    const ways = again ? powers : (part: Part) => arrangements(part.symbols, part.places)
    return `${ways(letters) * ways(digits)}`
  },

  /** Brings in one symbol after another and chooses the places where it stands. */
  prove({ letters, digits, again }, key) {
    const count = bySymbol(letters, again) * bySymbol(digits, again)
    return sameAs("recurrence", count, key)
  },

  say({ letters, digits, again }, notation) {
    const count = (number: number, one: string) =>
      `${number}${worded(number === 1 ? ` ${one}` : ` ${one}s`, notation)}`
    const rule = again ? "a symbol may be used again" : "no symbol may be used twice"
    const of = [count(letters.symbols, "letter"), count(digits.symbols, "digit")]
    return [
      count(letters.places, "letter"),
      count(digits.places, "digit"),
      of.join(worded(" and ", notation)),
      worded(rule, notation),
    ]
  },

  identify({ letters, digits, again }) {
    const parts = [letters, digits].map(({ symbols, places }) => `${places}of${symbols}`)
    const kind = again ? "again" : "once"
    return {
      canonical: `codes:${kind}:${parts.join(",")}`,
      family: `codes:${kind}:${parts.sort().join(",")}`,
    }
  },

  slips({ letters, digits, again }, key) {
    const [once, often] = [letters, digits].reduce(
      ([one, other], part) => [one * arrangements(part.symbols, part.places), other * powers(part)],
      [1, 1],
    ) as [number, number]
    const chosen = (part: Part) => binomial(part.symbols, part.places)
    return [
      `${again ? once : often}`, // the other rule
      `${chosen(letters) * chosen(digits)}`, // forgot the order
      `${letters.symbols * letters.places * digits.symbols * digits.places}`,
      `${arrangements(letters.symbols, letters.places) + arrangements(digits.symbols, digits.places)}`,
      ...slipsAround(key),
    ]
  },
})

const EASY = {
  letters: { symbols: 3, places: 1 },
  digits: { symbols: 4, places: 2 },
  again: true,
}

function powers({ symbols, places }: Part): number {
  return symbols ** places
}

function bySymbol({ symbols, places }: Part, again: boolean): number {
  let ways = new Array<number>(places + 1).fill(0) // by the number of places that are filled
  ways[0] = 1
  for (let symbol = 0; symbol < symbols; symbol++) {
    ways = ways.map((_, filled) => {
      let sum = 0
      for (let here = 0; here <= (again ? filled : Math.min(1, filled)); here++) {
        sum += ways[filled - here]! * binomial(filled, here)
      }
      return sum
    })
  }
  return ways[places]!
}
