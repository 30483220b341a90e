import { afterEach, describe, expect, it } from "vitest"
import { type ChaosPlan, openChaos } from "./chaos.ts"
import { ALL_FAULTS, FAULTS, type Fault, HARMLESS_FAULTS } from "./fault-names.ts"
import type { RunningServer } from "./http.ts"
import { startOpenAiServer } from "./openai.ts"

const KEYS = Array.from({ length: 400 }, (_, index) => `POST /v1/messages\n{"n":${index}}`)
const CALL = { isModelCall: true, isStream: false }

let server: RunningServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

/** The faults of one request until it is answered. */
function fateOf(plan: ChaosPlan | undefined, key: string, kind = CALL): Fault[] {
  const chaos = openChaos(plan)
  const faults: Fault[] = []
  for (let time = 1; time <= 20; time++) {
    const fault = chaos.faultFor(key, time, kind)
    if (fault !== null) faults.push(fault)
  }
  return faults
}

describe("a plan of chaos", () => {
  it("leaves everything alone without a plan", () => {
    expect(KEYS.flatMap((key) => fateOf(undefined, key))).toEqual([])
  })

  it("lets every request through after three tries at most", () => {
    const lengths = KEYS.map((key) => fateOf({}, key).length)
    expect(new Set(lengths)).toEqual(new Set([1, 2, 3]))
    for (const key of KEYS) expect(openChaos({ tries: 9 }).faultFor(key, 4, CALL)).toBeNull()
  })

  it("has every fault befall somebody", () => {
    const stream = { isModelCall: true, isStream: true }
    const met = KEYS.flatMap((key) => [...fateOf({}, key), ...fateOf({}, key, stream)])
    expect(new Set(met)).toEqual(new Set(ALL_FAULTS))
  })

  it("befalls the share of requests that it names", () => {
    const met = KEYS.filter((key) => fateOf({ share: 0.25 }, key).length > 0)
    expect(met.length / KEYS.length).toBeCloseTo(0.25, 1)
  })

  it("hangs on the request and the seed alone", () => {
    const fates = (seed: number) => KEYS.map((key) => fateOf({ seed }, key))
    expect(fates(1)).toEqual(fates(1))
    expect(fates(1)).not.toEqual(fates(2))
  })

  it("leaves the same requests without an answer, whatever befalls them before", () => {
    const calm = openChaos({ share: 0, unanswered: 0.3 })
    const storm = { faults: HARMLESS_FAULTS, unanswered: 0.3 }
    const lasting = KEYS.map((key) => calm.faultFor(key, 1, CALL))
    expect(new Set(lasting)).toEqual(new Set([null, "refusal", "max-tokens"]))
    const taken = KEYS.map((key) => {
      for (let time = 1; ; time++) {
        const fault = openChaos(storm).faultFor(key, time, CALL)
        if (fault === null || !FAULTS[fault].transient) return fault
      }
    })
    for (const [at, fault] of lasting.entries()) if (fault !== null) expect(taken[at]).toBe(fault)
    expect(taken.filter((fault) => fault === "refusal" || fault === "max-tokens").length).toBe(
      lasting.filter((fault) => fault !== null).length,
    )
  })

  it("spares what is no model call the faults of content", () => {
    const other = { isModelCall: false, isStream: false }
    const met = new Set(KEYS.flatMap((key) => fateOf({}, key, other)))
    for (const fault of ["refusal", "missing-usage", "truncated-json"] as const) {
      expect(met).not.toContain(fault)
    }
    expect(met).toContain("overloaded")
  })
})

describe("a server under chaos", () => {
  const faults: Fault[] = ["rate-limited", "status-500", "truncated-json", "html-200"]

  async function ask(n: number): Promise<string | undefined> {
    const response = await fetch(`${server!.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({
        model: "local-7b",
        messages: [{ role: "user", content: `<problem>What is ${n} + 1?</problem>` }],
      }),
    })
    const text = await response.text()
    if (response.status !== 200) return undefined
    try {
      return String(JSON.parse(text).choices[0].message.content)
    } catch {
      return undefined
    }
  }

  async function askUntilAnswered(n: number): Promise<string> {
    for (let time = 1; time <= 4; time++) {
      const said = await ask(n)
      if (said !== undefined) return said
    }
    return expect.fail("it was never answered")
  }

  it("gives in the end what it gives without, in whatever order it is asked", async () => {
    const numbers = Array.from({ length: 40 }, (_, n) => n)
    server = await startOpenAiServer()
    const calm = await Promise.all(numbers.map(askUntilAnswered))
    await server.close()
    server = await startOpenAiServer({ chaos: { faults } })
    const wild = new Map<number, string>()
    for (const n of numbers.toReversed()) wild.set(n, await askUntilAnswered(n))
    expect(numbers.map((n) => wild.get(n))).toEqual(calm)
    const { counts, requests } = server
    expect(counts.answered).toBe(numbers.length)
    expect(counts.repeated).toBe(0)
    const failed = Object.values(counts.byFault).reduce((sum, count) => sum + count, 0)
    expect(requests).toHaveLength(numbers.length + failed)
    expect(requests.filter(({ answered }) => answered)).toHaveLength(numbers.length)
  })

  it("counts what is asked again after it was answered", async () => {
    server = await startOpenAiServer()
    await ask(1)
    await ask(1)
    await ask(2)
    expect(server.counts).toMatchObject({ requests: 3, answered: 3, repeated: 1 })
    expect(server.counts.billed.replies).toBe(3)
  })

  it("tells those beyond its limit to wait", async () => {
    server = await startOpenAiServer({ latencyMs: 200, inFlightMax: 3 })
    const said = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(n)))
    expect(said.filter((text) => text === undefined)).toHaveLength(5)
    expect(server.counts.byStatus).toEqual({ 200: 3, 429: 5 })
  })
})
