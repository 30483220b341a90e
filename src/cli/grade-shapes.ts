import type { JudgeOptions } from "../../verifiers/kernel/judge/options.ts"

/** What each option of the judge may be, as JSON and in words for a person. */
export const OPTION_SHAPES: { readonly [Name in keyof Required<JudgeOptions>]: string } = {
  tolerance: '"0.01" off, "1%" of the key, {"absolute": "0.01"} or {"relative": "0.01"}',
  form: "any, lowest-terms, integer, decimal, factored, expanded or simplified",
  percent: "true or false: whether the key is a percentage",
  ordered: "true or false: whether lists without brackets are compared in order",
  dummies: 'a list of at most 8 unknowns of any name, like ["n"]',
  assume: 'what is known of unknowns, like {"x": "positive"}',
  digits: "a whole number from 1 to 50: the digits a decimal needs against an exact key",
  level: "proved, probabilistic or numeric: the weakest proof that will do",
  answer: "reply or bare: whether the answer is to be looked for in a text",
  unreadable: "undecided or incorrect: what an answer is that cannot be read",
  policies: 'rules to switch off, like {"rounding": false}',
  fuel: "a whole number from 100 to 1000000: the steps that a verdict may take",
}

/** The same as lines of help. */
export function optionLines(): string[] {
  const names = Object.entries(OPTION_SHAPES)
  const width = Math.max(...names.map(([name]) => name.length))
  return names.map(([name, shape]) => `  ${name.padEnd(width)}  ${shape}`)
}

/**
 * A tolerance as it is typed: 0.01 is a distance, 1% a share of the key. The digits stay as they
 * are: 1% is 1e-2. Undefined where it is neither.
 */
export function toleranceIn(text: string): JudgeOptions["tolerance"] {
  const match = /^(\d{0,20})(\.\d{1,20})?(?:e(-?\d{1,2}))? ?(%?)$/i.exec(text.trim())
  const [, whole = "", part = "", power = "0", sign] = match ?? []
  if (match === null || `${whole}${part}` === "") return undefined
  const exponent = Number(power) - (sign === "%" ? 2 : 0)
  const amount = `${whole || "0"}${part}${exponent === 0 ? "" : `e${exponent}`}`
  return sign === "%" ? { relative: amount } : { absolute: amount }
}
