import { rmSync } from "node:fs"
import { readHistory } from "../run/history.ts"
import { startRun } from "../run/start.ts"
import { writeSums } from "../store/sums.ts"
import type { Store } from "../store.ts"
import type { View } from "../view/terminal.ts"
import { openView } from "../view/terminal.ts"
import { wholeNumber } from "./command.ts"
import { compose, openStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import type { RunHome, Terms } from "./runs.ts"
import { summaryJson, summaryLines } from "./summary.ts"
import { note, print, printJson } from "./terminal.ts"
import { writeReport } from "./write-report.ts"

/** The options of every command that plays rounds. */
export const PLAY_OPTIONS = {
  threads: {
    type: "string",
    value: "1|2",
    about: "threads of the embedded learner (default 2; changes the time, no result)",
  },
  json: { type: "boolean", about: "every event as a line of JSON, the summary last" },
  "no-report": { type: "boolean", about: "do not write report.html" },
} as const

export interface PlayOptions {
  readonly threads: 1 | 2
  readonly json: boolean
  readonly report: boolean
}

export function playOptions(values: {
  readonly threads?: string
  readonly json?: boolean
  readonly "no-report"?: boolean
}): PlayOptions {
  return {
    threads: wholeNumber("threads", values.threads, { min: 1, max: 2 }) === 1 ? 1 : 2,
    json: values.json === true,
    report: values["no-report"] !== true,
  }
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
  } finally {
    const isEmpty = (await store.length()) === 0
    await store.close()
    // A run that failed before its first event has nothing to resume.
    if (isEmpty) rmSync(home.folder, { recursive: true, force: true })
  }
}

async function playOn(
  home: RunHome,
  terms: Terms,
  store: Store,
  { json, threads }: PlayOptions,
): Promise<void> {
  const view = openView(process.stdout, { json, recipe: terms.recipe })
  const forget = stopOnSignals(home, view)
  const { parts, close } = compose(home, store, terms, view, threads)
  try {
    await startRun(parts, "write")
  } finally {
    forget()
    view.close()
    await close()
  }
}

/** The summary of a run that has ended, its report, and the exit code of its outcome. */
export async function conclude(
  home: RunHome,
  store: Store,
  { json, report }: Pick<PlayOptions, "json" | "report">,
): Promise<number> {
  const history = (await readHistory(store))!
  const path = report ? await writeReport(home, history, store) : undefined
  if (json) printJson(summaryJson(home, history, path))
  else for (const line of summaryLines(home, history, path)) print(line)
  return history.closed?.outcome === "halted" ? EXIT.halted : EXIT.done
}

/**
 * An interrupt ends the process at once: what is acknowledged is on disk, and what is not is done
 * again by a resume. The learner ends when the pipe to it closes.
 */
function stopOnSignals(home: RunHome, view: View): () => void {
  const stop = () => {
    view.close()
    note(`stopped; nothing that was finished is lost: \`agon resume ${home.id}\` goes on`)
    process.exit(EXIT.interrupted)
  }
  const stopUnread = ({ code }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") stop() // `agon run --json | head -1`: the run has not ended
  }
  for (const signal of SIGNALS) process.once(signal, stop)
  process.stdout.prependListener("error", stopUnread) // before the one that takes it for an end
  return () => {
    for (const signal of SIGNALS) process.off(signal, stop)
    process.stdout.off("error", stopUnread)
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const
