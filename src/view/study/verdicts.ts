import type { Interval } from "../../rule/statistics.ts"
import type { ComparisonFindings, StudyFindings } from "../../rule/study-findings.ts"
import type { VerdictRule } from "../../rule/study-verdict.ts"
import { pointSpan, points, pText } from "../format.ts"
import { type Section, table } from "./blocks.ts"

/** The sentences first, then what they rest on. */
export function verdictSection({ study, spaces, comparisons, rule }: StudyFindings): Section {
  const broken = spaces.flatMap(({ space, contract }) =>
    contract.checks.flatMap(({ name, isKept, found }) =>
      isKept ? [] : [`${space}: ${name}: ${found}`],
    ),
  )
  const contract =
    broken.length === 0
      ? "The contract between the arms was kept."
      : `The contract between the arms was not kept in all points (${broken.join("; ")}): ` +
        "weigh that before you believe a difference."
  return {
    id: "verdicts",
    title: "Verdicts",
    lead:
      `${study.question} Final accuracy of the champion on the sealed test set, arm against arm. ` +
      `${contract} A difference of ` +
      `${study.smallest} points was declared to be the smallest worth knowing.`,
    blocks: [
      { kind: "list", items: comparisons.map((one) => sentenceOf(one, spaces.length)) },
      table(
        `Every comparison that was declared, at the level ${rule.alpha} after Holm's correction`,
        ["comparison", "points", "95 %", "bootstrap", "p", "corrected", "shows"],
        comparisons.map(rowOf),
      ),
      table(
        "The same seed by seed: points, and the p of that seed alone",
        ["comparison", ...(comparisons[0]?.bySeed ?? []).map(({ seed }) => `seed ${seed}`)],
        comparisons.map(seedRowOf),
      ),
      { kind: "note", text: readingOf(comparisons.length, rule) },
    ],
  }
}

/** A verdict holds in its space; with several it says in which. */
export function sentenceOf({ space, verdict }: ComparisonFindings, spaces: number): string {
  return spaces === 1 ? verdict.sentence : `${space}: ${verdict.sentence}`
}

function readingOf(comparisons: number, { power, alpha }: VerdictRule): string {
  const all = comparisons === 1 ? "the one comparison" : `all ${comparisons} comparisons`
  return (
    `Intervals and p are each comparison's own, from seeds and problems both; "corrected" is p after ` +
    `correction for ${all}, and decides. Arms are within a distance of each other where the whole ` +
    "interval is. The bootstrap resamples seeds and problems and decides nothing. " +
    `"Shows" is the difference in points that so many seeds find with power ${power}, each comparison ` +
    `held to ${alpha} / ${comparisons}; the seeds that would do are counted so, too. Seed by seed it is the p ` +
    `of McNemar's exact test on the problems of that seed alone; "same" where both arms ended with ` +
    "the very same weights."
  )
}

/** `shows`: the difference that so many seeds find with the rule's power. */
function rowOf(comparison: ComparisonFindings): string[] {
  const { contrast, verdict } = comparison
  return [
    nameOf(comparison),
    points(contrast.gain),
    spanOrNone(contrast.interval),
    spanOrNone(contrast.bootstrap),
    pText(contrast.pValue),
    pText(verdict.pAdjusted),
    Number.isFinite(verdict.detectable) ? `${(100 * verdict.detectable).toFixed(1)}` : "none",
  ]
}

function seedRowOf(comparison: ComparisonFindings): string[] {
  const cells = comparison.bySeed.map(({ gain, pValue, isSame }) => {
    return `${points(gain)} (${isSame ? "same" : starred(pValue)})`
  })
  return [nameOf(comparison), ...cells]
}

function nameOf({ space, of, against }: ComparisonFindings): string {
  return `${space}: ${of} − ${against}`
}

function spanOrNone(interval: Interval): string {
  return Number.isFinite(interval.low) ? pointSpan(interval) : "none"
}

function starred(pValue: number): string {
  return pValue < 0.001 ? "<.001" : pValue.toFixed(3).replace(/^0/, "")
}
