import type { SuiteName } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import { question } from "../record/problem.ts"
import { type Desk, recipeFor, verifierNamed } from "./desk.ts"
import { markOf, verdictOn } from "./judge.ts"
import { hallOf, sitIn } from "./sit.ts"

/** A checkpoint sits a sealed set, greedily; one letter a problem comes back. */
export async function evaluate(
  desk: Desk,
  round: number,
  suiteName: SuiteName,
  checkpoint: Hash,
): Promise<string> {
  const suite = desk.suites.get(suiteName)!
  if (suite.problems.length === 0) return ""
  const replies = await sitIn(hallOf(desk), {
    questions: suite.problems.map(question),
    checkpoint,
    samples: 1,
    temperature: 0,
    maxTokens: recipeFor(desk, round).maxTokens,
    seed: () => 0,
  })
  const marks = suite.problems
    .map((problem, index) => {
      const verifier = verifierNamed(desk, problem.verifier)
      return markOf(verdictOn(verifier, problem, replies[index]!.answers[0]!))
    })
    .join("")
  const correct = [...marks].filter((mark) => mark === "c").length
  const undecided = [...marks].filter((mark) => mark === "u").length
  const rate = { correct, tried: marks.length - undecided }
  await desk.journal.record({ kind: "evaluated", round, suite: suiteName, checkpoint, rate, marks })
  return marks
}
