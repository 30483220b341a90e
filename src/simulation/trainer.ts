import { type Hash, hashWord } from "../record/id.ts"
import type { Checkpoint, Job } from "../record/job.ts"
import type { Simulation } from "../record/simulation.ts"
import { RunFailure } from "../run/failure.ts"
import type { Ticket, Trainer } from "../trainer.ts"
import { type AbilityShelf, untrained } from "./ability.ts"
import { type Lesson, taught } from "./lesson.ts"
import type { Oracle } from "./oracle.ts"

export type Bundle = Pick<Lesson, "round" | "rows">

interface SimulatedTrainer {
  /** Of the solver before any training; what a job does to it, the job itself says. */
  readonly settings: Simulation
  /** The skills whose abilities a checkpoint holds. */
  readonly skills: readonly string[]
  readonly oracle: Pick<Oracle, "find">
  readonly abilities: AbilityShelf
  /** A bundle's rows, and the round that they are of. */
  bundle(hash: Hash): Bundle
}

/** A trainer that knows what a bundle teaches. Jobs are done as they are submitted. */
export function openSimulatedTrainer(options: SimulatedTrainer): Trainer {
  const { skills, oracle, abilities } = options
  const ended = new Map<Job["id"], Checkpoint | RunFailure>()

  function run(job: Job): Checkpoint {
    const { bundle, base, config, simulation = options.settings } = job
    const luck = hashWord(`${bundle} ${base} ${config.seed}`)
    const lesson = { ...options.bundle(bundle), config, luck }
    const { ability, loss } = taught(simulation, abilities.read(base), lesson, oracle)
    const rows = lesson.rows.length
    const tokens = config.steps * config.batch
    return { hash: abilities.write(ability), job: job.id, steps: config.steps, rows, tokens, loss }
  }

  return {
    create: async (seed) => abilities.write(untrained(options.settings, skills, seed)),
    async submit(job) {
      const before = ended.get(job.id)
      if (before === undefined || before instanceof RunFailure) {
        ended.set(
          job.id,
          outcomeOf(() => run(job)),
        )
      }
      return { job: job.id }
    },
    async poll(ticket) {
      const outcome = find(ended, ticket)
      if (!(outcome instanceof RunFailure)) return { state: "done" }
      return { state: "failed", code: outcome.code, reason: outcome.message }
    },
    async fetch(ticket, watch) {
      const outcome = find(ended, ticket)
      if (outcome instanceof RunFailure) throw outcome
      watch?.({ step: outcome.steps, steps: outcome.steps, loss: outcome.loss })
      return outcome
    },
    close: async () => {},
  }
}

function outcomeOf(run: () => Checkpoint): Checkpoint | RunFailure {
  try {
    return run()
  } catch (error) {
    if (error instanceof RunFailure) return error
    throw error
  }
}

function find<Outcome>(ended: ReadonlyMap<Job["id"], Outcome>, { job }: Ticket): Outcome {
  const outcome = ended.get(job)
  if (outcome !== undefined) return outcome
  const advice = "nothing is lost: `agon resume` submits the job again"
  throw new RunFailure("trainer", "unknown-job", `no job ${job} was submitted`, advice)
}
