import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { type ModelSeats, readModels } from "../../src/view/models.ts"
import { renderReport } from "../../src/view/report.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { HOSTILE, poison } from "../view/hostile.ts"
import { bench, type Ended, lastJson } from "./agon.ts"

const { start, runs, file } = bench()

const HAIKU = { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 1_024 }
const LOCAL = {
  provider: "openai-compatible",
  model: "local-7b",
  maxTokens: 512,
  price: "free",
  tools: ["calculator"],
  toolTurnsMax: 1,
}

const RECIPE = {
  name: "besieged",
  rounds: 1,
  skills: ["integer-multiplication", "order-of-operations"],
  problemsPerRound: 8,
  attempts: 3,
  seats: { proposer: HAIKU, solver: LOCAL },
  proposer: { policy: "frontier" },
  gate: {},
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 0 },
  promotion: {},
  stop: { yieldMin: 0 },
}

/** What no terminal may be sent: controls but the line end, and what turns text around. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

const servers: RunningServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

function env() {
  const [claude, local] = servers
  return {
    ANTHROPIC_BASE_URL: claude!.url,
    ANTHROPIC_API_KEY: "sk-canary-0f1e2d3c",
    OPENAI_BASE_URL: `${local!.url}/v1`,
  }
}

describe("a run whose solver is out to do harm", () => {
  let ran: Ended
  beforeAll(async () => {
    servers.push(await startAnthropicServer({ player: "competent" }))
    servers.push(await startOpenAiServer({ player: "hostile" }))
    const path = file("besieged.json", JSON.stringify(RECIPE))
    ran = await start(["run", path, "--name", "besieged", "--json"], env()).ended
  })

  it("ends as any other, in lines of plain ASCII that stay short", () => {
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/^[\x20-\x7e\n]*$/)
    const lines = ran.out.trimEnd().split("\n")
    for (const line of lines) JSON.parse(line)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(20_000)
    expect(lastJson(ran.out)).toMatchObject({ outcome: "finished", labels: { errors: 0 } })
  })

  it("shows its answers nowhere in a form that acts", async () => {
    const { out } = await start(["export", "besieged"]).ended
    const { pair } = JSON.parse(out.split("\n")[0]!)
    const shown = await Promise.all([
      start(["resume", "besieged"]).ended,
      start(["show", pair]).ended,
      start(["show", pair, "--json"]).ended,
      start(["list"]).ended,
    ])
    for (const { code, out: text, err } of shown) {
      expect(code).toBe(0)
      expect(text).not.toMatch(ACTING)
      expect(err).not.toMatch(ACTING)
    }
  })

  it("has a report that is text: one script-free page of bounded size", () => {
    const page = readFileSync(join(runs, "besieged", "report.html"), "utf8")
    expect(page).not.toMatch(/<script|<img|<iframe|<body onload|javascript:/i)
    expect(page.match(/<style/g)).toHaveLength(1)
    expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(page.length).toBeLessThan(400_000)
  })

  it("has a report that stays text were every word of the run hostile", async () => {
    const store = openSqliteStore(join(runs, "besieged", "journal.sqlite"), { readOnly: true })
    const honest = (await readHistory(store))!
    const history = poison(honest)
    const { proposer, solver } = honest.opened.recipe.seats as Required<ModelSeats>
    const seats = { proposer: { ...proposer, model: HOSTILE }, solver }
    const models = await readModels(store, history, seats)
    await store.close()
    const page = renderReport(history, { runId: "besieged", version: "0.0.0", models })
    expect(page).toContain("onerror=alert(1)") // it is there, and it is text
    expect(page).not.toMatch(/<script|<img|<svg onload|<body onload|<\/title><body/i)
    expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(page).toContain("claimed")
  })

  it("has the key nowhere", () => {
    const journal = readFileSync(join(runs, "besieged", "journal.sqlite"))
    const page = readFileSync(join(runs, "besieged", "report.html"))
    for (const bytes of [journal, page, Buffer.from(ran.out), Buffer.from(ran.err)]) {
      expect(bytes.includes("sk-canary-0f1e2d3c")).toBe(false)
    }
  })
})

describe("a run whose proposer is out to do harm", () => {
  it("says why it could not go on in words that act on nothing", async () => {
    const claude = await startAnthropicServer({ player: "hostile" })
    servers.push(claude)
    const other = { ...RECIPE, name: "hijacked", proposer: { policy: "frontier", tries: 1 } }
    const path = file("hijacked.json", JSON.stringify(other))
    const hostile = { ...env(), ANTHROPIC_BASE_URL: claude.url }
    const { code, out, err } = await start(["run", path, "--name", "hijacked"], hostile).ended
    expect(code).toBe(1)
    expect(err).toContain("refused every draft of round 1")
    expect(out + err).not.toMatch(ACTING)
    expect((out + err).length).toBeLessThan(4_000)
  })
})
