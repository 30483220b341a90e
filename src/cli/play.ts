import { rmSync } from "node:fs"
import type { Recipe } from "../record/recipe.ts"
import { RunFailure } from "../run/failure.ts"
import { readHistory } from "../run/history.ts"
import { startRun } from "../run/start.ts"
import { writeSums } from "../store/sums.ts"
import type { Store } from "../store.ts"
import { readModels } from "../view/models.ts"
import type { View } from "../view/terminal.ts"
import { openView } from "../view/terminal.ts"
import { wholeNumber } from "./command.ts"
import { type Composed, compose, openStore } from "./compose.ts"
import { EXIT, UsageError } from "./exit.ts"
import { holdPlugins } from "./plugins.ts"
import type { RunHome, Terms } from "./runs.ts"
import { seatsOf } from "./seats.ts"
import { summaryJson, summaryLines } from "./summary.ts"
import { note, print, printJson } from "./terminal.ts"
import { refuseWithoutSandbox } from "./tools.ts"
import { writeReport } from "./write-report.ts"

/** The options of every command that plays rounds. */
export const PLAY_OPTIONS = {
  threads: {
    type: "string",
    value: "1|2",
    about: "threads of the embedded learner (default 2; changes the time, no result)",
  },
  budget: {
    type: "string",
    value: "dollars",
    about: "what models may cost in this run, in place of the recipe's budget",
  },
  "token-budget": { type: "string", value: "n", about: "the same in tokens" },
  "unsafe-programs": {
    type: "boolean",
    about: "run a solver's programs even where there is no sandbox; every result says so",
  },
  json: { type: "boolean", about: "every event as a line of JSON, the summary last" },
  "no-report": { type: "boolean", about: "do not write report.html" },
} as const

export interface PlayOptions {
  readonly threads: 1 | 2
  readonly json: boolean
  readonly report: boolean
  readonly unsafePrograms: boolean
  readonly budget: { readonly dollars?: number; readonly tokens?: number } | undefined
}

export function playOptions(values: {
  readonly threads?: string
  readonly json?: boolean
  readonly "no-report"?: boolean
  readonly budget?: string
  readonly "token-budget"?: string
  readonly "unsafe-programs"?: boolean
}): PlayOptions {
  const dollars = dollarsFrom(values.budget)
  const tokens = wholeNumber("token-budget", values["token-budget"], {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  })
  const isLimited = dollars !== undefined || tokens !== undefined
  return {
    budget: isLimited
      ? { ...(dollars !== undefined && { dollars }), ...(tokens !== undefined && { tokens }) }
      : undefined,
    threads: wholeNumber("threads", values.threads, { min: 1, max: 2 }) === 1 ? 1 : 2,
    json: values.json === true,
    unsafePrograms: values["unsafe-programs"] === true,
    report: values["no-report"] !== true,
  }
}

function dollarsFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const dollars = Number(text.replace(/^\$/, ""))
  if (Number.isFinite(dollars) && dollars > 0) return dollars
  throw new UsageError(`--budget takes dollars, for example --budget 2.50, not ${text}`)
}

/** Money that nobody could spend is a misunderstanding, told before a run is begun. */
export function refuseIdleBudget(recipe: Recipe, { budget }: Pick<PlayOptions, "budget">): void {
  if (budget === undefined || Object.keys(seatsOf(recipe)).length > 0) return
  const option = budget.dollars === undefined ? "--token-budget" : "--budget"
  throw new UsageError(
    `${option} is for what models cost, and no model has a seat in recipe ${recipe.name}`,
    `leave ${option} out, or give the recipe seats as in runs/claude-self-play.ts`,
  )
}

/** Plays a run to its end, from wherever its journal stands, and says what came of it. */
export async function play(home: RunHome, terms: Terms, options: PlayOptions): Promise<number> {
  const code = await playToEnd(home, terms, options)
  writeSums(home.folder)
  return code
}

async function playToEnd(home: RunHome, terms: Terms, options: PlayOptions): Promise<number> {
  const store = openStore(home, "write")
  try {
    await playOn(home, terms, store, options)
    return await conclude(home, store, options)
  } catch (error) {
    if (error instanceof Interrupted) return EXIT.interrupted
    throw namingRun(error, home)
  } finally {
    const isEmpty = (await store.length()) === 0
    await store.close()
    // A run that failed before its first event has nothing to resume.
    if (isEmpty) rmSync(home.folder, { recursive: true, force: true })
  }
}

/** Whoever fails deep inside does not know which run it is; a person has to type its name. */
function namingRun(error: unknown, { id }: RunHome): unknown {
  if (!(error instanceof RunFailure) || error.advice === undefined) return error
  const { boundary, code, message } = error
  const advice = error.advice
    .replace(/`agon resume(?=`| --)/g, `\`agon resume ${id}`)
    .replaceAll("agon approve <run>", `agon approve ${id}`)
  return new RunFailure(boundary, code, message, advice)
}

async function playOn(
  home: RunHome,
  terms: Terms,
  store: Store,
  { json, threads, budget, unsafePrograms }: PlayOptions,
): Promise<void> {
  const { recipe } = terms
  refuseIdleBudget(recipe, { budget })
  await holdPlugins(home, recipe)
  const view = openView(process.stdout, { json, recipe })
  const drain = new AbortController()
  const isSeated = Object.keys(seatsOf(recipe)).length > 0
  let isOut = () => false
  let leave: Composed["leave"]
  const stopping = stopOnSignals(home, view, isSeated ? drain : undefined, {
    isOut: () => isOut(),
    leave: () => leave?.(),
  })
  await refuseWithoutSandbox(recipe, unsafePrograms)
  const composed = compose(home, store, terms, view, {
    threads,
    unsafePrograms,
    budget: budget ? { ...recipe.budget, ...budget } : recipe.budget,
    drain: drain.signal,
    counted: ({ traffic, isOut: isAnyOut }) => {
      isOut = isAnyOut
      view.counted(() => traffic.now())
    },
  })
  leave = composed.leave
  try {
    await startRun(composed.parts, "write").finally(composed.close)
  } catch (error) {
    if (stopping.isLeaving()) throw new Interrupted()
    if (!drain.signal.aborted) throw error
    view.close()
    note(`stopped; nothing that was finished is lost: \`agon resume ${home.id}\` goes on`)
    throw new Interrupted()
  } finally {
    stopping.forget()
    view.close()
  }
}

/** The summary of a run that has ended, its report, and the exit code of its outcome. */
export async function conclude(
  home: RunHome,
  store: Store,
  { json, report }: Pick<PlayOptions, "json" | "report">,
): Promise<number> {
  const history = (await readHistory(store))!
  await holdPlugins(home, history.opened.recipe)
  const models = await readModels(store, history, seatsOf(history.opened.recipe))
  const path = report ? await writeReport(home, history, store, models) : undefined
  if (json) printJson(summaryJson(home, history, path, models))
  else for (const line of summaryLines(home, history, path, models)) print(line)
  return history.closed?.outcome === "halted" ? EXIT.halted : EXIT.done
}

/** A run that was asked to stop has stopped, with all that it had paid for on disk. */
class Interrupted extends Error {}

/**
 * An interrupt ends the process at once: what is acknowledged is on disk, and what is not is done
 * again by a resume. The learner ends when the pipe to it closes. While calls are out that are paid
 * for, the first interrupt lets them come home, and the second one ends the process. A job that
 * another machine runs is told first, which takes a moment.
 */
function stopOnSignals(
  home: RunHome,
  view: View,
  drain: AbortController | undefined,
  { isOut, leave }: { isOut: () => boolean; leave: () => Promise<void> | undefined },
): { forget(): void; isLeaving(): boolean } {
  let drainingSince: number | undefined
  let isLeaving = false
  const stop = (isUnread: boolean) => {
    // Some senders signal a whole group, so that one interrupt arrives twice.
    if (drainingSince !== undefined && performance.now() - drainingSince < ECHO_MS) return
    if (drain !== undefined && !drain.signal.aborted && !isLeaving && isOut()) {
      drainingSince = performance.now()
      drain.abort()
      if (!view.notice(STOPPING)) note(STOPPING)
      return
    }
    if (isLeaving) process.exit(EXIT.interrupted)
    view.close()
    note(`stopped; nothing that was finished is lost: \`agon resume ${home.id}\` goes on`)
    const left = isUnread ? undefined : leave()
    if (left === undefined) process.exit(EXIT.interrupted)
    isLeaving = true
    drainingSince = performance.now()
    void left.finally(() => process.exit(EXIT.interrupted))
  }
  const stopUnread = ({ code }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") stop(true) // `agon run --json | head -1`: the run has not ended
  }
  const stopAsked = () => stop(false)
  for (const signal of SIGNALS) process.on(signal, stopAsked)
  process.stdout.prependListener("error", stopUnread) // before the one that takes it for an end
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, stopAsked)
    process.stdout.off("error", stopUnread)
  }
  return { forget, isLeaving: () => isLeaving }
}

const ECHO_MS = 300 // no second thought of a person comes sooner

const STOPPING =
  "stopping when the calls that are out have come home; interrupt again to stop at once"
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const
