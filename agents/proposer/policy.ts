import { z } from "zod"
import type { Ask, Draft, Lesson, SkillOffer } from "../../src/agent.ts"
import { ProblemId } from "../../src/record/id.ts"
import type { Recipe } from "../../src/record/recipe.ts"
import { exp } from "../../src/rule/math.ts"
import { drawIndex } from "../../src/rule/random.ts"
import { reward } from "../../src/rule/reward.ts"
import type { Skill, SkillSpec } from "../../src/verifier.ts"

/**
 * The learning proposer: a factorised softmax policy. It draws a skill and a move: a fresh problem
 * at some level, one that is eased along a difficulty axis, or a mutation of an archived one. After
 * every round each factor's logits move by the advantage that its choices earned.
 */
const MOVES = ["fresh", "ease", "mutate"] as const

const Elite = z.object({
  problem: ProblemId,
  spec: z.custom<SkillSpec>(),
  uncertainty: z.number(),
})
const SkillPolicy = z.object({
  skill: z.string(),
  logit: z.number(),
  moves: z.array(z.number()).length(MOVES.length),
  levels: z.array(z.number()),
  /** Along which axis to ease. */
  axes: z.array(z.number()),
  archive: z.array(Elite),
})
type SkillPolicy = z.infer<typeof SkillPolicy>

export const Policy = z.object({ skills: z.array(SkillPolicy) })
export type Policy = z.infer<typeof Policy>

const ARCHIVE_MAX = 24 // elites a skill: enough to mutate from, small enough to journal each round

export function beginPolicy(offers: readonly SkillOffer[]): Policy {
  return {
    skills: offers.map(({ skill }) => ({
      skill: skill.name,
      logit: 0,
      moves: MOVES.map(() => 0),
      levels: skill.levels.map(() => 0),
      axes: skill.axes.map(() => 0),
      archive: [],
    })),
  }
}

export function draftLearned(ask: Ask, policy: Policy, count: number): Draft[] {
  const skillWeights = softmax(policy.skills.map((skill) => skill.logit))
  return Array.from({ length: count }, () => {
    const index = drawIndex(skillWeights, ask.random)
    return draftOne(ask, policy.skills[index]!, ask.offers[index]!.skill)
  })
}

function draftOne(ask: Ask, policy: SkillPolicy, skill: Skill): Draft {
  const { random } = ask
  const wording = random.int(skill.wordings)
  const move = MOVES[drawIndex(softmax(policy.moves), random)]!
  if (move === "mutate" && policy.archive.length > 0 && ask.recipe.proposer.mutate) {
    const parent = policy.archive[random.int(policy.archive.length)]!
    const spec = skill.mutate(parent.spec, random)
    return { skill: skill.name, spec, wording, move, parent: parent.problem }
  }
  const level = skill.levels[drawIndex(softmax(policy.levels), random)]!
  if (move !== "ease") {
    return { skill: skill.name, spec: skill.sample(level, random), wording, move: "fresh" }
  }
  const axis = skill.axes[drawIndex(softmax(policy.axes), random)]!
  const eased = { ...level, [axis.name]: stepDown(axis.values, level[axis.name]!) }
  const spec = skill.sample(eased, random)
  return { skill: skill.name, spec, wording, move, axis: axis.name }
}

/** The next easier value of an axis, or the easiest. */
function stepDown(values: readonly number[], value: number): number {
  return values.findLast((lower) => lower < value) ?? values[0]!
}

/**
 * One step of natural policy gradient with entropy regularisation: on a softmax policy that step is
 * logit ← (1 − forgetting)·logit + learningRate·advantage (Cen et al. 2022, Operations Research
 * 70:2563), taken for each factor with the mean reward of its tried choices as baseline.
 */
export function learnPolicy(
  policy: Policy,
  lessons: readonly Lesson[],
  offers: readonly SkillOffer[],
  recipe: Recipe,
): Policy {
  const { learningRate, forgetting } = recipe.proposer
  const step = (logits: readonly number[], choices: readonly number[], rewards: number[]) => {
    const gains = advantages(logits.length, choices, rewards)
    return logits.map((logit, i) => (1 - forgetting) * logit + learningRate * gains[i]!)
  }

  const names = policy.skills.map(({ skill }) => skill)
  const skillLogits = step(
    policy.skills.map(({ logit }) => logit),
    lessons.map((lesson) => names.indexOf(lesson.skill)),
    lessons.map((lesson) => lesson.reward),
  )
  return {
    skills: policy.skills.map((own, index) => {
      const mine = lessons.filter((lesson) => lesson.skill === own.skill)
      const rewards = mine.map((lesson) => lesson.reward)
      const eased = mine.filter((lesson) => lesson.axis !== undefined)
      // Only a fresh problem is of the level that was drawn.
      const fresh = mine.filter((lesson) => lesson.move === "fresh")
      const { axes } = offers[index]!.skill
      return {
        skill: own.skill,
        logit: skillLogits[index]!,
        moves: step(
          own.moves,
          mine.map((lesson) => (MOVES as readonly string[]).indexOf(lesson.move)),
          rewards,
        ),
        levels: step(
          own.levels,
          fresh.map((lesson) => lesson.level - 1),
          fresh.map((lesson) => lesson.reward),
        ),
        axes: step(
          own.axes,
          eased.map((lesson) => axes.findIndex((axis) => axis.name === lesson.axis)),
          eased.map((lesson) => lesson.reward),
        ),
        archive: renewArchive(own.archive, mine),
      }
    }),
  }
}

const SHRINKAGE = 8 // lessons at which a choice's mean reward counts half

/** Mean reward of each choice above the mean of all, shrunk towards 0 where lessons are few. */
function advantages(
  count: number,
  choices: readonly number[],
  rewards: readonly number[],
): number[] {
  const sums = new Array<number>(count).fill(0)
  const counts = new Array<number>(count).fill(0)
  choices.forEach((choice, i) => {
    sums[choice]! += rewards[i]!
    counts[choice]! += 1
  })
  const tried = counts.filter((n) => n > 0).length
  if (tried < 2) return sums.map(() => 0)
  // The baseline weighs every tried choice alike; a choice drawn often must not define "average".
  const means = sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : 0))
  const baseline = means.reduce((sum, mean) => sum + mean, 0) / tried
  return means.map((mean, i) => {
    const n = counts[i]!
    return n === 0 ? 0 : (mean - baseline) * (n / (n + SHRINKAGE))
  })
}

/**
 * Keeps the problems that the solver solves about half the time: a mutation of one that it never
 * solves teaches as little as one of one that it always solves. Newer ones win ties.
 */
function renewArchive(
  archive: SkillPolicy["archive"],
  lessons: readonly Lesson[],
): SkillPolicy["archive"] {
  const fresh = lessons.map(({ problem, spec, rate }) => ({
    problem,
    spec: spec as SkillSpec,
    uncertainty: reward("learnability", rate),
  }))
  return [...fresh, ...archive.map((elite) => ({ ...elite, uncertainty: elite.uncertainty / 2 }))]
    .filter(({ uncertainty }) => uncertainty > 0)
    .sort((a, b) => b.uncertainty - a.uncertainty)
    .slice(0, ARCHIVE_MAX)
}

function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits)
  return logits.map((logit) => exp(logit - top))
}
