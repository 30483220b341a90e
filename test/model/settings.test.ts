import { inspect } from "node:util"
import fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { sealed } from "../../src/model/failure.ts"
import { findTrouble, openModel } from "../../src/model/open.ts"
import { probeOpenAi } from "../../src/model/openai/probe.ts"
import { Scrubber, Secret, secretOf } from "../../src/model/secret.ts"
import { seatFailure } from "../../src/model/setting.ts"
import { AnthropicSeat, OpenAiSeat, Seat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import type { RunningServer } from "../servers/http.ts"
import { startOpenAiServer } from "../servers/openai.ts"
import { startWire } from "./wire.ts"

const CLAUDE = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
const LOCAL = OpenAiSeat.parse({ provider: "openai-compatible", model: "local-7b" })
const DEADLINE_MS = 20_000

describe("a seat without what it needs", () => {
  it.each([
    [CLAUDE, {}, "auth", "ANTHROPIC_API_KEY"],
    [CLAUDE, { ANTHROPIC_API_KEY: "  " }, "auth", "ANTHROPIC_API_KEY"],
    [CLAUDE, { ANTHROPIC_API_KEY: "two\nlines" }, "auth", "ANTHROPIC_API_KEY"],
    [
      CLAUDE,
      { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: "nowhere" },
      "not-found",
      "_BASE_URL",
    ],
    [LOCAL, { OPENAI_BASE_URL: "file:///etc/passwd" }, "not-found", "OPENAI_BASE_URL"],
    [LOCAL, { OPENAI_BASE_URL: `http://me:${CANARY}@localhost` }, "auth", "OPENAI_BASE_URL"],
    [LOCAL, { OPENAI_API_KEY: "ключ" }, "auth", "OPENAI_API_KEY"],
  ])("says so for every call and asks nobody: %#", async (seat, environment, code, words) => {
    const model = openModel(seat, environment, DEADLINE_MS)
    const outcome = await model.complete(callOf())
    expect(outcome).toEqual(seatFailure(seat, environment))
    expect(outcome).toMatchObject({
      code,
      transient: false,
      message: expect.stringContaining(words),
    })
    expect(outcome).not.toHaveProperty("billed")
    expect(JSON.stringify(outcome)).not.toContain(CANARY)
    expect(model.describe().name).toBe(`${seat.provider}/${seat.model}`)
    await model.close()
  })

  it("is none where the seat needs nothing or has it", () => {
    expect(seatFailure(Seat.parse({ provider: "embedded" }), {})).toBeUndefined()
    expect(seatFailure(LOCAL, {})).toBeUndefined()
    expect(seatFailure(CLAUDE, { ANTHROPIC_API_KEY: CANARY })).toBeUndefined()
  })

  it("takes no key from where it was not told to look", async () => {
    const wire = await startWire({ status: 400, body: null })
    process.env.OPENAI_API_KEY = CANARY
    try {
      const model = openModel(LOCAL, { OPENAI_BASE_URL: wire.url }, DEADLINE_MS)
      await model.complete(callOf())
      expect(wire.requests[0]!.headers).not.toHaveProperty("authorization")
    } finally {
      delete process.env.OPENAI_API_KEY
      await wire.close()
    }
  })
})

describe("a secret", () => {
  it("shows itself nowhere but where it is asked to", () => {
    const secret = new Secret(CANARY)
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
    ]
    for (const text of shown) expect(text).not.toContain(CANARY)
    expect(secret.reveal()).toBe(CANARY)
    expect(secretOf({ KEY: ` ${CANARY}\n` }, "KEY")?.reveal()).toBe(CANARY)
    expect(secretOf({ KEY: "" }, "KEY")).toBeUndefined()
  })

  it.each([CLAUDE, LOCAL])("is not in a model that is printed: $provider", (seat) => {
    const environment = { ANTHROPIC_API_KEY: CANARY, OPENAI_API_KEY: CANARY }
    const model = openModel(seat, environment, DEADLINE_MS)
    expect(inspect(model, { depth: 20, showHidden: true })).not.toContain(CANARY)
    expect(JSON.stringify(model)).not.toContain(CANARY)
  })

  it("is in no outcome, wherever a server puts it and however it is escaped", () => {
    const key = fc.string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" })
    const around = fc.string({ maxLength: 700 })
    fc.assert(
      fc.property(key, around, around, (value, before, after) => {
        fc.pre(!"[secret]".includes(value))
        const scrubber = new Scrubber([new Secret(value)])
        const told = before + value + after
        const failure = { kind: "failure", code: "x", message: told, transient: false }
        const { message } = sealed(failure, scrubber) as typeof failure
        expect(message).not.toContain(value)
        expect(message.length).toBeLessThanOrEqual(512)
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        const reply = { kind: "reply", samples: [{ text: told, uses: [{ [told]: told }] }] }
        expect(sealed(reply, scrubber).samples[0]!.text).not.toContain(value)
        expect(JSON.stringify(sealed(reply, scrubber))).not.toContain(
          JSON.stringify(value).slice(1, -1),
        )
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it("leaves texts alone that have no key in them", () => {
    const reply = { kind: "reply", text: "sk is short, and so is none" }
    expect(sealed(reply, new Scrubber([new Secret("sk"), undefined]))).toBe(reply)
  })
})

describe("asking a server what it serves", () => {
  let server: RunningServer
  afterEach(() => server?.close())
  const probe = async (model: string, options = {}) => {
    server = await startOpenAiServer({ models: ["local-7b", "qwen2.5:latest"], ...options })
    return probeOpenAi({ ...LOCAL, model }, { environment: {}, baseUrl: `${server.url}/v1` })
  }

  it("finds a model by its name, with one request that costs nothing", async () => {
    const models = ["local-7b", "qwen2.5:latest"]
    expect(await probe("local-7b")).toEqual({ kind: "served", models })
    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/models"])
    await server.close()
    expect(await probe("qwen2.5")).toEqual({ kind: "served", models })
  })

  it("finds no trouble with a seat whose server serves it, and asks Claude nothing", async () => {
    server = await startOpenAiServer()
    expect(await findTrouble(LOCAL, { OPENAI_BASE_URL: `${server.url}/v1` })).toBeUndefined()
    const elsewhere = { ...LOCAL, model: "elsewhere" }
    const environment = { OPENAI_BASE_URL: `${server.url}/v1`, ANTHROPIC_BASE_URL: server.url }
    expect(await findTrouble(elsewhere, environment)).toMatchObject({ code: "not-found" })
    expect(await findTrouble(CLAUDE, environment)).toMatchObject({ code: "auth" })
    const keyed = { ...environment, ANTHROPIC_API_KEY: CANARY }
    expect(await findTrouble(CLAUDE, keyed)).toBeUndefined()
    expect(server.requests).toHaveLength(2)
  })

  it("says what is served where the model is not", async () => {
    expect(await probe("local-70b")).toMatchObject({
      code: "not-found",
      transient: false,
      message: "the server does not serve local-70b; it serves local-7b, qwen2.5:latest",
    })
  })

  it("says that nobody is there, that a key is wanted, or that it is no such server", async () => {
    expect(await probe("local-7b", { apiKey: CANARY })).toMatchObject({ code: "auth" })
    await server.close()
    const gone = { environment: {}, baseUrl: `${server.url}/v1` }
    expect(await probeOpenAi(LOCAL, gone)).toMatchObject({ code: "unreachable" })
    const page = await startWire({ body: "<h1>Welcome</h1>" })
    const other = { environment: {}, baseUrl: page.url }
    expect(await probeOpenAi(LOCAL, other)).toMatchObject({ code: "malformed" })
    await page.close()
    const none = { environment: { OPENAI_BASE_URL: "nowhere" } }
    expect(await probeOpenAi(LOCAL, none)).toMatchObject({ code: "not-found" })
  })
})
