import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import { promptedSolver } from "../../agents/solver/machine.ts"
import type { Model } from "../../src/model.ts"
import type { Call, CallOutcome } from "../../src/record/call.ts"
import type { RunEvent } from "../../src/record/event.ts"
import { type Hash, hashJson, hashOf } from "../../src/record/id.ts"
import { mintProblem, type Problem } from "../../src/record/problem.ts"
import { Recipe, type RecipeInput } from "../../src/record/recipe.ts"
import { PROVED } from "../../src/record/verdict.ts"
import { type RunParts, startRun } from "../../src/run/start.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import type { Store } from "../../src/store.ts"
import type { Trainer } from "../../src/trainer.ts"
import type { World } from "../../src/world.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"

const PLAYED = ["integer-addition", "integer-multiplication"]

/** The real judge, with fewer skills to take the fingerprint of. */
export const SUMS_AND_PRODUCTS = {
  ...arithmetic,
  skills: arithmetic.skills.filter(({ name }) => PLAYED.includes(name)),
}

/** A run of one skill, small enough to play in a fraction of a second. */
export const RECIPE = Recipe.parse({
  name: "table",
  rounds: 3,
  skills: ["integer-addition"],
  problemsPerRound: 24,
  attempts: 4,
  proposer: { policy: "learned" },
  gate: {},
  training: { steps: 2, batch: 4, replay: 1, learningRate: 1e-3, learningRateEnd: 1e-4 },
  suites: { developmentPerLevel: 6, testPerLevel: 6 },
  promotion: {},
  stop: { yieldMin: 0 },
} satisfies RecipeInput)

export function recipeWith(change: Partial<RecipeInput>): Recipe {
  return Recipe.parse({ ...RECIPE, ...change })
}

/** A sum as a problem, without a verifier: for rules that only look at records. */
export function problemOf(sum: string, change: Partial<Problem> = {}): Problem {
  return mintProblem({
    verifier: "table",
    skill: "sum",
    level: 1,
    rung: { digits: 1 },
    spec: { skill: "sum", sum },
    statement: { text: `What is ${sum}?`, latex: sum, format: "integer" },
    key: sumIn(sum),
    answer: sumIn(sum),
    proof: PROVED,
    canonical: sum,
    family: `family of ${sum}`,
    lineage: { round: 1, seat: 0, move: "fresh" },
    ...change,
  })
}

/** What the numbers in a text add up to. */
export function sumIn(text: string): string {
  return `${(text.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0)}`
}

/** A clock that only counts: two runs write other labels and the same hashes. */
export function countingWorld(from = 0): World {
  let now = from
  return {
    clock: { now: () => ++now, monotonic: () => ++now },
    freshName: () => "table",
    wait: async () => {},
    jitter: () => 0.5,
  }
}

/**
 * A model that answers by adding up what it reads, right or wrong as `skill` decides: generation 0
 * is the untrained one, and every training job brings the next.
 */
export class Table {
  readonly calls: Call[] = []
  readonly jobs: string[] = []
  readonly generations = new Map<Hash, number>()
  private readonly outcome: (call: Call, generation: number) => CallOutcome

  constructor(outcome: (call: Call, generation: number) => CallOutcome = sometimes) {
    this.outcome = outcome
  }

  readonly model: Model = {
    describe: () => ({ name: "table", knobs: [], concurrency: 8, promptTokensMax: 99 }),
    complete: async (call) => {
      this.calls.push(call)
      return this.outcome(call, this.generations.get(call.checkpoint) ?? 0)
    },
    close: async () => {},
  }

  readonly trainer: Trainer = {
    create: async (seed) => this.made(hashOf(`base ${seed}`), 0),
    submit: async (job) => {
      this.jobs.push(job.id)
      this.made(hashOf(job.id), (this.generations.get(job.base) ?? 0) + 1)
      return { job: job.id }
    },
    poll: async () => ({ state: "done" }),
    fetch: async ({ job }) => ({ hash: hashOf(job), job, steps: 2, rows: 4, tokens: 40, loss: 1 }),
    close: async () => {},
  }

  private made(hash: Hash, generation: number): Hash {
    this.generations.set(hash, generation)
    return hash
  }
}

export function said(call: Call, text: (seat: number) => string): CallOutcome {
  const samples = Array.from({ length: call.samples }, (_, seat) => ({
    text: text(seat),
    stop: "end" as const,
  }))
  return { kind: "reply", samples, promptTokens: 5, completionTokens: call.samples }
}

/** Right in a quarter of all seats, and more often from generation to generation. */
export function sometimes(call: Call, generation: number): CallOutcome {
  return said(call, (seat) => {
    const luck = Number.parseInt(hashOf(`${call.prompt} ${seat}`).slice(0, 4), 16) / 65_536
    return luck < 0.25 * (generation + 1) ? sumIn(call.prompt) : "1"
  })
}

export const FAILED: CallOutcome = {
  kind: "failure",
  code: "bad-request",
  message: "no",
  transient: false,
}

export interface Played {
  readonly store: Store
  readonly table: Table
  readonly events: readonly RunEvent[]
}

/** A folder that is gone after the test. */
export async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "agon-run-"))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function withStore<Value>(work: (store: Store) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const store = openSqliteStore(join(folder, "journal.sqlite"))
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })
}

/** Plays a recipe on a store with the real machines, screen, judge, gate, journal and store. */
export async function play(
  store: Store,
  table: Table,
  change: Partial<RunParts> = {},
  mode: "write" | "replay" = "write",
) {
  const events: RunEvent[] = []
  const parts: RunParts = {
    recipe: RECIPE,
    history: [],
    store,
    world: countingWorld(),
    verifiers: [SUMS_AND_PRODUCTS],
    proposer: embeddedProposer,
    solver: promptedSolver,
    formaliser,
    model: table.model,
    trainer: table.trainer,
    bundles: { write: async (rows, about) => hashJson({ rows, about }) },
    watch: { stage: () => {}, training: () => {}, event: (event) => events.push(event) },
    ...change,
  }
  const result = await startRun(parts, mode)
  return { ...result, events }
}

export function only<Kind extends RunEvent["kind"]>(events: readonly RunEvent[], kind: Kind) {
  return events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind)
}
