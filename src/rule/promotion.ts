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
 * it is worse, or that one skill is and the whole no better; otherwise it is held: the champion
 * plays on and training goes on from the challenger, which may win later.
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
  const falls = skillFalls(contest)
  if (pValue > rule.alpha) {
    // Of many skills one falls by chance: each is tested at its share of the level (Bonferroni).
    const lost = falls.find(({ p }) => p <= rule.alpha / new Set(contest.skills).size)
    const decision = lost ? "rolled-back" : "held"
    const reason = lost ? `skill-fell:${lost.skill}` : "not-proved-better"
    return { decision, reason, champion, challenger, ...numbers }
  }
  if (falls[0] !== undefined) {
    const reason = `skill-fell:${falls[0].skill}`
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

/** Skills that have fallen beyond the margin, each tested on its own development problems. */
function skillFalls({ skills, championMarks, challengerMarks, rule }: Contest) {
  return [...new Set(skills)].flatMap((skill) => {
    const own = (marks: string) => [...marks].filter((_, at) => skills[at] === skill).join("")
    const { gained, lost, decided } = compare(own(championMarks), own(challengerMarks))
    const hasFallen = lost - gained > rule.skillDropMax * decided
    return hasFallen ? [{ skill, p: mcnemar(lost, gained) }] : []
  })
}
