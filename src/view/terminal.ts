import type { Recipe } from "../record/recipe.ts"
import type { Watch } from "../run/desk.ts"
import { callsText } from "./call-lines.ts"
import type { CallsNow } from "./calls.ts"
import { frame } from "./frame.ts"
import { asciiJson } from "./inert.ts"
import { summarise } from "./jsonl.ts"
import { closingLine, firstLine, openingLine, recalledLine, roundLines } from "./plain.ts"
import { beginProgress, enterStage, takeEvent } from "./progress.ts"
import { type Line, painter } from "./span.ts"
import { openStopwatch } from "./stopwatch.ts"

/** Where a view writes: a terminal, a file or a pipe. */
export interface Output {
  write(text: string): void
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface ViewOptions {
  readonly json: boolean
  readonly recipe: Recipe
  /** Milliseconds on a clock that never jumps. It labels the view; nothing else reads it. */
  readonly now?: () => number
}

/** What a run tells whoever watches, and what it can be asked. */
export interface View extends Watch {
  /** Hands over where to ask how calls and money stand, once models have their seats. */
  counted(now: () => CallsNow): void
  /** Shows a sentence about the run itself; false where the view has no place for one. */
  notice(text: string): boolean
  close(): void
}

const REDRAW_MS = 80 // twelve pictures a second: training reports far more often than eyes read
const LOG_MS = 60_000 // between two lines of a log about calls, where something has changed
const CALLS_MS = 2_000 // between two lines of JSON about calls, where something has changed
const TICK_MS = 500 // so that the elapsed time moves while nothing else does

/** The live view of a run: a block on a terminal, lines in a log, JSON for a program. */
export function openView(out: Output, options: ViewOptions): View {
  if (options.json) return openJson(out)
  return out.isTTY ? openBlock(out, options) : openLog(out, options)
}

function openBlock(out: Output, { recipe, now = () => performance.now() }: ViewOptions): View {
  const clock = openStopwatch(now)
  const paint = painter(out)
  let progress = beginProgress(recipe)
  let drawn: readonly number[] = [] // the width of each line that stands on the screen
  let drawnAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  let callsNow: (() => CallsNow) | undefined

  function draw(): void {
    if (callsNow) progress = { ...progress, calls: callsNow() }
    const columns = out.columns ?? 80
    const size = { columns, rows: (out.rows ?? 40) - 1 }
    const lines = frame(progress, clock.elapsed(), clock.left(progress), size)
    out.write(redraw(lines, drawn, columns, paint))
    drawn = lines.map(widthOf)
    drawnAt = now()
  }
  function drawSoon(): void {
    if (now() - drawnAt >= REDRAW_MS) draw()
  }
  const ticking = setInterval(draw, TICK_MS)
  ticking.unref()

  return {
    notice(text) {
      progress = { ...progress, notice: text }
      draw()
      return true
    },
    counted(now) {
      callsNow = now
    },
    stage(stage, round) {
      if (callsNow) progress = { ...progress, calls: callsNow() }
      progress = enterStage(progress, stage, round)
      if (stage === "posing") clock.begin()
      if (stage === "solving") clock.solve()
      drawSoon()
    },
    training(_round, training) {
      progress = { ...progress, training }
      drawSoon()
    },
    event(event, isNew) {
      progress = takeEvent(progress, event, isNew)
      if (event.kind === "round.closed" && isNew) clock.lap()
      drawSoon()
    },
    close() {
      if (isClosed) return // what was printed below since then is to stay
      isClosed = true
      clearInterval(ticking)
      draw()
    },
  }
}

/**
 * One write that replaces the block: up to its first line, each line over the old one, then
 * whatever is left below. Between the two marks a terminal that knows them shows nothing half done.
 */
function redraw(
  lines: readonly Line[],
  drawn: readonly number[],
  columns: number,
  paint: (line: Line) => string,
): string {
  // A line that stood before the window shrank may now take several.
  const up = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0)
  const home = up > 0 ? `\x1b[${up}A\r` : ""
  const body = lines.map((line) => `${paint(line)}\x1b[K\n`).join("")
  return `\x1b[?2026h${home}${body}\x1b[J\x1b[?2026l`
}

function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0)
}

function openLog(out: Output, { recipe, now = () => performance.now() }: ViewOptions): View {
  const clock = openStopwatch(now)
  let progress = beginProgress(recipe)
  let recalling = false
  let callsNow: (() => CallsNow) | undefined
  let ticking: NodeJS.Timeout | undefined
  let said = ""
  const print = (line: string) => out.write(`${line}\n`)
  print(openingLine(progress))

  function sayCalls(): void {
    const text = callsNow === undefined ? said : callsText(callsNow())
    if (text === said) return
    said = text
    const where = progress.round === 0 ? "before round 1" : `round ${progress.round}`
    print(`  ${where}, ${progress.stage}; ${text}`)
  }

  function endRecall(): void {
    if (recalling) print(recalledLine(progress))
    recalling = false
  }

  return {
    notice: () => false,
    counted(now) {
      callsNow = now
      said = callsText(now())
      ticking = setInterval(sayCalls, LOG_MS)
      ticking.unref()
    },
    stage(stage, round) {
      progress = enterStage(progress, stage, round)
      if (stage === "posing") clock.begin()
    },
    training() {},
    event(event, isNew) {
      progress = takeEvent(progress, event, isNew)
      if (callsNow) progress = { ...progress, calls: callsNow() }
      if (!isNew) {
        recalling = true
        return
      }
      endRecall()
      if (event.kind === "evaluated" && event.suite === "test" && event.round === 0) {
        print(firstLine(progress))
      }
      if (event.kind === "round.closed") {
        for (const line of roundLines(progress, clock.lap())) print(line)
        if (callsNow) said = callsText(callsNow())
      }
      if (event.kind === "run.closed") print(closingLine(progress))
    },
    close() {
      endRecall()
      clearInterval(ticking)
      if (progress.ending === undefined) sayCalls() // it stopped: what was paid is said
    },
  }
}

function openJson(out: Output): View {
  const print = (value: unknown) => out.write(`${asciiJson(value)}\n`)
  let live = false
  let waiting: unknown // the stage last entered, until it is known to be more than a memory
  let recalled = { events: 0, rounds: 0 }
  let callsNow: (() => CallsNow) | undefined
  let ticking: NodeJS.Timeout | undefined
  let said = ""

  function sayCalls(): void {
    const now = callsNow?.()
    const text = now && JSON.stringify(now)
    if (now === undefined || text === undefined || text === said) return
    said = text
    print({ kind: "calls", ...now })
  }

  function goLive(): void {
    if (live) return
    live = true
    if (recalled.events > 0) print({ kind: "recalled", ...recalled })
    if (waiting !== undefined) print(waiting)
  }

  return {
    notice: () => false,
    counted(now) {
      callsNow = now
      ticking = setInterval(() => live && sayCalls(), CALLS_MS)
      ticking.unref()
    },
    stage(stage, round) {
      waiting = { kind: "stage", stage, round }
      if (live) print(waiting)
    },
    training(round, progress, job) {
      goLive()
      print({ kind: "training", round, job, ...progress })
    },
    event(event, isNew) {
      if (isNew) {
        goLive()
        if (event.kind === "round.attempted" || event.kind === "round.closed") sayCalls()
        print(summarise(event))
        return
      }
      const rounds = recalled.rounds + (event.kind === "round.closed" ? 1 : 0)
      recalled = { events: recalled.events + 1, rounds }
    },
    close() {
      clearInterval(ticking)
      if (live) sayCalls()
      if (live) return
      waiting = undefined
      goLive()
    },
  }
}
