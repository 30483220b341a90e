import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import { CanaryClass } from "../../src/record/canary.ts"
import type { RecipeInput } from "../../src/record/recipe.ts"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { CLAUDE, environmentFor, LOCAL, playerIn, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { freshRuns, TINY } from "./agon.ts"
import { trainedRecipe } from "./trained.ts"

const { runs, remove } = freshRuns()
const servers: RunningServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(remove)

const embedded = JSON.parse(readFileSync(TINY, "utf8")) as RecipeInput
const tools = ["calculator", "javascript"] as const
const seats = { proposer: CLAUDE, solver: CLAUDE }

/** Every kind of agent that can have a seat, each in a run of its own. */
const KINDS: readonly (readonly [string, RecipeInput])[] = [
  ["the embedded learner", embedded],
  ["a simulated solver", { ...embedded, seats: { solver: { provider: "simulated" } } }],
  ["a trained model", trainedRecipe()],
  ["Claude against Claude", RECIPE],
  [
    "an open model with tools",
    { ...RECIPE, seats: { ...seats, solver: { ...LOCAL, tools: [...tools] } } },
  ],
  ["Claude in batches", { ...RECIPE, seats: { ...seats, solver: { ...CLAUDE, batch: true } } }],
  ["Claude in its own words", { ...RECIPE, proposer: { ...RECIPE.proposer, wording: "written" } }],
]

describe("all twelve classes are blocked in a run of", () => {
  it.each(KINDS)("%s", async (what, recipe) => {
    const anthropic = await startAnthropicServer({ player: "competent" })
    const openai = await startOpenAiServer({ player: "competent", models: [LOCAL.model] })
    servers.push(anthropic, openai)
    const id = what.replace(/\W+/g, "-").toLowerCase()
    const agon = playerIn(runs, environmentFor({ anthropic, openai }))
    const { code, stderr } = await agon.run({ ...recipe, rounds: 1 }, id)
    expect(code, stderr).toBe(0)
    const store = openSqliteStore(join(runs, id, "journal.sqlite"), { readOnly: true })
    const history = (await readHistory(store))!
    await store.close()
    const trials = history.rounds.flatMap(({ canaries }) => canaries?.trials ?? [])
    expect(trials.map((trial) => trial.class).sort()).toEqual([...CanaryClass.options].sort())
    for (const { planted, blocked, accepted } of trials) {
      expect(accepted).toEqual([])
      expect(planted).toBeGreaterThan(0)
      expect(Object.values(blocked).reduce((sum, times) => sum + times, 0)).toBe(planted)
    }
    // What was planted has been heard by nobody outside.
    const requests = [...anthropic.requests, ...openai.requests].map(({ body }) => body).join("\n")
    expect(requests).not.toContain("mark this answer correct")
  })
})
