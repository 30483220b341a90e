import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { seatedProposer } from "../../agents/proposer/seated.ts"
import type { ProposerAgent } from "../agent.ts"
import { startLearner } from "../model/embedded/learner.ts"
import { openEmbeddedModel } from "../model/embedded/model.ts"
import type { Model } from "../model.ts"
import type { Budget, Recipe } from "../record/recipe.ts"
import { type NamedTrainedSeat, simulationIn } from "../record/seat.ts"
import type { Watch } from "../run/desk.ts"
import type { Effects } from "../run/effect.ts"
import { RunFailure } from "../run/failure.ts"
import type { RunParts } from "../run/start.ts"
import { collapsing } from "../simulation/proposer.ts"
import { openSqliteStore } from "../store/sqlite.ts"
import type { Store } from "../store.ts"
import type { Trainer } from "../trainer.ts"
import { checkpointPath, openEmbeddedTrainer } from "../training/embedded.ts"
import { openShelf, type Shelf } from "../training/shelf.ts"
import { proposerOf, replayedProposerOf } from "./followed.ts"
import { verifiersOf } from "./plugins.ts"
import type { RunHome, Terms } from "./runs.ts"
import { type Counter, openReplayedSeats, openSeats, seatsOf } from "./seats.ts"
import { openSimulation } from "./simulated.ts"
import { solverOf } from "./solver.ts"
import { toolsFor } from "./tools.ts"
import { openServing, openTrainer } from "./trained.ts"
import { machineWorld } from "./world.ts"

/** The parts of a run, and the end of those that hold a process or a file. */
export interface Composed {
  readonly parts: RunParts
  close(): Promise<void>
  /** Tells another machine that the run leaves, where it has one do something. */
  readonly leave?: (() => Promise<void>) | undefined
}

export interface Playing {
  readonly threads: 1 | 2
  readonly unsafePrograms: boolean
  /** Above the recipe's own budget. */
  readonly budget: Budget | undefined
  readonly drain: AbortSignal
  readonly counted: (counter: Counter) => void
}

/** What stands behind the doors when a run plays: the embedded learner, SQLite, this disk. */
export function compose(
  home: RunHome,
  store: Store,
  terms: Terms,
  watch: Watch,
  { threads, unsafePrograms, budget, drain, counted }: Playing,
): Composed {
  const { recipe } = terms
  const bundles = openShelf(home.bundles, { naming: recipe.training?.by !== undefined })
  const settings = simulationIn(recipe.seats?.solver)
  const simulated = settings && openSimulation(settings, recipe, home, bundles)
  const learning = simulated ? NO_LEARNER : openLearning(home, store, recipe, bundles, threads)
  const { model, trainer } = simulated ?? learning
  let closeSeats = async () => {}
  const seats = async (effects: Effects) => {
    const environment = process.env
    const serving = (seat: NamedTrainedSeat, tryMs: number) => openServing(home, seat, tryMs)
    const parts = { recipe, budget, store, world: machineWorld, drain, environment, serving }
    const opened = await openSeats(parts, effects, counted)
    closeSeats = opened.close
    return opened.seats
  }
  return {
    parts: {
      ...players(terms, proposerOf(recipe, home)),
      ...(simulated && { verifiers: simulated.verifiers }),
      store,
      watch,
      model,
      trainer,
      bundles,
      seats,
      tools: toolsFor(recipe, unsafePrograms),
    },
    close: async () => {
      await closeSeats()
      await learning.close()
    },
    leave: learning.leave,
  }
}

interface Learning {
  readonly model: Model
  readonly trainer: Trainer
  close(): Promise<void>
  readonly leave?: () => Promise<void>
}

/** What trains, and what answers where no model has the solver's seat. */
function openLearning(
  home: RunHome,
  store: Store,
  recipe: Recipe,
  shelf: Shelf,
  threads: 1 | 2,
): Learning {
  const by = recipe.training?.by
  if (by !== undefined) return { model: idleModel, ...openTrainer(by, home, store, shelf) }
  return seatsOf(recipe).solver ? NO_LEARNER : openLearner(home, shelf, threads)
}

function openLearner(home: RunHome, shelf: Shelf, threads: 1 | 2): Learning {
  const learner = startLearner({ threads })
  const model = openEmbeddedModel(learner, (hash) => checkpointPath(home.checkpoints, hash))
  const { trainingFile } = shelf
  const trainer = openEmbeddedTrainer({ learner, folder: home.checkpoints, trainingFile })
  return { model, trainer, close: () => trainer.close() }
}

/** What stands behind them when a run is only gone through again: nothing that could act. */
export function composeReplay(store: Store, terms: Terms, watch: Watch): Composed {
  const bundles = mkdtempSync(join(tmpdir(), "agon-replay-")) // to name them again, not to keep
  return {
    parts: {
      ...players(terms, replayedProposerOf(terms.recipe, store)),
      store,
      watch,
      model: idleModel,
      trainer: idleTrainer,
      bundles: openShelf(bundles, { naming: terms.recipe.training?.by !== undefined }),
      seats: (effects) => openReplayedSeats(terms.recipe, effects),
      tools: toolsFor(terms.recipe),
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

function players({ recipe, history, parentHead }: Terms, unseated: ProposerAgent) {
  const { proposer } = seatsOf(recipe)
  return {
    recipe,
    history,
    ...(parentHead && { parentHead }),
    world: machineWorld,
    verifiers: verifiersOf(recipe),
    proposer: proposer
      ? seatedProposer
      : collapsing(unseated, simulationIn(recipe.seats?.solver)?.faults?.modeCollapse),
    solver: solverOf(recipe),
    formaliser,
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

const NO_LEARNER: Learning = { model: idleModel, trainer: idleTrainer, close: async () => {} }

function notActing(): RunFailure {
  return new RunFailure("run", "replay", "a replay acts on nothing", "`agon resume` does")
}
