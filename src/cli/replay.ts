import type { Watch } from "../run/desk.ts"
import { startRun } from "../run/start.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { composeReplay, withStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import { holdPlugins } from "./plugins.ts"
import { findRun, runsFolder, termsOf } from "./runs.ts"
import { print, printJson, style } from "./terminal.ts"

/** `agon replay`: every decision again, from the replies that were recorded. */
export const replay = defineCommand({
  usage: "agon replay <run>",
  about: [
    "Goes through a finished run again: proposer, screen, verifiers, gate, promotion and all, with",
    "the recorded replies in place of the model. Nothing is written. If every decision comes out",
    "as it did, the journal ends in the same hash; if one does not, replay stops, names it and ends",
    "with exit code 1.",
  ],
  options: { json: JSON_OPTION, runs: RUNS_OPTION },
  examples: [["agon replay default-k3m9x2ab", "decide everything again"]],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const home = findRun(runsFolder(values.runs), id!)
    const result = await withStore(home, "read", async (store) => {
      const terms = await termsOf(home, store)
      await holdPlugins(home, terms.recipe)
      const { parts, close } = composeReplay(store, terms, SILENT)
      try {
        return await startRun(parts, "replay")
      } finally {
        await close()
      }
    })
    const { head, memory, ending } = result
    const { curriculum, champion } = memory
    const pairs = memory.pairs.size
    if (values.json) {
      printJson({ run: home.id, head, curriculum, champion, pairs, outcome: ending.outcome })
      return EXIT.done
    }
    print(style("green", `✓ ${home.id}: every decision came out the same`))
    print(`head        ${head}`)
    print(`curriculum  ${curriculum} (${pairs} pairs)`)
    print(`champion    ${champion}`)
    return EXIT.done
  },
})

const SILENT: Watch = { stage() {}, training() {}, event() {} }
