import { refuseChanges } from "../run/changes.ts"
import { RunFailure } from "../run/failure.ts"
import { writeSums } from "../store/sums.ts"
import { defineCommand, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { overviewAt, overviewOf } from "./overview.ts"
import { PATIENCE_HELP } from "./patience.ts"
import { conclude, PLAY_OPTIONS, type PlayOptions, play, playOptions } from "./play.ts"
import { holdPlugins, verifiersOf } from "./plugins.ts"
import { loadRecipe } from "./recipe.ts"
import { findRun, type RunHome, runHomes, runsFolder, termsOf } from "./runs.ts"
import { note } from "./terminal.ts"

/** `agon resume`: goes on with a run. */
export const resume = defineCommand({
  usage: "agon resume [run] [recipe]",
  about: [
    "Goes on with a run that was stopped, killed or cut off by a power failure. What the journal",
    "holds is gone through again without asking a model; then play goes on. The finished run has",
    "the same journal head as one that was never disturbed. The recipe is the one the run began with; if",
    "you name a recipe, it is compared, and differences are refused.",
  ],
  options: { ...PLAY_OPTIONS, runs: RUNS_OPTION },
  notes: PATIENCE_HELP,
  examples: [
    ["agon resume", "the last unfinished run"],
    ["agon resume default-k3m9x2ab", "this one"],
  ],
  words: { min: 0, max: 2 },
  async run(values, [id, recipe]) {
    const runs = runsFolder(values.runs)
    const home = id === undefined ? await lastUnfinished(runs) : findRun(runs, id)
    return goOn(home, recipe, playOptions(values))
  },
})

async function goOn(
  home: RunHome,
  recipe: string | undefined,
  options: PlayOptions,
): Promise<number> {
  const { terms, isFinished } = await withStore(home, "write", async (store) => {
    const terms = await termsOf(home, store)
    if (recipe !== undefined) {
      await holdPlugins(home, terms.recipe)
      const verifiers = verifiersOf(terms.recipe)
      await refuseChanges({ recipe: await loadRecipe(recipe), store, verifiers })
    }
    return { terms, isFinished: (await overviewOf(store)).outcome !== "unfinished" }
  })
  if (!isFinished) return play(home, terms, options)
  note(`run ${home.id} has ended already; this is what came of it`)
  const code = await withStore(home, "read", (store) => conclude(home, store, options))
  writeSums(home.folder) // a kill may have come between the last event and the list
  return code
}

async function lastUnfinished(runs: string): Promise<RunHome> {
  let last: { home: RunHome; at: number } | undefined
  for (const home of runHomes(runs)) {
    const { outcome, lastAt } = await overviewAt(home)
    if (outcome === "unfinished" && lastAt >= (last?.at ?? 0)) last = { home, at: lastAt }
  }
  if (last !== undefined) return last.home
  throw new RunFailure(
    "run",
    "none-unfinished",
    `there is no unfinished run in ${runs}`,
    "`agon run` starts a new one",
  )
}
