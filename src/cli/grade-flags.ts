import type { JudgeOptionsInput } from "../../verifiers/kernel/judge/options.ts"
import { POLICIES } from "../../verifiers/kernel/judge/policy.ts"
import { wholeNumber } from "./command.ts"
import { UsageError } from "./exit.ts"
import { toleranceIn } from "./grade-shapes.ts"
import { didYouMean } from "./nearest.ts"

/** What may be typed about the answers; every flag is a field of `JudgeOptions`. */
export const JUDGE_FLAGS = {
  tolerance: { type: "string", value: "0.01|1%", about: "how far off a number may be" },
  form: { type: "string", value: "form", about: "the form asked for: lowest-terms, factored …" },
  percent: { type: "boolean", about: "the key is a percentage" },
  ordered: { type: "boolean", about: "lists without brackets are compared in order" },
  dummy: { type: "string", multiple: true, value: "name", about: "an unknown of any name" },
  assume: { type: "string", multiple: true, value: "x=positive", about: "what is known of x" },
  digits: { type: "string", value: "n", about: "digits a decimal needs against an exact key" },
  level: { type: "string", value: "level", about: "the weakest proof: proved or probabilistic" },
  bare: { type: "boolean", about: "the answer is the whole text, not a reply to search" },
  "no-policy": { type: "string", multiple: true, value: "name", about: "switch a rule off" },
  options: { type: "string", value: "json", about: "the same and more, as JSON: see below" },
} as const

export type JudgeFlags = {
  readonly [Name in keyof typeof JUDGE_FLAGS]?: (typeof JUDGE_FLAGS)[Name] extends {
    type: "boolean"
  }
    ? boolean
    : (typeof JUDGE_FLAGS)[Name] extends { multiple: true }
      ? readonly string[]
      : string
}

const DIGITS = { min: 1, max: 50 } // as JudgeOptions has it

/** The options that the flags say, still to be checked; undefined when they say nothing. */
export function optionsOfFlags(flags: JudgeFlags): JudgeOptionsInput | undefined {
  const said = {
    ...jsonFlag(flags.options),
    ...(flags.tolerance !== undefined && { tolerance: toleranceOf(flags.tolerance) }),
    ...(flags.form !== undefined && { form: flags.form }),
    ...(flags.percent && { percent: true }),
    ...(flags.ordered && { ordered: true }),
    ...(flags.dummy && { dummies: flags.dummy }),
    ...(flags.assume && { assume: Object.fromEntries(flags.assume.map(assumption)) }),
    ...(flags.digits !== undefined && { digits: wholeNumber("digits", flags.digits, DIGITS) }),
    ...(flags.level !== undefined && { level: flags.level }),
    ...(flags.bare && { answer: "bare" }),
    ...(flags["no-policy"] && {
      policies: Object.fromEntries(flags["no-policy"].map(switchedOff)),
    }),
  }
  return Object.keys(said).length === 0 ? undefined : (said as JudgeOptionsInput)
}

function jsonFlag(text: string | undefined): object {
  if (text === undefined) return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`--options is not JSON: ${text}`, `--options '{"digits": 8}'`)
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value
  throw new UsageError(`--options is no object: ${text}`, `--options '{"digits": 8}'`)
}

function toleranceOf(text: string): JudgeOptionsInput["tolerance"] {
  const tolerance = toleranceIn(text)
  if (tolerance !== undefined) return tolerance
  throw new UsageError(`--tolerance is 0.01 or 1%, say, not ${text}`)
}

function assumption(text: string): [string, string] {
  const at = text.indexOf("=")
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  throw new UsageError(
    `--assume is a name and what is known of it, not ${text}`,
    "--assume x=positive",
  )
}

function switchedOff(name: string): [string, false] {
  if (Object.hasOwn(POLICIES, name)) return [name, false]
  const meant = didYouMean(name, Object.keys(POLICIES))
  throw new UsageError(`there is no rule ${name}.${meant}`, "`agon grade --policies` lists them")
}
