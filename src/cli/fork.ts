import { cpSync, existsSync } from "node:fs"
import type { RunEvent } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import { isFixedSeat } from "../record/seat.ts"
import { RunFailure } from "../run/failure.ts"
import { readEvents } from "../run/journal.ts"
import type { Store, StoredOutcome } from "../store.ts"
import { checkpointFolder } from "../training/checkpoint-folder.ts"
import { checkpointFile } from "../training/embedded.ts"
import { changeOfWorld } from "./change-of-world.ts"
import { defineCommand, ROUNDS_MAX, RUNS_OPTION, wholeNumber } from "./command.ts"
import { openStore, withStore } from "./compose.ts"
import { UsageError } from "./exit.ts"
import { PLAY_OPTIONS, play, playOptions } from "./play.ts"
import { holdPlugins } from "./plugins.ts"
import { changeRecipe, loadRecipe } from "./recipe.ts"
import {
  createHome,
  findRun,
  freshId,
  type RunHome,
  runsFolder,
  type Terms,
  termsFrom,
} from "./runs.ts"

const OUTCOMES_PER_WRITE = 2_000 // one transaction each

/** `agon fork`: another future for a run. */
export const fork = defineCommand({
  usage: "agon fork <run> --at <round> [--set key.path=value … | --recipe file]",
  about: [
    "Begins a new run that shares a run's past up to a round and goes on under other settings.",
    "The shared rounds cost nothing: their replies and checkpoints are taken over, and every",
    "decision is checked against them. The parent is only read. Seed, skills, suites and who sits",
    "where stay as they are, so that the two futures can be compared.",
  ],
  options: {
    at: { type: "string", value: "round", about: "the last round that the two runs share" },
    set: {
      type: "string",
      multiple: true,
      value: "key=value",
      about: "change one setting from the next round on",
    },
    recipe: { type: "string", value: "file", about: "another recipe from the next round on" },
    rounds: { type: "string", value: "n", about: "how many rounds the new run has in all" },
    name: { type: "string", value: "name", about: "name of the new run's folder" },
    ...PLAY_OPTIONS,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon fork default-k3m9x2ab --at 8 --set proposer.policy=uniform", "what did learning bring?"],
    ["agon fork default-k3m9x2ab --at 20 --rounds 40", "go on with a finished run"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const at = wholeNumber("at", values.at, { min: 1, max: ROUNDS_MAX })
    if (at === undefined) throw new UsageError("--at is missing: after which round to part ways?")
    if (values.recipe !== undefined && values.set !== undefined) {
      throw new UsageError(
        "--recipe and --set exclude each other",
        "put the settings in the recipe",
      )
    }
    const runs = runsFolder(values.runs)
    const parent = findRun(runs, id!)
    const rounds = wholeNumber("rounds", values.rounds, { min: 1, max: ROUNDS_MAX })
    const set = values.set ?? []
    const { home, terms } = await branch(parent, at, {
      runs,
      name: values.name,
      recipe: async (before) =>
        values.recipe === undefined
          ? changeRecipe(before, { set, rounds })
          : loadRecipe(values.recipe, { rounds }),
    })
    return play(home, terms, playOptions(values))
  },
})

/** What a run becomes after the rounds that it shares with its parent. */
export interface Future {
  readonly runs: string
  readonly name: string | undefined
  recipe(before: Recipe): Promise<Recipe>
  /** What else its folder is to hold before it begins. */
  readonly fill?: (part: RunHome) => Promise<void>
}

/** Makes the folder of a run that shares another's past up to a round. The parent is only read. */
export async function branch(
  parent: RunHome,
  at: number,
  future: Future,
): Promise<{ home: RunHome; terms: Terms }> {
  return withStore(parent, "read", async (store) => {
    const past = await readPast(parent, store, at)
    await holdPlugins(parent, past.terms.recipe)
    const recipe = await future.recipe(past.terms.recipe)
    refuseOtherWorld(past.terms.recipe, recipe, at)
    const terms = { recipe, history: historyUpTo(past.terms, at), parentHead: past.head }
    const name = future.name ?? freshId(recipe.name)
    const home = await createHome(future.runs, name, terms, async (part) => {
      await takeOver(parent, store, part)
      await future.fill?.(part)
    })
    return { home, terms }
  })
}

/** The weights that a round leaves: those that play, and those that training goes on from. */
interface Weights {
  readonly champion: Hash
  readonly line: Hash
}

/** The parent's terms, and its journal's hash where the round was closed. */
async function readPast(
  parent: RunHome,
  store: Store,
  at: number,
): Promise<{ terms: Terms; head: Hash }> {
  let terms: Terms | undefined
  let head: Hash | undefined
  let last = 0
  let weights: Weights | undefined
  const closed = new Map<number, Weights>()
  for await (const { event, hash } of readEvents(store)) {
    if (event.kind === "run.opened") terms = termsFrom(event)
    weights = weightsAfter(weights, event)
    if (event.kind === "round.closed") {
      last = event.round
      closed.set(last, weights!)
      if (event.round === at) head = hash
    }
    if (event.kind === "run.closed" && event.outcome === "halted" && event.rounds === at) {
      throw new UsageError(
        `${parent.id} was ${event.outcome} after round ${at} (${event.reason}), and so would the fork be`,
        `part ways earlier: --at ${at - 1}`,
      )
    }
  }
  if (terms !== undefined && head !== undefined) {
    if (!isFixedSeat(terms.recipe.seats?.solver)) refuseLostWeights(parent, closed, at)
    return { terms, head }
  }
  throw new UsageError(
    `${parent.id} has not closed round ${at}`,
    last === 0 ? `\`agon resume ${parent.id}\` first` : `its last closed round is ${last}`,
  )
}

function weightsAfter(before: Weights | undefined, event: RunEvent): Weights | undefined {
  if (event.kind === "base.created") return { champion: event.checkpoint, line: event.checkpoint }
  if (event.kind !== "round.decided" || before === undefined) return before
  const { decision, challenger } = event
  if (decision === "promoted") return { champion: challenger, line: challenger }
  return { ...before, line: decision === "held" ? challenger : before.champion }
}

/** A run that was thinned out, as the sample is, cannot be gone on with from every round. */
function refuseLostWeights(
  { id, checkpoints }: RunHome,
  closed: ReadonlyMap<number, Weights>,
  at: number,
): void {
  const isWhole = ({ champion, line }: Weights) =>
    [champion, line].every((hash) =>
      [checkpointFile, checkpointFolder].some((place) => existsSync(place(checkpoints, hash))),
    )
  if (isWhole(closed.get(at)!)) return
  const whole = [...closed].filter(([, weights]) => isWhole(weights)).map(([round]) => round)
  throw new UsageError(
    `${id} no longer has the checkpoint from which training would go on after round ${at}`,
    whole.length === 0
      ? "fork a run that still has its checkpoints, or make one with `agon run`"
      : `it has those of ${whole.length === 1 ? "round" : "rounds"} ${whole.join(", ")}: --at ${whole.at(-1)}`,
  )
}

function refuseOtherWorld(before: Recipe, after: Recipe, at: number): void {
  const change = changeOfWorld(before, after)
  if (change !== undefined) {
    throw new RunFailure(
      "recipe",
      "other-world",
      `a fork keeps its parent's ${change}`,
      "start a run of its own with `agon run`",
    )
  }
  if (after.rounds > at) return
  throw new UsageError(
    `the recipe ends with round ${after.rounds}, and the fork begins after round ${at}`,
    `say how many rounds there are to be in all: --rounds ${at + 10}`,
  )
}

/** Which recipe ruled which rounds, up to the cut. */
function historyUpTo({ recipe, history }: Terms, at: number): Terms["history"] {
  const earlier = history.filter(({ until }) => until < at)
  const ruling = history.find(({ until }) => at <= until)?.recipe ?? recipe
  return [...earlier, { recipe: ruling, until: at }]
}

/** Everything that has an id: what the fork does not need it never looks up. */
async function takeOver(parent: RunHome, from: Store, part: RunHome): Promise<void> {
  for (const folder of ["checkpoints", "bundles"] as const) {
    if (existsSync(parent[folder])) cpSync(parent[folder], part[folder], { recursive: true })
  }
  const to = openStore(part, "write")
  try {
    let batch: StoredOutcome[] = []
    for await (const outcome of from.outcomes()) {
      batch.push(outcome)
      if (batch.length < OUTCOMES_PER_WRITE) continue
      await to.settle(batch)
      batch = []
    }
    await to.settle(batch)
  } finally {
    await to.close()
  }
}
