import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { worded } from "../kernel/listed.ts"
import { binomial, waysToWeigh } from "./counting.ts"

const PEOPLE_MAX = 20
const SEATS_MAX = 10
const LIMITS = ["at least", "at most"] as const

/** Committees with at least or at most so many women. */
export const committees: DefinedSkill = defineSkill({
  name: "committees",
  title: "Committees with a condition",
  fields: {
    women: z.int().min(2).max(PEOPLE_MAX),
    men: z.int().min(2).max(PEOPLE_MAX),
    seats: z.int().min(2).max(SEATS_MAX),
    limit: z.enum(LIMITS),
    bound: z.int().min(1).max(SEATS_MAX),
  },
  axes: [
    { name: "people", values: [8, 12], meaning: "the larger number of women or men" },
    { name: "seats", values: [3, 4, 5, 6], meaning: "how many are chosen" },
    { name: "cases", values: [2, 3, 5], meaning: "how many numbers of women are allowed" },
  ],
  levels: [
    { people: 12, seats: 4, cases: 2 }, // 4 of 9 women and 7 men, at least 3 women
    { people: 12, seats: 5, cases: 3 },
    { people: 12, seats: 6, cases: 3 },
    { people: 12, seats: 6, cases: 5 },
  ],
  beyond: [
    { people: 16, seats: 7, cases: 5 },
    { people: 20, seats: 10, cases: 8 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (women, men, seats, limit) =>
      `Committees of ${seats} are chosen from ${women} women and ${men} men. ` +
      `In how many of them is the number of women ${limit}?`,
    (women, men, seats, limit) =>
      `In how many ways can a team of ${seats} be formed from ${women} women and ${men} men ` +
      `if the number of women in it must be ${limit}?`,
    (women, men, seats, limit) =>
      `From ${women} women and ${men} men, ${seats} people are to be picked. ` +
      `Count the selections in which the number of women is ${limit}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const seats = nearTop(2, at(rung, "seats"), random)
      return {
        women: nearTop(2, at(rung, "people"), random),
        men: nearTop(2, at(rung, "people"), random),
        seats,
        limit: LIMITS[random.int(2)]!,
        bound: 1 + random.int(seats - 1),
      }
    }
    return drawWithin(committees, rung, random, draw, EASY)
  },

  change(spec, random) {
    switch (random.int(4)) {
      case 0:
        return { ...spec, women: stepFrom(spec.women, 2, PEOPLE_MAX, random) }
      case 1:
        return { ...spec, men: stepFrom(spec.men, 2, PEOPLE_MAX, random) }
      case 2:
        return { ...spec, seats: stepFrom(spec.seats, 2, SEATS_MAX, random) }
      default:
        return { ...spec, bound: stepFrom(spec.bound, 1, spec.seats - 1, random) }
    }
  },

  measure: (spec) => [Math.max(spec.women, spec.men), spec.seats, allowed(spec).length],

  /** The sum over the numbers of women that are allowed. */
  solve(spec) {
    if (spec.bound >= spec.seats) return { refused: "no-choice-of-the-number" }
    if (spec.seats >= spec.women + spec.men) return { refused: "too-few-people" }
    const cases = allowed(spec)
    if (cases.length < 2) return { refused: "one-case-only" }
    return `${cases.reduce((sum, women) => sum + waysWith(spec, women), 0)}`
  },

  /** A woman weighs more than all the men: the weight of a committee tells how many there are. */
  prove(spec, key) {
    const { women, men, seats, limit, bound } = spec
    const heavy = PEOPLE_MAX + 1
    const weights = [...new Array<number>(women).fill(heavy), ...new Array<number>(men).fill(1)]
    const ways = waysToWeigh(weights, seats * heavy)
    let count = 0
    for (let chosen = 0; chosen <= seats; chosen++) {
      const holds = limit === "at least" ? chosen >= bound : chosen <= bound
      if (holds) count += ways[chosen * heavy + (seats - chosen)]!
    }
    return sameAs("additions", count, key)
  },

  say({ women, men, seats, limit, bound }, notation) {
    return [`${women}`, `${men}`, `${seats}`, `${worded(`${limit} `, notation)}${bound}`]
  },

  /** Kin: "at least 2 women" of 5 is "at most 3 men". */
  identify({ women, men, seats, limit, bound }) {
    const mirrored = limit === "at least" ? [women, men, bound] : [men, women, seats - bound]
    return {
      canonical: `committee:${seats} of ${women},${men} ${limit} ${bound}`,
      family: `committee:${seats} of ${mirrored.join(",")}`,
    }
  },

  slips(spec, key) {
    const { women, men, seats, limit, bound } = spec
    const all = binomial(women + men, seats)
    const rest = Math.max(0, women + men - bound)
    return [
      `${waysWith(spec, bound)}`, // counted the bound only
      `${all - Number(key)}`, // counted the others
      `${all}`, // forgot the condition
      `${Number(key) - waysWith(spec, bound)}`, // left the bound out
      `${binomial(women, bound) * binomial(rest, seats - bound)}`, // some committees twice
      ...(limit === "at least" ? [`${binomial(men, seats)}`] : [`${binomial(women, seats)}`]),
      ...slipsAround(key),
    ]
  },
})

const EASY = { women: 4, men: 5, seats: 3, limit: "at least" as const, bound: 2 }

interface Committee {
  readonly women: number
  readonly men: number
  readonly seats: number
  readonly limit: (typeof LIMITS)[number]
  readonly bound: number
}

function waysWith({ women, men, seats }: Committee, chosen: number): number {
  return binomial(women, chosen) * binomial(men, seats - chosen)
}

/** The numbers of women that the condition allows and the people make possible. */
function allowed(spec: Committee): number[] {
  const [low, high] = spec.limit === "at least" ? [spec.bound, spec.seats] : [0, spec.bound]
  const numbers = Array.from({ length: high - low + 1 }, (_, i) => low + i)
  return numbers.filter((women) => waysWith(spec, women) > 0)
}
