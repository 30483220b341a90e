import type { JudgeOptions } from "./options.ts"

export const FUEL_DEFAULT = 20_000 // steps; the longest honest verdict measured stays below half

/** What `JudgeOptions.parse({})` gives, without loading the schema. */
export const DEFAULT_OPTIONS: JudgeOptions = {
  answer: "reply",
  assume: {},
  dummies: [],
  form: "any",
  percent: false,
  ordered: false,
  digits: 6,
  level: "numeric",
  unreadable: "undecided",
  policies: {},
  fuel: FUEL_DEFAULT,
}
