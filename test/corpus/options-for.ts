import type { JudgeOptionsInput } from "../../verifiers/kernel/judge/options.ts"
import type { Answer } from "./answer.ts"

/**
 * What a task with this key would have to say: which of its names counts turns, and that an
 * inequality is as good as an interval.
 */
export function optionsFor(key: Answer): JudgeOptionsInput | null {
  if (key.is === "range" && key.shown === "intervals") return { policies: { echo: false } }
  if (key.is !== "family") return null
  return { dummies: [key.name], assume: { [key.name]: "integer" } }
}
