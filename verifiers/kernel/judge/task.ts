import type { Fuel } from "../fuel.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import type { JudgeOptions } from "./options.ts"
import type { Outcome } from "./outcome.ts"
import type { Policy } from "./policy.ts"

/** What every comparison of one verdict shares. */
export interface Task {
  readonly options: JudgeOptions
  readonly setting: ScalarSetting
  readonly fuel: Fuel
  /** Significant digits that the key itself shows beside an exact value: √2 ≈ 1.414 shows 4. */
  readonly shown: number | null
  /** Values are compared as they stand: whole turns have been dealt with. */
  readonly plain?: boolean
  /** Compares parts of a key with parts of an answer. */
  compare(key: Expr, answer: Expr): Outcome
  /** The same under other settings: on a part of the domain. */
  compareIn(task: Task, key: Expr, answer: Expr): Outcome
}

export function holds(task: Pick<Task, "options">, policy: Policy): boolean {
  return task.options.policies[policy] !== false
}
