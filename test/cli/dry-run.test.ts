import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { bench, type Ended, lastJson } from "./agon.ts"

const { agon, start, file } = bench()

const RECIPE = {
  name: "asked",
  rounds: 1,
  skills: ["integer-multiplication", "linear-equation"],
  problemsPerRound: 8,
  attempts: 2,
  sampling: { attemptsMax: 4 },
  seats: {
    proposer: { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 2_048 },
    solver: { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 512 },
  },
  budget: { dollars: 5 },
  proposer: { policy: "frontier", wording: "written" },
  gate: { solveRateMin: 0.1, solveRateMax: 0.9 },
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 1 },
  promotion: {},
  stop: { yieldMin: 0 },
}

interface Range {
  readonly low: number
  readonly likely: number
  readonly high: number
}
interface Role {
  readonly role: string
  readonly calls: Range
  readonly input: Range
  readonly output: Range
  readonly dollars: Range | null
}

let server: RunningServer
let asked: string
beforeAll(async () => {
  server = await startAnthropicServer({ player: "mediocre" })
  asked = file("asked.json", JSON.stringify(RECIPE))
})
afterAll(() => server.close())

function rolesOf(ended: Ended): Role[] {
  return lastJson(ended.out).roles as Role[]
}

describe("agon run --dry-run", () => {
  it("needs no key, sends nothing, leaves nothing behind and says what it rests on", async () => {
    const env = { ANTHROPIC_BASE_URL: server.url }
    const { code, out } = await start(["run", asked, "--dry-run"], env).ended
    expect(code).toBe(0)
    expect(out).toContain("Nothing was sent.")
    expect(out).toMatch(/as of \d{4}-\d\d-\d\d \(https:/)
    expect(out).toContain("budget: $5.00")
    expect(out).toContain("- proposer calls: nothing refused")
    expect(server.requests).toHaveLength(0)
    expect(JSON.parse((await agon("list", "--json")).out)).toEqual([])
  })

  it("holds between low and high what a real run then takes, role by role", async () => {
    const estimated = rolesOf(await agon("run", asked, "--dry-run", "--json"))
    const env = { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: "sk-test" }
    const ran = await start(["run", asked, "--name", "real", "--json"], env).ended
    expect(ran.err).toBe("")
    const { roles } = lastJson(ran.out).models as { roles: Taken[] }
    expect(roles.map(({ role }) => role)).toEqual(["proposer", "solver", "formaliser"])
    for (const { role, replies, tokens, dollars } of roles) {
      const own = estimated.find((one) => one.role === role)!
      expectWithin(replies, own.calls, `${role} calls`)
      expectWithin(tokens.input + tokens.cacheRead + tokens.cacheWrite, own.input, `${role} in`)
      expectWithin(tokens.output, own.output, `${role} out`)
      expectWithin(dollars, own.dollars!, `${role} dollars`)
    }
  })

  it("says that a budgeted run would be refused for want of a price", async () => {
    const other = structuredClone(RECIPE)
    other.seats.solver.model = "claude-from-next-year"
    const path = file("unpriced.json", JSON.stringify(other))
    const { code, out } = await agon("run", path, "--dry-run")
    expect(code).toBe(1)
    expect(out).toContain("claude-from-next-year, a price that nobody has checked")
    expect(out).toContain("is refused until it is known")
    const json = await agon("run", path, "--dry-run", "--json")
    expect(lastJson(json.out)).toMatchObject({ kind: "estimate", refused: "no-price" })
    const played = await start(["run", path], { ANTHROPIC_API_KEY: "sk-test" }).ended
    expect(played.code).toBe(1)
    expect(played.err).toContain("price")
  })

  it("compares a budget from the command line, in dollars and in tokens", async () => {
    const args = ["--dry-run", "--json", "--budget", "0.001", "--token-budget", "900000000"]
    const { budget } = lastJson((await agon("run", asked, ...args)).out)
    expect(budget).toMatchObject([
      { of: "run", unit: "dollars", limit: 0.001, fit: "will-pause" },
      { of: "run", unit: "tokens", limit: 900_000_000, fit: "fits" },
    ])
    const roles = rolesOf(await agon("run", asked, "--dry-run", "--json"))
    const middle = roles.reduce((sum, { dollars }) => sum + dollars!.likely, 0)
    for (const [share, fit] of [
      [0.99, "likely-pauses"],
      [1.01, "may-pause"],
    ] as const) {
      const limit = ["--budget", (share * middle).toFixed(6)]
      const { budget: own } = lastJson(
        (await agon("run", asked, ...args.slice(0, 2), ...limit)).out,
      )
      expect(own).toMatchObject([{ unit: "dollars", fit }])
    }
  })

  it("says of a recipe without models that it costs nothing", async () => {
    const { code, out } = await agon("run", "quick", "--dry-run")
    expect(code).toBe(0)
    expect(out).toContain("costs nothing")
  })
})

interface Taken {
  readonly role: string
  readonly replies: number
  readonly dollars: number
  readonly tokens: { readonly [part: string]: number } & {
    readonly input: number
    readonly output: number
    readonly cacheRead: number
    readonly cacheWrite: number
  }
}

function expectWithin(value: number, { low, high }: Range, what: string): void {
  expect(value, what).toBeGreaterThanOrEqual(low)
  expect(value, what).toBeLessThanOrEqual(high)
}
