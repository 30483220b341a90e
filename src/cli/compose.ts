import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import { promptedSolver } from "../../agents/solver/machine.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { startLearner } from "../model/embedded/learner.ts"
import { openEmbeddedModel } from "../model/embedded/model.ts"
import type { Model } from "../model.ts"
import type { Watch } from "../run/desk.ts"
import { RunFailure } from "../run/failure.ts"
import type { RunParts } from "../run/start.ts"
import { openSqliteStore } from "../store/sqlite.ts"
import type { Store } from "../store.ts"
import type { Trainer } from "../trainer.ts"
import { checkpointPath, openEmbeddedTrainer } from "../training/embedded.ts"
import { openShelf } from "../training/shelf.ts"
import type { RunHome, Terms } from "./runs.ts"
import { machineWorld } from "./world.ts"

/** The parts of a run, and the end of those that hold a process or a file. */
export interface Composed {
  readonly parts: RunParts
  close(): Promise<void>
}

/** What stands behind the doors when a run plays: the embedded learner, SQLite, this disk. */
export function compose(
  home: RunHome,
  store: Store,
  terms: Terms,
  watch: Watch,
  threads: 1 | 2,
): Composed {
  const shelf = openShelf(home.bundles)
  const learner = startLearner({ threads })
  const model = openEmbeddedModel(learner, (hash) => checkpointPath(home.checkpoints, hash))
  const { trainingFile } = shelf
  const trainer = openEmbeddedTrainer({ learner, folder: home.checkpoints, trainingFile })
  return {
    parts: { ...players(terms), store, watch, model, trainer, bundles: shelf },
    close: () => trainer.close(),
  }
}

/** What stands behind them when a run is only gone through again: nothing that could act. */
export function composeReplay(store: Store, terms: Terms, watch: Watch): Composed {
  const bundles = mkdtempSync(join(tmpdir(), "agon-replay-")) // to name them again, not to keep
  return {
    parts: {
      ...players(terms),
      store,
      watch,
      model: idleModel,
      trainer: idleTrainer,
      bundles: openShelf(bundles),
    },
    close: async () => rmSync(bundles, { recursive: true, force: true }),
  }
}

export function openStore(home: RunHome, mode: "read" | "write"): Store {
  return openSqliteStore(home.journal, { readOnly: mode === "read" })
}

/** Opens a run's store for as long as the work takes. */
export async function withStore<Value>(
  home: RunHome,
  mode: "read" | "write",
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const store = openStore(home, mode)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function players({ recipe, history, parentHead }: Terms) {
  return {
    recipe,
    history,
    ...(parentHead && { parentHead }),
    world: machineWorld,
    verifiers: VERIFIERS,
    proposer: embeddedProposer,
    solver: promptedSolver,
  }
}

const idleModel: Model = {
  describe: () => ({ name: "none", knobs: [], concurrency: 1, promptTokensMax: 1 }),
  complete: () => Promise.reject(notActing()),
  close: async () => {},
}

const idleTrainer: Trainer = {
  create: () => Promise.reject(notActing()),
  submit: () => Promise.reject(notActing()),
  poll: () => Promise.reject(notActing()),
  fetch: () => Promise.reject(notActing()),
  close: async () => {},
}

function notActing(): RunFailure {
  return new RunFailure("run", "replay", "a replay acts on nothing", "`agon resume` does")
}
