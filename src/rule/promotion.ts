import type { EventOf } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import { mcnemar, pairedGain } from "./statistics.ts"

type Decision = Omit<EventOf<"round.decided">, "kind" | "round">

interface Contest {
  readonly champion: Hash
  readonly challenger: Hash
  /** One letter a development problem, in the same order. */
  readonly championMarks: string
  readonly challengerMarks: string
  readonly skills: readonly string[]
  readonly rule: Recipe["promotion"]
}

/**
 * Whether the challenger plays next. It is promoted when an exact paired test says that it is
 * better and no skill has fallen beyond the margin; it is rolled back when the same test says that
 * it is worse; otherwise it is held: the champion plays on and training goes on from the
 * challenger, which may win later.
 */
export function decidePromotion(contest: Contest): Decision {
  const { champion, challenger, rule } = contest
  const { gained, lost, decided } = compare(contest.championMarks, contest.challengerMarks)
  const { gain, interval } = pairedGain(gained, lost, decided)
  const pValue = mcnemar(gained, lost)
  const numbers = { gained, lost, pValue, gain, gainLow: interval.low, gainHigh: interval.high }

  if (mcnemar(lost, gained) <= rule.alpha) {
    return { decision: "rolled-back", reason: "worse", champion, challenger, ...numbers }
  }
  if (pValue > rule.alpha) {
    return { decision: "held", reason: "not-proved-better", champion, challenger, ...numbers }
  }
  const fallen = fallenSkill(contest)
  if (fallen !== undefined) {
    const reason = `skill-fell:${fallen}`
    return { decision: "held", reason, champion, challenger, ...numbers }
  }
  return { decision: "promoted", reason: "better", champion: challenger, challenger, ...numbers }
}

/** An undecided mark says nothing about either, so its problem is no part of the comparison. */
function compare(champion: string, challenger: string) {
  let gained = 0
  let lost = 0
  let decided = 0
  for (let i = 0; i < champion.length; i++) {
    if (champion[i] === "u" || challenger[i] === "u") continue
    decided++
    const held = champion[i] === "c"
    const holds = challenger[i] === "c"
    if (holds && !held) gained++
    if (held && !holds) lost++
  }
  return { gained, lost, decided }
}

function fallenSkill(contest: Contest): string | undefined {
  return [...new Set(contest.skills)].find((skill) => {
    const both = (index: number) =>
      contest.championMarks[index] !== "u" && contest.challengerMarks[index] !== "u"
    const at = contest.skills.flatMap((name, index) =>
      name === skill && both(index) ? [index] : [],
    )
    const right = (marks: string) => at.filter((index) => marks[index] === "c").length
    const drop = right(contest.championMarks) - right(contest.challengerMarks)
    return drop > contest.rule.skillDropMax * at.length
  })
}
