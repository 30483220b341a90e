import { afterAll, afterEach, describe, expect, it } from "vitest"
import type { RecipeInput } from "../../src/record/recipe.ts"
import {
  CLAUDE,
  environmentFor,
  LOCAL,
  modelEssenceOf,
  outcomesOf,
  playerIn,
  RECIPE,
} from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import type { PlayerName } from "../servers/players.ts"
import { freshRuns } from "./agon.ts"

const { runs, remove } = freshRuns()
const servers: RunningServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(remove)

const TOOLED = {
  ...RECIPE,
  rounds: 2,
  seats: { proposer: CLAUDE, solver: { ...LOCAL, tools: ["calculator", "javascript"] } },
} satisfies RecipeInput

const BATCHED = {
  ...RECIPE,
  rounds: 2,
  seats: { proposer: CLAUDE, solver: { ...CLAUDE, batch: true } },
} satisfies RecipeInput

const WRITTEN = {
  ...RECIPE,
  rounds: 2,
  proposer: { ...RECIPE.proposer, wording: "written" },
} satisfies RecipeInput

describe.each<[string, RecipeInput, string, PlayerName[]]>([
  ["Claude against Claude", RECIPE, "call", ["mediocre", "hostile"]],
  ["Claude against an open model with tools", TOOLED, "tool", ["competent", "hostile"]],
  ["Claude against Claude in batches", BATCHED, "batch", ["mediocre"]],
  ["Claude in its own words against Claude", WRITTEN, "call", ["competent"]],
])("%s", (what, recipe, kind, players) => {
  it.each(players)("plays whole rounds through the command line (%s)", async (player) => {
    const anthropic = await startAnthropicServer({ player })
    const openai = await startOpenAiServer({ player, models: [LOCAL.model] })
    servers.push(anthropic, openai)
    const agon = playerIn(runs, environmentFor({ anthropic, openai }))
    const id = `${what.replace(/\W+/g, "-").toLowerCase()}-${player}`
    const { code, stderr } = await agon.run(recipe, id)
    expect(stderr).not.toMatch(/bug in Agon/)
    const isFinished = code === 0
    if (player !== "hostile") {
      expect(code, stderr).toBe(0)
      expect((await modelEssenceOf(runs, id)).pairs).toBeGreaterThan(0)
      expect((await outcomesOf(runs, id)).map((outcome) => outcome.kind)).toContain(kind)
    }
    await expectSameWithoutModels(id, [anthropic, openai], isFinished)
  })
})

/** Audit and replay ask nobody, and a replay decides everything as the run did. */
async function expectSameWithoutModels(
  id: string,
  asked: readonly RunningServer[],
  isFinished: boolean,
): Promise<void> {
  const requests = asked.map(({ counts }) => counts.requests)
  const away = playerIn(runs, { ANTHROPIC_BASE_URL: asked[0]!.url, ANTHROPIC_API_KEY: "" })
  const audit = await away.command("audit", id)
  expect(audit.code, audit.stdout + audit.stderr).toBe(0)
  if (isFinished) {
    const whole = await modelEssenceOf(runs, id)
    const replay = await away.command("replay", id, "--json")
    expect(replay.code, replay.stderr).toBe(0)
    const { head, curriculum } = whole
    expect(JSON.parse(replay.stdout)).toMatchObject({ head, curriculum })
    expect(await modelEssenceOf(runs, id)).toEqual(whole)
  }
  expect(asked.map(({ counts }) => counts.requests)).toEqual(requests)
  expect(requests[0]).toBeGreaterThan(0)
}
