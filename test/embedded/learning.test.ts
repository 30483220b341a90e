import { describe, expect, it } from "vitest"
import type { Checkpoint } from "../../src/model/embedded/checkpoint.ts"
import { completeCalls } from "../../src/model/embedded/complete.ts"
import { checkJob, type JobConfig, runJob, type StepReport } from "../../src/model/embedded/job.ts"
import type { Network, TokenRow } from "../../src/model/embedded/network.ts"
import { applyGradient } from "../../src/model/embedded/optimizer.ts"
import { finish, must, openNetwork, SMALL, smallCheckpoint } from "./small.ts"

const JOB: JobConfig = {
  steps: 5,
  batch: 8,
  learningRate: 3e-3,
  weightDecay: 0,
  gradientClip: 1,
  seed: 1,
}
const checkpoint = smallCheckpoint(4)

function row(
  prompt: string,
  completion: string,
  weight = 1,
  from: Checkpoint = checkpoint,
): TokenRow {
  const { tokenizer } = from
  return {
    prompt: must(tokenizer.encodePrompt(prompt)),
    completion: must(tokenizer.encodeCompletion(completion)),
    weight,
  }
}

/** Mean −ln p of a completion's tokens. */
function surprise(network: Network, prompt: string, completion: string): number {
  return network.learn([row(prompt, completion)])
}

describe("training", () => {
  it("learns to add one-digit numbers it was never shown, within seconds", () => {
    const wide = smallCheckpoint(1, { ...SMALL, width: 32, heads: 4, hidden: 128 })
    const network = openNetwork(wide)
    const sums = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10] as const)
    const isHeldOut = (_: unknown, i: number) => i % 11 === 3
    const train = sums
      .filter((_, i) => !isHeldOut(_, i))
      .map(([a, b]) => row(`What is ${a} + ${b}?`, String(a + b), 1, wide))
    const config = { ...JOB, steps: 900, batch: 64, learningRate: 4e-3, learningRateEnd: 1e-4 }
    must(finish(runJob(network, train, { ...config, weightDecay: 0.3 })))
    const replies = finish(
      completeCalls(
        network,
        wide.tokenizer,
        wide.config,
        sums.map(([a, b]) => {
          return {
            prompt: `What is ${a} + ${b}?`,
            samples: 1,
            temperature: 0,
            maxTokens: 4,
            seed: 0,
          }
        }),
      ),
    )
    const right = sums.map(([a, b], i) => {
      const reply = replies[i]!
      return "samples" in reply && reply.samples[0]!.text === String(a + b)
    })
    const score = (list: boolean[]) => list.filter(Boolean).length / list.length
    expect(score(right)).toBeGreaterThan(0.9)
    expect(score(right.filter(isHeldOut))).toBeGreaterThan(0.6) // of 9
  })

  it("makes positively weighted completions likelier and negatively weighted ones less", () => {
    const network = openNetwork(checkpoint)
    const before = ["12", "7"].map((text) => surprise(network, "What is 5 + 7?", text))
    const advantages = [row("What is 5 + 7?", "12", 1), row("What is 5 + 7?", "7", -1)]
    for (let step = 0; step < 10; step++) {
      network.learn(advantages)
      applyGradient(network, { learningRate: 1e-3, weightDecay: 0, gradientClip: 1 })
    }
    const after = ["12", "7"].map((text) => surprise(network, "What is 5 + 7?", text))
    expect(after[0]).toBeLessThan(before[0]!)
    expect(after[1]).toBeGreaterThan(before[1]!)
  })

  it("changes nothing when every weight is zero", () => {
    const network = openNetwork(checkpoint)
    const rows = [row("What is 5 + 7?", "12", 0), row("3 - 1 = ?", "2", 0)]
    must(finish(runJob(network, rows, JOB)))
    expect(network.save().parameters).toEqual(checkpoint.state.parameters)
  })

  it("takes every row once an epoch, in an order that its seed decides", () => {
    const rows = Array.from({ length: 21 }, (_, i) => row(`${i} + ${i}`, String(2 * i)))
    const tokens = rows.reduce((sum, r) => sum + r.prompt.length + r.completion.length - 1, 0)
    const reports = (seed: number) => {
      const { steps: _, ...config } = JOB
      const network = openNetwork(checkpoint)
      return [...runJob(network, rows, { ...config, epochs: 2, seed })]
    }
    const first = reports(1)
    expect(first.length).toBe(Math.ceil(42 / JOB.batch))
    expect(first.reduce((sum, report) => sum + report.tokens, 0)).toBe(2 * tokens)
    expect(reports(1)).toEqual(first)
    expect(reports(2)).not.toEqual(first)
  })

  it("reads prompts of every length that fits, alone or together", () => {
    const network = openNetwork(checkpoint)
    const rows = Array.from({ length: 20 }, (_, i) => row("1".repeat(i + 1), "3"))
    const alone = rows.map((each) => network.learn([each]))
    const mean = alone.reduce((sum, loss) => sum + loss, 0) / alone.length
    expect(network.learn(rows)).toBeCloseTo(mean, 5)
  })

  it("ends as diverged, with no checkpoint, when a number is no longer finite", () => {
    const network = openNetwork(checkpoint)
    network.floats(network.addresses.parameters, 1)[0] = Number.NaN
    const zero = { ...row("What is 1 + 1?", "2"), prompt: [0, 1] }
    expect(finish(runJob(network, [zero], JOB))).toMatchObject({ ok: false, code: "diverged" })
  })

  it("reports each step", () => {
    const network = openNetwork(checkpoint)
    const reports: StepReport[] = [...runJob(network, [row("1 + 1", "2")], JOB)]
    expect(reports.map(({ step, steps }) => [step, steps])).toEqual(
      [1, 2, 3, 4, 5].map((step) => [step, 5]),
    )
  })

  it.each([
    ["both epochs and steps", { epochs: 1 }],
    ["no batch", { batch: 0 }],
    ["a rate that is not a number", { learningRate: Number.NaN }],
    ["half a warm-up step", { warmupSteps: 0.5 }],
    ["an unknown decay", { decay: "sudden" as "linear" }],
  ])("refuses a job with %s", (_what, change) => {
    expect(checkJob(JOB)).toBeUndefined()
    expect(checkJob({ ...JOB, ...change })).toBeTypeOf("string")
  })
})
