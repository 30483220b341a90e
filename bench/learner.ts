// How fast the embedded learner is here, and whether it computes what it computes elsewhere.
//   node bench/learner.ts            tokens trained and answers sampled a second
//   node bench/learner.ts --golden   the hash of a fixed run, equal on every engine
import { cpus } from "node:os"
import { createCheckpoint } from "../src/model/embedded/checkpoint.ts"
import { completeCalls, DECODE_CAPACITY } from "../src/model/embedded/complete.ts"
import { GOLDEN_HASH, goldenRun } from "../src/model/embedded/golden.ts"
import { runJob } from "../src/model/embedded/job.ts"
import { createNetwork, type TokenRow } from "../src/model/embedded/network.ts"
import { createRandom } from "../src/model/embedded/random.ts"
import { createCrew } from "../src/model/embedded/threads.ts"

const BURST_MS = 1_500 // one measurement; the best counts, as other work only ever slows it
const BURSTS = 3

/**
 * Work done per second by the clock, and per second of processor time, which other programs
 * disturb less.
 */
interface Speed {
  readonly wall: number
  readonly cpu: number
}

if (process.argv.includes("--golden")) printGolden()
else printSpeed()

function printGolden(): void {
  const hash = goldenRun()
  console.log(hash)
  if (hash === GOLDEN_HASH) return
  console.error(`expected ${GOLDEN_HASH}`)
  process.exitCode = 1
}

function printSpeed(): void {
  console.log(`${cpus()[0]?.model} × ${cpus().length}, Node ${process.version}`)
  for (const threads of [1, 2] as const) {
    const trained = best(() => measureTraining(threads))
    const sampled = best(() => measureSampling(threads))
    console.log(`${threads} thread(s), tokens trained:   ${describe(trained)}`)
    console.log(`${threads} thread(s), answers sampled:  ${describe(sampled)}`)
  }
  console.log(`golden ${goldenRun()}`)
  process.exit() // the second threads are asleep
}

function describe({ wall, cpu }: Speed): string {
  return `${Math.round(wall)} a second, ${Math.round(cpu)} a processor second`
}

function best(measure: () => Speed): Speed {
  const speeds = Array.from({ length: BURSTS }, measure)
  const most = (key: keyof Speed) => Math.max(...speeds.map((speed) => speed[key]))
  return { wall: most("wall"), cpu: most("cpu") }
}

/** Repeats `work`, which returns how much it did, for {@link BURST_MS}. */
function burst(work: () => number): Speed {
  let done = 0
  const start = performance.now()
  const before = process.cpuUsage()
  while (performance.now() - start < BURST_MS) done += work()
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - start) / 1000
  return { wall: done / seconds, cpu: (done * 1e6) / (user + system) }
}

/** Batches of 96 rows, 12-token prompts and 4-token completions, the default network. */
function measureTraining(threads: 1 | 2): Speed {
  const checkpoint = createCheckpoint(1)
  if (!checkpoint.ok) throw new Error(checkpoint.message)
  const { config, tokenizer, state } = checkpoint.value
  const capacity = { rows: 48, tokens: 48 * config.context }
  const network = createNetwork(config, tokenizer.vocabulary.length, capacity, (source) =>
    createCrew(source, threads),
  )
  network.load(state)
  const random = createRandom(1)
  const digits = (n: number) => Array.from({ length: n }, () => 2 + random.below(10))
  const rows = Array.from({ length: 96 }, (): TokenRow => {
    return { prompt: digits(12), completion: [...digits(3), 0], weight: 1 }
  })
  const settings = { learningRate: 1e-3, weightDecay: 0.01, gradientClip: 1, seed: 1 }
  const job = runJob(network, rows, { ...settings, steps: 100_000, batch: 96 })
  for (let warm = 0; warm < 10; warm++) job.next()
  const speed = burst(() => {
    const step = job.next()
    return step.done ? 0 : step.value.tokens
  })
  network.close()
  return speed
}

/**
 * 8 samples of up to 4 tokens for each 12-token prompt, from an untrained network: few end early.
 */
function measureSampling(threads: 1 | 2): Speed {
  const checkpoint = createCheckpoint(1)
  if (!checkpoint.ok) throw new Error(checkpoint.message)
  const { config, tokenizer, state } = checkpoint.value
  const network = createNetwork(config, tokenizer.vocabulary.length, DECODE_CAPACITY, (source) =>
    createCrew(source, threads),
  )
  network.load(state)
  const calls = Array.from({ length: 256 }, (_, i) => {
    const prompt = `What is ${10_000 + i} + ${1000 + i}?` // 12 tokens
    return { prompt, samples: 8, temperature: 1, maxTokens: 4, seed: i }
  })
  const run = () => {
    for (const _ of completeCalls(network, tokenizer, config, calls));
  }
  run()
  const speed = burst(() => {
    run()
    return calls.length * 8
  })
  network.close()
  return speed
}
