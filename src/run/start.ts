import { createActor, toPromise } from "xstate"
import type { FormaliserAgent, ProposerAgent, SolverAgent } from "../agent.ts"
import { sealSuites } from "../evaluation/suite.ts"
import type { Model } from "../model.ts"
import type { EventOf } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Store } from "../store.ts"
import type { Tool } from "../tool.ts"
import type { Trainer } from "../trainer.ts"
import type { Verifier } from "../verifier.ts"
import type { World } from "../world.ts"
import { refuseChanges } from "./changes.ts"
import { DEFENCES, type Defences } from "./defences.ts"
import { type BundleShelf, type Desk, offersOf, type Seats, type Watch } from "./desk.ts"
import { Effects } from "./effect.ts"
import { Journal } from "./journal.ts"
import { runMachine } from "./machine.ts"
import type { Memory } from "./memory.ts"
import { notePause } from "./pause.ts"

/** What a run is made of; every part but the recipe is a door. */
export interface RunParts {
  readonly recipe: Recipe
  readonly history: Desk["history"]
  readonly parentHead?: Hash
  readonly store: Store
  readonly world: World
  readonly verifiers: readonly Verifier[]
  readonly proposer: ProposerAgent
  readonly solver: SolverAgent
  readonly formaliser: FormaliserAgent
  readonly model: Model
  /** Models with a seat, made once the run's effects are there to keep what they say. */
  readonly seats?: (effects: Effects) => Seats | Promise<Seats>
  readonly tools?: readonly Tool[]
  readonly trainer: Trainer
  readonly bundles: BundleShelf
  readonly watch: Watch
  /** The screen's rules, for tests that take one away; without it, all of them. */
  readonly defences?: Defences
}

export interface RunResult {
  readonly ending: EventOf<"run.closed">
  readonly memory: Memory
  /** The journal's last hash: equal for equal runs. */
  readonly head: Hash
}

/**
 * Runs a recipe to its end. On a store that holds part of a run it goes on from there; with mode
 * `replay` it only goes through what is there, acts on nothing and writes nothing.
 */
export async function startRun(parts: RunParts, mode: "write" | "replay"): Promise<RunResult> {
  await refuseChanges(parts)
  const { store, world, watch } = parts
  if (mode === "write") await notePause(store, world.clock)
  const journal = await Journal.open(store, world.clock, mode, (event, isNew) =>
    watch.event(event, isNew),
  )
  const effects = new Effects(store, world.clock, mode, (ms) => world.wait(ms))
  const desk = openDesk(parts, journal, effects, (await parts.seats?.(effects)) ?? {})
  const actor = createActor(runMachine, { input: { desk } })
  const finished = toPromise(actor)
  actor.start()
  const { memory, ending } = await finished
  journal.finish()
  return { memory, ending, head: journal.head }
}

function openDesk(parts: RunParts, journal: Journal, effects: Effects, seats: Seats): Desk {
  const {
    store: _store,
    world: _world,
    seats: _seats,
    tools = [],
    parentHead,
    defences = DEFENCES,
    ...doors
  } = parts
  const bare: Desk = {
    ...doors,
    seats,
    tools,
    parentHead,
    journal,
    effects,
    suites: new Map(),
    defences,
  }
  return { ...bare, suites: sealSuites(parts.recipe, offersOf(bare), parts.verifiers) }
}
