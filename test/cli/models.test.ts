import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { bench, type Ended, lastJson } from "./agon.ts"

const { start, runs, file } = bench()

const HAIKU = { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 2_048 }
const FAULTS = ["rate-limited", "status-503"] as const
const LOCAL = {
  provider: "openai-compatible",
  model: "local-7b",
  maxTokens: 512,
  price: "free",
  tools: ["calculator"],
}

function recipe(name: string, solver: object): string {
  const content = {
    name,
    rounds: 1,
    skills: ["integer-multiplication", "order-of-operations"],
    problemsPerRound: 8,
    attempts: 2,
    seats: { proposer: HAIKU, solver },
    budget: { dollars: 50 },
    proposer: { policy: "frontier" },
    gate: {},
    training: null,
    suites: { developmentPerLevel: 0, testPerLevel: 1 },
    promotion: {},
    stop: { yieldMin: 0 },
  }
  return file(`${name}.json`, JSON.stringify(content))
}

interface Role {
  readonly role: string
  readonly replies: number
  readonly tries: number
  readonly failedTries: Record<string, number>
  readonly batched: number
  readonly tokens: Record<"input" | "output" | "cacheRead" | "cacheWrite", number>
  readonly dollars: number
}
interface ModelsJson {
  readonly roles: readonly Role[]
  readonly dollars: number
  readonly measuredDollars: number
  readonly worstCaseDollars: number
  readonly dollarsPerPair: number
  readonly savedByCacheDollars: number
  readonly savedByBatchDollars: number
  readonly batches: number
  readonly tools: readonly { name: string; done: number; failed: Record<string, number> }[]
  readonly claims: { correct: number; tried: number; undecided: number }
}

function modelsOf(ended: Ended): ModelsJson {
  return lastJson(ended.out).models as ModelsJson
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

const servers: RunningServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

async function serving(server: Promise<RunningServer>): Promise<RunningServer> {
  servers.push(await server)
  return servers.at(-1)!
}

function play(claude: RunningServer, local: RunningServer | undefined, ...args: string[]) {
  const env = {
    ANTHROPIC_BASE_URL: claude.url,
    ANTHROPIC_API_KEY: "sk-test",
    ...(local && { OPENAI_BASE_URL: `${local.url}/v1` }),
  }
  return start(["run", ...args], env).ended
}

describe("a run in which Claude proposes and a local model solves with a tool", () => {
  let claude: RunningServer
  let local: RunningServer
  let ran: Ended
  let models: ModelsJson
  beforeAll(async () => {
    claude = await serving(startAnthropicServer({ player: "mediocre", cacheTokensMin: 1 }))
    const chaos = { faults: [...FAULTS], share: 0.2, seed: 3, retryAfterSeconds: 0 }
    local = await serving(startOpenAiServer({ player: "mediocre", chaos }))
    ran = await play(claude, local, recipe("mixed", LOCAL), "--name", "mixed", "--json")
    models = modelsOf(ran)
  })

  it("adds up to what the servers billed, token by token", () => {
    const [proposer, solver] = models.roles
    for (const [role, server] of [
      [proposer!, claude],
      [solver!, local],
    ] as const) {
      const { input, output, cacheRead, cacheWrite } = role.tokens
      expect(role.replies).toBe(server.counts.billed.replies)
      expect(input + cacheRead + cacheWrite).toBe(server.counts.billed.input)
      expect(output).toBe(server.counts.billed.output)
    }
  })

  it("counts every request, and every failed one by its code", () => {
    const solver = models.roles[1]!
    const asked = local.requests.filter(({ method }) => method === "POST").length
    expect(solver.tries).toBe(asked)
    expect(sum(Object.values(solver.failedTries))).toBe(asked - solver.replies)
    expect(asked).toBeGreaterThan(solver.replies)
  })

  it("says what a cache served, and what that changed in dollars", () => {
    const { tokens, dollars } = models.roles[0]!
    expect(tokens.cacheRead).toBeGreaterThan(0)
    const plain = (tokens.input + tokens.cacheRead + tokens.cacheWrite) / 1e6
    expect(dollars + models.savedByCacheDollars).toBeCloseTo(plain + (5 * tokens.output) / 1e6, 4)
  })

  it("says what a kept pair cost, which tools ran and what the proposer believed", () => {
    const { pairs } = lastJson(ran.out) as { pairs: number }
    expect(models.dollarsPerPair).toBeCloseTo(models.dollars / pairs, 9)
    expect(models.worstCaseDollars).toBe(0)
    expect(models.tools.map(({ name }) => name)).toContain("calculator")
    expect(models.tools.every(({ done }) => done > 0)).toBe(true)
    expect(models.claims.tried + models.claims.undecided).toBe(8)
  })

  it("streams how calls stand as lines of JSON, and nothing else on stdout", () => {
    const lines = ran.out.trimEnd().split("\n")
    const calls = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "calls")
    const last = calls.at(-1)
    expect(last.replies.proposer + last.replies.solver).toBe(
      sum(models.roles.map((r) => r.replies)),
    )
    expect(last.spent.microdollars).toBe(Math.round(models.dollars * 1e6))
    expect(ran.err).toBe("")
  })

  it("is summed up, reported and explained without words of training", async () => {
    const summary = await start(["resume", "mixed"]).ended
    const page = readFileSync(join(runs, "mixed", "report.html"), "utf8")
    const { pair } = JSON.parse((await start(["export", "mixed"]).ended).out.split("\n")[0]!)
    const shown = await start(["show", pair]).ended
    const visible = page.replace(/<style>.*?<\/style>|<details>.*?<\/details>/gs, "")
    for (const text of [summary.out, visible, shown.out]) {
      expect(text).toContain("local-7b")
      expect(text).not.toMatch(/untrained|challenger|promot|checkpoint|weights|learning curve/i)
    }
    expect(summary.out).toMatch(/calculator: \d+ done/)
    for (const line of summary.out.split("\n")) {
      expect(line.length <= 80 || !line.slice(12).trim().includes(" "), line).toBe(true)
    }
    expect(summary.out).toMatch(/claims +the proposer's own answers agree with the key in \d of 8/)
    expect(page).toContain("Models and what they cost")
    expect(page).toMatch(/Caches served [\d,]+ tokens/)
  })

  it("is gone on with from any round by a fork, which asks for no answer again", async () => {
    const env = { ANTHROPIC_BASE_URL: claude.url, OPENAI_BASE_URL: `${local.url}/v1` }
    const args = ["fork", "mixed", "--at", "1", "--rounds", "2", "--name", "further", "--json"]
    const { code, out, err } = await start(args, { ...env, ANTHROPIC_API_KEY: "sk-test" }).ended
    expect(code, err).toBe(0)
    const forked = (lastJson(out).models as ModelsJson).roles
    const billed = claude.counts.billed.replies + local.counts.billed.replies
    expect((lastJson(out).rounds as object[]).at(-1)).toMatchObject({ round: 2 })
    expect(sum(forked.map(({ replies }) => replies))).toBe(billed)
  })

  it("is forked by nobody else, who would be paid for the shared rounds again", async () => {
    const before = claude.counts.billed.replies + local.counts.billed.replies
    const other = ["--set", "seats.solver.model=another", "--set", "seats.solver.concurrency=2"]
    const args = ["fork", "mixed", "--at", "1", "--rounds", "2", "--name", "other", ...other]
    const env = { ANTHROPIC_BASE_URL: claude.url, OPENAI_BASE_URL: `${local.url}/v1` }
    const { code, err } = await start(args, { ...env, ANTHROPIC_API_KEY: "sk-test" }).ended
    expect(code).toBe(1)
    expect(err).toContain("a fork keeps its parent's seats.solver")
    expect(claude.counts.billed.replies + local.counts.billed.replies).toBe(before)
  })
})

describe("a run whose attempts are bought in batches", () => {
  it("says how many there were and what they saved: as much as they cost", async () => {
    const claude = await serving(startAnthropicServer({ player: "mediocre" }))
    const path = recipe("bought", { ...HAIKU, batch: true })
    const ran = await play(claude, undefined, path, "--name", "bought", "--json")
    const models = modelsOf(ran)
    const solver = models.roles.find(({ role }) => role === "solver")!
    expect(solver.batched).toBe(solver.replies)
    expect(models.batches).toBeGreaterThan(1)
    expect(models.savedByBatchDollars).toBeCloseTo(solver.dollars, 3)
    const { out } = await start(["resume", "bought"]).ended
    expect(out).toMatch(/of them in \d+ batches/)
    expect(out).toMatch(/saved +\$\S+ by batches/)
  })
})

describe("a run that reaches its budget and goes on with a larger one", () => {
  it("adds up over both processes to what the server billed", async () => {
    const claude = await serving(startAnthropicServer({ player: "mediocre" }))
    const path = recipe("paused", { ...HAIKU, maxTokens: 256 })
    const first = await play(claude, undefined, path, "--name", "paused", "--budget", "0.06")
    expect(first.code).toBe(4)
    expect(first.out).toMatch(/replies: \d+ came, .*\$0\.\d+ of \$0\.0600 spent/)
    const before = claude.counts.billed.replies
    const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "sk-test" }
    const ran = await start(["resume", "paused", "--budget", "50", "--json"], env).ended
    expect(ran.code).toBe(0)
    const { roles, worstCaseDollars } = modelsOf(ran)
    expect(before).toBeGreaterThan(0)
    expect(worstCaseDollars).toBe(0)
    expect(sum(roles.map(({ replies }) => replies))).toBe(claude.counts.billed.replies)
    expect(sum(roles.map(({ tokens }) => tokens.output))).toBe(claude.counts.billed.output)
    const lines = ran.out.trimEnd().split("\n")
    const calls = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "calls")
    expect(calls.at(-1).tokens.output).toBe(claude.counts.billed.output)
  })
})
