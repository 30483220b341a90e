import { z } from "zod"
import type { Ask, Draft, Lesson, SkillOffer } from "../../src/agent.ts"
import { ProblemId } from "../../src/record/id.ts"
import type { Recipe } from "../../src/record/recipe.ts"
import { exp } from "../../src/rule/math.ts"
import { drawIndex } from "../../src/rule/random.ts"
import type { Skill, SkillSpec } from "../../src/verifier.ts"

/**
 * The learning proposer: a factorised softmax policy. It draws a skill, then a move (a fresh
 * problem or a mutation of an archived one), then a value for each difficulty axis. After every
 * round each factor's logits move by the advantage that its choices earned.
 */
const MOVES = ["fresh", "mutate"] as const

const Elite = z.object({ problem: ProblemId, spec: z.custom<SkillSpec>(), reward: z.number() })
const SkillPolicy = z.object({
  skill: z.string(),
  logit: z.number(),
  moves: z.array(z.number()).length(MOVES.length),
  axes: z.array(z.array(z.number())),
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
      axes: skill.axes.map((axis) => axis.values.map(() => 0)),
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
  const mayMutate = ask.recipe.proposer.mutate && policy.archive.length > 0
  const move = mayMutate ? MOVES[drawIndex(softmax(policy.moves), random)]! : "fresh"
  if (move === "mutate") {
    const parent = policy.archive[random.int(policy.archive.length)]!
    const spec = skill.mutate(parent.spec, random)
    return { skill: skill.name, spec, wording, move, parent: parent.problem }
  }
  const rung: Record<string, number> = {}
  skill.axes.forEach((axis, index) => {
    rung[axis.name] = axis.values[drawIndex(softmax(policy.axes[index]!), random)]!
  })
  return { skill: skill.name, spec: skill.sample(rung, random), wording, move }
}

/**
 * One step of natural policy gradient with entropy regularisation: on a softmax policy that step is
 * logit ← (1 − forgetting)·logit + learningRate·advantage (Cen et al. 2022, Operations Research
 * 70:2563, eq. 15), taken for each factor with the mean reward of the factor's lessons as baseline.
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
      const { axes } = offers[index]!.skill
      return {
        skill: own.skill,
        logit: skillLogits[index]!,
        moves: step(
          own.moves,
          mine.map((lesson) => MOVES.indexOf(lesson.move)),
          rewards,
        ),
        axes: axes.map((axis, a) =>
          step(
            own.axes[a]!,
            mine.map(({ rung }) => valueIndex(axis.values, rung[axis.name] ?? 0)),
            rewards,
          ),
        ),
        archive: renewArchive(own.archive, mine),
      }
    }),
  }
}

const SHRINKAGE = 8 // lessons at which a choice's mean reward counts half: few lessons, little belief

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

/** Keeps the best-paid problems; newer ones win ties, because rewards go stale. */
function renewArchive(
  archive: SkillPolicy["archive"],
  lessons: readonly Lesson[],
): SkillPolicy["archive"] {
  const fresh = lessons.map(({ problem, spec, reward }) => ({
    problem,
    spec: spec as SkillSpec,
    reward,
  }))
  return [...fresh, ...archive.map((elite) => ({ ...elite, reward: elite.reward * 0.5 }))]
    .sort((a, b) => b.reward - a.reward)
    .slice(0, ARCHIVE_MAX)
}

/** The first axis value that is at least the measured one. */
function valueIndex(values: readonly number[], measured: number): number {
  const index = values.findIndex((value) => value >= measured)
  return index === -1 ? values.length - 1 : index
}

function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits)
  return logits.map((logit) => exp(logit - top))
}
