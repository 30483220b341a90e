import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import { type Checkpoint, createCheckpoint, encodeCheckpoint } from "./checkpoint.ts"
import { completeCalls, DECODE_CAPACITY } from "./complete.ts"
import { createSoloCrew } from "./crew.ts"
import { runJob } from "./job.ts"
import { createNetwork, type Recruit, type TokenRow } from "./network.ts"
import type { Outcome } from "./outcome.ts"
import type { Tokenizer } from "./tokenizer.ts"

/**
 * What {@link goldenRun} returns on every engine, processor and number of threads. A change here
 * changes every run.
 */
export const GOLDEN_HASH = "b8f119496443ae3361c91f43e5b145aa1fb7a5ae653ad589a5cd0ec65f0ea273"

/**
 * A small fixed run through all of the arithmetic (initialise, train with a schedule and mixed
 * weights, sample hot and cold) and the SHA-256 of all it made. Two machines that agree on this
 * agree on every run.
 */
export function goldenRun(recruit: Recruit = createSoloCrew): string {
  const shape = { layers: 2, width: 32, heads: 4, hidden: 64, context: 24 }
  const checkpoint = must(createCheckpoint(7, ["twice"], shape))
  const rows = goldenRows(checkpoint.tokenizer)
  const config = { epochs: 3, batch: 16, seed: 5, weightDecay: 0.01, gradientClip: 1 }
  const schedule = { learningRate: 4e-3, learningRateEnd: 1e-4, warmupSteps: 4 }
  const network = open(checkpoint, recruit)
  const job = runJob(network, rows, { ...config, ...schedule })
  let step = job.next()
  while (!step.done) step = job.next()
  must(step.value)
  const trained = { ...checkpoint, state: network.save() }
  const calls = rows.slice(0, 12).map((_, i) => {
    const prompt = `What is ${i} + twice ${3 * i}?`
    return { prompt, samples: 4, temperature: i % 3, maxTokens: 5, seed: 1000 * i }
  })
  const work = completeCalls(network, checkpoint.tokenizer, checkpoint.config, calls)
  let part = work.next()
  while (!part.done) part = work.next()
  network.close()
  const replies = utf8ToBytes(JSON.stringify(part.value))
  return bytesToHex(sha256(concatBytes(encodeCheckpoint(trained), replies)))
}

function goldenRows(tokenizer: Tokenizer): TokenRow[] {
  return Array.from({ length: 100 }, (_, i) => {
    const a = (37 * i) % 61
    const b = (11 * i) % 53
    const prompt = must(tokenizer.encodePrompt(i % 2 ? `What is ${a} + ${b}?` : `${a} - ${b} = ?`))
    const completion = must(tokenizer.encodeCompletion(String(i % 2 ? a + b : a - b)))
    return { prompt, completion, weight: i % 5 === 0 ? -0.25 : 1 }
  })
}

function open({ config, tokenizer, state }: Checkpoint, recruit: Recruit) {
  const network = createNetwork(config, tokenizer.vocabulary.length, DECODE_CAPACITY, recruit)
  network.load(state)
  return network
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome.value
}
