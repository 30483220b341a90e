/**
 * Whether the loop's rules and the verdicts of studies do what they promise, over simulated runs
 * whose truth is known: how many injected collapses are caught, how many healthy runs are stopped,
 * how often luck is promoted, how often a planted effect is found and one that is not there.
 * Every rate with its exact 95 % interval.
 *
 *   npm run bench:simulation -- [--trials 200] [--first 1] [--only "label noise;studies"]
 */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { exactInterval } from "../src/rule/exact-binomial.ts"
import { playStudy, SEEDS } from "../test/sim/studies.ts"
import { TRIALS } from "../test/sim/trials.ts"

interface Share {
  readonly name: string
  readonly seeds: readonly number[]
}

/** Sums over some trials, by what is counted. */
type Sums = Readonly<Record<string, number>>

/** A line of the table: what was promised of a count. */
interface Line {
  readonly name: string
  readonly truth: string
  readonly counts: string
  readonly atLeast?: number | undefined
  readonly atMost?: number | undefined
}

const STUDIES = "studies"

if (isMainThread) await report()
else parentPort!.postMessage(await sum(workerData as Share))

async function report(): Promise<void> {
  const { values } = parseArgs({
    options: {
      trials: { type: "string", default: "200" },
      first: { type: "string", default: "1" },
      only: { type: "string" },
      threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
    },
  })
  const first = Number(values.first)
  const seeds = Array.from({ length: Number(values.trials) }, (_, at) => first + at)
  const threads = Number(values.threads)
  const wanted = values.only?.split(";") ?? [...TRIALS.map(({ name }) => name), STUDIES]
  print(
    `Trials ${first} to ${seeds.at(-1)}. Truth: what happens to the true share of right answers.`,
  )
  print("\n| trial | truth | counted | of | share [95 %] | promised |\n|---|---|---|---|---|---|")
  const met: boolean[] = []
  for (const trial of TRIALS) {
    if (!wanted.includes(trial.name)) continue
    const { happened = 0, moved = 0 } = await sumInThreads(trial.name, seeds, threads)
    const truth = `${signed(moved / seeds.length)} points by the first job`
    met.push(tell({ ...trial, truth }, happened, seeds.length))
  }
  if (wanted.includes(STUDIES)) met.push(...(await reportStudies(seeds, threads)))
  const failed = met.filter((isMet) => !isMet).length
  print(`\n${met.length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

async function reportStudies(seeds: readonly number[], threads: number): Promise<boolean[]> {
  const { planted = 0, none = 0, lead = 0 } = await sumInThreads(STUDIES, seeds, threads)
  const arms = `two arms, ${SEEDS} seeds`
  const truth = `${signed(lead / seeds.length)} points between the arms`
  const counts = `${arms}: the verdict says that one beats the other`
  const found = { name: "planted effect", truth, counts, atLeast: 0.9 }
  const alarm = { name: "no effect", truth: "the same ability", counts, atMost: 0.05 }
  return [tell(found, planted, seeds.length), tell(alarm, none, seeds.length)]
}

async function sumInThreads(
  name: string,
  seeds: readonly number[],
  threads: number,
): Promise<Sums> {
  const shares = Array.from({ length: threads }, (_, thread) =>
    seeds.filter((_, at) => at % threads === thread),
  )
  const sums = await Promise.all(shares.map((some) => sumInThread({ name, seeds: some })))
  return sums.reduce(added, {})
}

function sumInThread(share: Share): Promise<Sums> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.once("message", resolve)
    worker.once("error", reject)
  })
}

async function sum({ name, seeds }: Share): Promise<Sums> {
  let sums: Sums = {}
  for (const seed of seeds) sums = added(sums, await play(name, seed))
  return sums
}

async function play(name: string, seed: number): Promise<Sums> {
  if (name === STUDIES) {
    const { planted, none, lead } = await playStudy(seed)
    const isEffect = none === "beats" || none === "loses"
    return { planted: planted === "beats" ? 1 : 0, none: isEffect ? 1 : 0, lead }
  }
  const { happened, moved = 0 } = await TRIALS.find((one) => one.name === name)!.play(seed)
  return { happened: happened ? 1 : 0, moved }
}

function added(one: Sums, other: Sums): Sums {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}

/** Prints a line of the table, and says whether the promise was kept. */
function tell({ name, truth, counts, atLeast, atMost }: Line, happened: number, of: number) {
  const { low, high } = exactInterval({ correct: happened, tried: of })
  const share = `${percent(happened / of)} [${percent(low)}, ${percent(high)}] %`
  const isMet = happened / of >= (atLeast ?? 0) && happened / of <= (atMost ?? 1)
  const promised =
    atLeast !== undefined
      ? `at least ${percent(atLeast)} %`
      : atMost !== undefined
        ? `at most ${percent(atMost)} %`
        : "nothing"
  const cells = [name, truth, counts, `${happened} / ${of}`, share]
  print(`| ${[...cells, isMet ? promised : `${promised}: missed`].join(" | ")} |`)
  return isMet
}

function signed(points: number): string {
  return `${points < -0.05 ? "−" : "+"}${Math.abs(points).toFixed(1)}`
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
