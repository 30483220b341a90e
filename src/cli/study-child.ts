import { EXIT } from "./exit.ts"
import { explain } from "./explain.ts"
import { termsIn } from "./study-load.ts"
import { planRuns } from "./study-plan.ts"
import { playPlanned } from "./study-run.ts"

/** One run of a study in a process of its own: `study-child.ts <folder> <run>`. */
const [folder, id] = process.argv.slice(2)

// When the study dies, its runs stop where they are: what is acknowledged is on disk. It may have
// died while this process was still reading its modules, and then nobody tells it any more.
process.on("disconnect", () => process.exit(EXIT.interrupted))
if (!process.connected) process.exit(EXIT.interrupted)
process.channel?.unref()
try {
  const planned = planRuns(termsIn(folder!)).find((run) => run.id === id)
  process.exitCode = planned === undefined ? EXIT.usage : await playPlanned(folder!, planned)
} catch (error) {
  process.exitCode = explain(error, []) // its words are the study's to tell
}
