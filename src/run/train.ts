import type { Posed, SolverReply } from "../agent.ts"
import { hashWord } from "../record/id.ts"
import { type Checkpoint, type Job, type JobProgram, mintJob } from "../record/job.ts"
import type { Pair } from "../record/pair.ts"
import { question } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { simulationIn } from "../record/seat.ts"
import { advantagesOf } from "../rule/advantage.ts"
import { settle } from "../rule/budget.ts"
import type { Judged } from "../rule/gate.ts"
import { cosineRate, mixRows } from "../rule/mixture.ts"
import { randomStream } from "../rule/random.ts"
import { type BundleRow, type Desk, recipeFor } from "./desk.ts"
import { assert } from "./failure.ts"
import type { Memory } from "./memory.ts"
import { programFor } from "./program.ts"

type Training = NonNullable<Recipe["training"]>

interface Solved {
  readonly posed: Posed
  readonly replies: readonly SolverReply[]
  readonly judged: readonly (readonly Judged[])[]
}

/** The curriculum becomes a bundle, a job consumes it, and a challenger comes back. */
export async function train(
  desk: Desk,
  memory: Memory,
  lessons: readonly Pair[],
  solved: Solved,
): Promise<{ challenger: Checkpoint; memory: Memory }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const { training } = recipe
  if (training === null) return { challenger: untrained(memory), memory }
  const now = new Set(lessons)
  const older = [...memory.pairs.values()].filter(
    (pair) => !now.has(pair) && !memory.aside.has(pair.id),
  )
  const pairRow = (pair: Pair) => rowFor(desk, memory, pair)
  // A solver that gets nothing right has no gradient: warm-up imitates, whatever the objective.
  const isWarmup = round <= recipe.warmupRounds
  const isGradient = training.objective === "policy-gradient" && !isWarmup
  const by = jobProgram(recipe, desk, isGradient)
  const gradientRows = by ? promptRows : attemptRows
  const fresh = isGradient ? gradientRows(desk, solved, training.reward) : lessons.map(pairRow)
  const random = randomStream(recipe.seed, "replay", round)
  // By lessons, not by fresh rows: a round whose attempts teach nothing still rehearses.
  const rows = mixRows(fresh, older, pairRow, training.replay, random, lessons.length)
  // Nothing to learn from: the line stays as it is, and the floor on yield decides what follows.
  if (rows.length === 0) return { challenger: untrained(memory), memory }
  const bundle = await desk.bundles.write(rows, { run: recipe.name, round })
  // The champion made the attempts, so their gradient is the champion's. From other weights, such
  // as a challenger's on hold, it would be off-policy, and nothing here corrects for that.
  const base = isGradient && fresh.length > 0 ? memory.champion : memory.line
  const config = configFor(recipe, training, round)
  const simulation = simulationIn(recipe.seats?.solver)
  const job = mintJob({
    bundle,
    base,
    config,
    ...(by && { by }),
    ...(simulation && { simulation }),
  })
  const challenger = await desk.effects.once("train", { job }, () => runJob(desk, job, round))
  await desk.journal.record({
    kind: "round.trained",
    round,
    job: job.id,
    bundle,
    base,
    checkpoint: challenger.hash,
    rows: challenger.rows,
    steps: challenger.steps,
    tokens: challenger.tokens,
    loss: challenger.loss,
  })
  return { challenger, memory: { ...memory, budget: settle(memory.budget, 0, challenger.tokens) } }
}

function untrained({ line }: Memory): Checkpoint {
  return { hash: line, steps: 0, rows: 0, tokens: 0, loss: 0 }
}

async function runJob(desk: Desk, job: Job, round: number): Promise<Checkpoint> {
  const ticket = await desk.trainer.submit(job)
  return desk.trainer.fetch(ticket, (progress) => desk.watch.training(round, progress, job.id))
}

function rowFor(desk: Desk, memory: Memory, pair: Pair): BundleRow {
  const problem = memory.problems.get(pair.problem)
  assert(problem, "a kept pair's problem is remembered")
  const prompt = desk.solver.prompt(question(problem))
  const completion = desk.solver.completion?.(pair.completion) ?? pair.completion
  return { prompt, completion, pair: pair.id, problem: pair.problem }
}

/** Policy gradient: every attempt of a problem whose attempts fared differently. */
function attemptRows(
  desk: Desk,
  { posed, replies, judged }: Solved,
  reward: Training["reward"],
): BundleRow[] {
  return posed.admitted.flatMap((problem, index) => {
    const prompt = desk.solver.prompt(question(problem))
    const { call } = replies[index]!
    return advantagesOf(judged[index]!, reward).map(({ completion, weight, seat }) => {
      return { prompt, completion, weight, problem: problem.id, call, seat }
    })
  })
}

/** A program that samples for itself needs the prompts that still teach, each with its problem. */
function promptRows(desk: Desk, { posed, judged }: Solved): BundleRow[] {
  return posed.admitted.flatMap((problem, index) => {
    if (advantagesOf(judged[index]!).length === 0) return []
    const prompt = desk.solver.prompt(question(problem))
    const completion = desk.solver.completion?.(problem.answer) ?? problem.answer
    return [{ prompt, completion, problem: problem.id }]
  })
}

function jobProgram(recipe: Recipe, desk: Desk, isGradient: boolean): JobProgram | undefined {
  const by = programFor(recipe, desk.solver)
  return by && { ...by, method: isGradient ? "grpo" : "sft" }
}

/** One job's slice of the run's learning-rate curve, a cosine from start to end. */
function configFor(recipe: Recipe, training: Training, round: number): Job["config"] {
  const { steps, batch, learningRate, learningRateEnd, warmupSteps } = training
  const { weightDecay, gradientClip } = training
  const rateAt = (done: number) => cosineRate(learningRate, learningRateEnd, done / recipe.rounds)
  return {
    steps,
    batch,
    learningRate: rateAt(round - 1),
    learningRateEnd: rateAt(round),
    warmupSteps: round === 1 ? warmupSteps : 0,
    weightDecay,
    gradientClip,
    seed: hashWord(`train ${recipe.seed} ${round}`),
  }
}
