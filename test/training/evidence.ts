import { mintAttempt } from "../../src/record/attempt.ts"
import { mintCall } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { mintPair } from "../../src/record/pair.ts"
import { mintProblem, type Problem } from "../../src/record/problem.ts"
import type { Evidence, Lesson, Message, Said } from "../../src/training/export/example.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const arithmetic = VERIFIERS.find(({ name }) => name === "arithmetic")!
export const system: Message = { role: "system", content: "Answer." }
export const user: Message = { role: "user", content: "What is 12 mod 5?" }
export const reply = (content: string): Message => ({ role: "assistant", content })

function problemOf(dividend: number): Problem {
  const spec = { skill: "integer-remainder", dividend, divisor: 5 } as never
  const derived = arithmetic.derive(spec)
  if (!derived.ok) throw new Error(derived.reason)
  const { key, proof } = derived
  return mintProblem({
    verifier: "arithmetic",
    skill: "integer-remainder",
    level: 1,
    rung: {},
    spec,
    statement: { text: user.content, latex: "", format: "integer" },
    key,
    answer: arithmetic.present(key),
    proof,
    ...arithmetic.identify(spec),
    lineage: { round: 1, seat: 0, move: "fresh" },
  })
}

export const problem = problemOf(12)
/** Another problem with the same answer. */
export const sibling = problemOf(17)

export function lessonOf(
  prompt: Message[],
  split: Lesson["split"] = "train",
  of: Problem = problem,
): Lesson {
  const pair = mintPair({
    problem: of.id,
    label: "reference",
    completion: "2",
    verdict: arithmetic.judge(of.spec as never, of.key as never, "2"),
    solveRate: { correct: 1, tried: 2 },
    reward: 0,
    round: 1,
  })
  return { problem: of, pair, split, prompt, completion: "<answer>2</answer>" }
}

export const call = mintCall({
  role: "solver",
  checkpoint: hashOf("weights"),
  prompt: "asked",
  samples: 1,
  maxTokens: 16,
  seed: 1,
}).id

export function saidOf(seat: number, text: string, more: Partial<Said> = {}): Said {
  const answer = { kind: "answered", text } as const
  const verdict = arithmetic.judge(problem.spec as never, problem.key as never, text)
  const attempt = mintAttempt({ problem: problem.id, seat, call, answer })
  return { ...attempt, text, verdict, usedTools: false, ...more }
}

export const evidence: Evidence = {
  lessons: [lessonOf([system, user])],
  attempts: [saidOf(0, "2"), saidOf(1, "3")],
  offers: [],
}
