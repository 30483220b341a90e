/**
 * The reward server under load: the real command, on this machine, asked by another process.
 *
 *   npm run bench:serve -- [--quick] [--seconds 5] [--repeat 5] [--rate 5000] [--out file]
 *
 * Answers are new to the server unless a row says otherwise: there are more of them than verdicts
 * it remembers. Where a rate is kept, a latency counts from the moment at which the request was
 * due, so that a server that falls behind cannot hide it. Replies are read and compared with the
 * judge's own verdicts when the clock has stopped.
 */

import { type ChildProcess, spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { type Asked, makeAnswers } from "./serve-answers.ts"
import { cpuOf, cpuSince } from "./serve-cpu.ts"
import { type Body, type Sent, startAsker } from "./serve-load.ts"
import { summaryOf, whole } from "./verifier-tables.ts"

const BIN = fileURLToPath(new URL("../bin/agon.js", import.meta.url))
const ANSWERS = 81_920 // the server remembers 65,536 verdicts
const WARMING_MS = 10_000 // once: by then the engine has compiled what ordinary answers need
const SETTLING_MS = 1_000 // before every row

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seconds: { type: "string" },
    repeat: { type: "string" },
    rate: { type: "string", default: "5000" },
    only: { type: "string" },
    workers: { type: "string" },
    out: { type: "string" },
  },
})
const seconds = Number(values.seconds ?? (values.quick ? 2 : 5))
const repeat = Number(values.repeat ?? (values.quick ? 1 : 5))
const rate = Number(values.rate)

interface Load {
  readonly about: string
  readonly path: string
  /** Verdicts in a request. */
  readonly batch: number
  /** Verdicts a second; without it, every connection asks again as soon as it is answered. */
  readonly rate?: number
  readonly connections: number
  readonly body: (asked: readonly Asked[]) => object
  readonly outcomes: (reply: Reply) => readonly unknown[]
  /** Every answer comes so often in a row. */
  readonly times?: number
  readonly isFresh?: boolean
}

type Reply = { verdicts: { outcome: string }[] } & {
  extra_logs: { accepted: number[]; undecided: number[] }
}

const own = {
  path: "/v1/judge",
  body: (asked: readonly Asked[]) => ({
    items: asked.map(({ key, answer }, at) => ({ id: at, key, answer })),
  }),
  outcomes: ({ verdicts }: Reply) => verdicts.map(({ outcome }) => outcome),
} as const

const PROMPT = "<|im_start|>user\nSolve it.<|im_end|>\n<|im_start|>assistant\n"
const openRlhf = {
  path: "/openrlhf/get_reward",
  body: (asked: readonly Asked[]) => ({
    query: asked.map(({ answer }) => `${PROMPT}${answer}<|im_end|>`),
    prompts: asked.map(() => PROMPT),
    labels: asked.map(({ key }) => key),
  }),
  outcomes: ({ extra_logs: { accepted, undecided } }: Reply) =>
    accepted.map((is, at) => (is ? "correct" : undecided[at] ? "undecided" : "incorrect")),
} as const

const CONNECTED = "a connection for each request, at most"
const LOADS: readonly Load[] = [
  { ...own, about: "as fast as it goes, batches of 64", batch: 64, connections: 8 },
  { ...own, about: "batches of 64", batch: 64, rate, connections: 32 },
  { ...own, about: "batches of 128", batch: 128, rate, connections: 32 },
  { ...own, about: "batches of 256", batch: 256, rate, connections: 32 },
  {
    ...own,
    about: "batches of 64, every answer twice",
    batch: 64,
    rate,
    connections: 32,
    times: 2,
  },
  { ...openRlhf, about: "as fast as it goes, one a request", batch: 1, connections: 32 },
  { ...openRlhf, about: "one a request", batch: 1, rate: rate / 2, connections: 64 },
  { ...openRlhf, about: "one a request", batch: 1, rate, connections: 64 },
  { ...openRlhf, about: CONNECTED, batch: 1, rate: rate / 5, connections: 64, isFresh: true },
  { ...openRlhf, about: CONNECTED, batch: 1, rate: rate / 2, connections: 64, isFresh: true },
]
const loads = LOADS.filter((_, at) => values.only === undefined || values.only.includes(`${at}`))

process.stderr.write(`making ${whole(ANSWERS)} answers\n`)
const answers = makeAnswers(ANSWERS, 1)
const workers = values.workers === undefined ? [] : ["--workers", values.workers]
const server = spawn(process.execPath, [BIN, "serve", "--port", "0", "--json", ...workers], {
  stdio: ["ignore", "pipe", "inherit"],
})
process.once("exit", () => server.kill("SIGKILL"))
const url = await addressOf(server)
const asker = startAsker()
/** Every row goes on in the list of answers where the last one has ended. */
let next = 0

interface Measured {
  readonly verdicts: number
  readonly failed: number
  readonly misjudged: number
  readonly rate: number
  readonly median: number
  readonly p99: number
  readonly longest: number
  readonly cpu: { readonly server: number; readonly judging: number; readonly asking: number }
  /** Share of all cores' time. */
  readonly stolen: number
}

const rows: string[] = []
await measure(LOADS[0]!, bodiesOf(LOADS[0]!), WARMING_MS)
for (const load of loads) {
  const bodies = bodiesOf(load)
  await measure(load, bodies, SETTLING_MS)
  const measured: Measured[] = []
  for (let count = 0; count < repeat; count++) {
    measured.push(await measure(load, bodies, seconds * 1_000))
  }
  rows.push(rowOf(load, measured))
  process.stderr.write(`${rows.at(-1)}\n`)
}
asker.close()
const closed = new Promise((resolve) => server.once("close", resolve))
server.kill("SIGTERM")
await closed

const report = [
  "# The reward server under load",
  "",
  "    npm run bench:serve -- --out docs/benchmarks/serve.md",
  "",
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores,`,
  `load average ${loadavg()[0]!.toFixed(1)} at the end; ${repeat} × ${seconds} s a row after ${WARMING_MS / 1_000} s to warm up and`,
  `${SETTLING_MS / 1_000} s before each row. The asking process shares the cores with the server. Answers are of all`,
  "skills, right, wrong and hedged, a sentence or some thousand characters long (`bench/serve-answers.ts`),",
  "and new to the server unless a row says otherwise. At a given rate a request's latency counts from the",
  "moment at which it was due. Brackets: the least and the most of the repetitions. Misjudged are outcomes",
  "other than the judge gives without a server.",
  "",
  "| load | asked a second | n verdicts | verdicts a second | median ms | p99 ms | longest ms " +
    "| failed, misjudged | CPU µs a verdict: server, judging, asking | stolen, % |",
  "|---|---|---|---|---|---|---|---|---|---|",
  ...rows,
  "",
].join("\n")
if (values.out === undefined) process.stdout.write(report)
else writeFileSync(values.out, report)

function bodiesOf({ batch, body, times = 1 }: Load): readonly Body[] {
  const bodies: Body[] = []
  for (let at = 0; at + batch <= answers.length; at += batch) {
    const asked = answers.slice(at, at + batch)
    const made = { bytes: Buffer.from(JSON.stringify(body(asked))), asked }
    for (let time = 0; time < times; time++) bodies.push(made)
  }
  return bodies
}

async function measure(load: Load, bodies: readonly Body[], millis: number): Promise<Measured> {
  const { path, connections, batch, times = 1, isFresh } = load
  const from = (Math.ceil(next / batch) * times) % bodies.length
  const perSecond = load.rate === undefined ? undefined : load.rate / batch
  const plan = { url, path, bodies, from, perSecond, connections, isFresh, millis }
  const before = cpuOf(server.pid!)
  const { sent, elapsed, asking } = await asker.play(plan)
  const cpu = cpuSince(before, cpuOf(server.pid!))
  next = (Math.ceil(next / batch) + Math.ceil(sent.length / times)) * batch
  const good = sent.filter(({ reply }) => reply !== undefined)
  const { median, p99, longest } = summaryOf(sent.map((one) => one.millis))
  const verdicts = good.length * batch
  const share = (spent: number) => (spent / verdicts) * 1e6
  return {
    verdicts,
    failed: sent.length - good.length,
    misjudged: good.reduce((sum, one) => sum + misjudged(load, one), 0),
    rate: verdicts / (elapsed / 1_000),
    ...{ median, p99, longest },
    cpu: {
      server: share(cpu.server),
      judging: share(cpu.judging),
      asking: share(asking),
    },
    stolen: cpu.stolen / ((elapsed / 1_000) * cpus().length),
  }
}

function misjudged({ outcomes }: Load, { body, reply }: Sent): number {
  const told = outcomes(JSON.parse(reply!.toString("utf8")) as Reply)
  return body.asked.filter(({ outcome }, at) => told[at] !== outcome).length
}

function rowOf(load: Load, measured: readonly Measured[]): string {
  const sum = (pick: (one: Measured) => number) => measured.reduce((all, one) => all + pick(one), 0)
  const mean = (pick: (one: Measured) => number) => sum(pick) / measured.length
  const ranged = (pick: (one: Measured) => number, shown: (value: number) => string) => {
    const values = measured.map(pick)
    return `${shown(mean(pick))} [${shown(Math.min(...values))}, ${shown(Math.max(...values))}]`
  }
  const millis = (value: number) => value.toFixed(1)
  const cells = [
    `${load.path}, ${load.about}, ${load.connections} connections`,
    load.rate === undefined ? "" : whole(load.rate),
    whole(sum(({ verdicts }) => verdicts)),
    ranged(({ rate }) => rate, whole),
    millis(mean(({ median }) => median)),
    ranged(({ p99 }) => p99, millis),
    millis(Math.max(...measured.map(({ longest }) => longest))),
    `${sum(({ failed }) => failed)}, ${sum(({ misjudged }) => misjudged)}`,
    [mean(({ cpu }) => cpu.server), mean(({ cpu }) => cpu.judging), mean(({ cpu }) => cpu.asking)]
      .map(whole)
      .join(", "),
    ranged(({ stolen }) => stolen * 100, millis),
  ]
  return `| ${cells.join(" | ")} |`
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
