import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Player } from "../src/agent.ts"
import { compose } from "../src/cli/compose.ts"
import { machineWorld } from "../src/cli/world.ts"
import { cardOf } from "../src/model/card.ts"
import { openModel } from "../src/model/open.ts"
import type { Model } from "../src/model.ts"
import { type Call, mintCall } from "../src/record/call.ts"
import { Recipe, type RecipeInput } from "../src/record/recipe.ts"
import { type FixedSeat, Seat, seatCheckpoint } from "../src/record/seat.ts"
import { Effects } from "../src/run/effect.ts"
import { metered } from "../src/run/meter.ts"
import { Queue } from "../src/run/queue.ts"
import { startRun } from "../src/run/start.ts"
import { Till } from "../src/run/till.ts"
import { openSqliteStore } from "../src/store/sqlite.ts"

export const PROVIDERS = ["anthropic", "openai"] as const
export type ProviderName = (typeof PROVIDERS)[number]

export interface Busy {
  readonly calls: number
  readonly seconds: number
  /** Processor time of the client's process, in seconds of all its threads. */
  readonly cpuSeconds: number
}

export interface Orchestrated {
  readonly attempts: number
  readonly cpuSeconds: number
}

const RETRY = { triesMax: 12, deadlineMs: 60_000, baseMs: 500, capMs: 5_000 }
const TRY_MS = 60_000

/** Calls of one model, so many in flight, all journalled and paid, to a server over HTTP. */
export async function keepBusy(
  provider: ProviderName,
  { inFlight, waves, latencyMs }: { inFlight: number; waves: number; latencyMs: number },
): Promise<Busy> {
  const seat = seatOf(provider, inFlight)
  return withServer(provider, latencyMs, (environment) =>
    inFolder(async (folder) => {
      const store = openSqliteStore(join(folder, "journal.sqlite"))
      const effects = new Effects(store, machineWorld.clock, "write", machineWorld.wait)
      const bare = openModel(seat, environment, TRY_MS)
      const model = payingModel(bare, effects, inFlight)
      const calls = Array.from({ length: inFlight * waves }, (_, at) => callFor(seat, at))
      await effects.complete(model, calls.slice(-1)) // the connection and the compiler are warm
      const cpu = process.cpuUsage()
      const begun = performance.now()
      await effects.complete(model, calls.slice(0, -1))
      const seconds = (performance.now() - begun) / 1_000
      const cpuSeconds = secondsOf(process.cpuUsage(cpu))
      await bare.close()
      await store.close()
      return { calls: calls.length - 1, seconds, cpuSeconds }
    }),
  )
}

/** The same number of requests by `fetch` alone: what the server and the machine allow just now. */
export async function keepBareBusy(
  provider: ProviderName,
  { inFlight, waves, latencyMs }: { inFlight: number; waves: number; latencyMs: number },
): Promise<Busy> {
  const body = JSON.stringify({ system: SYSTEM, prompt: "Solve the problem." })
  return withServer(provider, latencyMs, async (environment) => {
    const url = environment.ANTHROPIC_BASE_URL ?? environment.OPENAI_BASE_URL!
    const ask = async () => (await fetch(url, { method: "POST", body })).json()
    await ask()
    const cpu = process.cpuUsage()
    const begun = performance.now()
    const workers = Array.from({ length: inFlight }, async () => {
      for (let wave = 0; wave < waves; wave++) await ask()
    })
    await Promise.all(workers)
    const seconds = (performance.now() - begun) / 1_000
    return { calls: inFlight * waves, seconds, cpuSeconds: secondsOf(process.cpuUsage(cpu)) }
  })
}

/** A whole run whose solver answers at once: in this process, or through HTTP. */
export async function orchestrate(through: ProviderName | "door"): Promise<Orchestrated> {
  const provider = through === "door" ? "openai" : through
  const recipe = Recipe.parse({ ...RECIPE, seats: { solver: seatOf(provider, 64) } })
  return withServer(through === "door" ? undefined : provider, 0, (environment) =>
    inFolder(async (folder) => {
      Object.assign(process.env, environment)
      const home = {
        id: "bench",
        folder,
        journal: join(folder, "journal.sqlite"),
        checkpoints: join(folder, "checkpoints"),
        bundles: join(folder, "bundles"),
        plugins: join(folder, "plugins"),
        jobs: join(folder, "jobs"),
        serveLog: join(folder, "serve.log"),
        report: join(folder, "report.html"),
      }
      const store = openSqliteStore(home.journal)
      let attempts = 0
      const watch = {
        stage: () => {},
        training: () => {},
        event: (event: { kind: string; attempts?: number }) => {
          if (event.kind === "round.attempted") attempts += event.attempts ?? 0
        },
      }
      const playing = {
        threads: 1 as const,
        unsafePrograms: false,
        budget: undefined,
        drain: new AbortController().signal,
        counted: () => {},
      }
      const terms = { recipe, history: [] }
      const { parts, close } = compose(home, store, terms, watch, playing)
      const seats = (effects: Effects) => ({ solver: instantPlayer(recipe, effects) })
      const cpu = process.cpuUsage()
      await startRun(through === "door" ? { ...parts, seats } : parts, "write")
      const cpuSeconds = secondsOf(process.cpuUsage(cpu))
      await close()
      await store.close()
      return { attempts, cpuSeconds }
    }),
  )
}

/** Nothing is asked of the embedded learner, and nothing trains: what is left is orchestration. */
const RECIPE = {
  name: "bench",
  rounds: 4,
  skills: ["integer-addition", "integer-multiplication", "linear-equation", "order-of-operations"],
  problemsPerRound: 64,
  attempts: 16,
  proposer: { policy: "uniform" },
  gate: {},
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 0 },
  promotion: {},
  stop: { yieldMin: 0, heldRoundsMax: 100 },
} satisfies RecipeInput

function seatOf(provider: ProviderName, concurrency: number): FixedSeat {
  const seat =
    provider === "anthropic"
      ? { provider, model: "claude-haiku-4-5", maxTokens: 64, concurrency }
      : {
          provider: "openai-compatible",
          model: "local-7b",
          price: "free",
          maxTokens: 64,
          concurrency,
        }
  return Seat.parse(seat) as FixedSeat
}

function callFor(seat: FixedSeat, at: number): Call {
  return mintCall({
    role: "solver",
    checkpoint: seatCheckpoint(seat),
    system: SYSTEM,
    prompt: `Solve the problem.\n\nWhat is ${at} + 17?`,
    samples: 1,
    maxTokens: 64,
    seed: at,
  })
}

const SYSTEM =
  "You solve problems. Think as long as you need to, then give one final answer between " +
  "<answer> and </answer>, in the form that the problem asks for, and nothing after it."

function instantPlayer(recipe: Recipe, effects: Effects): Player {
  const seat = recipe.seats!.solver as FixedSeat
  const card = cardOf(seat)
  const instant: Model = {
    describe: () => card,
    complete: async () => ({
      kind: "reply",
      samples: [{ text: "<answer>7</answer>", stop: "end" }],
      promptTokens: 80,
      completionTokens: 8,
      usage: { input: 80, output: 8, cacheRead: 0, cacheWrite: 0, isBatch: false },
    }),
    close: async () => {},
  }
  const model = payingModel(instant, effects, card.concurrency)
  const complete = (calls: readonly Call[]) => effects.complete(model, calls)
  return { seat, card, checkpoint: seatCheckpoint(seat), complete }
}

function payingModel(model: Model, effects: Effects, callsMax: number): Model {
  return metered({
    model,
    world: machineWorld,
    queue: new Queue(machineWorld, callsMax),
    till: new Till({ run: { tokens: Number.MAX_SAFE_INTEGER } }, effects),
    price: undefined,
    drain: new AbortController().signal,
    retry: RETRY,
  })
}

async function withServer<Value>(
  provider: ProviderName | undefined,
  latencyMs: number,
  work: (environment: Record<string, string>) => Promise<Value>,
): Promise<Value> {
  if (provider === undefined) return work({})
  const entry = new URL("./run-server.ts", import.meta.url).pathname
  const server = spawn(process.execPath, [entry, provider, String(latencyMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const url = await new Promise<string>((resolve) => {
    server.stdout.once("data", (text: Buffer) => resolve(text.toString().trim()))
  })
  try {
    return await work(
      provider === "anthropic"
        ? { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "sk-bench-0123456789" }
        : { OPENAI_BASE_URL: `${url}/v1` },
    )
  } finally {
    server.kill()
  }
}

async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "agon-bench-"))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}
