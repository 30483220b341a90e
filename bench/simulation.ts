/**
 * Whether the loop's rules do what they promise, over simulated runs whose truth is known: how many
 * injected collapses are caught, how many healthy runs are stopped, how often luck is promoted.
 * Every rate with its exact 95 % interval.
 *
 *   npm run bench:simulation -- [--trials 200] [--first 1] [--only "label noise,healthy"]
 */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { exactInterval } from "../src/rule/exact-binomial.ts"
import { TRIALS, type Trial } from "../test/sim/trials.ts"

interface Share {
  readonly name: string
  readonly seeds: readonly number[]
}

if (isMainThread) await report()
else parentPort!.postMessage(await count(workerData as Share))

async function report(): Promise<void> {
  const { values } = parseArgs({
    options: {
      trials: { type: "string", default: "200" },
      first: { type: "string", default: "1" },
      only: { type: "string" },
      threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
    },
  })
  const wanted = values.only?.split(",")
  const trials = TRIALS.filter(({ name }) => wanted === undefined || wanted.includes(name))
  const first = Number(values.first)
  const seeds = Array.from({ length: Number(values.trials) }, (_, at) => first + at)
  process.stdout.write("| trial | counted | of | share [95 %] | wanted |\n|---|---|---|---|---|\n")
  let failed = 0
  for (const trial of trials) {
    const happened = await countInThreads(trial.name, seeds, Number(values.threads))
    const isMet = meets(trial, happened / seeds.length)
    if (!isMet) failed++
    process.stdout.write(row(trial, happened, seeds.length, isMet))
  }
  process.stdout.write(`\n${trials.length - failed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}

async function countInThreads(
  name: string,
  seeds: readonly number[],
  threads: number,
): Promise<number> {
  const shares = Array.from({ length: threads }, (_, thread) =>
    seeds.filter((_, at) => at % threads === thread),
  )
  const counts = await Promise.all(shares.map((some) => countInThread({ name, seeds: some })))
  return counts.reduce((sum, one) => sum + one, 0)
}

function countInThread(share: Share): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.once("message", resolve)
    worker.once("error", reject)
  })
}

async function count({ name, seeds }: Share): Promise<number> {
  const trial = TRIALS.find((one) => one.name === name)!
  let happened = 0
  for (const seed of seeds) if (await trial.happened(seed)) happened++
  return happened
}

function meets({ atLeast = 0, atMost = 1 }: Trial, share: number): boolean {
  return share >= atLeast && share <= atMost
}

function row({ name, counts, atLeast, atMost }: Trial, happened: number, of: number, met: boolean) {
  const { low, high } = exactInterval({ correct: happened, tried: of })
  const share = `${percent(happened / of)} [${percent(low)}, ${percent(high)}]`
  const wanted = atLeast === undefined ? `≤ ${percent(atMost!)}` : `≥ ${percent(atLeast)}`
  return `| ${name} | ${counts} | ${happened} / ${of} | ${share} % | ${wanted} %${met ? "" : " ✗"} |\n`
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
