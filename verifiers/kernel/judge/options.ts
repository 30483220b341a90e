import { z } from "zod"
import { FUEL_DEFAULT } from "./defaults.ts"
import { POLICIES, type Policy } from "./policy.ts"

const NAME_CHARS_MAX = 32
const FUEL_MAX = 1_000_000

const Name = z.string().min(1).max(NAME_CHARS_MAX)
const DecimalText = z.string().regex(/^\d{1,20}(\.\d{1,20})?(e-?\d{1,3})?$/, "a decimal like 0.01")

/** What a task says about its answers. All is optional; what is not said is read off the key. */
export const JudgeOptions = z.strictObject({
  /** `reply`: find the final answer in a whole model reply. `bare`: the text is the answer. */
  answer: z.enum(["reply", "bare"]).default("reply"),
  /** What may be assumed of an unknown, beyond being real. */
  assume: z
    .record(
      Name,
      z.enum(["real", "positive", "negative", "nonnegative", "nonzero", "integer", "complex"]),
    )
    .default({}),
  /** Unknowns whose names do not matter: t in a parametrisation, n in a family of solutions. */
  dummies: z.array(Name).max(8).default([]),
  /** The form asked for, besides the value. */
  form: z
    .enum(["any", "lowest-terms", "integer", "decimal", "factored", "expanded", "simplified"])
    .default("any"),
  /** How far a numeric answer may be off: as a distance, or as a share of the key. */
  tolerance: z
    .strictObject({ absolute: DecimalText.optional(), relative: DecimalText.optional() })
    .optional(),
  /** The key is a percentage, whether or not it shows the sign. */
  percent: z.boolean().default(false),
  /** Lists without brackets are compared in order. */
  ordered: z.boolean().default(false),
  /** Significant digits that a decimal needs against an exact key. */
  digits: z.int().min(1).max(50).default(6),
  /** The weakest proof with which an answer may be called correct. */
  level: z.enum(["proved", "probabilistic", "numeric"]).default("numeric"),
  /** What an answer is called that cannot be read at all. */
  unreadable: z.enum(["undecided", "incorrect"]).default("undecided"),
  /** Rules of `POLICIES` to switch off (false) or to keep (true, the default). */
  policies: z
    .partialRecord(z.enum(Object.keys(POLICIES) as [Policy, ...Policy[]]), z.boolean())
    .default({}),
  /** The most steps that one verdict may take before it is `undecided`, reason `limit`. */
  fuel: z.int().min(100).max(FUEL_MAX).default(FUEL_DEFAULT),
})
export type JudgeOptions = z.infer<typeof JudgeOptions>
export type JudgeOptionsInput = z.input<typeof JudgeOptions>
