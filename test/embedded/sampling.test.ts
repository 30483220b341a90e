import { describe, expect, it } from "vitest"
import { createCheckpoint } from "../../src/model/embedded/checkpoint.ts"
import {
  type CompleteCall,
  completeCalls,
  DECODE_CAPACITY,
  SAMPLES_MAX,
} from "../../src/model/embedded/complete.ts"
import { createSoloCrew } from "../../src/model/embedded/crew.ts"
import { BATCH_MAX, runJob } from "../../src/model/embedded/job.ts"
import { createNetwork, type TokenRow } from "../../src/model/embedded/network.ts"
import { trainingCapacity } from "../../src/model/embedded/service.ts"
import { finish, must, openNetwork, smallCheckpoint } from "./small.ts"

const JOB = { batch: 16, learningRate: 4e-3, weightDecay: 0, gradientClip: 1, seed: 1 }
const PROMPT = "What is 34 + 51?"

describe("sampling", () => {
  const checkpoint = smallCheckpoint(2)
  const { tokenizer, config } = checkpoint
  const network = openNetwork(checkpoint)
  const row = (completion: string): TokenRow => ({
    prompt: must(tokenizer.encodePrompt(PROMPT)),
    completion: must(tokenizer.encodeCompletion(completion)),
    weight: 1,
  })
  must(finish(runJob(network, ["85", "85", "8", "1285", "-3/4"].map(row), { ...JOB, steps: 80 })))
  const draw = (call: Partial<CompleteCall>) => {
    const base = { prompt: PROMPT, samples: 400, temperature: 1, maxTokens: 8, seed: 0 }
    const calls = Array.from({ length: 10 }, (_, seed) => ({ ...base, seed, ...call }))
    const replies = finish(completeCalls(network, tokenizer, config, calls))
    return replies.flatMap((reply) => ("samples" in reply ? reply.samples : []))
  }
  /** Of a whole completion, by the arithmetic that trains. */
  const probability = (completion: string) => {
    const tokens = row(completion).completion.length
    return Math.exp(-network.learn([row(completion)]) * tokens)
  }

  it("gives each completion as often as training finds it likely", () => {
    const samples = draw({})
    for (const completion of ["85", "8", "1285", "-3/4"]) {
      const p = probability(completion)
      const count = samples.filter(({ text, stop }) => text === completion && stop === "end").length
      const sigma = Math.sqrt(samples.length * p * (1 - p))
      expect(p).toBeGreaterThan(0.02)
      expect(Math.abs(count - samples.length * p)).toBeLessThan(4 * sigma)
    }
  })

  it("prefers the likely more when cold, and takes only the likeliest at 0", () => {
    const share = (temperature: number) =>
      draw({ temperature }).filter(({ text }) => text === "85").length
    expect(share(0.5)).toBeGreaterThan(share(1))
    expect(share(1)).toBeGreaterThan(share(2))
    expect(new Set(draw({ temperature: 0 }).map(({ text }) => text)).size).toBe(1)
  })

  it("stops at the token limit and says so", () => {
    const stopOf = (completion: string) =>
      new Set(draw({ maxTokens: 2 }).flatMap((s) => (s.text === completion ? [s.stop] : [])))
    expect(stopOf("8")).toEqual(new Set(["end"])) // a digit and the end
    expect(stopOf("85")).toEqual(new Set(["length"])) // the end would be the third
  })
})

describe("the largest request", () => {
  const checkpoint = must(createCheckpoint(1))
  const { config, tokenizer, state } = checkpoint
  const digits = (n: number) => "1234567890".repeat(10).slice(0, n)

  it("fits the memory that decoding plans", () => {
    const network = createNetwork(config, 64, DECODE_CAPACITY, createSoloCrew)
    network.load(state)
    const call = { samples: 1, temperature: 5, maxTokens: 3, seed: 1 }
    const long = Array.from({ length: 300 }, () => ({ ...call, prompt: digits(37) }))
    const short = Array.from({ length: SAMPLES_MAX }, () => ({ ...call, prompt: "1" }))
    const most = { ...call, prompt: "1", samples: SAMPLES_MAX, maxTokens: 100 }
    for (const calls of [long, short, [most], [...long, most, ...short]]) {
      const replies = finish(completeCalls(network, tokenizer, config, calls))
      expect(replies.filter((reply) => "failure" in reply)).toEqual([])
    }
  })

  it("is refused, not written past the end, when it does not fit", () => {
    const network = createNetwork(config, 64, { rows: 4, tokens: 64 }, createSoloCrew)
    const row: TokenRow = { prompt: [2, 1], completion: [2, 0], weight: 1 }
    const call = { prompt: [2, 1], samples: 9, temperature: 1, limit: 2, seed: 1 }
    expect(() => network.learn(Array.from({ length: 10 }, () => row))).toThrow("more than a shard")
    expect(() => network.decode([call])).toThrow("more than a shard")
  })

  it("fits the memory that training plans", () => {
    const job = { ...JOB, steps: 1, batch: BATCH_MAX }
    const network = createNetwork(config, 64, trainingCapacity(job, config.context), createSoloCrew)
    network.load(state)
    const prompt = must(tokenizer.encodePrompt(digits(4)))
    const completion = must(tokenizer.encodeCompletion(digits(35)))
    expect(prompt.length + completion.length - 1).toBe(config.context)
    const rows = Array.from({ length: BATCH_MAX }, () => ({ prompt, completion, weight: 1 }))
    expect(must(finish(runJob(network, rows, job))).tokens).toBe(BATCH_MAX * config.context)
  })
})
