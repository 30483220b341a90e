import type {
  ArmFindings,
  Attempts,
  Part,
  SpaceFindings,
  Spread,
  StudyFindings,
} from "../../rule/study-findings.ts"
import { percent, pointSpan, points, pText } from "../format.ts"
import { type Block, type Section, table } from "./blocks.ts"

/** First question: what improved, and which part of the loop did it? */
export function improvedSection({ study, spaces }: StudyFindings): Section {
  return {
    id: "improved",
    title: "What improved",
    lead:
      "Shares of the sealed test set that are right, one greedy answer a problem; means over seeds with " +
      "95 % intervals over seeds. The start is where the arms part ways, or untrained weights where they never met.",
    blocks: spaces.flatMap((space): Block[] => [
      resultTable(space),
      partTable(space.space, space.parts),
      ...(space.arms.some(({ attempts }) => attempts) ? [attemptTable(space, study.exam.k)] : []),
    ]),
  }
}

function resultTable({ space, arms }: SpaceFindings): Block {
  const rows = arms.map(({ arm, start, end, area, beyond, fresh }) => [
    arm,
    spread(start),
    spread(end),
    `${points(end.mean - start.mean)}`,
    fresh ? spread(fresh.end) : "not sat",
    spread(beyond),
    spread(area),
  ])
  const columns = [
    "arm",
    "start",
    "end",
    "gain",
    "fresh problems",
    "beyond the ladder",
    "mean of all rounds",
  ]
  return table(`${space}: by arm`, columns, rows)
}

/** Each part switched on alone, for the arm that the study is about. */
function partTable(space: string, parts: readonly Part[]): Block {
  const rows = parts.map(({ name, contrast }) => [
    name,
    points(contrast.gain),
    contrast.seeds < 2 ? "none" : pointSpan(contrast.interval),
    pText(contrast.pValue),
  ])
  return table(
    `${space}: training and attempts, one switched on at a time`,
    ["part", "points", "95 %", "p"],
    rows,
  )
}

function attemptTable({ space, arms }: SpaceFindings, ks: readonly number[]): Block {
  const columns = ["arm", ...ks.flatMap((k) => [`pass@${k} start`, `end`]), "vote start", "end"]
  const rows = arms.flatMap((arm) => (arm.attempts ? [attemptRow(arm, arm.attempts)] : []))
  return table(`${space}: more attempts at the same weights, sampled at temperature`, columns, rows)
}

function attemptRow({ arm }: ArmFindings, { start, end }: Record<"start" | "end", Attempts>) {
  const both = start.k.flatMap(({ pass }, at) => [
    percent(pass.mean),
    percent(end.k[at]!.pass.mean),
  ])
  return [arm, ...both, percent(start.vote.mean), percent(end.vote.mean)]
}

/** "71.2 % [68.0, 74.4]", the interval over seeds; of one seed the share alone. */
export function spread({ mean, interval, bySeed }: Spread): string {
  if (bySeed.length < 2) return percent(mean)
  const ends = [interval.low, interval.high].map((end) => (100 * end).toFixed(1).replace("-", "−"))
  return `${percent(mean)} [${ends.join(", ")}]`
}
