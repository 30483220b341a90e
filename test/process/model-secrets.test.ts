import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import type { RecipeInput } from "../../src/record/recipe.ts"
import {
  CLAUDE,
  environmentFor,
  KEY,
  LOCAL,
  OPEN_KEY,
  outcomesOf,
  playerIn,
  RECIPE,
} from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { competent } from "../servers/competent.ts"
import { HARMLESS_FAULTS } from "../servers/fault-names.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import type { Player } from "../servers/player.ts"
import { type Agon, childrenOf, type Ended, freshRuns } from "./agon.ts"

const { runs, remove } = freshRuns()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(remove)

/** What people set when they look for a fault. */
const LOUD = { DEBUG: "*", NODE_DEBUG: "fetch,undici", ANTHROPIC_LOG: "debug" }
const PROGRAM = "Object.entries(globalThis.process?.env ?? {}).join(' ') || 'nothing'"

/** Looks for secrets in its first turn, with the tool that it is given. */
const curious: Player = (heard) => {
  const hasLooked = heard.turns.some(({ role }) => role === "tool")
  if (!heard.tools.some(({ name }) => name === "javascript") || hasLooked) return competent(heard)
  return { text: "", thinking: "", toolUses: [{ name: "javascript", input: { program: PROGRAM } }] }
}

const onLinux = it.skipIf(process.platform !== "linux")

describe("the keys of a run", () => {
  onLinux(
    "are in no file, no output and no child of it, even where everything is logged",
    async () => {
      const chaos = { faults: HARMLESS_FAULTS, share: 0.2, retryAfterSeconds: 0.05, dripMs: 0 }
      const anthropic = await startAnthropicServer({ chaos, apiKey: KEY })
      const models = [LOCAL.model]
      const openai = await startOpenAiServer({ player: curious, models, chaos, apiKey: OPEN_KEY })
      closing.push(anthropic.close, openai.close)
      const agon = playerIn(runs, environmentFor({ anthropic, openai }, LOUD))
      const playing = agon.startRun(TOOLED, "loud")
      const environments = await childEnvironments(playing)
      const ended = await playing.ended
      expect(ended.code, ended.stderr).toBe(0)
      expectNoKey(ended)
      expect(environments.length, "no child was seen").toBeGreaterThan(0)
      for (const environment of environments) expectNone(environment)
      const kinds = (await outcomesOf(runs, "loud")).map(({ kind }) => kind)
      expect(kinds).toContain("tool")
      for (const command of ["audit", "replay", "report", "export", "list"]) {
        expectNoKey(await agon.command(command, command === "list" ? "--json" : "loud"))
      }
      expectNoKeyInFiles(join(runs, "loud"))
    },
  )

  it("are not repeated when a server throws them back", async () => {
    const server = createServer((request, response) => {
      const said = JSON.stringify(request.headers)
      const error = { type: "authentication_error", message: `no: ${said}` }
      response.writeHead(request.method === "GET" ? 200 : 401, {
        "content-type": "application/json",
      })
      response.end(JSON.stringify({ type: "error", error, data: [{ id: LOCAL.model }] }))
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    closing.push(async () => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const agon = playerIn(runs, {
      ...environmentFor({}, LOUD),
      ...{ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: KEY },
      ...{ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: OPEN_KEY },
    })
    for (const [id, recipe] of Object.entries({ claude: RECIPE, open: OPEN })) {
      const ended = await agon.run(recipe, id)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toMatch(/refused the key|API_KEY|\[secret\]/)
      expectNoKey(ended)
      expectNoKeyInFiles(join(runs, id))
    }
  })
})

const TOOLED = {
  ...RECIPE,
  rounds: 1,
  seats: { proposer: CLAUDE, solver: { ...LOCAL, tools: ["javascript"] } },
} satisfies RecipeInput
const OPEN = { ...RECIPE, seats: { proposer: LOCAL, solver: LOCAL } } satisfies RecipeInput

function expectNone(text: string): void {
  expect(text.includes(KEY) || text.includes(OPEN_KEY), text.slice(0, 400)).toBe(false)
}

function expectNoKey({ stdout, stderr }: Ended): void {
  expectNone(stdout)
  expectNone(stderr)
}

/** The bytes of every file, the journal and its log among them. */
function expectNoKeyInFiles(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const own = files.filter((file) => file.isFile())
  expect(own.map(({ name }) => name)).toContain("journal.sqlite")
  for (const { parentPath, name } of own) {
    expectNone(readFileSync(join(parentPath, name)).toString("latin1"))
  }
}

/** The environments of all processes that a run has started, as the system shows them. */
async function childEnvironments(agon: Agon): Promise<string[]> {
  const seen = new Map<number, string>()
  const read = (pid: number, what: "cmdline" | "environ") =>
    readFileSync(`/proc/${pid}/${what}`, "latin1")
  const look = (pid: number) => {
    try {
      for (const child of childrenOf(pid)) {
        // Between its fork and its program a child is its parent's copy, environment and all.
        const isItself = read(child, "cmdline") !== read(pid, "cmdline")
        if (isItself || seen.has(pid)) seen.set(child, read(child, "environ"))
        look(child)
      }
    } catch {
      // It has ended while we looked.
    }
  }
  await expect
    .poll(() => read(agon.child.pid!, "environ").includes(KEY), {
      timeout: 10_000,
      message: "the look into an environment sees nothing",
    })
    .toBe(true)
  const timer = setInterval(() => look(agon.child.pid!), 2)
  await agon.ended
  clearInterval(timer)
  return [...seen.values()]
}
