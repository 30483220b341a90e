import { z } from "zod"
import { Label } from "./pair.ts"

const Share = z.number().min(0).max(1)

/** Which rule chooses the next problems. All but `learned` are fixed baselines. */
export const PolicyName = z.enum(["learned", "uniform", "hardest", "frontier", "failure"])
export type PolicyName = z.infer<typeof PolicyName>

/** What the proposer is paid for a problem with solve rate p. Formulas: src/rule/reward.ts. */
export const RewardName = z.enum([
  "failure",
  "uncertainty",
  "tent",
  "variance",
  "learnability",
  "absolute-zero",
  "self-play-swe",
  "progress",
])
export type RewardName = z.infer<typeof RewardName>

/** Everything that determines a run. Two runs of one recipe write the same journal. */
export const Recipe = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,64}$/, "lower-case letters, digits and dashes, at most 64"),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  rounds: z.int().min(1).max(1_000),
  skills: z.array(z.string()).min(1),
  problemsPerRound: z.int().min(8).max(100_000),
  /** Solver replies to every problem: the k of the solve rate. */
  attempts: z.int().min(1).max(64),
  temperature: z.number().positive().max(2).default(1),
  maxTokens: z.int().min(1).max(4_096).default(8),
  label: Label.default("reference"),
  /** Rounds at the start that imitate reference labels, whatever label and objective say. */
  warmupRounds: z.int().min(0).default(0),
  proposer: z.strictObject({
    policy: PolicyName,
    reward: RewardName.default("failure"),
    /** `ladder`: no harder than some level on every axis. `axes`: all that a skill can pose. */
    scope: z.enum(["ladder", "axes"]).default("ladder"),
    /** Step size of the policy's logits per unit of reward. */
    learningRate: z.number().positive().default(1.25),
    /** Share of every logit that is forgotten each round: pulls the policy back to uniform. */
    forgetting: Share.default(0.5),
    /** Whether problems may also be made by mutating an archived one. */
    mutate: z.boolean().default(true),
    /** Rounds of asking again for what the screen refused, before the proposer declines. */
    tries: z.int().min(1).max(64).default(8),
  }),
  gate: z.strictObject({
    /** Rounds for which a posed problem may not be posed again. */
    noveltyRounds: z.int().min(1).default(1_000),
    /** A problem is kept while its solve rate lies in this closed band. */
    solveRateMin: Share.default(0),
    solveRateMax: Share.default(1),
  }),
  training: z.strictObject({
    /**
     * `imitate`: fine-tuning on the curriculum's pairs. `policy-gradient`: this round's attempts,
     * weighed by their group-relative advantage, beside replayed pairs.
     */
    objective: z.enum(["imitate", "policy-gradient"]).default("imitate"),
    /** Optimiser steps of every job: equal for all arms, whatever they kept. */
    steps: z.int().min(1).max(100_000),
    batch: z.int().min(1).max(4_096),
    /** Rows of older rounds for every lesson of this one. */
    replay: z.number().min(0).max(16),
    learningRate: z.number().positive(),
    learningRateEnd: z.number().positive(),
    warmupSteps: z.int().min(0).default(0),
    weightDecay: z.number().min(0).default(0.01),
    gradientClip: z.number().positive().default(1),
  }),
  suites: z.strictObject({
    developmentPerLevel: z.int().min(1).max(500),
    testPerLevel: z.int().min(1).max(500),
    /** Share of all families that each of the two suites seals, in thousandths. */
    sealedPermille: z.int().min(1).max(400).default(60),
  }),
  promotion: z.strictObject({
    /** Level of the one-sided exact McNemar test. */
    alpha: z.number().positive().max(0.5).default(0.05),
    /** A skill may fall by at most this share of its development problems. */
    skillDropMax: Share.default(0.2),
  }),
  stop: z.strictObject({
    /** Rounds in a row without promotion after which the run ends. */
    heldRoundsMax: z.int().min(1).default(12),
    /** Kept pairs per posed problem below which the run halts. */
    yieldMin: Share.default(0.02),
    /** Tokens sampled and trained. No round starts that would pass it at the cost of the last. */
    tokensMax: z.int().min(1).default(1_000_000_000),
  }),
})
export type Recipe = z.infer<typeof Recipe>
export type RecipeInput = z.input<typeof Recipe>

/** For recipe files: checks the literal while it is typed; the run parses it again. */
export function defineRecipe(recipe: RecipeInput): RecipeInput {
  return recipe
}
