import { existsSync } from "node:fs"
import { writeAtomic } from "../disk.ts"
import type { History } from "../run/history.ts"
import type { RunHome } from "./runs.ts"
import { version } from "./version.ts"

type Render = (history: History, about: { runId: string; version: string }) => string

/** Writes a run's report beside its journal, whole or not at all. Returns its path. */
export async function writeReport(home: RunHome, history: History): Promise<string | undefined> {
  const module = new URL("../view/report.ts", import.meta.url)
  if (!existsSync(module)) return undefined
  const { renderReport } = (await import(module.href)) as { renderReport: Render }
  writeAtomic(home.report, renderReport(history, { runId: home.id, version: version() }))
  return home.report
}
