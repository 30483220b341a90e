import type { RunEvent } from "../record/event.ts"
import { LABEL_NAMES } from "../record/pair.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { wilson } from "../rule/statistics.ts"
import { championAt, type History, type RoundHistory } from "../run/history.ts"
import {
  count,
  counted,
  duration,
  labelErrorBound,
  percent,
  pointSpan,
  points,
  rateText,
  smallPercent,
} from "../view/format.ts"
import { wrapped } from "../view/lines.ts"
import type { Models } from "../view/models.ts"
import { countMarks, isModelRun, isSimulatedRun } from "../view/progress.ts"
import { modelFacts, modelsJson } from "./model-summary.ts"
import type { RunHome } from "./runs.ts"
import { clean, invocation, nearPath, style, table } from "./terminal.ts"

/** What a person reads when a run has ended. */
export function summaryLines(
  home: RunHome,
  history: History,
  report: string | undefined,
  models?: Models,
): string[] {
  const { closed, opened, rounds, head } = history
  const audit = labelAudit(history)
  const isModel = isModelRun(opened.recipe)
  const facts: [string, string][] = [
    ...(isModel ? sealedFact(history) : []),
    ["labels", `${LABEL_NAMES[opened.recipe.label]}: ${labelSentence(audit)}`],
    ["curriculum", `${counted(pairsOf(history), "pair")}, ${lastCurriculum(history)}`],
    ...(isModel ? [] : checkpointFacts(history, models)),
    ...(models ? modelFacts(models) : []),
    ["journal", `${counted(history.events, "event")}, head ${head}`],
    ["time", timeSentence(rounds)],
    ...(report === undefined ? [] : [["report", nearPath(report)] as [string, string]]),
  ]
  const outcome = closed === undefined ? "unfinished" : `${closed.outcome}: ${clean(closed.reason)}`
  return [
    "",
    style("bold", `${home.id} (recipe ${opened.recipe.name}, seed ${opened.recipe.seed})`),
    outcome,
    ...(isSimulatedRun(opened.recipe) ? ["simulated: no model played, and none learned"] : []),
    "",
    ...(isModel ? modelRoundTable(history) : roundTable(history)),
    "",
    ...facts.flatMap(factLines),
    "",
    ...(closed === undefined ? ["resume"] : ["audit", "export", "replay"]).map(
      (command, at) =>
        `${at === 0 ? "next: " : "      "}${invocation(`agon ${command} ${home.id}`)}`,
    ),
  ]
}

const NAME_COLUMNS = 12
const COLUMNS_MAX = 80 // what every terminal has; a hash or a path is never broken

/** A fact under its name; what is longer than a line goes on below. */
function factLines([name, text]: [string, string]): string[] {
  const lines = wrapped(clean(text).split(" "), " ", COLUMNS_MAX - NAME_COLUMNS + WRAP_SLACK)
  return lines.map((line, at) => {
    return `${style("dim", (at === 0 ? name : "").padEnd(NAME_COLUMNS))}${line}`
  })
}

const WRAP_SLACK = 2 // `wrapped` keeps room for a joint of two more columns

function sealedFact(history: History): [string, string][] {
  const test = championAt(history, history.rounds.length)?.results.test
  return test === undefined
    ? []
    : [["sealed test", `${rateText(test.rate)} of ${counted(test.rate.tried, "problem")}`]]
}

function checkpointFacts(history: History, models: Models | undefined): [string, string][] {
  return [
    ["checkpoint", championAt(history, history.rounds.length)?.checkpoint ?? "none yet"],
    [
      models ? "learner" : "tokens",
      `${count(tokensOf(history))} ${models ? "tokens " : ""}sampled and trained on`,
    ],
  ]
}

/** The same for a program. */
export function summaryJson(
  home: RunHome,
  history: History,
  report: string | undefined,
  models?: Models,
) {
  const { opened, closed, rounds, head, events } = history
  const audit = labelAudit(history)
  return {
    kind: "summary",
    run: home.id,
    folder: home.folder,
    recipe: opened.recipe.name,
    seed: opened.recipe.seed,
    outcome: closed?.outcome ?? "unfinished",
    reason: closed?.reason,
    rounds: roundNumbers(history).map((round) => {
      const champion = championAt(history, round)
      const decided = rounds[round - 1]?.decided
      const test = champion?.results.test
      return {
        round,
        champion: champion?.checkpoint,
        test: test && withInterval(test.rate),
        decision: decided?.decision,
        pairs: rounds[round - 1]?.closed?.pairs,
      }
    }),
    labels: { ...audit, errorUpper95: labelErrorBound(audit) },
    pairs: pairsOf(history),
    curriculum: lastCurriculum(history),
    checkpoint: championAt(history, rounds.length)?.checkpoint,
    head,
    events,
    tokens: tokensOf(history),
    stageMs: stageTimes(rounds),
    models: models && modelsJson(models),
    report,
  }
}

export function withInterval(rate: SolveRate) {
  return { ...rate, ...wilson(rate) }
}

export function labelAudit({ rounds }: History): { checked: number; errors: number } {
  let checked = 0
  let errors = 0
  for (const { curated } of rounds) {
    checked += curated?.audit.checked ?? 0
    errors += curated?.audit.errors ?? 0
  }
  return { checked, errors }
}

/** "0 errors in 46,210 labels: below 0.0065 % with 95 % confidence" */
export function labelSentence(audit: { checked: number; errors: number }): string {
  const { checked, errors } = audit
  if (checked === 0) return "none kept yet"
  const bound = smallPercent(labelErrorBound(audit))
  return `${counted(errors, "error")} in ${counted(checked, "label")}: below ${bound} with 95 % confidence`
}

function roundTable(history: History): string[] {
  const rows = roundNumbers(history).map((round) => {
    const test = championAt(history, round)?.results.test
    const { decided, curated } = history.rounds[round - 1] ?? {}
    return [
      String(round),
      test === undefined ? "" : rateText(test.rate),
      decided === undefined
        ? round === 0
          ? "untrained"
          : ""
        : `${decided.decision} ${points(decided.gain)} ${pointSpan({ low: decided.gainLow, high: decided.gainHigh })}`,
      curated === undefined ? "" : count(curated.pairs.length),
    ]
  })
  return table(
    ["round", "champion, sealed test (95 %)", "challenger, development", "pairs"],
    rows,
    [0, 3],
  )
}

/** Where a model solves and nothing is trained: what it was asked, and how it fared. */
function modelRoundTable({ rounds }: History): string[] {
  const rows = rounds.map(({ round, posed, judged, curated }) => {
    const { correct, incorrect } = countMarks(judged?.marks ?? [])
    return [
      String(round),
      count(posed.drafted),
      count(posed.problems.length),
      judged === undefined ? "" : rateText({ correct, tried: correct + incorrect }),
      curated === undefined ? "" : count(curated.pairs.length),
    ]
  })
  return table(["round", "drafted", "posed", "solve rate (95 %)", "pairs"], rows, [0, 1, 2, 4])
}

function roundNumbers({ rounds }: History): number[] {
  return [0, ...rounds.map(({ round }) => round)]
}

function pairsOf({ rounds }: History): number {
  return rounds.reduce((sum, { curated }) => sum + (curated?.pairs.length ?? 0), 0)
}

function lastCurriculum({ rounds }: History): string {
  return rounds.findLast(({ closed }) => closed)?.closed?.curriculum ?? "none yet"
}

function tokensOf({ rounds }: History): number {
  return rounds.reduce(
    (sum, { attempted, trained }) => sum + (attempted?.tokens ?? 0) + (trained?.tokens ?? 0),
    0,
  )
}

const STAGE_OF: Partial<Record<RunEvent["kind"], string>> = {
  "round.posed": "posing",
  "round.attempted": "solving",
  "round.judged": "judging",
  "canaries.tried": "probing",
  "round.curated": "curating",
  "proposer.taught": "teaching",
  "round.trained": "training",
  evaluated: "evaluating",
  "round.measured": "measuring",
}

function stageTimes(rounds: readonly RoundHistory[]): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { stageMs } of rounds) {
    for (const [kind, ms] of Object.entries(stageMs)) {
      const stage = STAGE_OF[kind as RunEvent["kind"]] ?? "other"
      times[stage] = (times[stage] ?? 0) + ms
    }
  }
  return times
}

function timeSentence(rounds: readonly RoundHistory[]): string {
  const times = Object.entries(stageTimes(rounds)).sort(([, a], [, b]) => b - a)
  const total = times.reduce((sum, [, ms]) => sum + ms, 0)
  const shares = times
    .filter(([, ms]) => ms >= 0.01 * total && ms > 0)
    .map(([stage, ms]) => `${stage} ${percent(ms / total, 0)}`)
  return [duration(total), ...shares].join(", ")
}
