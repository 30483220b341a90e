import type { SuiteName } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import { type Problem, question } from "../record/problem.ts"
import { type Desk, recipeFor, type Suite, verifierNamed } from "./desk.ts"
import { RunFailure } from "./failure.ts"
import { markOf, verdictOn } from "./judge.ts"
import { hallOf, type Sheet, sitIn } from "./sit.ts"

/** A checkpoint sits a sealed set, greedily; one letter a problem comes back. */
export async function evaluate(
  desk: Desk,
  round: number,
  suiteName: SuiteName,
  checkpoint: Hash,
): Promise<string> {
  const suite = desk.suites.get(suiteName)!
  if (suite.problems.length === 0) return ""
  const { maxTokens } = recipeFor(desk, round)
  const replies = await sitIn(hallOf(desk), examSheet(suite.problems, checkpoint, maxTokens))
  const marks = suite.problems
    .map((problem, index) => {
      const verifier = verifierNamed(desk, problem.verifier)
      return markOf(verdictOn(verifier, problem, replies[index]!.answers[0]!))
    })
    .join("")
  const correct = [...marks].filter((mark) => mark === "c").length
  const undecided = [...marks].filter((mark) => mark === "u").length
  const rate = { correct, tried: marks.length - undecided }
  if (rate.tried === 0) throw nothingDecided(suite, checkpoint)
  await desk.journal.record({ kind: "evaluated", round, suite: suiteName, checkpoint, rate, marks })
  return marks
}

/** How a sealed set is sat: each problem once, greedily, whoever looks back on it. */
export function examSheet(
  problems: readonly Problem[],
  checkpoint: Hash,
  maxTokens: number,
): Sheet {
  const questions = problems.map(question)
  return { questions, checkpoint, samples: 1, temperature: 0, maxTokens, seed: () => 0 }
}

/** 0 of 0 is no result: neither a curve nor a decision may rest on it. */
function nothingDecided({ name, problems }: Suite, checkpoint: Hash): RunFailure {
  return new RunFailure(
    "sealed",
    "nothing-decided",
    `not one of the ${problems.length} answers of ${checkpoint.slice(0, 12)} to the sealed ${name} set could be decided`,
    "no reply came, or the verifier failed on each; mend that, and start the run again",
  )
}
