import type { SpaceFindings, StudyFindings } from "../../rule/study-findings.ts"
import { count } from "../format.ts"
import { type Block, type Section, table } from "./blocks.ts"

/** Every round of every seed, not the best ones; and what it all took. */
export function roundSection({ spaces }: StudyFindings): Section {
  return {
    id: "rounds",
    title: "All rounds, all seeds",
    lead: "Percent of the sealed test set that the champion gets right after each round, and percent of the round's new labels that the verifier finds wrong. Rounds before the arms part are one and the same run. In the charts the solid line is the mean, the dotted ones are the seeds.",
    blocks: spaces.flatMap((space): Block[] => [
      {
        kind: "curves",
        arms: space.arms.map(({ arm, runs }) => ({
          title: `${space.space}: ${arm}`,
          seeds: runs.map(({ seed, rounds }) => ({
            seed,
            shares: rounds.map(({ test }) => test),
          })),
        })),
      },
      curveTable(space),
      spentTable(space),
    ]),
  }
}

function curveTable({ space, arms }: SpaceFindings): Block {
  const rows = arms.flatMap(({ arm, runs }) =>
    runs.map(({ seed, rounds, start }) => [
      `${arm}, seed ${seed}`,
      start.round === 0 ? "1" : `${start.round + 1}`,
      rounds.map(({ test }) => (100 * test).toFixed(0)).join(" "),
      rounds.map(wrongLabels).join(" "),
    ]),
  )
  return table(
    `${space}: by round`,
    [
      "arm and seed",
      "own from round",
      "percent right, by round",
      "percent of labels wrong, by round",
    ],
    rows,
    true,
  )
}

function wrongLabels({ labels, labelErrors }: { labels: number; labelErrors: number }): string {
  return labels === 0 ? "–" : ((100 * labelErrors) / labels).toFixed(0)
}

function spentTable({ space, arms }: SpaceFindings): Block {
  const rows = arms.map(({ arm, runs }) => {
    const mean = (spent: (run: (typeof runs)[number]) => number) =>
      count(Math.round(runs.reduce((sum, run) => sum + spent(run), 0) / runs.length))
    return [
      arm,
      mean(({ spent }) => spent.problems),
      mean(({ spent }) => spent.attempts),
      mean(({ spent }) => spent.solverTokens),
      mean(({ spent }) => spent.examples),
      mean(({ spent }) => spent.trainingTokens),
    ]
  })
  const columns = [
    "arm",
    "problems posed",
    "solver attempts",
    "solver tokens",
    "training examples",
    "training tokens",
  ]
  return table(`${space}: spent in a run, mean over seeds, shared rounds counted`, columns, rows)
}
