import { existsSync } from "node:fs"
import { join } from "node:path"
import { withStore } from "./compose.ts"
import { listPosed } from "./followed.ts"
import { branch } from "./fork.ts"
import { type PlayOptions, play } from "./play.ts"
import { changeRecipe } from "./recipe.ts"
import { createHome, findRun, type RunHome, type Terms, termsOf } from "./runs.ts"
import type { PlannedRun } from "./study-plan.ts"

/** A study's runs are seen through their journals alone; two at a time share the machine. */
const QUIETLY: PlayOptions = {
  threads: 1,
  json: false,
  report: false,
  unsafePrograms: false,
  budget: undefined,
}

/** Plays one run of a study to its end, from wherever it stands. Returns the exit code. */
export async function playPlanned(folder: string, planned: PlannedRun): Promise<number> {
  if (existsSync(join(folder, planned.id))) {
    const home = findRun(folder, planned.id)
    const terms = await withStore(home, "write", (store) => termsOf(home, store))
    return play(home, terms, QUIETLY)
  }
  const { home, terms } = await begin(folder, planned)
  return play(home, terms, QUIETLY)
}

async function begin(
  folder: string,
  { id, recipe, from, follow }: PlannedRun,
): Promise<{ home: RunHome; terms: Terms }> {
  const other = follow === undefined ? undefined : findRun(folder, follow)
  // The list's hash is part of the recipe, so it is made before the folder that will hold it.
  const followed = other && (await withStore(other, "read", listPosed))
  const whole = followed
    ? changeRecipe(recipe, { set: [`proposer.follow=${followed.hash}`] })
    : recipe
  const fill = async (part: RunHome) => followed?.write(part.folder)
  if (from === undefined) {
    const terms = { recipe: whole, history: [] }
    return { home: await createHome(folder, id, terms, fill), terms }
  }
  return branch(findRun(folder, from.run), from.at, {
    runs: folder,
    name: id,
    recipe: async () => whole,
    fill,
  })
}
