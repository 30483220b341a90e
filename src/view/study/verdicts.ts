import type { ComparisonFindings, StudyFindings } from "../../rule/study-findings.ts"
import { pointSpan, points, pText } from "../format.ts"
import { type Section, table } from "./blocks.ts"

/** The sentences first, then what they rest on. */
export function verdictSection({ study, spaces, comparisons, rule }: StudyFindings): Section {
  const isOne = spaces.length === 1
  const kept = spaces.every(({ contract }) => contract.isKept)
  const broken =
    "The contract was not kept in all points: see below before you believe a difference."
  return {
    id: "verdicts",
    title: "Verdicts",
    lead:
      `${study.question} Final accuracy of the champion on the sealed test set, arm against arm. ` +
      `${kept ? "The contract between the arms was kept." : broken} A difference of ` +
      `${study.smallest} points was declared to be the smallest worth knowing.`,
    blocks: [
      {
        kind: "list",
        items: comparisons.map(({ space, verdict }) =>
          isOne ? verdict.sentence : `${space}: ${verdict.sentence}`,
        ),
      },
      table(
        `Every comparison that was declared, at the level ${rule.alpha} after Holm's correction`,
        ["comparison", "points", "95 %", "bootstrap", "p", "corrected", "shows", "by seed"],
        comparisons.map(rowOf),
      ),
    ],
  }
}

/** `shows`: the difference that so many seeds find with the rule's power. */
function rowOf({ space, of, against, contrast, verdict, bySeed }: ComparisonFindings): string[] {
  return [
    `${space}: ${of} − ${against}`,
    points(contrast.gain),
    contrast.seeds < 2 ? "none" : pointSpan(contrast.interval),
    pointSpan(contrast.bootstrap),
    pText(contrast.pValue),
    pText(verdict.pAdjusted),
    Number.isFinite(verdict.detectable) ? `${(100 * verdict.detectable).toFixed(1)}` : "none",
    bySeed.map((seed) => `${points(seed.gain)} (${starred(seed.pValue)})`).join(" "),
  ]
}

function starred(pValue: number): string {
  return pValue < 0.001 ? "<.001" : pValue.toFixed(3).replace(/^0/, "")
}
