import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import { shuffled } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { at, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill, type Fields } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { worded } from "../kernel/listed.ts"
import { CLAIMS, type Claim, claimHolds, formulaOf, PEOPLE, sayClaim } from "./claims.ts"
import { drawCount } from "./draw.ts"
import { NAMES, ordersOf } from "./formula.ts"
import { readPeople } from "./people.ts"
import { allOf, isSame, type Polynomial, polynomialOf } from "./polynomial.ts"

const FIELDS = {
  /** The first is said by A, the second by B, and so on. */
  claims: z
    .array(
      z.strictObject({
        claim: z.enum(CLAIMS),
        /** One or two people by their place, from 0; for "exactly", how many are knights. */
        of: z.array(z.int().min(0).max(PEOPLE.length)).min(1).max(2),
      }),
    )
    .min(2)
    .max(PEOPLE.length),
}
type Puzzle = Fields<typeof FIELDS>

/** Knights tell the truth and knaves lie; the claims leave one possibility. */
export const knightsAndKnaves: DefinedSkill = defineSkill({
  name: "knights-and-knaves",
  title: "Knights and knaves",
  fields: FIELDS,
  axes: [
    { name: "people", values: [3, 4, 5], meaning: "how many people" },
    {
      name: "claims",
      values: [2, 3],
      meaning: "2: of one or two people, 3: of how many there are",
    },
  ],
  levels: [
    { people: 3, claims: 2 }, // A says: B is a knave. B says: A and C are of the same kind. …
    { people: 3, claims: 3 },
    { people: 4, claims: 3 },
    { people: 5, claims: 3 },
  ],
  beyond: [{ people: 6, claims: 3 }],
  format: "set",
  phrases: [
    (people, said) =>
      `Knights always tell the truth and knaves always lie. Each of ${people} is one or the ` +
      `other. ${said} Give the set of all knights.`,
    (people, said) =>
      `On an island live knights, who never lie, and knaves, who always do. You meet ${people}. ` +
      `${said} Which of them are knights? Answer with a set.`,
    (people, said) =>
      `Each of ${people} is a truth-teller (a knight) or a liar (a knave). ${said} Find the set ` +
      "of the knights.",
  ],

  sample: (rung, random) =>
    drawWithin(knightsAndKnaves, rung, random, () => drawPuzzle(rung, random), EASY),

  change({ claims }, random) {
    const place = random.int(claims.length)
    return { claims: claims.with(place, drawClaim(place, claims.length, true, random)) }
  },

  measure: ({ claims }) => [
    claims.length,
    Math.max(2, ...claims.map(({ claim, of }) => (claim === "exactly" ? 3 : of.length))),
  ],

  /** Tries every choice of knights. */
  solve({ claims }) {
    if (!claims.every((claim, i) => isTidy(claim, i, claims.length))) return { refused: "untidy" }
    const choices = Array.from({ length: 2 ** claims.length }, (_, choice) =>
      claims.map((_, i) => Math.floor(choice / 2 ** i) % 2 === 1),
    )
    const fits = choices.filter((knights) =>
      claims.every((claim, i) => claimHolds(claim, knights) === knights[i]),
    )
    if (fits.length !== 1) return { refused: "not-one-solution" }
    const [knights] = fits as [boolean[]]
    return knights.includes(true) ? writeKnights(knights) : { refused: "no-knights" }
  },

  /** "A is a knight just if A's claim holds", for all at once, is the polynomial of one choice. */
  prove({ claims }, key) {
    const method = "polynomial of one model"
    const found = readPeople(key)
    if (found === null) return { method, fault: "the key is no set of people" }
    const names = NAMES.slice(0, claims.length)
    const all = claims.map((claim, i) =>
      polynomialOf({ op: "iff", left: names[i]!, right: formulaOf(claim, names) }, names),
    )
    const one: Polynomial[] = names.map((name, i) =>
      polynomialOf(found.has(PEOPLE[i]!) ? name : { op: "not", of: name }, names),
    )
    const isThere = [...found].every((person) => PEOPLE.indexOf(person) < claims.length)
    const proved = isThere && isSame(allOf(all), allOf(one))
    return { method, fault: proved ? null : "the claims say something else" }
  },

  say({ claims }, notation) {
    const people = PEOPLE.slice(0, claims.length)
    const said = claims.map((claim, i) => `${PEOPLE[i]} says: “${sayClaim(claim, i)}.”`)
    const names = `${people.slice(0, -1).join(", ")} and ${people.at(-1)}`
    return [worded(names, notation), worded(said.join(" "), notation)]
  },

  /** Kin: the same puzzle with the people in another order. */
  identify({ claims }) {
    const texts = ordersOf(claims.map((_, i) => i)).map((order) => {
      const moved = claims.map(({ claim, of }, i) => {
        const people = claim === "exactly" ? of : of.map((person) => order[person]!)
        return `${order[i]}:${claim} ${people.sort((a, b) => a - b).join(",")}`
      })
      return moved.sort().join(";")
    })
    return { canonical: `knights:${texts[0]}`, family: `knights:${texts.sort()[0]}` }
  },

  slips({ claims }, key) {
    const found = readPeople(key) ?? new Set()
    const knights = claims.map((_, i) => found.has(PEOPLE[i]!))
    const wrong = [
      ...knights.map((knight, i) => knights.with(i, !knight)), // mistook one of them
      knights.map(() => true),
      knights.map((knight) => !knight), // gave the knaves
    ]
    return wrong.filter((choice) => choice.includes(true)).map(writeKnights)
  },
})

const EASY: Puzzle = {
  claims: [
    { claim: "knave", of: [1] },
    { claim: "both-knaves", of: [0, 2] },
    { claim: "knave", of: [0] },
  ],
}

function writeKnights(knights: readonly boolean[]): string {
  return `{${PEOPLE.filter((_, i) => knights[i]).join(", ")}}`
}

/** Names people who are there, once and in order, and nobody says "I am a knight". */
function isTidy({ claim, of }: Claim, speaker: number, people: number): boolean {
  const [first, second] = of
  if (claim === "exactly") return second === undefined && first! <= people
  if (of.some((person) => person >= people)) return false
  if (claim === "knight" || claim === "knave") return second === undefined && first !== speaker
  return second !== undefined && first! < second
}

function drawPuzzle(rung: Rung, random: Random): Puzzle {
  const people = drawCount(3, at(rung, "people"), random)
  const counts = at(rung, "claims") > 2
  return {
    claims: Array.from({ length: people }, (_, i) => drawClaim(i, people, counts, random)),
  }
}

function drawClaim(speaker: number, people: number, counts: boolean, random: Random): Claim {
  if (counts && random.int(5) === 0) return { claim: "exactly", of: [random.int(people + 1)] }
  const all = shuffled([...PEOPLE.keys()].slice(0, people), random)
  if (random.int(3) === 0) {
    const other = all.find((person) => person !== speaker)!
    return { claim: random.int(2) === 0 ? "knight" : "knave", of: [other] }
  }
  return { claim: pick(PAIR_CLAIMS, random), of: all.slice(0, 2).sort((a, b) => a - b) }
}

const PAIR_CLAIMS = CLAIMS.filter(
  (claim) => claim !== "exactly" && claim !== "knight" && claim !== "knave",
)
