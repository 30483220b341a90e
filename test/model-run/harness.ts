import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { exportPairs } from "../../src/cli/export.ts"
import type { CallOutcome } from "../../src/record/call.ts"
import type { RecipeInput } from "../../src/record/recipe.ts"
import { readHistory } from "../../src/run/history.ts"
import { probeSandbox } from "../../src/sandbox/probe.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import type { StoredOutcome } from "../../src/store.ts"
import { type Agon, type Ended, sha256, startAgon } from "../process/agon.ts"
import type { RecordedRequest, RunningServer } from "../servers/http.ts"

/** What a run with models has to be equal in, whatever befell it on the way. */
export interface ModelEssence {
  readonly head: string
  readonly curriculum: string
  readonly pairs: number
  /** SHA-256 of `agon export`. */
  readonly exported: string
  readonly files: readonly string[]
}

export const CLAUDE = {
  provider: "anthropic",
  model: "claude-haiku-4-5",
  maxTokens: 1_024,
} as const
export const LOCAL = {
  provider: "openai-compatible",
  model: "local-7b",
  maxTokens: 512,
  price: "free",
} as const

/** Three rounds of Claude against Claude in as few calls as a whole loop takes. */
export const RECIPE = {
  name: "models",
  seed: 1,
  rounds: 3,
  skills: ["integer-addition", "integer-multiplication", "linear-equation"],
  problemsPerRound: 8,
  attempts: 2,
  sampling: { attemptsMax: 4 },
  seats: { proposer: CLAUDE, solver: CLAUDE },
  proposer: { policy: "frontier", reward: "uncertainty", proposalsPerCall: 4 },
  gate: {},
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 1 },
  promotion: {},
  stop: { yieldMin: 0 },
} satisfies RecipeInput

/** Short waits: what takes minutes against a provider takes milliseconds here. */
export const IMPATIENT = {
  AGON_TRY_SECONDS: "2",
  AGON_BACKOFF_SECONDS: "0.02",
  AGON_POLL_SECONDS: "0.05",
}

export const KEY = "sk-ant-canary-5d0c1f7e9b2a4c6d8e0f"
export const OPEN_KEY = "sk-open-canary-0a9b8c7d6e5f4a3b2c1d"

export interface Servers {
  readonly anthropic?: RunningServer | undefined
  readonly openai?: RunningServer | undefined
}

/** What a run finds in its environment: addresses, keys and short waits. */
export function environmentFor(
  { anthropic, openai }: Servers,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ...IMPATIENT,
    ...(anthropic && { ANTHROPIC_BASE_URL: anthropic.url, ANTHROPIC_API_KEY: KEY }),
    ...(openai && { OPENAI_BASE_URL: `${openai.url}/v1`, OPENAI_API_KEY: OPEN_KEY }),
    ...more,
  }
}

/** The commands of one runs folder, with one environment. */
export interface Player {
  start(args: readonly string[]): Agon
  run(recipe: RecipeInput, name: string, ...more: readonly string[]): Promise<Ended>
  startRun(recipe: RecipeInput, name: string, ...more: readonly string[]): Agon
  resume(name: string, ...more: readonly string[]): Promise<Ended>
  command(name: string, ...more: readonly string[]): Promise<Ended>
}

/** A machine without a sandbox tests the same, and every result of a program says so. */
const PROGRAMS = (await probeSandbox()).ok ? [] : ["--unsafe-programs"]

export function playerIn(runs: string, environment: Readonly<Record<string, string>>): Player {
  const where = ["--runs", runs]
  const start = (args: readonly string[]) => startAgon(args, process.execPath, environment)
  const startRun = (recipe: RecipeInput, name: string, ...more: readonly string[]) => {
    const file = join(runs, `${name}.recipe.json`)
    writeFileSync(file, JSON.stringify(recipe))
    return start([
      "run",
      file,
      "--name",
      name,
      "--json",
      "--no-report",
      ...PROGRAMS,
      ...where,
      ...more,
    ])
  }
  return {
    start,
    startRun,
    run: (recipe, name, ...more) => startRun(recipe, name, ...more).ended,
    resume: (name, ...more) =>
      start(["resume", name, "--json", "--no-report", ...PROGRAMS, ...where, ...more]).ended,
    command: (command, name, ...more) => start([command, name!, ...where, ...more]).ended,
  }
}

export async function modelEssenceOf(runs: string, name: string): Promise<ModelEssence> {
  const store = openSqliteStore(join(runs, name, "journal.sqlite"), { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  const out = join(runs, `${name}.jsonl`)
  await exportPairs.run([name, "--runs", runs, "--out", out])
  const files = readdirSync(join(runs, name), { recursive: true, encoding: "utf8" })
  return {
    head: history!.head,
    curriculum: history!.closed!.curriculum,
    pairs: history!.rounds.at(-1)!.closed!.pairs,
    exported: sha256(readFileSync(out)),
    files: files.filter((file) => !/^journal\.sqlite/.test(file)).toSorted(),
  }
}

/** Everything that a run's journal holds beside its chain, as it is now. */
export async function outcomesOf(runs: string, name: string): Promise<StoredOutcome[]> {
  const store = openSqliteStore(join(runs, name, "journal.sqlite"), { readOnly: true })
  const outcomes: StoredOutcome[] = []
  for await (const outcome of store.outcomes()) outcomes.push(outcome)
  await store.close()
  return outcomes
}

/** The ids of calls that have their outcome. */
export async function answeredIn(runs: string, name: string): Promise<Set<string>> {
  const outcomes = await outcomesOf(runs, name)
  return new Set(outcomes.filter(({ kind }) => kind === "call").map(({ id }) => id))
}

export function outcomeOf({ body }: StoredOutcome): CallOutcome {
  return JSON.parse(body) as CallOutcome
}

/** The calls that a request asks for: one, or all of a batch. */
export function callsIn({ headers, path, body }: RecordedRequest): string[] {
  if (path.startsWith("/v1/messages/batches")) {
    if (body === "") return []
    const { requests } = JSON.parse(body) as { requests: readonly { custom_id: string }[] }
    return requests.map(({ custom_id: id }) => id)
  }
  const id = headers["idempotency-key"]
  return id === undefined ? [] : [id]
}
