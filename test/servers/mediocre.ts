import { answerIn, competent } from "./competent.ts"
import { fillReply, isForm } from "./fill.ts"
import { lastWords, type Player, randomOf, said } from "./player.ts"
import type { Proposal } from "./propose.ts"
import { solveWords } from "./solve.ts"

/** Right about half of the time; which half, the words of the request decide. */
export const mediocre: Player = (heard) => {
  const random = randomOf(heard, "mediocre")
  if (isForm(heard)) {
    return said(fillReply(heard, (proposal) => spoilt(proposal, random.int(4))))
  }
  if (random.int(2) === 0) return competent(heard)
  const solved = solveWords(lastWords(heard))
  const { understood } = solved ?? {}
  const slips = understood?.verifier.mistakes(understood.spec, understood.key) ?? []
  const slip = slips[random.int(Math.max(1, slips.length))]
  return answerIn(heard, slip ?? offByOne(solved?.answer ?? "0"))
}

/** Two of four proposals hold; one claims another answer, and one is no spec of its skill. */
function spoilt(proposal: Proposal, which: number): Proposal {
  if (which === 0) return { ...proposal, answer: offByOne(proposal.answer) }
  if (which === 1) return { ...proposal, spec: { skill: proposal.skill } }
  return proposal
}

function offByOne(answer: string): string {
  return /^-?\d+$/.test(answer) ? String(BigInt(answer) + 1n) : "1"
}
