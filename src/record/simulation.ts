import { z } from "zod"

const Share = z.number().min(0).max(1)
const Logits = z.number().min(-8).max(8)
const Round = z.int().min(1)

/** What goes wrong in a simulated run, and from which round on. */
export const Faults = z
  .strictObject({
    /** The trainer reads this share of its labels as a mistake that a person might make. */
    labelNoise: z.strictObject({ from: Round, share: Share }),
    /** The proposer poses only this many of its skills. */
    modeCollapse: z.strictObject({ from: Round, skills: z.int().min(1) }),
    /** The same share as `forgetting` below, from this round on. */
    forgetting: z.strictObject({ from: Round, share: Share }),
    /** The solver finds an answer that says nothing, and gives it this often. */
    exploit: z.strictObject({ from: Round, share: Share, answer: z.string().min(1).max(256) }),
  })
  .partial()
export type Faults = z.infer<typeof Faults>

/** How an ability becomes answers. Part of every checkpoint, so that a fork may change it. */
export const Answering = z.strictObject({
  /** How much harder a level is than the one below. */
  levelStep: z.number().min(0).max(4).default(1),
  /** Standard deviation of the difficulty of problems of one level. */
  itemSpread: z.number().min(0).max(4).default(0.8),
  discrimination: z.number().positive().max(8).default(1),
  /** Share of right answers where ability is nothing, and of wrong ones where it is everything. */
  guess: Share.default(0),
  slip: Share.default(0.02),
  /** Share of problems on which checkpoints of equal ability answer alike when they are greedy. */
  steadiness: Share.default(0.7),
  /** Another number gives the same problems other difficulties and other luck. */
  world: z.int().min(0).max(0xffff_ffff).default(0),
})
export type Answering = z.infer<typeof Answering>

/**
 * A solver whose ability is known, and what training makes of it. Abilities and difficulties are in
 * logits: where they are equal, half of all answers are right. Formulas: docs/simulation.md.
 */
export const Simulation = z.strictObject({
  ...Answering.shape,
  /** Of the untrained solver, in every skill. */
  ability: Logits.default(-1.5),
  /** The highest that training leads to. */
  ceiling: Logits.default(4),
  /** What a thousand right labels add, each for a problem that is solved half the time. */
  learning: z.number().min(0).max(64).default(0.5),
  /** What a label is worth beside that where the problem is solved always or never. */
  floor: Share.default(0.15),
  /** What a wrong label takes, in units of what a right one gives at its best. */
  harm: z.number().min(0).max(64).default(1),
  /** Share of what was learned that a job takes from a skill when all its rows are of others. */
  forgetting: Share.default(0.03),
  /** What every job adds to every skill, whatever it teaches. */
  drift: z.number().min(-4).max(4).default(0),
  /** Standard deviation of what else a job does to a skill. */
  noise: z.number().min(0).max(4).default(0.03),
  faults: Faults.optional(),
})
export type Simulation = z.infer<typeof Simulation>
