import { once } from "node:events"
import { readFileSync } from "node:fs"
import { connect } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { SAMPLE, type Serving, stage } from "./server.ts"

// What OpenRLHF's own client sends, recorded by scripts/record-openrlhf.py.
const { requests } = JSON.parse(
  readFileSync(new URL("./openrlhf-requests.json", import.meta.url), "utf8"),
) as { requests: { about: string; reward: number; bytes: string }[] }
const PLANTED = fileURLToPath(new URL("../cli/planted-judge.ts", import.meta.url))
const TRIES = 5 // of its client, a second apart
const TRY_MS = 1_000
const PATIENCE_MS = 180_000

const start = stage()
const server = await start(["--run", SAMPLE])

/** One try: a connection of its own, as the client opens one for every request. */
async function sent(serving: Serving, bytes: string): Promise<{ status: number; body: string }> {
  const socket = connect(serving.port, "127.0.0.1")
  let text = ""
  socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
  const signal = AbortSignal.timeout(PATIENCE_MS)
  await once(socket, "connect", { signal })
  socket.write(bytes)
  const isWhole = () => {
    const [head = "", body] = text.split("\r\n\r\n")
    return body !== undefined && body.length >= Number(/content-length: (\d+)/i.exec(head)?.[1])
  }
  while (!isWhole()) await once(socket, "data", { signal })
  socket.end()
  return { status: Number(text.slice(9, 12)), body: text.split("\r\n\r\n")[1]! }
}

/** The client's own rule: what is no success is tried again a second later, five times in all. */
async function asked(serving: Serving, bytes: string) {
  const statuses: number[] = []
  for (let count = 0; count < TRIES; count++) {
    const { status, body } = await sent(serving, bytes)
    statuses.push(status)
    if (status < 400) return { statuses, body }
    await wait(TRY_MS)
  }
  return { statuses, body: undefined }
}

function requestOf(query: string, prompt: string, label: string): string {
  const body = JSON.stringify({ query: [query], prompts: [prompt], labels: [label] })
  const head = "POST /openrlhf/get_reward HTTP/1.1\r\nHost: 127.0.0.1\r\n"
  const length = Buffer.byteLength(body)
  return `${head}Content-Length: ${length}\r\nContent-Type: application/json\r\n\r\n${body}`
}

describe("OpenRLHF's client", () => {
  it.each(requests)("gets its reward by the bytes that it sends: $about", async (request) => {
    const { status, body } = await sent(server, request.bytes)
    expect(status).toBe(200)
    const { rewards, scores, extra_logs: logs } = JSON.parse(body)
    expect({ rewards, scores }).toEqual({ rewards: [request.reward], scores: [request.reward] })
    expect(logs).toEqual({ accepted: [request.reward], undecided: [0] })
  })

  it("gets floats, of which Python makes tensors that have a mean", async () => {
    for (const { bytes, reward } of requests) {
      const { body } = await sent(server, bytes)
      expect(body).toContain(`"rewards":[${reward.toFixed(1)}],"scores":[${reward.toFixed(1)}]`)
      expect(body).not.toMatch(/[[,]\d+[,\]]/)
    }
  })

  it("gets every reward from a burst of more than a thousand connections", async () => {
    const bursts = Array.from({ length: 1_500 }, (_, at) =>
      sent(server, requestOf(`p\\boxed{${at}}`, "p", `${at - (at % 2)}`)),
    )
    const rewards = (await Promise.all(bursts)).map(({ body }) => JSON.parse(body).rewards[0])
    expect(rewards).toEqual(rewards.map((_, at) => 1 - (at % 2)))
  })

  it("gets every reward within its five tries where the judge cannot keep up", async () => {
    const env = { NODE_OPTIONS: `--import ${PLANTED}` } // 150 ms for an answer
    const late = await start(["--deadline", "1"], env)
    const tried = await Promise.all(
      Array.from({ length: 12 }, (_, at) => asked(late, requestOf("pcrawl", "p", `key ${at}`))),
    )
    expect(tried.filter(({ statuses }) => statuses[0] === 503)).not.toEqual([])
    for (const { statuses, body } of tried) {
      expect(statuses.at(-1), statuses.join()).toBe(200)
      expect(JSON.parse(body!).rewards).toEqual([0])
    }
    expect(await late.metric('agon_verdicts_total{outcome="incorrect",skill="none"}')).toBe(12)
  })

  it("is told the same when it asks again, and nothing is judged twice", async () => {
    const request = requestOf("p\\boxed{40+2}", "p", "42")
    const first = await sent(server, request)
    const before = await server.metric("agon_judge_seconds_count")
    for (let count = 0; count < TRIES; count++) expect(await sent(server, request)).toEqual(first)
    expect(await server.metric("agon_judge_seconds_count")).toBe(before)
  })

  it("has its answer before its patience ends where the judge hangs over it", async () => {
    const faulty = await start([], { NODE_OPTIONS: `--import ${PLANTED}` })
    const { status, body } = await sent(faulty, requestOf("phang", "p", "1"))
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ rewards: [0], extra_logs: { undecided: [1] } })
  })
})
