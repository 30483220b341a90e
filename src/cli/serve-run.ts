import { promptedSolver } from "../../agents/solver/machine.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { type Problem, question } from "../record/problem.ts"
import { RunFailure } from "../run/failure.ts"
import { problemsOf, readHistory } from "../run/history.ts"
import { indexProblems, type ProblemIndex } from "../serve/problems.ts"
import { withStore } from "./compose.ts"
import { UsageError } from "./exit.ts"
import { recalledIn } from "./recall-left-out.ts"
import { findRun, runsFolder } from "./runs.ts"
import { clean, note } from "./terminal.ts"

export interface Served {
  readonly problems: ProblemIndex
  /** Of the verifiers that judge the problems, by name. */
  readonly versions: ReadonlyMap<string, string>
}

/** What a run has posed, to be judged. Its sealed problems stay sealed: nobody trains on them. */
export async function servedRun(typed: string, runs: string | undefined): Promise<Served> {
  const home = findRun(runsFolder(runs), typed)
  note(`reading run ${home.id}`) // seconds, for tens of thousands of problems
  const history = await withStore(home, "read", readHistory)
  const { keys } = recalledIn(home.folder)?.standing ?? {}
  const posed = history === undefined ? [] : [...problemsOf(history).values()]
  const problems = posed.filter(({ id }) => !keys?.has(id))
  const withdrawn = posed.length - problems.length
  if (withdrawn > 0)
    note(`${withdrawn} problems are not served: \`agon recall\` withdrew their keys`)
  if (history === undefined || problems.length === 0) {
    throw new UsageError(`run ${home.id} has posed no problem yet`, "`agon list` shows others")
  }
  const known = new Map(VERIFIERS.map((verifier) => [verifier.name, verifier.version]))
  const versions = new Map<string, string>()
  for (const { name, version: then, plugin } of history.opened.verifiers) {
    if (plugin !== undefined) {
      throw new RunFailure(
        "verifier",
        "plugin",
        `run ${home.id} is judged by the plug-in ${clean(name)}, and only verifiers of Agon's own are served`,
      )
    }
    const now = known.get(name)
    if (now === undefined) {
      throw new RunFailure("verifier", "unknown", `there is no verifier ${clean(name)} here`)
    }
    if (now !== then) note(`${name} is ${now} here and was ${clean(then)} in the run`)
    versions.set(name, now)
  }
  return { problems: indexProblems(problems, promptsOf), versions }
}

/** As a solver was shown it, and as a bundle's reader may show it. */
function promptsOf(problem: Problem): string[] {
  const { text, latex } = problem.statement
  const asked = question(problem)
  return [text, latex, promptedSolver.prompt(asked), seatedSolver.prompt(asked)]
}
