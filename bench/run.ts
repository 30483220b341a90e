/**
 * What a run with models costs on this side of the wire: whether it keeps a slow server busy, and
 * how much processor time an attempt takes. Every measurement is a process of its own, and kinds
 * take turns, since other work on the machine comes and goes.
 *
 *   npm run bench:run -- [--repeats 5] [--seconds 20] [--out docs/benchmarks/run.md]
 */
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { meanInterval } from "../src/rule/statistics.ts"
import {
  type Busy,
  keepBareBusy,
  keepBusy,
  type Orchestrated,
  orchestrate,
  PROVIDERS,
} from "./run-measure.ts"

const IN_FLIGHT = 256
const LATENCY_MS = 1_000
const PER_SECOND = (IN_FLIGHT * 1_000) / LATENCY_MS // calls, when every one takes that long

const NAMES: Readonly<Record<string, string>> = {
  fetch: "fetch alone: no journal, no budget, no reading",
  door: "in this process, behind the Model door",
  anthropic: "Claude's client, over HTTP",
  openai: "OpenAI-compatible client, over HTTP",
}
const MARKS = ["<!-- figures:begin -->", "<!-- figures:end -->"] as const

const { values } = parseArgs({
  options: {
    repeats: { type: "string", default: "5" },
    seconds: { type: "string", default: "20" },
    out: { type: "string" },
    measure: { type: "string" },
  },
})
const waves = Number(values.seconds) + 1

if (values.measure !== undefined) console.log(JSON.stringify(await measure(values.measure)))
else report()

function measure(what: string): Promise<Busy | Orchestrated> {
  const [kind, through] = what.split(" ")
  if (through === "door") return orchestrate("door")
  const work = { inFlight: IN_FLIGHT, waves, latencyMs: LATENCY_MS }
  if (through === "fetch") return keepBareBusy("openai", work)
  const provider = PROVIDERS.find((name) => name === through)!
  if (kind === "attempts") return orchestrate(provider)
  return keepBusy(provider, work)
}

function report(): void {
  const kinds = [
    "attempts door",
    "busy fetch",
    ...PROVIDERS.flatMap((name) => [`attempts ${name}`, `busy ${name}`]),
  ]
  const results = new Map<string, unknown[]>(kinds.map((kind) => [kind, []]))
  const loads: number[] = []
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    for (const kind of kinds) {
      loads.push(loadavg()[0]!)
      results.get(kind)!.push(inOwnProcess(kind))
      process.stderr.write(`${kind}: ${JSON.stringify(results.get(kind)!.at(-1))}\n`)
    }
  }
  const busy = (name: string) => results.get(`busy ${name}`) as Busy[]
  const attempts = (name: string) => results.get(`attempts ${name}`) as Orchestrated[]
  const text = [
    `Node ${process.versions.node}, ${cpus()[0]?.model} × ${cpus().length}; n = ${values.repeats}, ` +
      `means with Student's 95 % interval. Load average while it ran: ` +
      `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`,
    "",
    `| ${IN_FLIGHT} calls in flight, replies after ${LATENCY_MS / 1_000} s | calls | ` +
      "of the ideal throughput, % | of fetch's, % | client, cores |",
    "|---|---|---|---|---|",
    ...["fetch", ...PROVIDERS].map((name) => busyRow(name, busy(name), busy("fetch"))),
    "",
    "| an instant model | attempts | processor time an attempt, ms | times the door's |",
    "|---|---|---|---|",
    ...["door", ...PROVIDERS].map((name) => attemptRow(name, attempts(name), attempts("door"))),
  ].join("\n")
  process.stdout.write(`${text}\n`)
  if (values.out !== undefined) writeBetween(values.out, text)
}

function inOwnProcess(kind: string): unknown {
  const args = [fileURLToPath(import.meta.url), "--measure", kind, "--seconds", values.seconds]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" })
  if (status !== 0) throw new Error(`${kind}: ${stderr}`)
  return JSON.parse(stdout)
}

function busyRow(name: string, measured: readonly Busy[], fetched: readonly Busy[]): string {
  const shares = (results: readonly Busy[]) =>
    results.map(({ calls, seconds }) => (100 * calls) / seconds / PER_SECOND)
  const share = shares(measured)
  const versus = shares(fetched).map((base, at) => (100 * share[at]!) / base)
  const cores = measured.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds)
  return `| ${NAMES[name]} | ${measured[0]!.calls} | ${shown(share, 1)} | ${
    name === "fetch" ? "100" : shown(versus, 1)
  } | ${shown(cores, 2)} |`
}

function attemptRow(
  name: string,
  measured: readonly Orchestrated[],
  door: readonly Orchestrated[],
): string {
  const ms = (results: readonly Orchestrated[]) =>
    results.map(({ cpuSeconds, attempts }) => (1_000 * cpuSeconds) / attempts)
  const own = ms(measured)
  const ratios = ms(door).map((base, at) => own[at]! / base)
  const ratio = name === "door" ? "1" : shown(ratios, 2)
  return `| ${NAMES[name]} | ${measured[0]!.attempts} | ${shown(own, 2)} | ${ratio} |`
}

function shown(measured: readonly number[], digits: number): string {
  const { mean, interval } = meanInterval(measured)
  if (measured.length < 2) return mean.toFixed(digits)
  const [low, high] = [interval.low, interval.high].map((end) => end.toFixed(digits))
  return `${mean.toFixed(digits)} [${low}, ${high}]`
}

function writeBetween(file: string, text: string): void {
  const page = readFileSync(file, "utf8")
  const [begin, end] = MARKS.map((mark) => page.indexOf(mark)) as [number, number]
  writeFileSync(file, `${page.slice(0, begin)}${MARKS[0]}\n\n${text}\n\n${page.slice(end)}`)
}
