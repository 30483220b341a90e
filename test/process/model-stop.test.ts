import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { RecipeInput } from "../../src/record/recipe.ts"
import {
  answeredIn,
  CLAUDE,
  callsIn,
  environmentFor,
  LOCAL,
  type ModelEssence,
  modelEssenceOf,
  type Player,
  playerIn,
  RECIPE,
} from "../model-run/harness.ts"
import { type Amount, chargedIn } from "../model-run/ledger.ts"
import { type AnthropicOptions, startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { type Agon, freshRuns } from "./agon.ts"

const { runs, remove } = freshRuns()
const short = { ...RECIPE, rounds: 2 } satisfies RecipeInput
const LATENCY_MS = 400 // calls are out whenever somebody interrupts
let whole: ModelEssence
let price: { run: Amount; solver: Amount }
let server: RunningServer
let agon: Player

async function serve(options: AnthropicOptions = {}): Promise<void> {
  server = await startAnthropicServer({ player: "mediocre", ...options })
  agon = playerIn(runs, environmentFor({ anthropic: server }, { AGON_TRY_SECONDS: "60" }))
}

beforeAll(async () => {
  await serve()
  const { code, stderr } = await agon.run(short, "whole")
  expect(code, stderr).toBe(0)
  whole = await modelEssenceOf(runs, "whole")
  price = { run: await chargedIn(runs, "whole"), solver: await chargedIn(runs, "whole", "solver") }
  await server.close()
})
afterEach(() => server.close())
afterAll(remove)

describe("an interrupted run", () => {
  it("lets what is out come home, keeps it, and asks for none of it again", async () => {
    await serve({ latencyMs: LATENCY_MS })
    const process = agon.startRun(short, "drained")
    const out = await withManyOut(process)
    process.child.kill("SIGINT")
    const { code, stderr } = await process.ended
    expect(code, stderr).toBe(130)
    expect(stderr).toMatch(/interrupt again[\s\S]*agon resume drained/)
    const answered = await answeredIn(runs, "drained")
    for (const call of out) expect(answered).toContain(call)
    expect(server.counts.answered).toBe(answered.size)
    await expectWholeAfterResume("drained", answered)
  })

  it("stops at once when it is interrupted twice", async () => {
    await serve({ latencyMs: 20_000 })
    const process = agon.startRun(short, "twice")
    await untilAsked(1)
    process.child.kill("SIGINT")
    await until(() => process.stderr().includes("interrupt again"))
    await sleep(500) // sooner it would be taken for the echo of the first
    const begun = performance.now()
    process.child.kill("SIGINT")
    expect((await process.ended).code).toBe(130)
    expect(performance.now() - begun, "it has waited for the reply").toBeLessThan(15_000)
  })

  it("keeps what was out when one call ends the run", async () => {
    await serve({ latencyMs: LATENCY_MS, inFlightMax: 10 })
    // The eleventh call is turned away at once and not tried again, while ten are being answered.
    const where = environmentFor({ anthropic: server }, { AGON_RETRY_SECONDS: "0.001" })
    const { code, stderr } = await playerIn(runs, where).run(short, "halted")
    expect(code, stderr).toBe(1)
    expect(stderr).toContain("agon resume")
    const answered = await answeredIn(runs, "halted")
    expect(server.counts.answered).toBe(answered.size)
    expect(server.counts.byStatus).toHaveProperty("429")
    await expectWholeAfterResume("halted", answered)
  })
})

describe("a budget", () => {
  it("pauses the run with a code of its own, and a larger one pays nothing twice", async () => {
    await serve()
    const dollars = (0.6 * price.run.microdollars) / 1e6
    const first = await agon.run({ ...short, budget: { dollars } }, "paused")
    expect(first.code, first.stderr).toBe(4)
    expect(first.stderr).toMatch(/\$0\.\d+ are left[\s\S]*agon resume paused --budget/)
    const answered = await answeredIn(runs, "paused")
    expect(answered.size).toBeGreaterThan(0)
    const again = await agon.resume("paused")
    expect(again.code, "the same budget is still spent").toBe(4)
    await expectWholeAfterResume("paused", answered, "--budget", "5")
  })

  it.each(["run", "solver"] as const)("is never overspent (%s)", async (whose) => {
    const id = `tokens-${whose}`
    const tokens = Math.round(0.6 * price[whose].tokens)
    const budget = whose === "run" ? { tokens } : { roles: { [whose]: { tokens } } }
    // Replies without usage, or with an impossible one, are charged at what they could have cost.
    const faults = ["missing-usage", "negative-usage", "reset-after-headers"] as const
    await serve({ chaos: { faults, share: 0.3 } })
    const { code, stderr } = await agon.run({ ...short, budget }, id)
    expect(code, stderr).toBe(4)
    expect(stderr).toMatch(/\d+ tokens are left for the (run|role solver)/)
    const spent = await chargedIn(runs, id, whose === "run" ? undefined : whose)
    expect(spent.tokens).toBeLessThanOrEqual(tokens)
    expect(spent.tokens).toBeGreaterThan(tokens / 4)
  })

  it("in dollars is refused where nobody knows a price, before anything is sent", async () => {
    await serve()
    const openai = await startOpenAiServer({ models: [LOCAL.model] })
    const { price: _free, ...unpriced } = LOCAL
    const seats = { proposer: CLAUDE, solver: unpriced }
    const both = playerIn(runs, environmentFor({ anthropic: server, openai }))
    const { code, stderr } = await both.run({ ...short, seats, budget: { dollars: 1 } }, "no-price")
    await openai.close()
    expect(code).toBe(1)
    expect(stderr).toMatch(/nobody has checked a price of openai-compatible local-7b[\s\S]*price:/)
    expect(server.counts.requests).toBe(0)
    expect(openai.requests.filter(({ method }) => method === "POST")).toEqual([])
  })
})

/** Waits until a burst of calls is out, and says which. */
async function withManyOut(process: Agon): Promise<string[]> {
  await until(() => server.counts.inFlight >= 8 || process.child.exitCode !== null)
  expect(server.counts.inFlight).toBeGreaterThanOrEqual(8)
  return server.requests.filter(({ status }) => status === 0).flatMap(callsIn)
}

async function untilAsked(requests: number): Promise<void> {
  await until(() => server.counts.requests >= requests)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10)
}

async function expectWholeAfterResume(
  id: string,
  answered: ReadonlySet<string>,
  ...options: readonly string[]
): Promise<void> {
  const before = server.requests.length
  const { code, stderr } = await agon.resume(id, ...options)
  expect(code, stderr).toBe(0)
  const again = server.requests.slice(before).flatMap(callsIn)
  expect(again.filter((call) => answered.has(call))).toEqual([])
  const { head, ...rest } = await modelEssenceOf(runs, id)
  // A recipe with a budget is another recipe, so its journal begins otherwise.
  expect(whole).toMatchObject(options.length === 0 ? { head, ...rest } : rest)
}
