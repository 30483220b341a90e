import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { worded } from "../kernel/listed.ts"
import { print, rational } from "../kernel/rational.ts"
import { arrangements, binomial } from "./counting.ts"

const BALLS_MAX = 20
const DRAWN_MAX = 6
const ASKED = ["exactly", "at least"] as const

/** The probability of so many red balls among those drawn without putting back. */
export const urns: DefinedSkill = defineSkill({
  name: "urn-draws",
  title: "Drawing from an urn",
  fields: {
    red: z.int().min(2).max(BALLS_MAX),
    blue: z.int().min(2).max(BALLS_MAX),
    drawn: z.int().min(2).max(DRAWN_MAX),
    asked: z.enum(ASKED),
    wanted: z.int().min(1).max(DRAWN_MAX),
  },
  axes: [
    { name: "balls", values: [8, 12, 15], meaning: "the most balls of one colour" },
    { name: "drawn", values: [2, 3, 4, 5], meaning: "how many balls are drawn" },
    { name: "tail", values: [0, 1], meaning: "1 where there may also be more" },
  ],
  levels: [
    { balls: 15, drawn: 3, tail: 0 }, // 2 red of 3 from 11 red and 9 blue
    { balls: 15, drawn: 4, tail: 0 },
    { balls: 12, drawn: 3, tail: 1 }, // at least 2 red of 3 from 11 red and 9 blue
    { balls: 15, drawn: 5, tail: 1 },
  ],
  beyond: [
    { balls: 20, drawn: 5, tail: 1 },
    { balls: 20, drawn: 6, tail: 1 },
  ],
  format: "rational",
  answer: { form: "lowest-terms" },
  phrases: [
    (red, blue, drawn, wanted) =>
      `An urn holds ${red} red and ${blue} blue balls. One draws ${drawn} balls without putting ` +
      `any back. What is the probability that the number of red ones is ${wanted}? ` +
      "Give a fraction in lowest terms.",
    (red, blue, drawn, wanted) =>
      `From ${red} red and ${blue} blue balls, ${drawn} are drawn at random at once. Find, as a ` +
      `fraction in lowest terms, the probability that the number of red ones is ${wanted}.`,
    (red, blue, drawn, wanted) =>
      `A bag contains ${red} red and ${blue} blue marbles. If ${drawn} are taken at random, with ` +
      `which probability is the number of red ones ${wanted}? Answer with a reduced fraction.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const drawn = nearTop(2, at(rung, "drawn"), random)
      return {
        red: nearTop(2, at(rung, "balls"), random),
        blue: nearTop(2, at(rung, "balls"), random),
        drawn,
        asked: ASKED[at(rung, "tail") === 0 ? 0 : random.int(2)]!,
        wanted: 1 + random.int(drawn),
      }
    }
    return drawWithin(urns, rung, random, draw, EASY)
  },

  change(spec, random) {
    switch (random.int(4)) {
      case 0:
        return { ...spec, red: stepFrom(spec.red, 2, BALLS_MAX, random) }
      case 1:
        return { ...spec, blue: stepFrom(spec.blue, 2, BALLS_MAX, random) }
      case 2:
        return { ...spec, drawn: stepFrom(spec.drawn, 2, DRAWN_MAX, random) }
      default:
        return { ...spec, wanted: stepFrom(spec.wanted, 1, spec.drawn, random) }
    }
  },

  measure: ({ red, blue, drawn, asked }) => [
    Math.max(red, blue),
    drawn,
    asked === "exactly" ? 0 : 1,
  ],

  /** The hypergeometric formula, summed where more are allowed. */
  solve({ red, blue, drawn, asked, wanted }) {
    if (asked === "at least" && wanted === drawn) return { refused: "no-more-than-all" }
    const most = Math.min(drawn, red)
    if (wanted > most || drawn >= red + blue) return { refused: "certain-or-impossible" }
    let ways = 0
    for (let count = wanted; count <= (asked === "exactly" ? wanted : most); count++) {
      ways += binomial(red, count) * binomial(blue, drawn - count)
    }
    const all = binomial(red + blue, drawn)
    return ways === 0 || ways === all
      ? { refused: "certain-or-impossible" }
      : print(rational(ways, all))
  },

  /** Walks down the tree of draws, one ball at a time, and counts ordered outcomes. */
  prove({ red, blue, drawn, asked, wanted }, key) {
    const holds = (count: number) => (asked === "exactly" ? count === wanted : count >= wanted)
    function good(reds: number, blues: number, left: number): number {
      if (left === 0) return holds(red - reds) ? 1 : 0
      const first = reds > 0 ? reds * good(reds - 1, blues, left - 1) : 0
      return first + (blues > 0 ? blues * good(reds, blues - 1, left - 1) : 0)
    }
    const outcomes = arrangements(red + blue, drawn)
    return sameAs("tree", print(rational(good(red, blue, drawn), outcomes)), key)
  },

  say({ red, blue, drawn, asked, wanted }, notation) {
    const count = `${worded(`${asked} `, notation)}${wanted}`
    return [`${red}`, `${blue}`, `${drawn}`, count]
  },

  /** Kin: the same event told by the blue balls, and the opposite event. */
  identify({ red, blue, drawn, asked, wanted }) {
    const how = asked === "exactly" && wanted < drawn ? "exactly" : "at least"
    const mirrored = [blue, red, drawn - wanted + (how === "exactly" ? 0 : 1)]
    const kin = [[red, blue, wanted], mirrored].map((parts) => parts.join(","))
    return {
      canonical: `urn:${red},${blue}:${drawn}:${asked} ${wanted}`,
      family: `urn:${drawn}:${how}:${kin.sort()[0]}`,
    }
  },

  slips({ red, blue, drawn, asked, wanted }, key) {
    const [top = "1", bottom = "1"] = key.split("/")
    const all = binomial(red + blue, drawn)
    const balls = red + blue
    const back = binomial(drawn, wanted) * red ** wanted * blue ** (drawn - wanted)
    const exactly = binomial(red, wanted) * binomial(blue, drawn - wanted)
    return [
      print(rational(back, balls ** drawn)), // put the balls back
      print(rational(exactly, arrangements(balls, drawn))), // mixed ordered and unordered
      print(rational(Number(bottom) - Number(top), Number(bottom))), // the other event
      ...(asked === "at least" ? [print(rational(exactly, all))] : []), // only exactly so many
      print(rational(wanted, drawn)),
      print(rational(red, balls)),
      print(rational(Number(top) + 1, Number(bottom) + 1)),
    ]
  },
})

const EASY = { red: 5, blue: 4, drawn: 2, asked: ASKED[0], wanted: 1 }
