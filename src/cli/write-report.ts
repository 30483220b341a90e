import { writeAtomic } from "../disk.ts"
import type { History } from "../run/history.ts"
import { renderReport } from "../view/report.ts"
import type { RunHome } from "./runs.ts"
import { version } from "./version.ts"

/** Writes a run's report beside its journal, whole or not at all. Returns its path. */
export function writeReport(home: RunHome, history: History): string {
  writeAtomic(home.report, renderReport(history, { runId: home.id, version: version() }))
  return home.report
}
