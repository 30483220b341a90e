import { RunFailure } from "../run/failure.ts"
import { readHistory } from "../run/history.ts"
import { type Drift, type DriftRound, driftOf } from "../view/drift.ts"
import { count, counted, percent } from "../view/format.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import { findRun, runsFolder } from "./runs.ts"
import { clean, print, printJson, style } from "./terminal.ts"

/** `agon drift`: how the problems of a run and its solver have moved, from the journal alone. */
export const drift = defineCommand({
  usage: "agon drift <run>",
  about: [
    "Shows round by round how a run has drifted: the spread of its problems, how near they are to what",
    "was posed before, their difficulty for one fixed reference solver, undecided and refused shares,",
    "canaries; and the cross-play matrix, every champion on a sample of every round's problems. All of",
    "it is read from the journal; docs/drift.md says how each number is made.",
  ],
  options: { json: JSON_OPTION, runs: RUNS_OPTION },
  examples: [
    ["agon drift default-k3m9x2ab", "a table by round and the matrix"],
    ["agon drift default-k3m9x2ab --json", "every number, for a program"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const home = findRun(runsFolder(values.runs), id!)
    const history = await withStore(home, "read", readHistory)
    if (history === undefined) {
      throw new RunFailure("store", "empty", `run ${home.id} has written nothing yet`)
    }
    const found = driftOf(history)
    if (values.json) printJson({ run: home.id, ...jsonOf(found) })
    else for (const line of linesOf(found)) print(clean(line))
    return EXIT.done
  },
})

function jsonOf({ rounds, players, canaries }: Drift) {
  const matrix = players.map(({ checkpoint, since, rates }) => ({
    checkpoint,
    since,
    rates: [...rates].sort(([a], [b]) => a - b).map(([round, rate]) => ({ round, ...rate })),
  }))
  return { rounds, crossPlay: matrix, canaries }
}

const COLUMNS = [
  ["skills", ({ vitals }) => vitals.skillEntropy?.toFixed(2)],
  ["families", ({ vitals }) => vitals.familyEntropy?.toFixed(2)],
  ["nearest", ({ vitals }) => vitals.nearestDistance?.toFixed(3)],
  ["level", ({ vitals }) => vitals.levelMean?.toFixed(2)],
  ["solved", ({ vitals }) => shareText(vitals.solveRate)],
  [
    "reference",
    ({ reference: { correct, tried } }) => shareText(tried ? correct / tried : undefined),
  ],
  ["undecided", ({ vitals }) => shareText(vitals.undecidedShare)],
  ["refused", ({ vitals }) => shareText(vitals.refusedShare)],
  ["chars", ({ vitals }) => vitals.answerChars?.toFixed(1)],
  ["reward", ({ vitals }) => vitals.meanReward?.toFixed(3)],
] as const satisfies readonly (readonly [string, (round: DriftRound) => string | undefined])[]

const WIDTH = 10 // of a column: "undecided" and a space

function linesOf({ rounds, players, canaries }: Drift): string[] {
  const head = ["round", ...COLUMNS.map(([name]) => name.padStart(WIDTH))].join("")
  const rows = rounds.flatMap((one) => [
    `${one.round}`.padStart(5) + COLUMNS.map(([, of]) => (of(one) ?? "–").padStart(WIDTH)).join(""),
    ...one.alarms.map((alarm) => `      ${style("red", "ALARM")} ${alarm}`),
    ...(one.rolledBack ? [`      ${style("red", "TAKEN BACK")} ${one.rolledBack.reason}`] : []),
  ])
  const planted = canaries.reduce((sum, one) => sum + one.planted, 0)
  const passed = canaries.reduce((sum, one) => sum + one.passed, 0)
  const classes = counted(canaries.length, "class", "classes")
  return [
    style("bold", head),
    ...rows,
    "skills, families: spread in nats; nearest: distance to an earlier problem, 0 to 1; docs/drift.md",
    "",
    `canaries  ${count(planted)} planted in ${classes}, ${count(passed)} passed`,
    ...(players.length === 0 ? [] : ["", ...matrixLines(players)]),
  ]
}

const CELL = 5 // "100 %" less its space

function matrixLines(players: Drift["players"]): string[] {
  const rounds = [...new Set(players.flatMap(({ rates }) => [...rates.keys()]))].sort(
    (a, b) => a - b,
  )
  const first = players.find(({ since }) => since > 0)
  const reference = first ? `the champion of round ${first.since}` : "the untrained solver"
  return [
    style("bold", "cross-play: champions (rows) on samples of rounds (columns), % right"),
    "champion of".padEnd(14) + rounds.map((round) => `${round}`.padStart(CELL)).join(""),
    ...players.map(({ since, rates }) => {
      const name = since === 0 ? "untrained" : `round ${since}`
      const cells = rounds.map((round) => {
        const rate = rates.get(round)
        const share = rate && rate.tried > 0 ? Math.round((100 * rate.correct) / rate.tried) : "–"
        return `${share}`.padStart(CELL)
      })
      return name.padEnd(14) + cells.join("")
    }),
    `–: not asked; reference solver: ${reference}`,
  ]
}

function shareText(share: number | undefined): string | undefined {
  return share === undefined ? undefined : percent(share)
}
