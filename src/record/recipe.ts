import { z } from "zod"
import { Hash } from "./id.ts"
import { TrainingProgram } from "./job.ts"
import { Label } from "./pair.ts"
import { isModelSeat, Seat } from "./seat.ts"
import { trainedClashes } from "./trained-clashes.ts"

const Share = z.number().min(0).max(1)

/** Which rule chooses the next problems. All but `learned` are fixed baselines. */
export const PolicyName = z.enum([
  "learned",
  "uniform",
  "hardest",
  "frontier",
  "failure",
  "easy-to-hard",
])
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

/** Ends of what may be spent. A run that reaches one pauses, and goes on with a larger one. */
const Limits = z.strictObject({
  dollars: z.number().positive().optional(),
  /** Prompt and completion tokens together, as the provider counts them. */
  tokens: z.int().positive().optional(),
})

export const Budget = Limits.extend({
  roles: z
    .strictObject({ proposer: Limits, solver: Limits, formaliser: Limits })
    .partial()
    .optional(),
})
export type Budget = z.infer<typeof Budget>

/**
 * A verifier that somebody else wrote, named by its content: the hash of its manifest. Where its
 * folder lies is no part of a run, which keeps a copy of its own.
 */
export const PluginRef = z.strictObject({
  name: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), // a folder's name, too
  digest: Hash,
})
export type PluginRef = z.infer<typeof PluginRef>

/** Everything that determines a run. Two runs of one recipe write the same journal. */
export const Recipe = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,64}$/, "lower-case letters, digits and dashes, at most 64"),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  rounds: z.int().min(1).max(1_000),
  /** Verifiers that are no part of Agon. A recipe's file names their folders. */
  plugins: z.array(PluginRef).min(1).max(16).optional(),
  skills: z.array(z.string()).min(1),
  problemsPerRound: z.int().min(8).max(100_000),
  /** Solver replies to every problem: the k of the solve rate. */
  attempts: z.int().min(1).max(64),
  temperature: z.number().positive().max(2).default(1),
  maxTokens: z.int().min(1).max(4_096).default(8),
  /** Models in place of the embedded proposer and learner. Without it, both are embedded. */
  seats: z
    .strictObject({
      proposer: Seat.optional(),
      solver: Seat.optional(),
      /** Reads written statements back; the proposer's model in a call of its own by default. */
      formaliser: Seat.optional(),
    })
    .optional(),
  budget: Budget.optional(),
  /**
   * More attempts where it is not yet decided on which side of the gate's band a problem lies.
   * `attempts` is then the first wave. Only for a solver that is a model.
   */
  sampling: z
    .strictObject({
      attemptsMax: z.int().min(1).max(64),
      confidence: z.number().min(0.5).max(0.999).default(0.9),
    })
    .optional(),
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
    /** The policy stays as it is, whatever it earns. */
    frozen: z.boolean().optional(),
    /** Problems that another run posed, round by round, by the hash of their list. */
    follow: Hash.optional(),
    /** Rounds of asking again for what the screen refused, before the proposer declines. */
    tries: z.int().min(1).max(64).default(8),
    /** `written`: a model words the problem, and a formaliser has to read the same spec from it. */
    wording: z.enum(["rendered", "written"]).optional(),
    /** Specs that one call of a model asks for. */
    proposalsPerCall: z.int().min(1).max(32).optional(),
    /** Added to the reward, each times its weight; formulas: src/rule/reward-terms.ts. */
    terms: z
      .strictObject({ repetition: z.number(), format: z.number(), tool: z.number() })
      .partial()
      .optional(),
  }),
  gate: z.strictObject({
    /** Rounds for which a posed problem may not be posed again. */
    noveltyRounds: z.int().min(1).default(1_000),
    /** A problem is kept while its solve rate lies in this closed band. */
    solveRateMin: Share.default(0),
    solveRateMax: Share.default(1),
    /** Problems of one family that may be posed in the whole run. */
    familyQuota: z.int().min(1).optional(),
  }),
  /** null: no job is submitted and the first champion plays every round. */
  training: z
    .strictObject({
      /** Who trains; absent: the embedded learner. */
      by: TrainingProgram.optional(),
      /**
       * `imitate`: fine-tuning on the curriculum's pairs. `policy-gradient`: this round's attempts,
       * weighed by their group-relative advantage, beside replayed pairs.
       */
      objective: z.enum(["imitate", "policy-gradient"]).default("imitate"),
      /** What an attempt earns in a policy gradient; `random` is a control: a coin each. */
      reward: z.enum(["verdict", "random"]).optional(),
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
    })
    .nullable(),
  suites: z.strictObject({
    developmentPerLevel: z.int().min(0).max(500),
    testPerLevel: z.int().min(0).max(500),
    /** Share of all families that each of the two suites seals, in thousandths. */
    sealedPermille: z.int().min(1).max(400).default(60),
  }),
  /** Cross-play: older champions on every round's problems, where the weights are at hand. */
  drift: z
    .strictObject({
      /** Problems of each round that are put to them; 0: none. */
      problems: z.int().min(0).max(512).default(32),
      /** Champions that are asked: the first that was promoted, and the latest. */
      players: z.int().min(2).max(64).default(6),
    })
    .prefault({}),
  promotion: z.strictObject({
    /** Level of the one-sided exact McNemar test. */
    alpha: z.number().positive().max(0.5).default(0.05),
    /** A skill may fall by at most this share of its development problems. */
    skillDropMax: Share.default(0.2),
    /** `human`: the run pauses before a promotion until `agon approve` has answered. */
    approval: z.enum(["human"]).optional(),
  }),
  stop: z.strictObject({
    /** Rounds in a row without promotion after which the run ends. */
    heldRoundsMax: z.int().min(1).default(12),
    /** Rounds in a row that were rolled back after which the run ends. */
    rolledBackMax: z.int().min(1).default(3),
    /** By what share the spread over skills or families may fall below the first round's. */
    entropyDropMax: Share.default(0.2),
    /** In so many rounds without promotion the proposer's reward may not rise by more than: */
    flatRoundsMax: z.int().min(1).default(2),
    rewardRiseMax: z.number().positive().default(0.1),
    /** No problem above this level is admitted. */
    levelMax: z.int().min(1).optional(),
    /** Kept pairs per posed problem below which the run halts. */
    yieldMin: Share.default(0.02),
    /** Tokens sampled and trained. No round starts that would pass it at the cost of the last. */
    tokensMax: z.int().min(1).default(1_000_000_000),
  }),
})
export type Recipe = z.infer<typeof Recipe>
/** What a recipe's file says: a plug-in by the path of its folder, seen from the file. */
export type RecipeInput = Omit<z.input<typeof Recipe>, "plugins"> & { plugins?: string[] }

/** For recipe files: checks the literal while it is typed; the run parses it again. */
export function defineRecipe<const Input extends RecipeInput>(recipe: Input): Input {
  return recipe
}

export interface Clash {
  readonly path: readonly string[]
  readonly message: string
}

/**
 * Settings that are well formed alone and say nothing, or the contrary of each other, together. A
 * new run is refused for them; the journal of an older one stays readable.
 */
export function clashesOf(recipe: Recipe): Clash[] {
  const { seats, sampling, attempts, training, proposer, gate } = recipe
  const isSolving = isModelSeat(seats?.solver)
  const clashes: Clash[] = []
  const refuse = (path: string, message: string) => clashes.push({ path: path.split("."), message })
  const isFixed = isSolving && seats?.solver?.provider !== "trained"
  if (training !== null && isFixed) {
    refuse("training", "nothing trains a model that is only asked; with one as solver it is null")
  }
  if (sampling !== undefined && !isSolving) {
    refuse("sampling", "only a solver that is a model is asked more often; leave it out")
  }
  if (sampling !== undefined && sampling.attemptsMax < attempts) {
    const { attemptsMax } = sampling
    refuse("sampling.attemptsMax", `${attemptsMax} is below attempts, ${attempts}, the first wave`)
  }
  if (proposer.wording === "written" && !isModelSeat(seats?.proposer)) {
    refuse(
      "proposer.wording",
      'only a model writes statements; give seats.proposer one, or "rendered"',
    )
  }
  if (recipe.plugins !== undefined && isModelSeat(seats?.proposer)) {
    refuse(
      "plugins",
      "a plug-in has no schema that a model could write its specs by; leave out seats.proposer",
    )
  }
  if (proposer.follow !== undefined && isModelSeat(seats?.proposer)) {
    refuse("proposer.follow", "what is followed needs no model; leave out seats.proposer")
  }
  if (training?.reward === "random" && training.objective !== "policy-gradient") {
    refuse("training.reward", 'imitation has no reward; say objective "policy-gradient"')
  }
  if (gate.solveRateMin > gate.solveRateMax) {
    refuse("gate.solveRateMin", `${gate.solveRateMin} is above solveRateMax, ${gate.solveRateMax}`)
  }
  return [...clashes, ...trainedClashes(recipe), ...idleSettings(seats)]
}

const SOLVER_ALONE = "only the solver is simulated; leave this seat out"

/** What only a solver's seat can use, in another seat. */
function idleSettings(seats: Recipe["seats"]): Clash[] {
  return (["proposer", "formaliser"] as const).flatMap((role) => {
    const seat = seats?.[role]
    if (seat?.provider === "simulated") return [{ path: ["seats", role], message: SOLVER_ALONE }]
    if (!isModelSeat(seat) || seat.provider === "trained") return []
    const isBatched = seat.provider === "anthropic" && seat.batch
    return [
      ...(seat.tools.length > 0 ? [{ name: "tools", message: "only a solver uses tools" }] : []),
      ...(isBatched ? [{ name: "batch", message: "only a solver is asked in batches" }] : []),
    ].map(({ name, message }) => ({ path: ["seats", role, name], message }))
  })
}
