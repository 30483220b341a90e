import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, pick, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { judge } from "../kernel/judge/judge.ts"
import { MONEY_STORIES } from "./money-stories.ts"
import { SHARE_STORIES } from "./share-stories.ts"
import { nearKeys } from "./slips.ts"
import type { Story } from "./story.ts"
import { TIME_STORIES } from "./time-stories.ts"

const NUMBER_MAX = 9_999
const NUMBERS_MAX = 5

export const STORIES: readonly Story[] = [...MONEY_STORIES, ...TIME_STORIES, ...SHARE_STORIES]
const BY_NAME = new Map(STORIES.map((story) => [story.name, story]))

/** Word problems of the kind that primary schools set, with answers in free form. */
export const wordProblem: DefinedSkill = defineSkill({
  name: "word-problem",
  title: "Word problems with answers in free form",
  fields: {
    story: z.enum(STORIES.map(({ name }) => name)),
    numbers: z.array(z.int().min(1).max(NUMBER_MAX)).min(2).max(NUMBERS_MAX),
  },
  axes: [
    { name: "steps", values: [2, 3, 4], meaning: "how many operations lead to the answer" },
    { name: "number", values: [60, 120, 500], meaning: "the largest number in the story" },
  ],
  levels: [
    { steps: 2, number: 60 }, // 12 pencils at 45 cents, paid with 10 dollars
    { steps: 2, number: 500 },
    { steps: 3, number: 120 },
    { steps: 4, number: 120 },
  ],
  beyond: [
    { steps: 4, number: 500 },
    { steps: 5, number: 500 },
  ],
  format: "number",
  phrases: [(first) => first!, (_first, second) => second!, (_first, _second, third) => third!],

  sample: (rung, random) =>
    drawWithin(
      wordProblem,
      rung,
      random,
      () => drawStory(at(rung, "steps"), at(rung, "number"), random),
      EASY,
    ),

  change({ story, numbers }, random) {
    const place = random.int(numbers.length)
    return { story, numbers: numbers.with(place, stepFrom(numbers[place]!, 1, NUMBER_MAX, random)) }
  },

  measure: ({ story, numbers }) => [storyOf(story).steps, Math.max(...numbers)],

  solve({ story, numbers }) {
    const { isSound, solve } = storyOf(story)
    return isSound(numbers) ? solve(numbers) : { refused: "no-such-story" }
  },

  /** The story step by step; the judge says whether its end is the key in another notation. */
  prove({ story, numbers }, key) {
    const method = "simulation"
    const found = storyOf(story).check(numbers)
    const same = found === key || judge(found, key).outcome === "correct"
    return { method, fault: same ? null : `the ${method} gives ${found}` }
  },

  say: ({ story, numbers }) => storyOf(story).tell.map((telling) => telling(...numbers)),

  identify({ story, numbers }) {
    const sizes = numbers.toSorted((a, b) => a - b).join(",")
    return {
      canonical: `story:${story}:${numbers.join(",")}`,
      family: `story:${story}:${sizes}`,
    }
  },

  slips: ({ story, numbers }, key) => [...storyOf(story).slips(numbers), ...nearKeys(key)],
})

const EASY = { story: "change", numbers: [45, 12, 10] }

/** The schema has admitted the name. */
export function storyOf(name: string): Story {
  return BY_NAME.get(name)!
}

/** A story of so many steps, or sometimes of less, with numbers that make one. */
export function drawStory(steps: number, reach: number, random: Random) {
  const longest = STORIES.filter((story) => story.steps === steps)
  const shorter = STORIES.filter((story) => story.steps < steps)
  const story = pick(random.int(8) === 0 && shorter.length > 0 ? shorter : longest, random)
  let numbers = story.draw(reach, random)
  for (let i = 0; i < DRAWS_MAX && !story.isSound(numbers); i++) numbers = story.draw(reach, random)
  return story.isSound(numbers) ? { story: story.name, numbers } : EASY
}

const DRAWS_MAX = 30 // the rarest story is sound one time in ten
