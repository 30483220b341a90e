import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { RecipeInput } from "../../src/record/recipe.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import {
  CLAUDE,
  callsIn,
  environmentFor,
  LOCAL,
  type ModelEssence,
  modelEssenceOf,
  outcomesOf,
  type Player,
  playerIn,
  RECIPE,
} from "../model-run/harness.ts"
import { type AnthropicOptions, startAnthropicServer } from "../servers/anthropic.ts"
import type { ChaosPlan } from "../servers/chaos.ts"
import { HARMLESS_FAULTS } from "../servers/fault-names.ts"
import type { RecordedRequest, RunningServer, ServerOptions } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { type Agon, freshRuns } from "./agon.ts"

// `AGON_MODEL_KILLS=200 npx vitest run test/process/model-kill.test.ts` is the long version.
const KILLS = Number(process.env.AGON_MODEL_KILLS ?? 12)
const SEED = Number(process.env.AGON_MODEL_KILL_SEED ?? 1)
const KILLS_PER_RUN = 4 // then a run may finish, and the next one begins
const SPAN_MS = 2_000 // from the first request of a process to its death, at most
const STARTUP_SHARE = 0.1 // of the kills: from the start of a process instead
const LATENCY_MS = 100 // of every reply, so that calls are out when a kill comes

const KINDS = {
  plain: RECIPE,
  tools: {
    ...RECIPE,
    rounds: 2,
    seats: { proposer: CLAUDE, solver: { ...LOCAL, tools: ["calculator"] } },
  },
  batches: {
    ...RECIPE,
    rounds: 2,
    seats: { proposer: CLAUDE, solver: { ...CLAUDE, batch: true } },
  },
} satisfies Record<string, RecipeInput>
type Kind = keyof typeof KINDS

const STORM: ChaosPlan = {
  // Without usage the count of tokens is another one; a hanging call is all that a kill would meet.
  faults: HARMLESS_FAULTS.filter((name) => !/usage|hang|late/.test(name)),
  share: 0.2,
  retryAfterSeconds: 0.05,
  dripMs: 0,
}

const { runs, remove } = freshRuns()
const whole = new Map<Kind, ModelEssence>()

/** What the kills met: told at the end, and what makes the test worth its name. */
const tally = { kills: 0, inFlight: 0, finished: 0, answered: 0, unnamed: 0 }

beforeAll(async () => {
  const calm = await startServers({}, {})
  const agon = playerIn(runs, environmentFor(calm, { AGON_TRY_SECONDS: "60" }))
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const { code, stderr } = await agon.run(KINDS[kind], kind)
    expect(code, stderr).toBe(0)
    whole.set(kind, await modelEssenceOf(runs, kind))
  }
  await stop(calm)
})
afterAll(remove)

describe("a run with models that is killed again and again", () => {
  it(`ends as if it had not been, and asks nothing twice that was answered (${KILLS} kills)`, {
    timeout: 60_000 + KILLS * 20_000,
  }, async () => {
    const random = randomStream(SEED, "model-kill")
    const kinds = Object.keys(KINDS) as Kind[]
    for (let run = 0; tally.kills < KILLS; run++) {
      await killOften(kinds[run % kinds.length]!, run, random)
      tally.finished++
    }
    const { kills, inFlight, finished, answered, unnamed } = tally
    console.log(
      `seed ${SEED}: ${kills} kills in ${finished} runs, ${inFlight} while calls were out; of ` +
        `${answered} answers that were in the journals none was asked for again; ` +
        `${unnamed} kills fell between a batch and its name`,
    )
    expect(inFlight, "kills must have fallen while calls were out").toBeGreaterThan(KILLS / 4)
  })
})

/** One run, killed some times and played to its end. */
async function killOften(kind: Kind, run: number, random: Random): Promise<void> {
  const id = `${kind}-${run}`
  // A batch that is made twice would be paid twice: here the server knows it again by its key.
  const chaos = kind === "batches" ? {} : { chaos: STORM }
  const servers = await startServers({ latencyMs: LATENCY_MS, ...chaos }, { honoursKeys: true })
  const agon = playerIn(runs, environmentFor(servers))
  const past: Past = { answered: new Set(), sent: { anthropic: 0, openai: 0 } }
  for (let kill = 0; kill < KILLS_PER_RUN && tally.kills < KILLS; kill++) {
    const isEarly = random.next() < STARTUP_SHARE
    const wasKilled = await playAndKill(goOn(agon, kind, id), servers, {
      isEarly,
      delay: random.next() * SPAN_MS,
    })
    expectNothingAgain(servers, past, id)
    if (!wasKilled) break
    if (existsSync(join(runs, id))) await remember(servers, past, id)
  }
  const { code, stderr } = await goOn(agon, kind, id).ended
  expect(code, `${id}, seed ${SEED}: ${stderr}`).toBe(0)
  expectNothingAgain(servers, past, id)
  tally.answered += past.answered.size
  expect(await modelEssenceOf(runs, id), `${id}, seed ${SEED}`).toEqual(whole.get(kind))
  rmSync(join(runs, id), { recursive: true })
  await stop(servers)
}

/** Whether it was killed: it may have been faster. */
async function playAndKill(
  agon: Agon,
  servers: Servers,
  { isEarly, delay }: { isEarly: boolean; delay: number },
): Promise<boolean> {
  const before = requestsTo(servers)
  let out = 0
  const kill = () => {
    out = inFlight(servers)
    agon.killAll()
  }
  const kills: NodeJS.Timeout[] = []
  const watch = setInterval(() => {
    if (!isEarly && requestsTo(servers) === before) return
    clearInterval(watch)
    kills.push(setTimeout(kill, delay))
  }, 5)
  const { signal, code, stderr } = await agon.ended
  clearInterval(watch)
  for (const timer of kills) clearTimeout(timer)
  if (signal === null) {
    expect(code, stderr).toBe(0)
    return false
  }
  tally.kills++
  if (out > 0) tally.inFlight++
  // What the dead process had written to its sockets arrives all the same.
  for (let quiet = 0; quiet < 2; quiet = inFlight(servers) === 0 ? quiet + 1 : 0) await sleep(30)
  return true
}

/** Every answer that is durable now, and how much had been sent until now. */
interface Past {
  readonly answered: Set<string>
  sent: { readonly [Name in keyof Servers]: number }
}

async function remember(servers: Servers, past: Past, id: string): Promise<void> {
  const { anthropic, openai } = servers
  past.sent = { anthropic: anthropic.requests.length, openai: openai.requests.length }
  for (const { id: call, kind, body } of await outcomesOf(runs, id)) {
    if (kind === "call") past.answered.add(call)
    if (kind !== "batch") continue
    // A batch that has its name in the journal is as good as answered.
    for (const one of callsIn(batchesMade(servers)[numberIn(body) - 1]!)) past.answered.add(one)
  }
  const names = (await outcomesOf(runs, id)).filter(({ kind }) => kind === "batch").length
  if (batchesMade(servers).length > names) tally.unnamed++
}

function expectNothingAgain(servers: Servers, { answered, sent }: Past, id: string): void {
  const { anthropic, openai } = servers
  const since = [...anthropic.requests.slice(sent.anthropic), ...openai.requests.slice(sent.openai)]
  const again = since.flatMap(callsIn).filter((call) => answered.has(call))
  expect(again, `${id}, seed ${SEED}: answered, and asked for again`).toEqual([])
}

/** The server numbers its batches in the order in which it makes them. */
function numberIn(body: string): number {
  return Number(/msgbatch_0*(\d+)/.exec(body)![1])
}

/** What was handed in, each once: a key that is known makes no batch. */
function batchesMade({ anthropic }: Servers): RecordedRequest[] {
  const handedIn = anthropic.requests.filter(({ method, path }) => {
    return method === "POST" && path === "/v1/messages/batches"
  })
  const byKey = new Map<string, RecordedRequest>()
  for (const request of handedIn) {
    const key = request.headers["idempotency-key"]!
    if (!byKey.has(key)) byKey.set(key, request)
  }
  return [...byKey.values()]
}

function requestsTo({ anthropic, openai }: Servers): number {
  return anthropic.counts.requests + openai.counts.requests
}

function inFlight({ anthropic, openai }: Servers): number {
  return anthropic.counts.inFlight + openai.counts.inFlight
}

function goOn(agon: Player, kind: Kind, id: string): Agon {
  if (!existsSync(join(runs, id))) return agon.startRun(KINDS[kind], id)
  return agon.start(["resume", id, "--json", "--no-report", "--runs", runs])
}

interface Servers {
  readonly anthropic: RunningServer
  readonly openai: RunningServer
}

async function startServers(all: ServerOptions, claude: AnthropicOptions): Promise<Servers> {
  return {
    anthropic: await startAnthropicServer({ player: "mediocre", batchMs: 200, ...all, ...claude }),
    openai: await startOpenAiServer({ player: "mediocre", models: [LOCAL.model], ...all }),
  }
}

async function stop({ anthropic, openai }: Servers): Promise<void> {
  await anthropic.close()
  await openai.close()
}
