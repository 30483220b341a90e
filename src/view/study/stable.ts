import { mean } from "../../rule/statistics.ts"
import type { ArmFindings, SpaceFindings, StudyFindings } from "../../rule/study-findings.ts"
import { count, percent, points } from "../format.ts"
import { type Block, type Section, table } from "./blocks.ts"

/** Fourth question: how stable is it? */
export function stableSection({ spaces }: StudyFindings): Section {
  return {
    id: "stable",
    title: "How stable it is",
    lead: "Spread over seeds, what was forgotten, how well agreement among samples predicts being right, and what drifted from the first round to the last.",
    blocks: spaces.flatMap((space): Block[] => [stableTable(space), driftTable(space)]),
  }
}

function stableTable({ space, arms }: SpaceFindings): Block {
  const columns = [
    "arm",
    `seeds ${arms[0]!.runs.map(({ seed }) => seed).join(" ")}`,
    "standard deviation",
    "most forgotten skill",
    "fell by",
    "calibration error, start",
    "end",
    "rolled back",
    "alarms",
  ]
  return table(`${space}: over seeds and rounds`, columns, arms.map(stableRow))
}

function stableRow({ arm, end, forgotten, attempts, decisions, runs }: ArmFindings): string[] {
  return [
    arm,
    end.bySeed.map((share) => (100 * share).toFixed(1)).join(" "),
    end.bySeed.length < 2 ? "none" : (100 * deviation(end.bySeed)).toFixed(1),
    forgotten?.skill ?? "none trained",
    forgotten ? `${points(forgotten.share).replace("+", "")} points` : "none",
    attempts ? percent(attempts.start.calibration.mean) : "not sat",
    attempts ? percent(attempts.end.calibration.mean) : "not sat",
    count(decisions.rolledBack),
    alarmsText(runs.map((run) => run.alarms)),
  ]
}

/** "0", or "20 without-effect:mutation": how many and which, all seeds together. */
function alarmsText(tallies: readonly Readonly<Record<string, number>>[]): string {
  const names = [...new Set(tallies.flatMap((tally) => Object.keys(tally)))].sort()
  const told = names.map((name) => {
    return `${count(tallies.reduce((sum, tally) => sum + (tally[name] ?? 0), 0))} ${name}`
  })
  return told.length === 0 ? "0" : told.join(", ")
}

const VITALS = [
  ["skillEntropy", "entropy of skills"],
  ["levelMean", "mean level"],
  ["solveRate", "solve rate"],
  ["refusedShare", "refused"],
  ["undecidedShare", "undecided"],
  ["yieldShare", "yield"],
] as const

function driftTable({ space, arms }: SpaceFindings): Block {
  const rows = arms.map(({ arm, runs }) => [
    arm,
    ...VITALS.map(([name]) => {
      const of = (side: "first" | "last") => mean(runs.map(({ drift }) => drift[side][name] ?? 0))
      return `${of("first").toFixed(2)} → ${of("last").toFixed(2)}`
    }),
  ])
  return table(
    `${space}: drift, first round → last`,
    ["arm", ...VITALS.map(([, name]) => name)],
    rows,
  )
}

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}
