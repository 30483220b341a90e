import { Anthropic } from "@anthropic-ai/sdk"
import { afterEach, describe, expect, it } from "vitest"
import { type AnthropicOptions, startAnthropicServer } from "./anthropic.ts"
import type { RunningServer } from "./http.ts"

const HOUR_MS = 3_600_000 // longer than any test

let server: RunningServer

afterEach(() => server.close())

async function open(options: AnthropicOptions): Promise<Anthropic["messages"]["batches"]> {
  server = await startAnthropicServer(options)
  const client = new Anthropic({ baseURL: server.url, apiKey: "any", maxRetries: 0 })
  return client.messages.batches
}

function sums(count: number): Anthropic.Messages.BatchCreateParams.Request[] {
  return Array.from({ length: count }, (_, index) => ({
    custom_id: `call_${index}`,
    params: {
      model: "claude-haiku-4-5",
      max_tokens: 256,
      messages: [{ role: "user", content: `<problem>What is ${index} + 30?</problem>` }],
    },
  }))
}

async function resultsOf(batches: Anthropic["messages"]["batches"], id: string) {
  const results = []
  for await (const result of await batches.results(id)) results.push(result)
  return results
}

describe("a batch", () => {
  it("is in progress until its time has come, and has no results before", async () => {
    const batches = await open({ batchMs: HOUR_MS })
    const { id, processing_status } = await batches.create({ requests: sums(3) })
    expect(processing_status).toBe("in_progress")
    const polled = await batches.retrieve(id)
    expect(polled).toMatchObject({ results_url: null, request_counts: { processing: 3 } })
    await expect(batches.results(id)).rejects.toThrow("Has it finished processing?")
  })

  it("answers every request once, in another order, at the price of a batch", async () => {
    const batches = await open({})
    const { id } = await batches.create({ requests: sums(20) })
    expect(await batches.retrieve(id)).toMatchObject({
      processing_status: "ended",
      request_counts: { succeeded: 20, processing: 0 },
    })
    const results = await resultsOf(batches, id)
    const names = results.map(({ custom_id }) => custom_id)
    expect(names).not.toEqual(sums(20).map(({ custom_id }) => custom_id))
    expect(names.toSorted()).toEqual(
      sums(20)
        .map(({ custom_id }) => custom_id)
        .toSorted(),
    )
    for (const { custom_id, result } of results) {
      if (result.type !== "succeeded") return expect.fail(result.type)
      const sum = Number(custom_id.slice("call_".length)) + 30
      expect(JSON.stringify(result.message.content)).toContain(`boxed{${sum}}`)
      expect(result.message.usage.service_tier).toBe("batch")
    }
    expect(await resultsOf(batches, id)).toEqual(results)
    expect(server.counts.billed.replies).toBe(20)
  })

  it("says the same as a message that is asked for alone", async () => {
    const batches = await open({})
    const [request] = sums(1)
    const { id } = await batches.create({ requests: [request!] })
    const [only] = await resultsOf(batches, id)
    const client = new Anthropic({ baseURL: server.url, apiKey: "any", maxRetries: 0 })
    const alone = await client.messages.create(request!.params)
    if (only!.result.type !== "succeeded") return expect.fail(only!.result.type)
    expect(only!.result.message.content).toEqual(alone.content)
  })

  it("lets some requests expire and some err, and counts them so", async () => {
    const batches = await open({ batchExpired: 0.3, batchErrored: 0.3 })
    const { id } = await batches.create({ requests: sums(60) })
    const results = await resultsOf(batches, id)
    const { request_counts } = await batches.retrieve(id)
    for (const type of ["expired", "errored", "succeeded"] as const) {
      expect(request_counts[type]).toBeGreaterThan(0)
      expect(results.filter(({ result }) => result.type === type)).toHaveLength(
        request_counts[type],
      )
    }
  })

  it("errs only in the request that is wrong", async () => {
    const batches = await open({})
    const [good, bad] = sums(2)
    const wrong = { ...bad!.params, temperature: 1 }
    const { id } = await batches.create({ requests: [good!, { ...bad!, params: wrong }] })
    const results = await resultsOf(batches, id)
    const types = Object.fromEntries(results.map((one) => [one.custom_id, one.result.type]))
    expect(types).toEqual({ call_0: "succeeded", call_1: "errored" })
  })

  it("can be called off, with what was done until then", async () => {
    const batches = await open({ batchMs: HOUR_MS })
    const { id } = await batches.create({ requests: sums(10) })
    await batches.cancel(id)
    const { processing_status, request_counts } = await batches.retrieve(id)
    expect(processing_status).toBe("ended")
    expect(request_counts).toMatchObject({ succeeded: 5, canceled: 5 })
    expect(await resultsOf(batches, id)).toHaveLength(10)
  })

  it("is listed, newest first, page by page, until it is deleted", async () => {
    const batches = await open({})
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.push((await batches.create({ requests: sums(1) })).id)
    const listed = []
    for await (const { id } of batches.list({ limit: 2 })) listed.push(id)
    expect(listed).toEqual(made.toReversed())
    await batches.delete(made[0]!)
    await expect(batches.retrieve(made[0]!)).rejects.toBeInstanceOf(Anthropic.NotFoundError)
  })

  it("is made twice where it is sent twice, unless the server honours the key", async () => {
    const headers = { "Idempotency-Key": "one" }
    for (const honoursKeys of [false, true]) {
      const batches = await open({ honoursKeys })
      const first = await batches.create({ requests: sums(1) }, { headers })
      const second = await batches.create({ requests: sums(1) }, { headers })
      expect(first.id === second.id).toBe(honoursKeys)
      if (!honoursKeys) await server.close()
    }
  })

  it("refuses two requests of one name", async () => {
    const batches = await open({})
    const [one] = sums(1)
    await expect(batches.create({ requests: [one!, one!] })).rejects.toThrow("custom_id")
  })
})
