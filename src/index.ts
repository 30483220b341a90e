/**
 * The public surface of Agon. A verifier, an agent, a trainer or a recipe outside this repository
 * needs nothing that is not named here.
 */

// What comes with Agon behind the doors.
export { formaliser } from "../agents/formaliser/formaliser.ts"
export { embeddedProposer } from "../agents/proposer/machine.ts"
export { seatedProposer } from "../agents/proposer/seated.ts"
export { promptedSolver } from "../agents/solver/machine.ts"
export { seatedSolver } from "../agents/solver/seated.ts"
export { answerSpecFrom, answerVerifier } from "../verifiers/answer/verifier.ts"
export { VERIFIERS } from "../verifiers/index.ts"
// What an author of verifiers writes with.
export { at, between, nearTop, pick, settingOf, withDigits } from "../verifiers/kernel/axes.ts"
export { defineSkill, defineVerifier, type SkillDefinition, z } from "../verifiers/kernel/define.ts"
// The judge of free-form answers.
export { Fuel } from "../verifiers/kernel/fuel.ts"
export { judge, judgeBy, type Key, readKey } from "../verifiers/kernel/judge/judge.ts"
export { JudgeOptions, type JudgeOptionsInput } from "../verifiers/kernel/judge/options.ts"
export { POLICIES, type Policy } from "../verifiers/kernel/judge/policy.ts"
export { toMathjs } from "../verifiers/kernel/mathjs.ts"
export { printLatex, printPlain } from "../verifiers/kernel/print.ts"
export { type Read, type ReadSettings, readMath } from "../verifiers/kernel/read/read.ts"
export type { Expr } from "../verifiers/kernel/tree.ts"
export type {
  Ask,
  Draft,
  FormaliserAgent,
  Lesson,
  Player,
  Posed,
  ProposerAgent,
  SolverAgent,
} from "./agent.ts"
// The author's kit: the claims that every verifier keeps, and the bugs that they notice.
export { Attack, Exploits } from "./kit/exploits.ts"
export type { Count, Finding, Settings as KitSettings } from "./kit/ground.ts"
export { type MutationScore, scoreMutations } from "./kit/mutation-score.ts"
export { type Subject, type SubjectSkill, subjectOf } from "./kit/subject.ts"
export { type SkillReport, testFresh, testShape, testSkill } from "./kit/suite.ts"
export { cardOf } from "./model/card.ts"
export { type Learner, startLearner } from "./model/embedded/learner.ts"
export { openEmbeddedModel } from "./model/embedded/model.ts"
export { openModel } from "./model/open.ts"
export type { Model, ModelCard, Tried } from "./model.ts"
// The records.
export { Answer, Attempt } from "./record/attempt.ts"
export { Call, CallOutcome, mintCall, ToolUse } from "./record/call.ts"
export { canonicalJson } from "./record/canonical.ts"
export { type EventOf, RunEvent, SuiteName } from "./record/event.ts"
export { Hash, hashJson, hashOf } from "./record/id.ts"
export { Checkpoint, Job, TrainingConfig } from "./record/job.ts"
export { Label, Pair } from "./record/pair.ts"
export { Problem, type Question, question, Rung, Statement } from "./record/problem.ts"
export { defineRecipe, Recipe, type RecipeInput } from "./record/recipe.ts"
export { AnthropicSeat, type ModelSeat, OpenAiSeat, Seat, seatCheckpoint } from "./record/seat.ts"
export { SolveRate } from "./record/solve-rate.ts"
export { ToolResult } from "./record/tool.ts"
export { correct, incorrect, PROVED, Proof, undecided, Verdict } from "./record/verdict.ts"
// The rules.
export { type Prints, printsOf } from "./rule/contamination-prints.ts"
export { gatePair } from "./rule/gate.ts"
export { CLAUDE_PRICES, PRICES_AS_OF, PRICES_FROM, priceOf } from "./rule/price.ts"
export { decidePromotion } from "./rule/promotion.ts"
export { randomStream } from "./rule/random.ts"
export { reward } from "./rule/reward.ts"
export { rewardOf } from "./rule/reward-terms.ts"
export { type Interval, mcnemar, pairedGain, ruleOfThree, wilson } from "./rule/statistics.ts"
export { type Contrast, contrastOf, contrastsBySeed, type Scores } from "./rule/study-contrast.ts"
export { calibrationError, passAtK, type Sampled } from "./rule/study-pass.ts"
export { type StudyVerdict, VERDICT_RULE, verdictOf, verdictsOf } from "./rule/study-verdict.ts"
export type { AuditParts, AuditReport, Fault } from "./run/audit.ts"
export { audit } from "./run/audit.ts"
export { completeInBatches } from "./run/batch.ts"
export type { BundleRow, BundleShelf, Seats, Stage, Suite, Watch } from "./run/desk.ts"
export { Effects } from "./run/effect.ts"
export type { Boundary } from "./run/failure.ts"
export { RunFailure } from "./run/failure.ts"
export type { ChampionHistory, History, RoundHistory } from "./run/history.ts"
export { championAt, problemsOf, readHistory } from "./run/history.ts"
export { readEvents } from "./run/journal.ts"
export { metered } from "./run/meter.ts"
export { Queue } from "./run/queue.ts"
// The loop.
export type { RunParts, RunResult } from "./run/start.ts"
export { startRun } from "./run/start.ts"
export { readPast, Till } from "./run/till.ts"
// Verifiers of third parties, each in a process and a sandbox of its own.
export { sealPlugin } from "./sandbox/manifest.ts"
export { type OpenedPlayable, openPlayable, type Playable } from "./sandbox/playable.ts"
export {
  type OpenedPlugin,
  openPluginVerifier,
  type PluginOptions,
  type PluginVerifier,
} from "./sandbox/plugin.ts"
export { type OpenedPrograms, openPrograms, type ProgramOptions } from "./sandbox/program.ts"
export { openSqliteStore } from "./store/sqlite.ts"
export type { Store, StoredEvent, StoredOutcome } from "./store.ts"
// What a model may ask for in the middle of an answer.
export type { Tool } from "./tool.ts"
export { calculatorTool } from "./tools/calculator.ts"
export { javascriptTool } from "./tools/javascript.ts"
export type { JobState, Ticket, Trainer, TrainingProgress } from "./trainer.ts"
export { type CommandTrainer, openCommandTrainer } from "./training/command.ts"
export { checkpointPath, openEmbeddedTrainer } from "./training/embedded.ts"
export { openHttpTrainer } from "./training/http.ts"
export { openShelf } from "./training/shelf.ts"
// The doors.
export type { Axis, Derived, Identity, Skill, SkillSpec, Verifier } from "./verifier.ts"
export type { Clock, Random, World } from "./world.ts"
