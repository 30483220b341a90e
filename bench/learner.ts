// How fast the embedded learner is here, and whether it computes what it computes elsewhere.
//   node bench/learner.ts            tokens trained and answers sampled per second, on 1 and 2 threads
//   node bench/learner.ts --golden   the hash of a fixed run: equal on every engine, or something is wrong
import { cpus } from "node:os"
import { createCheckpoint } from "../src/model/embedded/checkpoint.ts"
import { completeCalls, DECODE_CAPACITY } from "../src/model/embedded/complete.ts"
import { GOLDEN_HASH, goldenRun } from "../src/model/embedded/golden.ts"
import { runJob } from "../src/model/embedded/job.ts"
import { createNetwork, type TokenRow } from "../src/model/embedded/network.ts"
import { createRandom } from "../src/model/embedded/random.ts"
import { createCrew } from "../src/model/embedded/threads.ts"

const BURST_MS = 1_500 // one measurement; the best of three is reported, as other work only ever slows it
const BURSTS = 3

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
    const trained = Math.round(best(() => measureTraining(threads)))
    const sampled = Math.round(best(() => measureSampling(threads)))
    console.log(`${threads} thread(s): ${trained} tokens trained/s, ${sampled} answers sampled/s`)
  }
  console.log(`golden ${goldenRun()}`)
  process.exit() // the second threads are asleep
}

function best(measure: () => number): number {
  return Math.max(...Array.from({ length: BURSTS }, measure))
}

/** Batches of 64 rows, 12-token prompts and 4-token completions, the default network. */
function measureTraining(threads: 1 | 2): number {
  const checkpoint = createCheckpoint(1)
  if (!checkpoint.ok) throw new Error(checkpoint.message)
  const { config, tokenizer, state } = checkpoint.value
  const capacity = { rows: 32, tokens: 32 * config.context }
  const network = createNetwork(config, tokenizer.vocabulary.length, capacity, (source) =>
    createCrew(source, threads),
  )
  network.load(state)
  const random = createRandom(1)
  const digits = (n: number) => Array.from({ length: n }, () => 2 + random.below(10))
  const rows = Array.from({ length: 64 }, (): TokenRow => {
    return { prompt: digits(12), completion: [...digits(3), 0], weight: 1 }
  })
  const settings = { learningRate: 1e-3, weightDecay: 0.01, gradientClip: 1, seed: 1 }
  const job = runJob(network, rows, { ...settings, steps: 100_000, batch: 64 })
  for (let warm = 0; warm < 10; warm++) job.next()
  let tokens = 0
  const start = performance.now()
  while (performance.now() - start < BURST_MS) {
    const step = job.next()
    if (!step.done) tokens += step.value.tokens
  }
  const seconds = (performance.now() - start) / 1000
  network.close()
  return tokens / seconds
}

/** 8 samples of up to 4 tokens for each 12-token prompt, from an untrained network: few end early. */
function measureSampling(threads: 1 | 2): number {
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
  let answers = 0
  const start = performance.now()
  while (performance.now() - start < BURST_MS) {
    run()
    answers += calls.length * 8
  }
  const seconds = (performance.now() - start) / 1000
  network.close()
  return answers / seconds
}
