import type { Tally } from "../record/event.ts"
import { shareOf } from "../record/solve-rate.ts"
import { callLines, roundCalls } from "./call-lines.ts"
import {
  count,
  counted,
  duration,
  labelErrorBound,
  largest,
  percent,
  rateText,
  smallPercent,
} from "./format.ts"
import { gridLines } from "./grid.ts"
import { cut, inert } from "./inert.ts"
import { lengthOf, NAME_COLUMNS, named, progressBar, trim, wrapped } from "./lines.ts"
import { decisionName, decisionText } from "./plain.ts"
import { bandOf, isModelRun, type Progress } from "./progress.ts"
import { type Line, plain, type Tone } from "./span.ts"

const COLUMNS_MIN = 20
const SPARKS = "▁▂▃▄▅▆▇█"

export interface FrameSize {
  readonly columns: number
  /** Lines that the block may take. */
  readonly rows: number
}

/** The live block: as many lines as fit, none longer than the columns. */
export function frame(progress: Progress, elapsedMs: number, leftMs: number, size: FrameSize) {
  const columns = Math.max(COLUMNS_MIN, size.columns)
  const facts = [
    titleLine(progress, elapsedMs, leftMs, columns),
    roundLine(progress, columns),
    ...noticeLines(progress, columns),
    [],
    ...sealedLines(progress, columns),
    ...promotionLines(progress, columns),
    labelLine(progress, columns),
    ...canaryLines(progress),
    ...funnelLines(progress, columns),
    ...callLines(progress, columns),
    ...alarmLines(progress, columns),
  ]
  const room = Math.max(0, size.rows - facts.length - 1)
  const grid = gridLines(progress, columns, room)
  const lines = grid.length === 0 ? facts : [...facts, [], ...grid]
  return lines.slice(0, Math.max(1, size.rows)).map((line) => trim(line, columns))
}

function titleLine(
  { recipe, ending, calls }: Progress,
  elapsedMs: number,
  leftMs: number,
  columns: number,
): Line {
  const left = Number.isFinite(leftMs) && !ending ? ` · about ${duration(leftMs)} left` : ""
  const unknown = !left && calls && !ending && columns >= 72 ? " · time left not known yet" : ""
  const time = `${duration(elapsedMs)}${left}${unknown}`
  const name = cut(inert(recipe.name), Math.max(8, columns - time.length - 20))
  const title = `agon ${name} · seed ${recipe.seed}`
  const gap = Math.max(1, columns - title.length - time.length)
  return [plain("agon ", "bold"), plain(title.slice(5)), plain(" ".repeat(gap) + time, "dim")]
}

function roundLine(progress: Progress, columns: number): Line {
  const { recipe, round, stage, training, ending } = progress
  if (ending) {
    const tone: Tone = ending.outcome === "halted" ? "bad" : "good"
    const after = ` after ${counted(ending.rounds, "round")}: ${inert(ending.reason)}`
    return [plain(ending.outcome, tone), plain(after)]
  }
  const place = round === 0 ? "Before round 1" : `Round ${round} of ${recipe.rounds}`
  const head: Line = [plain(`${place} `, "bold"), plain("▸ ", "accent"), plain(stage)]
  if (progress.calls !== undefined) return [...head, ...roundCalls(progress)]
  if (stage !== "training" || training === undefined) return head
  const tail = ` ${percent(training.step / training.steps, 0)} · loss ${training.loss.toFixed(3)}`
  const width = Math.min(30, columns - lengthOf(head) - tail.length - 2)
  const bar = width >= 6 ? progressBar(training.step / training.steps, width) : []
  return [...head, plain("  "), ...bar, plain(tail, "dim")]
}

function sealedLines({ champions, recipe }: Progress, columns: number): Line[] {
  const last = champions.at(-1)
  if (last === undefined && recipe.suites.testPerLevel === 0) return []
  if (last === undefined) return [named("Sealed test", [plain("not measured yet", "dim")])]
  const now = rateText(last.rate)
  const of = ` of ${count(last.rate.tried)}`
  const from = champions.length > 1 ? `${percent(shareOf(champions[0]!.rate, 0))} → ` : ""
  const width = columns - NAME_COLUMNS - from.length - now.length - of.length - 2
  const curve = width >= 4 && !isModelRun(recipe) ? `  ${sparkline(champions, width)}` : ""
  return [
    named("Sealed test", [
      plain(from, "dim"),
      plain(now, "bold"),
      plain(of, "dim"),
      plain(curve, "accent"),
    ]),
  ]
}

/** One bar a champion, on a scale from 0 to 100 %; the latest that fit. */
function sparkline(champions: Progress["champions"], width: number): string {
  return champions
    .slice(-width)
    .map(({ rate }) => SPARKS[Math.min(7, Math.floor(8 * shareOf(rate, 0)))]!)
    .join("")
}

function promotionLines({ decisions }: Progress, columns: number): Line[] {
  const last = decisions.at(-1)
  if (last === undefined) return []
  const times = (name: string) => decisions.filter(({ decision }) => decision === name).length
  const kinds = ["promoted", "held", "rolled-back"] as const
  const tally = kinds.map((name) => `${times(name)} ${decisionName(name)}`).join(" · ")
  const latest = `last ${decisionText(last)}`
  const both = `${tally}   ${latest}`
  if (NAME_COLUMNS + both.length <= columns) return [named("Champion", [plain(both)])]
  return [named("Champion", [plain(tally)]), named("", [plain(latest, "dim")])]
}

function labelLine({ audit, recipe }: Progress, columns: number): Line {
  if (recipe.label === "majority") {
    const text = `MAJORITY, proved by nobody: ${count(audit.errors)} wrong of ${count(audit.checked)}`
    return named("Labels", [plain(text, "bad")])
  }
  if (audit.checked === 0) return named("Labels", [plain("none yet", "dim")])
  const bound = smallPercent(labelErrorBound(audit))
  const long = ` in ${count(audit.checked)} proved twice (below ${bound} at 95 %)`
  const short = ` in ${count(audit.checked)} (below ${bound})`
  const errors = counted(audit.errors, "error")
  const rest = NAME_COLUMNS + errors.length + long.length <= columns ? long : short
  return named("Labels", [plain(errors, audit.errors > 0 ? "bad" : "good"), plain(rest)])
}

function canaryLines({ canaries: { planted, passed } }: Progress): Line[] {
  if (planted === 0) return []
  const tone: Tone = passed > 0 ? "bad" : "good"
  return [
    named("Canaries", [plain(`${count(passed)} passed`, tone), plain(` of ${count(planted)}`)]),
  ]
}

function funnelLines({ funnel }: Progress, columns: number): Line[] {
  const { drafted, posed, attempts, correct, undecided, kept, rehearsed, refused, held } = funnel
  if (drafted === undefined) return []
  const steps = [
    `${count(drafted)} drafted`,
    `${count(posed ?? 0)} posed`,
    ...(attempts === undefined ? [] : [`${count(attempts)} attempts`]),
    ...(correct === undefined ? [] : [`${count(correct)} correct`]),
    ...(undecided ? [`${count(undecided)} undecided`] : []),
    ...(held && posed ? [`${count(bandOf(posed, held))} in band`] : []),
    ...(kept === undefined ? [] : [`${count(kept)} kept`]),
    ...(rehearsed ? [`${count(rehearsed)} rehearsed`] : []),
  ]
  const lines = wrapped(steps, " → ", columns - NAME_COLUMNS).map((text, index) =>
    named(index === 0 ? "Yield" : "", [plain(text)]),
  )
  const reasons = [reasonsText("refused", refused), reasonsText("no pair", held)]
  return [
    ...lines,
    ...reasons.filter((text) => text !== "").map((text) => named("", [plain(text, "dim")])),
  ]
}

const REASONS_SHOWN = 3

function reasonsText(what: string, tally: Tally = {}): string {
  const most = largest(tally).slice(0, REASONS_SHOWN)
  if (most.length === 0) return ""
  return `${what}: ${most.map(([name, times]) => `${inert(name)} ${count(times)}`).join(" · ")}`
}

function noticeLines({ notice, ending }: Progress, columns: number): Line[] {
  if (notice === undefined || ending) return []
  return wrapped(inert(notice).split(" "), " ", columns).map((text) => [plain(text, "warm")])
}

function alarmLines({ alarms }: Progress, columns: number): Line[] {
  if (alarms.length === 0) return []
  const text = cut(alarms.map(inert).join(" · "), columns - NAME_COLUMNS)
  return [named("Alarms", [plain(text, "bad")])]
}
