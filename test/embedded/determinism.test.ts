import { afterAll, describe, expect, it } from "vitest"
import {
  type CompleteCall,
  type CompleteReply,
  completeCalls,
} from "../../src/model/embedded/complete.ts"
import { GOLDEN_HASH, goldenRun } from "../../src/model/embedded/golden.ts"
import type { TokenRow } from "../../src/model/embedded/network.ts"
import { applyGradient } from "../../src/model/embedded/optimizer.ts"
import { createCrew } from "../../src/model/embedded/threads.ts"
import { finish, openNetwork, smallCheckpoint } from "./small.ts"

describe("the learner's arithmetic", () => {
  it("gives the bytes that it gave on every engine measured", () => {
    expect(goldenRun()).toBe(GOLDEN_HASH)
  })

  it("gives the same bytes on two threads as on one", () => {
    expect(goldenRun((source) => createCrew(source, 2))).toBe(GOLDEN_HASH)
  })

  it("goes on from a saved state as if it had never stopped", () => {
    const rows: TokenRow[] = Array.from({ length: 9 }, (_, i) => {
      return { prompt: [2 + i, 13, 3, 1], completion: [4, i, 0], weight: 1 }
    })
    const settings = { learningRate: 0.01, weightDecay: 0.1, gradientClip: 1 }
    const whole = openNetwork(smallCheckpoint())
    const first = openNetwork(smallCheckpoint())
    const second = openNetwork(smallCheckpoint(2))
    for (let step = 0; step < 6; step++) {
      if (step === 3) second.load(first.save())
      for (const network of step < 3 ? [whole, first] : [whole, second]) {
        network.learn(rows)
        applyGradient(network, settings)
      }
    }
    expect(second.save()).toEqual(whole.save())
  })
})

describe("a sample", () => {
  const checkpoint = smallCheckpoint(9)
  const network = openNetwork(checkpoint)
  afterAll(() => network.close())
  type Answered = Extract<CompleteReply, { samples: unknown }>
  const answer = (calls: readonly CompleteCall[]) =>
    finish(completeCalls(network, checkpoint.tokenizer, checkpoint.config, calls))
  const calls = Array.from({ length: 40 }, (_, i): CompleteCall => {
    const prompt = ["What is 3 + 4?", `Compute ${i * 977} - ${i}.`, `${i}`][i % 3]!
    const temperature = [0, 0.5, 1, 3][i % 4]!
    return { prompt, samples: 1 + (i % 5), temperature, maxTokens: 1 + (i % 7), seed: i * i }
  })
  const together = answer(calls)

  it("does not depend on the prompts that share its batch", () => {
    for (const [i, call] of calls.entries()) expect(answer([call])).toEqual([together[i]])
  })

  it("does not depend on the order of the batch", () => {
    expect(answer(calls.toReversed()).toReversed()).toEqual(together)
  })

  it("does not depend on how many samples its call asks for", () => {
    const call = { ...calls[2]!, temperature: 1 }
    const [many] = answer([{ ...call, samples: 9 }])
    const [few] = answer([{ ...call, samples: 3 }])
    if (many === undefined || few === undefined || "failure" in many || "failure" in few) {
      throw new Error("the call failed")
    }
    expect(many.samples.slice(0, 3)).toEqual(few.samples)
  })

  it("changes with its seed and differs between the samples of a call", () => {
    const hot = { prompt: "What is 3 + 4?", samples: 8, temperature: 2, maxTokens: 6, seed: 1 }
    const [one, two] = answer([hot, { ...hot, seed: 2 }]) as Answered[]
    expect(one).not.toEqual(two)
    expect(new Set(one!.samples.map((sample) => sample.text)).size).toBeGreaterThan(4)
  })

  it("is the same every time at temperature 0, whatever the seed", () => {
    const cold = { prompt: "What is 3 + 4?", samples: 3, temperature: 0, maxTokens: 6, seed: 1 }
    const [one, two] = answer([cold, { ...cold, seed: 99 }])
    expect(one).toEqual(two)
  })
})
