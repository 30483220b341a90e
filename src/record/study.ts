import { z } from "zod"

const Name = z
  .string()
  .regex(/^[a-z0-9-]{1,24}$/, "lower-case letters, digits and dashes, at most 24")

/** Settings of a recipe that an arm or a space has otherwise, as deep as they differ. */
const Settings = z.record(z.string(), z.unknown())
export type Settings = z.infer<typeof Settings>

/** One experimental condition. */
export const Arm = z.strictObject({
  name: Name,
  /** An arm by its usual name; src/rule/study-arms.ts has them all. */
  is: z.string().optional(),
  /** What else it does otherwise than the study's recipe. */
  set: Settings.optional(),
  /** The arm whose first rounds it shares, and the last of them: a fork, nothing is run twice. */
  from: z.strictObject({ arm: Name, at: z.int().min(1).max(999) }).optional(),
  /** The arm whose posed problems it is given, round by round. */
  follow: Name.optional(),
})
export type Arm = z.infer<typeof Arm>

/** Several arms × seeds under one contract. */
export const Study = z.strictObject({
  name: Name,
  /** What it is to find out, in a sentence. */
  question: z.string().min(1).max(400),
  /** The recipe that every arm starts from. */
  recipe: Settings,
  /** Worlds that every arm plays in, such as few skills and many. Without them there is one. */
  spaces: z
    .array(z.strictObject({ name: Name, set: Settings }))
    .min(1)
    .max(8)
    .optional(),
  arms: z.array(Arm).min(2).max(16),
  seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(64),
  /** What is compared, decided before anything is run. */
  contrasts: z
    .array(z.strictObject({ of: Name, against: Name }))
    .min(1)
    .max(32),
  /** The smallest difference worth knowing, in points. */
  smallest: z.number().positive().max(50).default(3),
  exam: z
    .strictObject({
      /** Samples of every sealed test problem, from which pass@k is estimated. */
      samples: z.int().min(2).max(64).default(16),
      /** Which k are told; the largest is at most `samples`. */
      k: z.array(z.int().min(1).max(64)).min(1).max(6).default([1, 4, 16]),
      /** Problems of every level drawn after all training, which no arm was posed. */
      freshPerLevel: z.int().min(1).max(200).default(12),
    })
    .default({ samples: 16, k: [1, 4, 16], freshPerLevel: 12 }),
})
export type Study = z.infer<typeof Study>
export type StudyInput = z.input<typeof Study>

/** For study files: checks the literal while it is typed; the command parses it again. */
export function defineStudy<const Input extends StudyInput>(study: Input): Input {
  return study
}
