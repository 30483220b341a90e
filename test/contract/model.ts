import { inspect } from "node:util"
import { afterEach, describe, expect, it } from "vitest"
import type { Model } from "../../src/model.ts"
import { type Call, CallOutcome, mintCall } from "../../src/record/call.ts"
import { hasCanonicalForm, type Json } from "../../src/record/canonical.ts"
import { hashOf } from "../../src/record/id.ts"
import { handlingOf } from "../../src/rule/retry.ts"
import type { ChaosPlan } from "../servers/chaos.ts"
import { ALL_FAULTS, FAULTS, type Fault } from "../servers/fault-names.ts"

/** A model, and how often it was asked over the wire; 0 where there is none. */
export interface ModelPlace {
  readonly model: Model
  requests(): number
  close(): Promise<void>
}

export interface Serving {
  readonly chaos?: ChaosPlan
  readonly deadlineMs?: number
  readonly latencyMs?: number
  readonly player?: "competent" | "hostile"
}

/** Planted as the key of every model under test; no outcome may have it in it. */
export const CANARY = "canary-key-8f1d2c3b4a59687766554433"

export function callOf(change: Partial<Call> = {}): Call {
  const { id: _id, ...rest } = change
  return mintCall({
    role: "solver",
    checkpoint: hashOf("a seat"),
    prompt: "What is 17 + 25?",
    samples: 1,
    maxTokens: 256,
    seed: 7,
    ...rest,
  })
}

/** What any model promises, whatever stands behind the door. */
export function modelContract(name: string, open: () => Promise<ModelPlace>): void {
  describe(`${name} behind the Model door`, () => {
    let place: ModelPlace | undefined
    afterEach(() => place?.close())
    const opened = async () => {
      place = await open()
      return place.model
    }

    it("says the same of itself before and after it was asked", async () => {
      const model = await opened()
      const before = model.describe()
      await model.complete(callOf())
      expect(model.describe()).toEqual(before)
      expect(before.concurrency).toBeGreaterThanOrEqual(1)
      expect(before.promptTokensMax).toBeGreaterThan(0)
      expect(before.name).toMatch(/^[a-z-]+(\/.+)?$/)
    })

    it("gives an outcome that its record takes, with all the samples asked for", async () => {
      const model = await opened()
      const samples = model.describe().knobs.includes("samples") ? 3 : 1
      const { pace: _pace, ...outcome } = await model.complete(callOf({ samples }))
      expect(CallOutcome.parse(outcome)).toEqual(outcome)
      expect(outcome.kind === "reply" && outcome.samples.length).toBe(samples)
    })

    it("answers calls made together one by one, each as if it were alone", async () => {
      const model = await opened()
      const calls = [1, 2, 3, 4].map((seed) => callOf({ seed, prompt: `What is ${seed} + 3?` }))
      const together = await Promise.all(calls.map((call) => model.complete(call)))
      for (const [at, call] of calls.entries()) {
        expect(samplesOf(await model.complete(call))).toEqual(samplesOf(together[at]!))
      }
    })

    it("resolves after it was closed, too", async () => {
      const model = await opened()
      await model.close()
      expect(await model.complete(callOf())).toMatchObject({ kind: "failure", transient: true })
    })
  })
}

function samplesOf(outcome: CallOutcome) {
  return outcome.kind === "reply" ? outcome.samples : outcome
}

/** What befalls a request, and what comes of it: a code, or how a reply shows it. */
type Comes = string | { readonly stop?: string; readonly usage?: "unknown" }

const COMES: Readonly<Record<Fault, Comes>> = {
  "rate-limited": "rate-limited",
  "rate-limited-no-header": "rate-limited",
  overloaded: "overloaded",
  "status-500": "server",
  "status-502": "server",
  "status-503": "server",
  "status-504": "timeout",
  "reset-before-headers": "reset",
  "reset-after-headers": "cut-stream",
  hang: "timeout",
  "html-200": "malformed",
  late: "timeout",
  "slow-drip": "timeout",
  "truncated-json": "malformed",
  "two-documents": "malformed",
  "truncated-stream": "cut-stream",
  "error-in-stream": "overloaded",
  "repeated-events": "malformed",
  "empty-content": "empty",
  "missing-usage": { usage: "unknown" },
  "negative-usage": { usage: "unknown" },
  refusal: { stop: "refusal" },
  "max-tokens": { stop: "length" },
}

/** Faults after which nobody can say whether the try was counted, besides those named `COMES`. */
const BILL_UNKNOWN = /^(timeout|reset|cut-stream|malformed|empty)$/
const GATEWAY: readonly Fault[] = ["status-502", "error-in-stream"]

/** What only a deadline ends. */
const ENDLESS: readonly Fault[] = ["hang", "late", "slow-drip"]
const DEADLINE_MS = 300

const CLOSED: Json = {
  type: "object",
  properties: { expression: { type: "string" } },
  required: ["expression"],
  additionalProperties: false,
}
const STREAMED_TOKENS = 20_000 // more than any client waits for in one piece

/** What a model behind an address promises on top: one try, in time, whatever the server does. */
export function servedModelContract(
  name: string,
  serve: (serving: Serving) => Promise<ModelPlace>,
): void {
  describe(`${name} over the wire`, () => {
    let place: ModelPlace | undefined
    afterEach(() => place?.close())
    const served = async (serving: Serving = {}) => {
      place = await serve({ deadlineMs: 20_000, ...serving })
      return place
    }

    for (const maxTokens of [256, STREAMED_TOKENS]) {
      const isStreamed = maxTokens === STREAMED_TOKENS
      const way = isStreamed ? "in a stream" : "in one piece"
      for (const fault of ALL_FAULTS.filter((each) => canMeet(each, isStreamed))) {
        it(`meets ${fault} ${way} with one request`, async () => {
          const chaos = { faults: [fault], tries: 3, lateMs: 2_000, dripMs: 5 }
          const deadlineMs = ENDLESS.includes(fault) ? DEADLINE_MS : 20_000
          const { model, requests } = await served({ chaos, deadlineMs })
          const outcome = await model.complete(callOf({ maxTokens }))
          expect(requests()).toBe(1)
          expectComes(outcome, COMES[fault], GATEWAY.includes(fault))
          expect(hasCanonicalForm(outcome)).toBe(true)
          if (fault === "rate-limited") expect(outcome).toMatchObject({ retryAfterMs: 1_000 })
          expect(inspect([outcome, model], { depth: 20, showHidden: true })).not.toContain(CANARY)
        })
      }

      it(`answers ${way} what it answers otherwise`, async () => {
        const { model, requests } = await served()
        const outcome = await model.complete(callOf({ maxTokens }))
        expect(outcome).toMatchObject({ kind: "reply", samples: [{ stop: "end" }] })
        const other = await model.complete(callOf({ maxTokens: maxTokens === 256 ? 9_000 : 255 }))
        expect(samplesOf(outcome)).toEqual(samplesOf(other))
        expect(requests()).toBe(2)
      })
    }

    it("reads a reply that drips in before the deadline", async () => {
      const { model } = await served({ chaos: { faults: ["slow-drip"], dripMs: 0 } })
      expect(await model.complete(callOf())).toMatchObject({ samples: [{ stop: "end" }] })
    })

    it("stops when its caller stops it, with a bill that nobody knows", async () => {
      const { model, requests } = await served({ chaos: { faults: ["hang"] } })
      const stop = new AbortController()
      const outcome = model.complete(callOf(), stop.signal)
      await until(() => requests() === 1)
      stop.abort()
      expect(await outcome).toMatchObject({ code: "timeout", transient: true, billed: "unknown" })
      expect(await model.complete(callOf(), stop.signal)).not.toHaveProperty("billed")
      expect(requests()).toBe(1)
    })

    it("ends what is in flight when it is closed", async () => {
      const { model, requests } = await served({ chaos: { faults: ["hang"] } })
      const outcomes = [1, 2, 3].map((seed) => model.complete(callOf({ seed, prompt: `${seed}` })))
      await until(() => requests() === 3)
      await model.close()
      for (const outcome of await Promise.all(outcomes)) {
        expect(outcome).toMatchObject({ code: "timeout", billed: "unknown" })
      }
    })

    it("keeps 256 calls in flight under one signal and answers each of them", async () => {
      const warnings: Error[] = []
      const warned = (warning: Error) => warnings.push(warning)
      process.on("warning", warned)
      const { model, requests } = await served({ latencyMs: 200 })
      const { signal } = new AbortController()
      const sums = Array.from({ length: 256 }, (_, a) => a)
      const outcomes = await Promise.all(
        sums.map((a) => model.complete(callOf({ prompt: `What is ${a} + 1000?` }), signal)),
      )
      process.off("warning", warned)
      const texts = outcomes.map((each) => (each.kind === "reply" ? each.samples[0]!.text : ""))
      for (const a of sums) expect(texts[a]).toContain(String(a + 1000))
      expect(requests()).toBe(256)
      expect(warnings).toEqual([])
    })

    it("gives what a journal can hold, whatever a hostile player says", async () => {
      const { model } = await served({ player: "hostile" })
      const tools = [{ name: "calculator", about: "Computes.", input: CLOSED }]
      const changes = [{}, { schema: CLOSED }, { tools }, { maxTokens: STREAMED_TOKENS }]
      const calls = changes.flatMap((change) =>
        Array.from({ length: 12 }, (_, seed) => callOf({ ...change, prompt: `What is ${seed}?` })),
      )
      for (const outcome of await Promise.all(calls.map((call) => model.complete(call)))) {
        expect(hasCanonicalForm(outcome)).toBe(true)
        const { pace: _pace, ...rest } = outcome
        expect(CallOutcome.parse(rest)).toEqual(rest)
        if (rest.kind === "failure") expect(["malformed", "empty"]).toContain(rest.code)
      }
    })

    it("passes on how many more requests the provider takes", async () => {
      const { model } = await served()
      const { pace } = await model.complete(callOf())
      expect(pace?.remaining).toBeGreaterThan(0)
      expect(pace?.resetMs).toBeGreaterThanOrEqual(0)
    })
  })
}

function canMeet(fault: Fault, isStreamed: boolean): boolean {
  const { when } = FAULTS[fault]
  return when === "any" || when === "model" || isStreamed === (when === "stream")
}

function expectComes(outcome: CallOutcome, comes: Comes, isGateway: boolean): void {
  if (typeof comes === "string") {
    const transient = handlingOf(comes).triesMax > 1
    expect(outcome).toMatchObject({ kind: "failure", code: comes, transient })
    const isUnknown = BILL_UNKNOWN.test(comes) || isGateway
    expect(outcome.kind === "failure" && outcome.billed).toBe(isUnknown ? "unknown" : undefined)
    return
  }
  const stop = comes.stop ?? "end"
  expect(outcome).toMatchObject({ kind: "reply", samples: [{ stop }] })
  expect(outcome.kind === "reply" && outcome.usage === undefined).toBe(comes.usage === "unknown")
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
