import { hashOf } from "../record/id.ts"
import { type Checkpoint, type Job, mintJob } from "../record/job.ts"
import type { Pair } from "../record/pair.ts"
import { question } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { settle } from "../rule/budget.ts"
import { cos } from "../rule/math.ts"
import { cosineRate, mixRows } from "../rule/mixture.ts"
import { randomStream } from "../rule/random.ts"
import { type BundleRow, type Desk, recipeFor } from "./desk.ts"
import { assert } from "./failure.ts"
import type { Memory } from "./memory.ts"

/** The curriculum becomes a bundle, a job consumes it, and a challenger comes back. */
export async function train(
  desk: Desk,
  memory: Memory,
  lessons: readonly Pair[],
): Promise<{ challenger: Checkpoint; memory: Memory }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const now = new Set(lessons)
  const older = [...memory.pairs.values()].filter((pair) => !now.has(pair))
  const random = randomStream(recipe.seed, "replay", round)
  const rows = mixRows(lessons, older, recipe.training.replay, random)
  const bundle = await desk.bundles.write(
    rows.map((pair) => rowFor(desk, memory, pair)),
    { run: recipe.name, round },
  )
  const job = mintJob({ bundle, base: memory.line, config: configFor(recipe, round) })
  const challenger = await desk.effects.once("train", { job }, () => runJob(desk, job, round))
  await desk.journal.record({
    kind: "round.trained",
    round,
    job: job.id,
    bundle,
    base: memory.line,
    checkpoint: challenger.hash,
    rows: challenger.rows,
    steps: challenger.steps,
    tokens: challenger.tokens,
    loss: challenger.loss,
  })
  return { challenger, memory: { ...memory, budget: settle(memory.budget, 0, challenger.tokens) } }
}

async function runJob(desk: Desk, job: Job, round: number): Promise<Checkpoint> {
  const ticket = await desk.trainer.submit(job)
  return desk.trainer.fetch(ticket, (progress) => desk.watch.training(round, progress, job.id))
}

function rowFor(desk: Desk, memory: Memory, pair: Pair): BundleRow {
  const problem = memory.problems.get(pair.problem)
  assert(problem, "a kept pair's problem is remembered")
  const prompt = desk.solver.prompt(question(problem))
  return { prompt, completion: pair.completion, pair: pair.id, problem: pair.problem }
}

/** One job's slice of the run's learning-rate curve, a cosine from start to end. */
function configFor(recipe: Recipe, round: number): Job["config"] {
  const { steps, batch, learningRate, learningRateEnd, warmupSteps } = recipe.training
  const { weightDecay, gradientClip } = recipe.training
  const rateAt = (done: number) =>
    cosineRate(learningRate, learningRateEnd, done / recipe.rounds, cos)
  return {
    steps,
    batch,
    learningRate: rateAt(round - 1),
    learningRateEnd: rateAt(round),
    warmupSteps: round === 1 ? warmupSteps : 0,
    weightDecay,
    gradientClip,
    seed: Number.parseInt(hashOf(`train ${recipe.seed} ${round}`).slice(0, 8), 16),
  }
}
