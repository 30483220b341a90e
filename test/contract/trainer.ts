import { describe, expect, it } from "vitest"
import type { Hash } from "../../src/record/id.ts"
import { type Job, type JobProgram, mintJob } from "../../src/record/job.ts"
import type { Trainer, TrainingProgress } from "../../src/trainer.ts"

export interface Row {
  readonly prompt: string
  readonly completion: string
}

/** Where a trainer keeps what it makes; a trainer may be opened there again. */
export interface TrainerPlace {
  open(): Promise<Trainer>
  /** Writes a bundle and returns its name. */
  bundle(rows: readonly Row[]): Promise<Hash>
  /** Undefined for a trainer that is no program. */
  readonly by: JobProgram | undefined
  /** How often training was begun in this place, where it leaves a trace. */
  begun(): number | undefined
  /** Changes a byte of a checkpoint. */
  damage(checkpoint: Hash): void
}

export const CONFIG: Job["config"] = {
  steps: 6,
  batch: 8,
  learningRate: 0.003,
  learningRateEnd: 0.001,
  warmupSteps: 2,
  weightDecay: 0.1,
  gradientClip: 1,
  seed: 5,
}

export const ROWS: readonly Row[] = Array.from({ length: 24 }, (_, at) => ({
  prompt: `Compute ${at} + ${at + 3}.`,
  completion: String(2 * at + 3),
}))

export async function jobIn(place: TrainerPlace, trainer: Trainer, rows = ROWS): Promise<Job> {
  const base = await trainer.create(1, place.by)
  const bundle = await place.bundle(rows)
  return mintJob({ bundle, base, config: CONFIG, ...(place.by && { by: place.by }) })
}

type Claim = (words: string, work: (trainer: Trainer, place: TrainerPlace) => Promise<void>) => void

/** What a trainer promises, whatever stands behind the door. */
export function trainerContract(
  name: string,
  inPlace: (work: (place: TrainerPlace) => Promise<void>) => Promise<void>,
): void {
  const claim: Claim = (words, work) =>
    it(words, () =>
      inPlace(async (place) => {
        const trainer = await place.open()
        try {
          await work(trainer, place)
        } finally {
          await trainer.close()
        }
      }),
    )
  describe(`${name} keeps the contract of a trainer`, () => {
    claimsOfOnce(claim)
    claimsOfTrouble(claim)
  })
}

/** A job is run once, and its checkpoint is there for who comes back. */
function claimsOfOnce(claim: Claim): void {
  claim("makes weights that the seed decides", async (trainer, { by }) => {
    const first = await trainer.create(1, by)
    expect(await trainer.create(1, by)).toBe(first)
    expect(await trainer.create(2, by)).not.toBe(first)
  })

  claim("runs a job once that is submitted twice, and says how far it is", async (...at) => {
    const [trainer, place] = at
    const job = await jobIn(place, trainer)
    const before = place.begun()
    const heard: TrainingProgress[] = []
    const ticket = await trainer.submit(job)
    expect(await trainer.submit(job)).toEqual(ticket)
    const [checkpoint, again] = await Promise.all([
      trainer.fetch(ticket, (progress) => heard.push(progress)),
      trainer.fetch(ticket),
    ])
    expect(again).toEqual(checkpoint)
    expect(checkpoint).toMatchObject({ job: job.id, steps: CONFIG.steps, rows: ROWS.length })
    expect(checkpoint.hash).not.toBe(job.base)
    expect(Number.isFinite(checkpoint.loss)).toBe(true)
    expect(await trainer.poll(ticket)).toEqual({ state: "done" })
    expect(heard.at(-1)).toMatchObject({ steps: CONFIG.steps })
    if (before !== undefined) expect(place.begun()).toBe(before + 1)
  })

  claim("brings the same checkpoint to who comes back for it", async (first, place) => {
    const job = await jobIn(place, first)
    const checkpoint = await first.fetch(await first.submit(job))
    const before = place.begun()
    const second = await place.open()
    try {
      expect(await second.fetch(await second.submit(job))).toEqual(checkpoint)
    } finally {
      await second.close()
    }
    expect(place.begun()).toBe(before)
  })
}

/** Nothing that goes wrong is passed over, and nothing is lost by it. */
function claimsOfTrouble(claim: Claim): void {
  claim("names what went wrong, and may be asked again", async (trainer, place) => {
    const job = await jobIn(place, trainer, [{ prompt: "☃", completion: "☃" }])
    const ticket = await trainer.submit(job)
    await expect(trainer.fetch(ticket)).rejects.toMatchObject({ boundary: "trainer" })
    expect(await trainer.poll(ticket)).toMatchObject({ state: "failed" })
    const good = await jobIn(place, trainer)
    expect((await trainer.fetch(await trainer.submit(good))).job).toBe(good.id)
  })

  claim("trains on from no checkpoint whose bytes have changed", async (trainer, place) => {
    const job = await jobIn(place, trainer)
    place.damage(job.base)
    const trained = async () => trainer.fetch(await trainer.submit(job))
    await expect(trained()).rejects.toMatchObject({ code: "corrupt-checkpoint" })
  })

  claim("knows no job that was not submitted", async (trainer) => {
    const ticket = { job: `job_${"0".repeat(24)}` as Job["id"] }
    await expect(trainer.poll(ticket)).rejects.toMatchObject({ code: "unknown-job" })
    await expect(trainer.fetch(ticket)).rejects.toMatchObject({ code: "unknown-job" })
  })

  claim("leaves a job that is closed under way for another time", async (first, place) => {
    const job = await jobIn(place, first)
    const ended = first.fetch(await first.submit(job)).catch(() => undefined)
    await first.close()
    await ended
    const second = await place.open()
    try {
      expect((await second.fetch(await second.submit(job))).job).toBe(job.id)
    } finally {
      await second.close()
    }
  })
}
