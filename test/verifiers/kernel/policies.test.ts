import { describe, expect, it } from "vitest"
import type { Verdict } from "../../../src/record/verdict.ts"
import { judge } from "../../../verifiers/kernel/judge/judge.ts"
import type { JudgeOptionsInput } from "../../../verifiers/kernel/judge/options.ts"
import { POLICIES, type Policy } from "../../../verifiers/kernel/judge/policy.ts"

interface Row {
  readonly policy: Policy
  readonly key: string
  readonly answer: string
  readonly on: Verdict["outcome"]
  /** The outcome with the rule switched off. */
  readonly off: Verdict["outcome"]
  readonly options?: JudgeOptionsInput
}

const ROWS: readonly Row[] = [
  { policy: "restatement", key: "6", answer: "\\sum_{k=1}^{3} k", on: "undecided", off: "correct" },
  { policy: "echo", key: "(3,\\infty)", answer: "x > 3", on: "incorrect", off: "correct" },
  { policy: "code", key: "5", answer: "5;process.exit()", on: "incorrect", off: "undecided" },
  { policy: "missing-unit", key: "5 km", answer: "5", on: "correct", off: "incorrect" },
  { policy: "wrong-unit", key: "5 km", answer: "5 kg", on: "incorrect", off: "correct" },
  { policy: "percent", key: "0.5", answer: "50\\%", on: "undecided", off: "correct" },
  { policy: "rounding", key: "\\frac{1}{3}", answer: "0.333333", on: "correct", off: "incorrect" },
  {
    policy: "integration-constant",
    key: "x^2 + C",
    answer: "x^2",
    on: "incorrect",
    off: "correct",
  },
  {
    policy: "constants",
    key: "C_1e^x + C_2e^{-x}",
    answer: "Ae^x + Be^{-x}",
    on: "correct",
    off: "incorrect",
  },
  { policy: "names", key: "x = 3", answer: "y = 3", on: "incorrect", off: "correct" },
  { policy: "real-roots", key: "-2", answer: "(-8)^{1/3}", on: "correct", off: "incorrect" },
  { policy: "zero-power", key: "1", answer: "0^0", on: "incorrect", off: "correct" },
  {
    policy: "removable-points",
    key: "x + 1",
    answer: "(x^2-1)/(x-1)",
    on: "correct",
    off: "incorrect",
  },
  { policy: "smaller-domain", key: "x", answer: "e^{\\ln x}", on: "incorrect", off: "correct" },
  {
    policy: "hedge",
    key: "5",
    answer: "\\boxed{4} or \\boxed{5}",
    on: "incorrect",
    off: "correct",
  },
  {
    policy: "form",
    key: "1/2",
    answer: "2/4",
    on: "incorrect",
    off: "correct",
    options: { form: "lowest-terms" },
  },
  { policy: "assignment", key: "3", answer: "x = 3", on: "correct", off: "incorrect" },
  { policy: "ambiguous", key: "x/2", answer: "1/2x", on: "undecided", off: "correct" },
  { policy: "singleton", key: "3", answer: "\\{3\\}", on: "correct", off: "incorrect" },
]

describe("policies", () => {
  for (const { policy, key, answer, on, off, options } of ROWS) {
    it(`${policy}: ${POLICIES[policy]}`, () => {
      const verdict = judge(key, answer, options)
      expect(verdict, JSON.stringify(verdict)).toMatchObject({ outcome: on, policy })
      const without = judge(key, answer, { ...options, policies: { [policy]: false } })
      expect(without.outcome, JSON.stringify(without)).toBe(off)
      expect(without.policy).not.toBe(policy)
    })
  }
})
