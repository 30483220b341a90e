import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import type { JobConfig } from "../../src/model/embedded/job.ts"
import { startLearner } from "../../src/model/embedded/learner.ts"
import type { TrainProgress } from "../../src/model/embedded/protocol.ts"
import { must, SMALL } from "./small.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-learner-"))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const entry = (name: string) =>
  fileURLToPath(new URL(`../../src/model/embedded/${name}`, import.meta.url))

const config: JobConfig = {
  steps: 40,
  batch: 32,
  learningRate: 3e-3,
  learningRateEnd: 1e-4,
  warmupSteps: 5,
  weightDecay: 0.01,
  gradientClip: 1,
  seed: 3,
}
const lines = Array.from({ length: 200 }, (_, i) => {
  const [a, b] = [(7 * i) % 97, (31 * i) % 89]
  return JSON.stringify({ prompt: `What is ${a} + ${b}?`, completion: `${a + b}` })
})
writeFileSync(at("bundle.jsonl"), `${lines.join("\n")}\n`)
writeFileSync(at("job.json"), JSON.stringify(config))
const job = { bundle: at("bundle.jsonl"), base: at("base"), out: at("one"), config }

describe("the learner's process", () => {
  const learner = startLearner({ threads: 2 })
  afterAll(() => learner.close())
  const call = { prompt: "What is 3 + 4?", samples: 4, temperature: 1, maxTokens: 5, seed: 1 }

  it("creates, trains and answers, and two threads write the bytes of one", async () => {
    const created = must(await learner.create({ path: at("base"), seed: 1 }))
    expect(created.hash).toMatch(/^[0-9a-f]{64}$/)
    const progress: TrainProgress[] = []
    const two = must(await learner.train(job, (each) => progress.push(each)))
    const one = must(await learner.train({ ...job, out: at("two"), threads: 1 }))
    expect(one).toEqual(two)
    expect(two).toMatchObject({ steps: 40, rows: 200 })
    expect(two.loss).toBeLessThan(4)
    expect(progress.at(-1)).toMatchObject({ step: 40, steps: 40 })
    expect(progress.at(-1)!.tokensPerSecond).toBeGreaterThan(0)

    const solo = startLearner({ threads: 1 })
    const calls = Array.from({ length: 60 }, (_, i) => ({ ...call, seed: i }))
    const answers = must(await learner.complete(at("one"), calls))
    expect(must(await solo.complete(at("one"), calls))).toEqual(answers)
    expect(answers.replies.length).toBe(60)
    await solo.close()
  })

  it("notices that a checkpoint file is another", async () => {
    must(await learner.create({ path: at("same"), seed: 1, config: SMALL }))
    const first = must(await learner.complete(at("same"), [call]))
    must(await learner.create({ path: at("same"), seed: 2, config: SMALL }))
    expect(must(await learner.complete(at("same"), [call]))).not.toEqual(first)
  })

  it("reads the words a model was created with from its checkpoint", async () => {
    const prompt = "Find the perimeter of a square of side 3."
    const phrases = ["the perimeter of a square of side"]
    must(await learner.create({ path: at("plain"), seed: 1, config: SMALL }))
    must(await learner.create({ path: at("words"), seed: 1, config: SMALL, phrases }))
    const plain = must(await learner.complete(at("plain"), [{ ...call, prompt }]))
    const worded = must(await learner.complete(at("words"), [{ ...call, prompt }]))
    expect(plain.replies[0]).toHaveProperty("failure")
    expect(worded.replies[0]).toMatchObject({ promptTokens: 4 })
  })

  it("fails one call of a batch and answers the others", async () => {
    const bad = [
      { ...call, prompt: "What is § ?" },
      { ...call, prompt: "1".repeat(60) },
      { ...call, samples: 0 },
      { ...call, temperature: -1 },
      { ...call, seed: 0.5 },
    ]
    const { replies } = must(await learner.complete(at("base"), [call, ...bad, call]))
    const failures = replies.slice(1, -1).map((reply) => ("failure" in reply ? reply.failure : ""))
    expect(failures.map((failure) => failure.split(":")[0])).toEqual([
      "unknown-text",
      "too-long",
      "bad-request",
      "bad-request",
      "bad-request",
    ])
    expect(replies.at(-1)).toEqual(replies[0])
  })

  it.each([
    ['{"prompt": "What is 1 + 1?"}', "bundle.jsonl:201"],
    ['{"prompt": "What is 1 + 1?", "completion": "ö"}', '"ö"'],
    ['{"prompt": "What is 1 + 1?", "completion": "2", "weight": "x"}', "weight"],
    [`{"prompt": "${"1".repeat(50)}", "completion": "2"}`, "context of 40"],
    ["null", "prompt"],
    ["{", "not JSON"],
  ])("refuses the bundle line %s by file and line", async (line, expected) => {
    const bundle = at("bad-bundle.jsonl")
    writeFileSync(bundle, [...lines, line].join("\n"))
    const outcome = await learner.train({ ...job, bundle, out: at("never") })
    expect(outcome).toMatchObject({ ok: false, code: "bad-bundle" })
    expect(outcome.ok ? "" : outcome.message).toContain("bad-bundle.jsonl:201")
    expect(outcome.ok ? "" : outcome.message).toContain(expected)
    expect(existsSync(at("never"))).toBe(false)
  })

  it("names what is wrong with a request", async () => {
    const base = at("base")
    writeFileSync(at("torn"), readFileSync(base).subarray(0, 1000))
    writeFileSync(at("empty.jsonl"), "\n")
    const outcomes = [
      await learner.complete(at("none"), [call]),
      await learner.complete(at("torn"), [call]),
      await learner.train({ ...job, base: at("torn") }),
      await learner.train({ ...job, bundle: at("none.jsonl") }),
      await learner.train({ ...job, bundle: at("empty.jsonl") }),
      await learner.train({ ...job, config: { ...config, batch: 0 } }),
      await learner.create({ path: at("x"), seed: 1, config: { width: 63 } }),
      await learner.create({ path: at("none/x"), seed: 1, config: SMALL }),
      await learner.create({ path: at("x"), seed: 1, phrases: ["", ""] }),
      await learner.create({ path: at("x"), seed: -1 }),
      await learner.train({ ...job, threads: 3 as 2 }),
    ]
    expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.code))).toEqual([
      ...["file", "bad-checkpoint", "bad-checkpoint", "file", "bad-bundle", "bad-config"],
      ...["bad-config", "file", "bad-vocabulary", "bad-config", "bad-config"],
    ])
  })
})

describe("the pipe", () => {
  it("answers what is no request, and leaves when stdin closes in mid-job", async () => {
    const child = spawn(process.execPath, [entry("child.ts"), "1"], { env: {} })
    const replies: Record<string, unknown>[] = []
    const exited = new Promise((resolve) => child.on("close", resolve))
    const bad = ["hello", "null", '{"id":1}', '{"id":2,"op":"dance"}', '{"id":3,"op":"train"}']
    const wrong = { op: "create", path: at("x"), seed: 1, phrases: 3 }
    child.stdin.write(`${[...bad, JSON.stringify({ id: 5, ...wrong })].join("\n")}\n`)
    const long = { ...job, out: at("never"), config: { ...config, steps: 1_000_000 } }
    child.stdin.write(`${JSON.stringify({ id: 4, op: "train", ...long })}\n`)
    for await (const line of createInterface({ input: child.stdout })) {
      replies.push(JSON.parse(line))
      if ("progress" in replies.at(-1)!) child.stdin.end()
    }
    expect(await exited).toBe(0)
    const error = { code: "bad-request" }
    expect(replies.slice(0, 6)).toMatchObject(
      [null, null, null, 2, 3, 5].map((id) => ({ id, ok: false, error })),
    )
    expect(existsSync(at("never"))).toBe(false)
  })

  it("turns the death of the process into failures that name the signal", async () => {
    const learner = startLearner({ threads: 1 })
    must(await learner.create({ path: at("base"), seed: 1 }))
    const long = { ...job, out: at("never"), config: { ...config, steps: 1_000_000 } }
    const dying = learner.train(long, () => process.kill(learner.pid!, "SIGKILL"))
    expect(await dying).toMatchObject({
      ok: false,
      code: "exited",
      message: expect.stringContaining("SIGKILL"),
    })
    expect(await learner.complete(at("base"), [])).toMatchObject({ ok: false, code: "exited" })
    await learner.close()
  })

  it("says so when there is no such Node", async () => {
    const learner = startLearner({ execPath: at("no-node") })
    const outcome = await learner.create({ path: at("x"), seed: 1 })
    expect(outcome).toMatchObject({
      ok: false,
      code: "exited",
      message: expect.stringContaining("did not start"),
    })
    await learner.close()
  })
})

describe("the command line", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [entry("train.ts"), ...args], { encoding: "utf8", env: {} })
  const files = ["--bundle", job.bundle, "--base", at("base"), "--config", at("job.json")]

  it("is a fine-tuning job with the bytes the process would write", () => {
    const { stdout, stderr, status } = run(...files, "--out", at("three"))
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ steps: 40, rows: 200 })
    expect(stderr).toContain("step 40/40")
    expect(readFileSync(at("three")).equals(readFileSync(at("one")))).toBe(true)
  })

  it("tells a wrong command from a failed job by its exit code", () => {
    expect(run("--bundle", job.bundle).status).toBe(2)
    expect(run(...files, "--out", at("x"), "--threads", "3").status).toBe(2)
    const failed = run(...files, "--base", at("none"), "--out", at("x"))
    expect([failed.status, failed.stderr.startsWith("file: ")]).toEqual([1, true])
  })
})
