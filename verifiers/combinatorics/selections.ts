import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed, worded } from "../kernel/listed.ts"
import { arrangements, binomial, waysToWeigh } from "./counting.ts"

const SIZE_MAX = 20
const CHOSEN_MAX = 6 // with it three groups give less than 2^53 ways
const COLOURS = [" red", " blue", " green"]

const Group = z.object({
  size: z.int().min(2).max(SIZE_MAX),
  chosen: z.int().min(1).max(CHOSEN_MAX),
})

/** Some of each of two or three groups, in no order. */
export const selections: DefinedSkill = defineSkill({
  name: "selections",
  title: "Choosing from groups",
  fields: { groups: z.array(Group).min(2).max(3) },
  axes: [
    { name: "size", values: [8, 12], meaning: "the largest group" },
    { name: "chosen", values: [2, 3, 4], meaning: "the most chosen from one group" },
    { name: "groups", values: [2, 3], meaning: "how many groups" },
  ],
  levels: [
    { size: 12, chosen: 3, groups: 2 }, // 2 of 11 and 3 of 8
    { size: 12, chosen: 4, groups: 2 }, // 2 of 11 and 4 of 9
    { size: 8, chosen: 3, groups: 3 }, // 2 of 8, 3 of 7 and 1 of 6
    { size: 12, chosen: 4, groups: 3 }, // 2 of 11, 4 of 9 and 3 of 10
  ],
  beyond: [
    { size: 16, chosen: 5, groups: 3 },
    { size: 20, chosen: 6, groups: 3 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (all, some) =>
      `An urn holds numbered balls: ${all}. In how many ways can ${some} be drawn at once?`,
    (all, some) =>
      `There are ${all} cards, no two of them alike. How many hands of ${some} cards are there?`,
    (all, some) => `In how many ways can one choose ${some} from ${all} different marbles?`,
  ],

  sample(rung, random) {
    const draw = () => {
      const count = between(2, at(rung, "groups"), random)
      const groups = Array.from({ length: count }, () => {
        const size = nearTop(3, at(rung, "size"), random)
        return { size, chosen: nearTop(1, Math.min(at(rung, "chosen"), size - 1), random) }
      })
      return { groups }
    }
    return drawWithin(selections, rung, random, draw, EASY)
  },

  change({ groups }, random) {
    const place = random.int(groups.length)
    const { size, chosen } = groups[place]!
    const changed =
      random.int(2) === 0
        ? { size: stepFrom(size, chosen + 1, SIZE_MAX, random), chosen }
        : { size, chosen: stepFrom(chosen, 1, Math.min(CHOSEN_MAX, size - 1), random) }
    return { groups: groups.with(place, changed) }
  },

  measure: ({ groups }) => [
    Math.max(...groups.map(({ size }) => size)),
    Math.max(...groups.map(({ chosen }) => chosen)),
    groups.length,
  ],

  solve({ groups }) {
    if (groups.some(({ size, chosen }) => chosen >= size)) return { refused: "nothing-to-choose" }
    return `${groups.reduce((ways, { size, chosen }) => ways * binomial(size, chosen), 1)}`
  },

  /** Gives each colour a weight, so that the weight of a draw tells how many there are of each. */
  prove({ groups }, key) {
    const weightOf = (place: number) => (SIZE_MAX + 1) ** place
    const weights = groups.flatMap(({ size }, i) => new Array<number>(size).fill(weightOf(i)))
    const total = groups.reduce((sum, { chosen }, i) => sum + chosen * weightOf(i), 0)
    return sameAs("additions", waysToWeigh(weights, total)[total]!, key)
  },

  say({ groups }, notation) {
    const coloured = (numbers: readonly number[]) =>
      listed(
        numbers.map((number, i) => `${number}${worded(COLOURS[i]!, notation)}`),
        notation,
      )
    return [coloured(groups.map(({ size }) => size)), coloured(groups.map(({ chosen }) => chosen))]
  },

  identify({ groups }) {
    const list = groups.map(({ size, chosen }) => `${chosen}of${size}`)
    const kin = groups.map(({ size, chosen }) => `${Math.min(chosen, size - chosen)}of${size}`)
    return { canonical: `choose:${list.join(",")}`, family: `choose:${kin.sort().join(",")}` }
  },

  slips({ groups }, key) {
    const ways = groups.map(({ size, chosen }) => binomial(size, chosen))
    const rows = groups.map(({ size, chosen }) => arrangements(size, chosen))
    const all = groups.reduce((sum, { size }) => sum + size, 0)
    const some = groups.reduce((sum, { chosen }) => sum + chosen, 0)
    return [
      `${ways.reduce((sum, each) => sum + each, 0)}`, // added where one multiplies
      `${binomial(all, some)}`, // forgot the colours
      `${rows.reduce((product, each) => product * each, 1)}`, // counted orders
      `${groups.reduce((product, { size, chosen }) => product * size * chosen, 1)}`,
      ...slipsAround(key),
    ]
  },
})

const EASY = {
  groups: [
    { size: 3, chosen: 1 },
    { size: 4, chosen: 2 },
  ],
}
