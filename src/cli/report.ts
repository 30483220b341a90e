import { RunFailure } from "../run/failure.ts"
import { readHistory } from "../run/history.ts"
import { readModels } from "../view/models.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import { holdPlugins } from "./plugins.ts"
import { findRun, runsFolder } from "./runs.ts"
import { seatsOf } from "./seats.ts"
import { nearPath, print, printJson } from "./terminal.ts"
import { writeReport } from "./write-report.ts"

/** `agon report`: the report again, from the journal. */
export const report = defineCommand({
  usage: "agon report <run>",
  about: [
    "Writes a run's report.html again from its journal and prints the path. The report is one file",
    "that needs no network. Works for unfinished runs, too.",
  ],
  options: { json: JSON_OPTION, runs: RUNS_OPTION },
  examples: [["agon report default-k3m9x2ab", "then open the file that it names"]],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const home = findRun(runsFolder(values.runs), id!)
    return withStore(home, "read", async (store) => {
      const history = await readHistory(store)
      if (history === undefined) {
        throw new RunFailure("store", "empty", `run ${home.id} has written nothing yet`)
      }
      await holdPlugins(home, history.opened.recipe)
      const models = await readModels(store, history, seatsOf(history.opened.recipe))
      const path = await writeReport(home, history, store, models)
      if (values.json) printJson({ run: home.id, report: path, head: history.head })
      else print(nearPath(path))
      return EXIT.done
    })
  },
})
