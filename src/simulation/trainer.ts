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
  const done = new Map<Job["id"], Checkpoint>()

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
      if (!done.has(job.id)) done.set(job.id, run(job))
      return { job: job.id }
    },
    poll: async (ticket) => {
      find(done, ticket)
      return { state: "done" }
    },
    async fetch(ticket, watch) {
      const checkpoint = find(done, ticket)
      watch?.({ step: checkpoint.steps, steps: checkpoint.steps, loss: checkpoint.loss })
      return checkpoint
    },
    close: async () => {},
  }
}

function find(done: ReadonlyMap<Job["id"], Checkpoint>, { job }: Ticket): Checkpoint {
  const checkpoint = done.get(job)
  if (checkpoint !== undefined) return checkpoint
  const advice = "nothing is lost: `agon resume` submits the job again"
  throw new RunFailure("trainer", "unknown-job", `no job ${job} was submitted`, advice)
}
