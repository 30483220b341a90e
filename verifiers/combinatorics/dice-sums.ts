import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { listed, worded } from "../kernel/listed.ts"
import { print, rational } from "../kernel/rational.ts"
import { binomial, subsetsOf } from "./counting.ts"

const FACES_MAX = 20
const ASKED = ["equal to", "at least"] as const

/** The probability of a sum of dice. */
export const diceSums: DefinedSkill = defineSkill({
  name: "dice-sums",
  title: "Sums of dice",
  fields: {
    faces: z.array(z.int().min(4).max(FACES_MAX)).min(2).max(4),
    total: z
      .int()
      .min(2)
      .max(4 * FACES_MAX),
    asked: z.enum(ASKED),
  },
  axes: [
    { name: "dice", values: [2, 3], meaning: "how many dice" },
    { name: "faces", values: [8, 12, 20], meaning: "the most faces of a die" },
    { name: "tail", values: [0, 1], meaning: "1 where the sum may also be larger" },
  ],
  levels: [
    { dice: 2, faces: 20, tail: 0 }, // 12 and 18 faces, sum 14
    { dice: 2, faces: 20, tail: 1 }, // 12 and 18 faces, sum at least 14
    { dice: 3, faces: 12, tail: 0 }, // 6, 8 and 11 faces, sum 14
    { dice: 3, faces: 20, tail: 1 },
  ],
  beyond: [
    { dice: 4, faces: 12, tail: 1 },
    { dice: 4, faces: 20, tail: 1 },
  ],
  format: "rational",
  answer: { form: "lowest-terms" },
  phrases: [
    (faces, total) =>
      `Fair dice with ${faces} faces, each numbered from 1 up, are rolled. What is the ` +
      `probability that the sum is ${total}? Give a fraction in lowest terms.`,
    (faces, total) =>
      `One rolls fair dice that have ${faces} faces, numbered from 1. Find the probability ` +
      `of a sum ${total} as a fraction in lowest terms.`,
    (faces, total) =>
      `Fair dice numbered from 1 have ${faces} faces. All are thrown once. With which ` +
      `probability is their sum ${total}? Answer with a reduced fraction.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const dice = between(2, at(rung, "dice"), random)
      const faces = Array.from({ length: dice }, () => nearTop(4, at(rung, "faces"), random))
      const most = faces.reduce((sum, of) => sum + of, 0)
      return {
        faces,
        total: between(dice + 1, most - 1, random),
        asked: ASKED[at(rung, "tail") === 0 ? 0 : random.int(2)]!,
      }
    }
    return drawWithin(diceSums, rung, random, draw, EASY)
  },

  change(spec, random) {
    const { faces, total } = spec
    if (random.int(2) === 0) return { ...spec, total: stepFrom(total, 2, 4 * FACES_MAX, random) }
    const place = random.int(faces.length)
    return { ...spec, faces: faces.with(place, stepFrom(faces[place]!, 4, FACES_MAX, random)) }
  },

  measure: ({ faces, asked }) => [faces.length, Math.max(...faces), asked === "equal to" ? 0 : 1],

  /** Stars and bars for each sum; dice that would show too much by inclusion and exclusion. */
  solve({ faces, total, asked }) {
    const most = faces.reduce((sum, of) => sum + of, 0)
    if (total <= faces.length || total > most) return { refused: "certain-or-impossible" }
    let ways = 0
    for (let sum = total; sum <= (asked === "equal to" ? total : most); sum++) {
      ways += waysToShow(faces, sum)
    }
    return print(rational(ways, outcomesOf(faces)))
  },

  /** Rolls one die after another and keeps how often each sum occurs. */
  prove({ faces, total, asked }, key) {
    let counts = [1]
    for (const of of faces) {
      const next = new Array<number>(counts.length + of).fill(0)
      for (const [sum, count] of counts.entries()) {
        for (let face = 1; face <= of; face++) next[sum + face]! += count
      }
      counts = next
    }
    const good = counts.filter((_, sum) => (asked === "equal to" ? sum === total : sum >= total))
    const ways = good.reduce((sum, count) => sum + count, 0)
    return sameAs(
      "convolution",
      print(
        rational(
          ways,
          counts.reduce((a, b) => a + b),
        ),
      ),
      key,
    )
  },

  say({ faces, total, asked }, notation) {
    const sum = asked === "equal to" ? `${total}` : `${worded("at least ", notation)}${total}`
    return [listed(faces.map(String), notation), sum]
  },

  /** Kin: the sums as far from the least as these are from the most. */
  identify({ faces, total, asked }) {
    const dice = faces.toSorted((a, b) => a - b).join(",")
    const middle = faces.reduce((sum, of) => sum + of + 1, 0)
    const mirror = asked === "equal to" ? middle - total : middle - total + 1
    return {
      canonical: `dice:${dice}:${asked} ${total}`,
      family: `dice:${dice}:${asked} ${Math.min(total, mirror)}`,
    }
  },

  slips({ faces, total, asked }, key) {
    const all = outcomesOf(faces)
    const of = (ways: number, outcomes = all) => print(rational(ways, outcomes))
    const [top = "1", bottom = "1"] = key.split("/")
    const most = faces.reduce((sum, each) => sum + each, 0)
    const ways = (Number(top) * all) / Number(bottom)
    const edge = waysToShow(faces, total)
    return [
      of(1, most - faces.length + 1), // took all sums for equally likely
      ...(asked === "equal to" ? [of(waysToShow(faces, total + 1))] : [of(ways - edge)]), // one off
      ...(ways < all ? [of(all - ways)] : []), // the other event
      of(ways + 1),
      of(ways, all + 1),
    ]
  },
})

const EASY = { faces: [6, 6], total: 9, asked: ASKED[0] }

function outcomesOf(faces: readonly number[]): number {
  return faces.reduce((product, of) => product * of, 1)
}

function waysToShow(faces: readonly number[], total: number): number {
  let ways = 0
  for (const tooMuch of subsetsOf(faces)) {
    const rest = tooMuch.reduce((left, of) => left - of, total - faces.length)
    const sums = rest < 0 ? 0 : binomial(rest + faces.length - 1, faces.length - 1)
    ways += tooMuch.length % 2 === 0 ? sums : -sums
  }
  return ways
}
