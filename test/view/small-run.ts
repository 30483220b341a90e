import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import { promptedSolver } from "../../agents/solver/machine.ts"
import { machineWorld } from "../../src/cli/world.ts"
import { startLearner } from "../../src/model/embedded/learner.ts"
import { openEmbeddedModel } from "../../src/model/embedded/model.ts"
import type { RunEvent } from "../../src/record/event.ts"
import { Recipe } from "../../src/record/recipe.ts"
import type { Stage, Watch } from "../../src/run/desk.ts"
import { type History, readHistory } from "../../src/run/history.ts"
import { startRun } from "../../src/run/start.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import type { TrainingProgress } from "../../src/trainer.ts"
import { checkpointPath, openEmbeddedTrainer } from "../../src/training/embedded.ts"
import { openShelf } from "../../src/training/shelf.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

/** Three rounds of everything, on the smallest scale on which something is learnt. */
export const RECIPE = Recipe.parse({
  name: "view",
  rounds: 3,
  skills: ["integer-addition", "linear-equation"],
  problemsPerRound: 64,
  attempts: 3,
  proposer: { policy: "learned" },
  gate: {},
  training: { steps: 12, batch: 16, replay: 1, learningRate: 3e-3, learningRateEnd: 1e-3 },
  suites: { developmentPerLevel: 4, testPerLevel: 4 },
  promotion: { alpha: 0.5 },
  stop: { yieldMin: 0 },
})

/** What a view was told, in order. */
export type Told =
  | { readonly what: "stage"; readonly stage: Stage; readonly round: number }
  | { readonly what: "training"; readonly round: number; readonly progress: TrainingProgress }
  | { readonly what: "event"; readonly event: RunEvent }

export interface SmallRun {
  readonly history: History
  readonly told: readonly Told[]
}

/** Plays the recipe with the real learner and store, once per test file. */
export async function playSmallRun(): Promise<SmallRun> {
  const folder = mkdtempSync(join(tmpdir(), "agon-view-"))
  const store = openSqliteStore(join(folder, "journal.sqlite"))
  const learner = startLearner({ threads: 1 })
  const shelf = openShelf(join(folder, "bundles"))
  const checkpoints = join(folder, "checkpoints")
  const told: Told[] = []
  const watch: Watch = {
    stage: (stage, round) => told.push({ what: "stage", stage, round }),
    training: (round, progress) => told.push({ what: "training", round, progress }),
    event: (event) => told.push({ what: "event", event }),
  }
  try {
    await startRun(
      {
        recipe: RECIPE,
        history: [],
        store,
        world: machineWorld,
        verifiers: VERIFIERS,
        proposer: embeddedProposer,
        solver: promptedSolver,
        formaliser,
        model: openEmbeddedModel(learner, (hash) => checkpointPath(checkpoints, hash)),
        trainer: openEmbeddedTrainer({
          learner,
          folder: checkpoints,
          trainingFile: shelf.trainingFile,
        }),
        bundles: shelf,
        watch,
      },
      "write",
    )
    return { history: (await readHistory(store))!, told }
  } finally {
    await learner.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Tells a view what was told during the run; `isNew` may say that it is a memory. */
export function retell(
  view: Watch,
  told: readonly Told[],
  isNew: (event: RunEvent) => boolean = () => true,
): void {
  for (const one of told) {
    if (one.what === "stage") view.stage(one.stage, one.round)
    else if (one.what === "event") view.event(one.event, isNew(one.event))
    else view.training(one.round, one.progress, "job_000000000000000000000000" as never)
  }
}
