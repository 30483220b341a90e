import { writeAtomic } from "../disk.ts"
import type { Judged } from "../rule/gate.ts"
import type { History } from "../run/history.ts"
import { verdictOn } from "../run/judge.ts"
import type { Store } from "../store.ts"
import type { Models } from "../view/models.ts"
import { sampledProblems } from "../view/report/samples.ts"
import { renderReport } from "../view/report.ts"
import { recipeAt } from "./find-record.ts"
import { verifiersOf } from "./plugins.ts"
import { withdrawnIn } from "./recall-left-out.ts"
import type { RunHome } from "./runs.ts"
import { sittersOf } from "./sitting.ts"
import { version } from "./version.ts"

/** Writes a run's report beside its journal, whole or not at all. Returns its path. */
export async function writeReport(
  home: RunHome,
  history: History,
  store: Store,
  models?: Models,
): Promise<string> {
  const attempts = await sampledAttempts(history, store)
  const withdrawn = withdrawnIn(home)
  const about = { runId: home.id, version: version(), attempts, models, withdrawn }
  const page = renderReport(history, about)
  writeAtomic(home.report, page)
  return home.report
}

/** What was answered to the problems that the report shows, judged again. */
async function sampledAttempts(
  history: History,
  store: Store,
): Promise<Map<string, readonly Judged[]>> {
  const { round, problems } = sampledProblems(history)
  if (round === undefined) return new Map()
  const verifiers = verifiersOf(history.opened.recipe)
  const sitters = await sittersOf(store, recipeAt(history, round.round), round, problems)
  return new Map(
    sitters.map(({ problem, attempts }) => {
      const verifier = verifiers.find(({ name }) => name === problem.verifier)!
      const judged = attempts.map(({ answer }) => ({
        answer,
        verdict: verdictOn(verifier, problem, answer),
      }))
      return [problem.id, judged]
    }),
  )
}
