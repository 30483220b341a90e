import { z } from "zod"
import { VerifierRef } from "../../record/event.ts"
import { Hash } from "../../record/id.ts"
import { Seat } from "../../record/seat.ts"
import { Split } from "./example.ts"

/** The file that names all others; a bundle is called by its hash. */
export const MANIFEST = "manifest.json"

export const BUNDLE_SCHEMA = "agon.bundle/2" // 1 is what a run's own training jobs read

const count = z.int().min(0)

/** A file of the bundle, by its path in it. */
export const Listed = z.strictObject({
  path: z
    .string()
    .regex(/^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/, "a path within the bundle"),
  rows: count.optional(),
  target: z.string().optional(),
  split: Split.optional(),
  bytes: count,
  sha256: Hash,
})
export type Listed = z.infer<typeof Listed>

const Rate = z.strictObject({
  correct: count,
  tried: count,
  low: z.number(),
  high: z.number(),
})

/**
 * What a bundle says of itself. Its canonical JSON is the file, whose hash is the bundle's name. No
 * clock and no machine is in it: the same run and the same words on the command line give the same.
 */
export const Manifest = z.strictObject({
  schema: z.literal(BUNDLE_SCHEMA),
  agon: z.string(),
  role: z.enum(["solver", "proposer"]),
  run: z.strictObject({
    recipe: z.string(),
    seed: count,
    /** The journal's last hash and length when it was read. */
    head: Hash,
    events: count,
    /** The head that the run was forked from. */
    parents: z.array(Hash),
  }),
  /** Rounds, and places in the curriculum, from the first to the last, both counted from 1. */
  sequence: z.strictObject({ firstRound: count, lastRound: count, pairs: count }),
  curriculum: Hash,
  /** What played: a model's seat, or "embedded" with the checkpoints that answered. */
  players: z.array(
    z.strictObject({
      role: z.string(),
      seat: Seat,
      checkpoints: z.array(Hash),
    }),
  ),
  prompts: z.record(z.string(), Hash),
  /** How an answer is found in a reply: by the embedded learner's rule or by a seated model's. */
  solver: z.enum(["prompted", "seated"]),
  verifiers: z.array(VerifierRef),
  gate: z.record(z.string(), z.union([z.string(), z.number()])),
  targets: z.array(z.string()).min(1),
  files: z.array(Listed),
  splits: z.strictObject({
    by: z.literal("lineage family"),
    validationPermille: count,
    train: z.strictObject({ problems: count, families: count }),
    validation: z.strictObject({ problems: count, families: count }),
    /** Related to both sides, and in neither. */
    apart: count,
  }),
  tokens: z.strictObject({ method: z.string(), byTarget: z.record(z.string(), count) }),
  difficulty: z.array(
    z.strictObject({ skill: z.string(), level: z.int().min(1), problems: count, rate: Rate }),
  ),
  labels: z.strictObject({
    checked: count,
    errors: count,
    errorBound95: z.number(),
    sources: z.record(z.string(), count),
    proofs: z.record(z.string(), count),
  }),
  contamination: z.strictObject({ checked: count, dropped: count, lists: count }),
  /** Of a run whose evidence was recalled: what was left out, why, and by which tombstones. */
  withdrawn: z
    .strictObject({
      pairs: count,
      proposals: count,
      reasons: z.record(z.string(), count),
      tombstones: Hash,
    })
    .optional(),
  licence: z.string(),
  limits: z.array(z.string()),
})
export type Manifest = z.infer<typeof Manifest>
