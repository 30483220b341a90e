import { afterAll, afterEach, describe, expect, it } from "vitest"
import type { RecipeInput } from "../../src/record/recipe.ts"
import {
  CLAUDE,
  environmentFor,
  LOCAL,
  modelEssenceOf,
  playerIn,
  RECIPE,
} from "../model-run/harness.ts"
import { chargedIn, entriesOf, expectLedger } from "../model-run/ledger.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import type { ChaosPlan } from "../servers/chaos.ts"
import { ALL_FAULTS, HARMLESS_FAULTS } from "../servers/fault-names.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { freshRuns } from "./agon.ts"

const SEED = Number(process.env.AGON_CHAOS_SEED ?? 1)
/** Refusals and cut-off replies are answers: both runs are given the same ones. */
const CALM: ChaosPlan = { share: 0, unanswered: 0.1, seed: SEED }
const STORM: ChaosPlan = {
  faults: HARMLESS_FAULTS,
  share: 0.7,
  unanswered: CALM.unanswered!,
  seed: SEED,
  retryAfterSeconds: 0.05,
  lateMs: 1_500, // longer than a try
  dripMs: 0,
}

const { runs, remove } = freshRuns()
const servers: RunningServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(remove)

const STREAMED = 8_000 // tokens from which both clients ask for a stream
const short = { ...RECIPE, rounds: 2 } satisfies RecipeInput
const met = new Map<string, number>()

const RECIPES: readonly (readonly [string, RecipeInput])[] = [
  [
    "claude-streamed",
    { ...short, seats: { proposer: CLAUDE, solver: { ...CLAUDE, maxTokens: STREAMED } } },
  ],
  [
    "claude-whole",
    { ...short, seats: { proposer: { ...CLAUDE, maxTokens: STREAMED }, solver: CLAUDE } },
  ],
  [
    "open-streamed",
    { ...short, seats: { proposer: CLAUDE, solver: { ...LOCAL, maxTokens: STREAMED } } },
  ],
  [
    "open-whole-with-tools",
    { ...short, seats: { proposer: CLAUDE, solver: { ...LOCAL, tools: ["calculator"] } } },
  ],
]

describe("a run that meets every fault", () => {
  it.each(RECIPES)("ends as if it had met none (%s)", async (name, recipe) => {
    const calm = await played(`${name}-calm`, recipe, CALM, "60")
    const storm = await played(`${name}-storm`, recipe, STORM, "1")
    const { curriculum, exported, pairs } = calm.essence
    expect(storm.essence).toMatchObject({ curriculum, exported, pairs })
    expect(pairs).toBeGreaterThan(0)
    for (const { requests } of storm.servers) {
      for (const { fault } of requests) if (fault) met.set(fault, (met.get(fault) ?? 0) + 1)
    }
    // An undisturbed ledger is the provider's own count; a disturbed one is never below it.
    expect((await chargedIn(runs, `${name}-calm`)).tokens).toBe(billed(calm.servers))
    const charged = await chargedIn(runs, `${name}-storm`)
    expect(charged.tokens).toBeGreaterThanOrEqual(billed(storm.servers))
    for (const [id, played] of [
      [`${name}-calm`, calm] as const,
      [`${name}-storm`, storm] as const,
    ]) {
      await expectLedger(runs, id, callsAsked(played.servers))
    }
  })

  it("has really met each of them", () => {
    console.log(`faults met: ${[...met].map(([name, times]) => `${name} ${times}`).join(", ")}`)
    expect([...met.keys()].toSorted()).toEqual([...ALL_FAULTS].toSorted())
  })
})

interface Played {
  readonly essence: Awaited<ReturnType<typeof modelEssenceOf>>
  readonly servers: readonly RunningServer[]
}

async function played(
  id: string,
  recipe: RecipeInput,
  chaos: ChaosPlan,
  trySeconds: string,
): Promise<Played> {
  const anthropic = await startAnthropicServer({ player: "mediocre", chaos })
  const openai = await startOpenAiServer({ player: "mediocre", models: [LOCAL.model], chaos })
  const own = [anthropic, openai]
  servers.push(...own)
  const { code, stderr } = await playerIn(
    runs,
    environmentFor({ anthropic, openai }, { AGON_TRY_SECONDS: trySeconds }),
  ).run(recipe, id)
  expect(code, stderr).toBe(0)
  expect((await entriesOf(runs, id)).length).toBeGreaterThan(0)
  return { essence: await modelEssenceOf(runs, id), servers: own }
}

function billed(asked: readonly RunningServer[]): number {
  return asked.reduce((sum, { counts }) => sum + counts.billed.input + counts.billed.output, 0)
}

/** Every request for a model's words, by the call that it was for. */
function callsAsked(asked: readonly RunningServer[]): string[] {
  return asked.flatMap(({ requests }) =>
    requests.flatMap(({ headers }) => headers["idempotency-key"] ?? []),
  )
}
