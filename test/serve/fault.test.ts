import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { stage, verdictsOf } from "./server.ts"

const PLANTED = fileURLToPath(new URL("../cli/planted-judge.ts", import.meta.url))
const start = stage()
const PATIENT = ["--deadline", "600"] // a busy machine starts a process in its own time
const server = await start(PATIENT)

describe("a judge that is itself at fault", () => {
  it("costs one answer, and the rest of the batch is judged by its successor", async () => {
    const faulty = await start([...PATIENT, "--workers", "2"], {
      NODE_OPTIONS: `--import ${PLANTED}`,
    })
    const answers = ["1", "hang", "1", "2", "leave", "1", "throw", "1"]
    const items = answers.map((answer) => ({ key: "1", answer }))
    const verdicts = verdictsOf(await faulty.post("/v1/judge", { items }))
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      "correct",
      "undecided",
      "correct",
      "incorrect",
      "undecided",
      "correct",
      "undecided",
      "correct",
    ])
    expect([1, 4, 6].map((at) => verdicts[at]!.reason)).toEqual(["stopped", "stopped", "crash"])
    expect(await faulty.metric("agon_stopped_total")).toBe(2)
    expect(await faulty.metric("agon_workers_replaced")).toBeGreaterThanOrEqual(2)
  })

  it("may be killed from outside: what it was asked is judged all the same", async () => {
    const { pid } = server.child
    const before = await server.metric("agon_workers_replaced")
    const asking = Array.from({ length: 200 }, (_, at) =>
      server.post("/v1/judge", { items: [{ key: `${at}`, answer: `\\boxed{${at}.0} ` }] }),
    )
    for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")) {
      process.kill(Number(child), "SIGKILL")
    }
    for (const reply of await Promise.all(asking)) {
      expect(verdictsOf(reply)[0]!.outcome).toBe("correct")
    }
    expect(await server.metric("agon_workers_replaced")).toBe(before + 1)
  })
})

describe("more than can be judged", () => {
  const CRAWLING = { NODE_OPTIONS: `--import ${PLANTED}` } // 150 ms for an answer
  const crawling = (count: number, word: string) =>
    Array.from({ length: count }, (_, at) => ({ key: `${word} ${at}`, answer: "crawl" }))

  it("is undecided at its deadline, and refused where there are only numbers", async () => {
    const late = await start(["--deadline", "1"], CRAWLING)
    const verdicts = verdictsOf(await late.post("/v1/judge", { items: crawling(40, "own") }))
    const [first, last] = [verdicts[0]!, verdicts.at(-1)!]
    expect(first).toMatchObject({ outcome: "incorrect", reward: 0 })
    expect(last).toMatchObject({ outcome: "undecided", reason: "deadline", reward: null })
    const count = verdicts.filter(({ reason }) => reason === "deadline").length
    expect(await late.metric("agon_deadline_total")).toBe(count)
    const asked = crawling(40, "other")
    const reply = await late.post("/openrlhf/get_reward", {
      query: asked.map(({ answer }) => `p${answer}`),
      prompts: asked.map(() => "p"),
      labels: asked.map(({ key }) => key),
    })
    expect(reply.status).toBe(503)
    expect(reply.headers.get("retry-after")).toBe("1")
    const [again] = verdictsOf(
      await late.post("/v1/judge", { items: [{ ...crawling(40, "own")[39] }] }),
    )
    expect(again).toMatchObject({ outcome: "incorrect", verdict_id: last.verdict_id })
  })

  it("keeps nobody else waiting: requests take turns", async () => {
    const shared = await start(["--deadline", "5"], CRAWLING)
    const long = shared.post("/v1/judge", { items: crawling(400, "long") }) // a minute's work
    while ((await shared.metric("agon_waiting")) === 0) await new Promise(setImmediate)
    const [verdict] = verdictsOf(
      await shared.post("/v1/judge", { items: [{ key: "short", answer: "short" }] }),
    )
    expect(verdict!.outcome).toBe("correct")
    const told = verdictsOf(await long)
    expect(told.at(-1)).toMatchObject({ outcome: "undecided", reason: "deadline" })
  })

  it("is refused at once where too much is waiting", async () => {
    const full = await start(["--deadline", "600"], CRAWLING)
    for (let part = 0; part < 4; part++) {
      full.post("/v1/judge", { items: crawling(4_096, `${part}`) }).catch(() => {})
    }
    while ((await full.metric("agon_waiting")) < 12_289) await new Promise(setImmediate)
    const refused = await full.post("/v1/judge", { items: crawling(4_096, "more") })
    expect(refused.status).toBe(503)
    expect(refused.json.error).toMatchObject({ code: "busy" })
  })
})

describe("agon serve, told to stop", () => {
  it("answers what it was asked, and ends well", async () => {
    const serving = await start()
    const items = Array.from({ length: 500 }, (_, at) => ({
      key: "7",
      answer: `7.${"0".repeat(at)}`,
    }))
    const asking = serving.post("/v1/judge", { items })
    await new Promise((resolve) => setTimeout(resolve, 20))
    serving.child.kill("SIGTERM")
    expect(verdictsOf(await asking)).toHaveLength(500)
    expect(await serving.ended).toBe(0)
  })

  it("says so where the port is taken", async () => {
    const taken = start(["--port", String(server.port)])
    await expect(taken).rejects.toThrow(/ended with 2.*is taken/s)
  })
})
