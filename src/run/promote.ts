import type { Checkpoint } from "../record/job.ts"
import { decidePromotion } from "../rule/promotion.ts"
import { type Desk, recipeFor } from "./desk.ts"
import { evaluate } from "./evaluate.ts"
import type { Memory } from "./memory.ts"

/**
 * The challenger meets the champion on the development set. Only a promoted one sits the test set
 * and the set beyond the ladder, whose results no decision reads.
 */
export async function promote(
  desk: Desk,
  memory: Memory,
  challenger: Checkpoint,
): Promise<{ memory: Memory }> {
  const { round } = memory
  // Without training there is no challenger, so there is nothing to decide.
  if (recipeFor(desk, round).training === null) return { memory }
  const challengerMarks = await evaluate(desk, round, "development", challenger.hash)
  const decision = decidePromotion({
    champion: memory.champion,
    challenger: challenger.hash,
    championMarks: memory.championMarks,
    challengerMarks,
    skills: desk.suites.get("development")!.problems.map(({ skill }) => skill),
    rule: recipeFor(desk, round).promotion,
  })
  await desk.journal.record({ kind: "round.decided", round, ...decision })
  if (decision.decision !== "promoted") {
    const line = decision.decision === "held" ? challenger.hash : memory.champion
    return { memory: { ...memory, line, heldRounds: memory.heldRounds + 1 } }
  }
  await evaluate(desk, round, "test", challenger.hash)
  await evaluate(desk, round, "beyond", challenger.hash)
  const { hash } = challenger
  return {
    memory: {
      ...memory,
      champion: hash,
      line: hash,
      championMarks: challengerMarks,
      heldRounds: 0,
    },
  }
}
