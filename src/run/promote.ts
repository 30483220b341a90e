import type { EventOf } from "../record/event.ts"
import type { Checkpoint } from "../record/job.ts"
import { decidePromotion } from "../rule/promotion.ts"
import { approved } from "./approve.ts"
import { type Desk, recipeFor } from "./desk.ts"
import { evaluate } from "./evaluate.ts"
import type { Memory } from "./memory.ts"

interface Promoted {
  readonly decided: EventOf<"round.decided">["decision"] | undefined
  readonly memory: Memory
}

/**
 * The challenger meets the champion on the development set. Only a promoted one sits the test set
 * and the set beyond the ladder, whose results no decision reads.
 */
export async function promote(
  desk: Desk,
  memory: Memory,
  challenger: Checkpoint,
): Promise<Promoted> {
  const { round } = memory
  // Without training there is no challenger, so there is nothing to decide.
  if (recipeFor(desk, round).training === null) return { memory, decided: undefined }
  const challengerMarks = await evaluate(desk, round, "development", challenger.hash)
  const { promotion } = recipeFor(desk, round)
  const tested = decidePromotion({
    champion: memory.champion,
    challenger: challenger.hash,
    championMarks: memory.championMarks,
    challengerMarks,
    skills: desk.suites.get("development")!.problems.map(({ skill }) => skill),
    rule: promotion,
  })
  const decision = promotion.approval
    ? await approved(desk, round, memory.champion, tested)
    : tested
  await desk.journal.record({ kind: "round.decided", round, ...decision })
  if (decision.decision !== "promoted") {
    const line = decision.decision === "held" ? challenger.hash : memory.champion
    const heldRounds = memory.heldRounds + 1
    return { decided: decision.decision, memory: { ...memory, line, heldRounds } }
  }
  await evaluate(desk, round, "test", challenger.hash)
  await evaluate(desk, round, "beyond", challenger.hash)
  const { hash } = challenger
  return {
    decided: "promoted",
    memory: {
      ...memory,
      champion: hash,
      line: hash,
      championMarks: challengerMarks,
      heldRounds: 0,
    },
  }
}
