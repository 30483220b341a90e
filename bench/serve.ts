/**
 * The reward server under load: the real command, on this machine, asked by another process.
 *
 *   npm run bench:serve -- [--seconds 10] [--rate 5000] [--workers n] [--out file]
 *
 * Every answer is a new one, so that no verdict comes from the server's memory. Where a rate is
 * kept, a latency counts from the moment at which the request was due, so that a server that falls
 * behind cannot hide it.
 */

import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { Agent, request } from "node:http"
import { cpus, loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { summaryOf, whole } from "./verifier-tables.ts"

const BIN = fileURLToPath(new URL("../bin/agon.js", import.meta.url))
const TICK_MS = 2
const TICKS_A_SECOND = 100 // of the kernel's accounts

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    rate: { type: "string", default: "5000" },
    workers: { type: "string" },
    out: { type: "string" },
  },
})
const seconds = Number(values.seconds)

interface Load {
  readonly about: string
  readonly path: string
  /** Verdicts in a request. */
  readonly batch: number
  /** Verdicts a second; without it, every connection asks again as soon as it is answered. */
  readonly rate?: number
  readonly connections: number
  readonly body: (batch: number) => object
}

interface Measured {
  readonly requests: number
  readonly verdicts: number
  readonly failed: number
  readonly millis: readonly number[]
  readonly elapsedMs: number
  readonly cpuSeconds: number
}

const own = { path: "/v1/judge", body: ownBody } as const
const openRlhf = { path: "/openrlhf/get_reward", body: openRlhfBody } as const
const rate = Number(values.rate)
const LOADS: readonly Load[] = [
  { ...own, about: "as fast as it goes, batches of 64", batch: 64, connections: 4 },
  { ...own, about: "batches of 64", batch: 64, rate, connections: 64 },
  { ...own, about: "batches of 16", batch: 16, rate, connections: 64 },
  { ...own, about: "batches of 16", batch: 16, rate: rate / 2, connections: 64 },
  { ...openRlhf, about: "as fast as it goes, one a request", batch: 1, connections: 32 },
  { ...openRlhf, about: "one a request", batch: 1, rate: rate / 5, connections: 64 },
]

let made = 0
const workers = values.workers === undefined ? [] : ["--workers", values.workers]
const server = spawn(process.execPath, [BIN, "serve", "--port", "0", "--json", ...workers], {
  stdio: ["ignore", "pipe", "inherit"],
})
const url = await addressOf(server)
for (const load of LOADS) await play({ ...load, connections: 4 }, 1) // warms up
const rows: string[] = []
for (const load of LOADS) {
  rows.push(rowOf(load, await play(load, seconds)))
  process.stderr.write(`${rows.at(-1)}\n`)
}
const closed = new Promise((resolve) => server.once("close", resolve))
server.kill("SIGTERM")
await closed

const report = [
  "# The reward server under load",
  "",
  "    npm run bench:serve -- --out docs/benchmarks/serve.md",
  "",
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores,`,
  `load average ${loadavg()[0]!.toFixed(1)} at the end, ${seconds} s for each row after a second to`,
  "warm up. The asking process shares the cores with the server. Every answer is a new one of the",
  "kinds in `bench/serve.ts`. At a given rate, a latency counts from when the request was due; all",
  "are milliseconds for a whole request. The last column is what the server and its workers spent.",
  "",
  "| load | asked a second | n verdicts | verdicts a second | median | p99 | longest | failed " +
    "| CPU µs a verdict |",
  "|---|---|---|---|---|---|---|---|---|",
  ...rows,
  "",
].join("\n")
if (values.out === undefined) process.stdout.write(report)
else writeFileSync(values.out, report)

/** Ordinary answers: what solvers write to problems of these skills, no two alike. */
function question(): { readonly key: string; readonly answer: string } {
  const n = ++made
  const a = (n % 89) + 2
  switch (n % 8) {
    case 0:
      return { key: `${n}`, answer: `The sum is ${n - a} + ${a} = ${n}, so \\boxed{${n}}.` }
    case 1:
      return { key: `\\frac{${n}}{${a}}`, answer: `<answer>${2 * n}/${2 * a}</answer>` }
    case 2:
      return { key: `x^2+${n}x+${a}`, answer: `${a}+x*(x+${n})` }
    case 3:
      return { key: `\\{${a}, ${n + 100}\\}`, answer: `x = ${n + 100} or x = ${a}` }
    case 4:
      return { key: `${n}`, answer: `I get #### ${n + 1}` }
    case 5:
      return { key: `(-\\infty, ${n}]`, answer: `x \\le ${n}` }
    case 6:
      return { key: `${n}.5`, answer: `That is \\boxed{\\frac{${2 * n + 1}}{2}}` }
    default:
      return { key: `${a}\\sqrt{${n}}`, answer: `\\sqrt{${a * a * n}}` }
  }
}

function ownBody(batch: number): object {
  return { items: Array.from({ length: batch }, question) }
}

function openRlhfBody(batch: number): object {
  const asked = Array.from({ length: batch }, question)
  const prompt = "<|im_start|>user\nSolve it.<|im_end|>\n<|im_start|>assistant\n"
  return {
    query: asked.map(({ answer }) => `${prompt}${answer}<|im_end|>`),
    prompts: asked.map(() => prompt),
    labels: asked.map(({ key }) => key),
  }
}

async function play(load: Load, forSeconds: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  const cpuBefore = cpuOf(server.pid!)
  const begun = performance.now()
  const end = begun + forSeconds * 1_000
  const millis: number[] = []
  let failed = 0
  const one = async (due: number) => {
    const isDone = await ask(agent, load.path, JSON.stringify(load.body(load.batch)))
    if (isDone) millis.push(performance.now() - due)
    else failed++
  }
  if (load.rate === undefined) {
    const loop = async () => {
      while (performance.now() < end) await one(performance.now())
    }
    await Promise.all(Array.from({ length: load.connections }, loop))
  } else {
    await inTime(load.rate / load.batch, begun, end, one)
  }
  const elapsedMs = performance.now() - begun
  agent.destroy()
  const cpuSeconds = cpuOf(server.pid!) - cpuBefore
  const requests = millis.length + failed
  return { requests, verdicts: millis.length * load.batch, failed, millis, elapsedMs, cpuSeconds }
}

/** Sends so many requests a second, whether or not earlier ones are answered. */
async function inTime(
  perSecond: number,
  begun: number,
  end: number,
  one: (due: number) => Promise<void>,
): Promise<void> {
  const sent: Promise<void>[] = []
  while (performance.now() < end) {
    const due = ((performance.now() - begun) / 1_000) * perSecond
    while (sent.length < due) sent.push(one(begun + (sent.length / perSecond) * 1_000))
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(sent)
}

function ask(agent: Agent, path: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request(`${url}${path}`, { agent, method: "POST" }, (reply) => {
      reply.resume()
      reply.on("end", () => resolve(reply.statusCode === 200))
    })
    asking.on("error", () => resolve(false))
    asking.end(body)
  })
}

function rowOf(load: Load, measured: Measured): string {
  const { verdicts, failed, millis, elapsedMs, cpuSeconds } = measured
  const { median, p99, longest } = summaryOf([...millis])
  const cells = [
    `${load.path}, ${load.about}, ${load.connections} connections`,
    load.rate === undefined ? "" : whole(load.rate),
    whole(verdicts),
    whole(verdicts / (elapsedMs / 1_000)),
    ...[median, p99, longest].map((time) => time.toFixed(1)),
    whole(failed),
    whole((cpuSeconds / verdicts) * 1e6),
  ]
  return `| ${cells.join(" | ")} |`
}

/** Seconds of the processor that a process and those it has started have used. Linux only. */
function cpuOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
  const pids = [pid, ...children.trim().split(" ").filter(Boolean).map(Number)]
  const ticks = pids.map((id) => {
    const fields = readFileSync(`/proc/${id}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, count) => sum + count, 0) / TICKS_A_SECOND
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    child.stdout!.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8")
      if (text.includes("\n")) resolve((JSON.parse(text) as { url: string }).url)
    })
    child.once("close", () => reject(new Error("the server does not start")))
  })
}
