import { z } from "zod"
import { CanaryTrial } from "./canary.ts"
import { CallId, Hash, JobId, PairId, ProblemId } from "./id.ts"
import { Pair } from "./pair.ts"
import { Problem } from "./problem.ts"
import { Recipe } from "./recipe.ts"
import { SolveRate } from "./solve-rate.ts"

const round = z.int().min(0)
const Tally = z.record(z.string(), z.int().min(0))
export type Tally = z.infer<typeof Tally>

export const SuiteName = z.enum(["development", "test", "beyond"])
export type SuiteName = z.infer<typeof SuiteName>

/** A judge named exactly: another version or other source is another judge. */
export const VerifierRef = z.object({
  name: z.string(),
  version: z.string(),
  source: Hash,
  /** Of a plug-in: the hash of its manifest, which has that of every file. */
  plugin: Hash.optional(),
})
export type VerifierRef = z.infer<typeof VerifierRef>

/** Per suite one letter a problem, in suite order: c correct, i incorrect, u undecided. */
export const Marks = z.string().regex(/^[ciu]*$/)

export const RunOpened = z.object({
  kind: z.literal("run.opened"),
  recipe: Recipe,
  verifiers: z.array(VerifierRef),
  /** Where a fork continues from. */
  parent: z
    .object({ head: Hash, history: z.array(z.object({ recipe: Recipe, until: round })) })
    .optional(),
})
export const SuiteSealed = z.object({
  kind: z.literal("suite.sealed"),
  name: SuiteName,
  hash: Hash,
  problems: z.array(Problem),
})
export const BaseCreated = z.object({ kind: z.literal("base.created"), checkpoint: Hash })
export const RoundPosed = z.object({
  kind: z.literal("round.posed"),
  round,
  problems: z.array(Problem),
  drafted: z.int().min(0),
  /** Drafts that the screen refused, by reason. */
  refused: Tally,
})
export const RoundAttempted = z.object({
  kind: z.literal("round.attempted"),
  round,
  checkpoint: Hash,
  attempts: z.int().min(0),
  tokens: z.int().min(0),
  /** Over the calls' outcomes in the order of the problems. */
  digest: Hash,
})
export const RoundJudged = z.object({
  kind: z.literal("round.judged"),
  round,
  /** One text a problem in posed order, one letter an attempt. */
  marks: z.array(Marks),
  /** Why attempts were not correct, by the verdict's reason. */
  reasons: Tally,
  cells: z.array(z.object({ skill: z.string(), level: z.int().min(1), rate: SolveRate })),
})
/** What was planted in a round, class by class. None of it is counted, rewarded or trained on. */
export const CanariesTried = z.object({
  kind: z.literal("canaries.tried"),
  round,
  trials: z.array(CanaryTrial),
})
export const RoundCurated = z.object({
  kind: z.literal("round.curated"),
  round,
  /** New to the curriculum. */
  pairs: z.array(Pair),
  /** Kept in an earlier round and posed again: trained on once more, not counted twice. */
  rehearsed: z.array(PairId),
  /** Problems that made no pair, by reason. */
  held: Tally,
  /** Labels proved again by the verifier's second method. */
  audit: z.object({ checked: z.int().min(0), errors: z.int().min(0) }),
})
/** A reward, the part of it that is for the solve rate, and each configured term's value. */
export const Paid = z.object({
  reward: z.number(),
  base: z.number(),
  terms: z.object({ repetition: z.number(), format: z.number(), tool: z.number() }).partial(),
})
export type Paid = z.infer<typeof Paid>

/** One proposal of a model: the problem it became, or why it became none. */
export const ProposalLesson = z.object({
  call: CallId,
  seat: z.int().min(0),
  problem: ProblemId.optional(),
  refused: z.string().optional(),
  reward: z.number(),
})
export type ProposalLesson = z.infer<typeof ProposalLesson>

export const ProposerTaught = z.object({
  kind: z.literal("proposer.taught"),
  round,
  meanReward: z.number(),
  /** Where a model proposes: what each posed problem earned, in posed order. */
  paid: z.array(Paid).optional(),
  /** What the proposer's own training is made of: every proposal with its reward. */
  lessons: z.array(ProposalLesson).optional(),
  /** Proposals of one call of which the first earned more than the second, by seat. */
  preferences: z
    .array(z.object({ call: CallId, chosen: z.int().min(0), rejected: z.int().min(0) }))
    .optional(),
  policy: z.custom<unknown>((value) => value !== undefined),
})
export const RoundTrained = z.object({
  kind: z.literal("round.trained"),
  round,
  job: JobId,
  bundle: Hash,
  base: Hash,
  checkpoint: Hash,
  rows: z.int().min(0),
  steps: z.int().min(0),
  tokens: z.int().min(0),
  loss: z.number(),
})
export const Evaluated = z.object({
  kind: z.literal("evaluated"),
  round,
  suite: SuiteName,
  checkpoint: Hash,
  rate: SolveRate,
  marks: Marks,
})
export const RoundDecided = z.object({
  kind: z.literal("round.decided"),
  round,
  decision: z.enum(["promoted", "held", "rolled-back"]),
  reason: z.string(),
  challenger: Hash,
  champion: Hash,
  /** Development problems that only the challenger, and that only the champion, got right. */
  gained: z.int().min(0),
  lost: z.int().min(0),
  pValue: z.number(),
  gain: z.number(),
  gainLow: z.number(),
  gainHigh: z.number(),
  /** What a person said of a challenger that the test had found better. */
  approval: z.object({ approved: z.boolean(), note: z.string() }).optional(),
})
/** What needs more than one number; the rest is in `round.closed`. Meanings: docs/drift.md. */
export const RoundMeasured = z.object({
  kind: z.literal("round.measured"),
  round,
  /** Posed problems by the form of their answers. */
  formats: Tally,
  /** New labels that were proved again, and those of them that were wrong, by level. */
  labels: z.array(
    z.object({
      level: z.int().min(1),
      checked: z.int().min(0),
      errors: z.int().min(0),
    }),
  ),
  /** Checkpoints on samples of rounds' problems, greedily; what was not known before. */
  crossPlay: z.array(z.object({ checkpoint: Hash, round, rate: SolveRate })),
})
/** The line, and the policy with it, went back to where the champion was made. */
export const RoundRolledBack = z.object({
  kind: z.literal("round.rolled-back"),
  round,
  reason: z.string(),
  /** What plays and is trained from now on. */
  champion: Hash,
  /** Pairs that were new from this round on are trained on no more until they are posed again. */
  since: round,
  setAside: z.int().min(0),
})
export const RoundClosed = z.object({
  kind: z.literal("round.closed"),
  round,
  champion: Hash,
  /** Over the ids of all pairs kept so far, in order. */
  curriculum: Hash,
  pairs: z.int().min(0),
  tokens: z.int().min(0),
  /** Measured change against the first round; see src/rule/drift.ts. */
  drift: z.record(z.string(), z.number()),
  alarms: z.array(z.string()),
})
export const RunClosed = z.object({
  kind: z.literal("run.closed"),
  outcome: z.enum(["finished", "stopped", "halted"]),
  reason: z.string(),
  champion: Hash,
  curriculum: Hash,
  rounds: round,
})

/** All that can be written to a journal. Nothing here depends on the clock or on the machine. */
export const RunEvent = z.discriminatedUnion("kind", [
  RunOpened,
  SuiteSealed,
  BaseCreated,
  RoundPosed,
  RoundAttempted,
  RoundJudged,
  CanariesTried,
  RoundCurated,
  ProposerTaught,
  RoundTrained,
  Evaluated,
  RoundDecided,
  RoundMeasured,
  RoundRolledBack,
  RoundClosed,
  RunClosed,
])
export type RunEvent = z.infer<typeof RunEvent>
export type EventOf<Kind extends RunEvent["kind"]> = Extract<RunEvent, { kind: Kind }>

/** An event in its place: the hash covers the body and the hash before it. */
export interface ChainedEvent {
  readonly seq: number
  readonly prev: Hash
  readonly hash: Hash
  readonly event: RunEvent
}
