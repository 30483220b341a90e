import { statSync } from "node:fs"
import { parseBundle } from "./bundle.ts"
import { type Checkpoint, createCheckpoint } from "./checkpoint.ts"
import { completeCalls, DECODE_CAPACITY } from "./complete.ts"
import { readBytes, readCheckpoint, writeCheckpoint } from "./files.ts"
import { checkJob, type JobConfig, runJob, type StepReport } from "./job.ts"
import type { Capacity } from "./memory.ts"
import { createNetwork, type Network } from "./network.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import type {
  CompleteRequest,
  CompleteResult,
  CreateRequest,
  CreateResult,
  TrainProgress,
  TrainRequest,
  TrainResult,
} from "./protocol.ts"
import { createCrew } from "./threads.ts"

const PROGRESS_MS = 100
const BREATH_MS = 50 // how long arithmetic may keep the event loop from seeing that stdin closed
const LOSS_STEPS = 20 // the loss reported is the mean over so many last steps

/** The learner behind its door: files in, files or replies out. One request at a time. */
export interface Service {
  create(request: CreateRequest): Outcome<CreateResult>
  complete(request: CompleteRequest): Promise<Outcome<CompleteResult>>
  train(
    request: TrainRequest,
    onProgress: (progress: TrainProgress) => void,
  ): Promise<Outcome<TrainResult>>
  close(): void
}

export function createService(threads: 1 | 2): Service {
  const answering = createHolder()
  const training = createHolder()
  let served: Served | undefined
  return {
    create: ({ path, seed, phrases, config }) => {
      const checkpoint = createCheckpoint(seed, phrases, config)
      if (!checkpoint.ok) return checkpoint
      const hash = writeCheckpoint(path, checkpoint.value)
      return hash.ok ? succeeded({ hash: hash.value }) : hash
    },
    async complete({ checkpoint: path, calls }) {
      const current = serve(path, served)
      if (!current.ok) return current
      const { checkpoint } = current.value
      const network = answering.hold(checkpoint, DECODE_CAPACITY, threads)
      if (network.fresh || current.value !== served) network.value.load(checkpoint.state)
      served = current.value
      const { tokenizer, config } = checkpoint
      const replies = await breathe(completeCalls(network.value, tokenizer, config, calls))
      return succeeded({ replies })
    },
    train: (request, onProgress) => train(request, threads, training, onProgress),
    close() {
      answering.release()
      training.release()
    },
  }
}

async function train(
  { bundle, base, out, config, threads }: TrainRequest,
  defaultThreads: 1 | 2,
  holder: Holder,
  onProgress: (progress: TrainProgress) => void,
): Promise<Outcome<TrainResult>> {
  const problem = checkJob(config)
  if (problem !== undefined) return failed("bad-config", problem)
  if (threads !== undefined && threads !== 1 && threads !== 2) {
    return failed("bad-config", `threads must be 1 or 2, not ${threads}`)
  }
  const start = readCheckpoint(base)
  if (!start.ok) return start
  const { checkpoint } = start.value
  const text = readBytes(bundle)
  if (!text.ok) return text
  const { tokenizer, config: shape } = checkpoint
  const rows = parseBundle(text.value.toString("utf8"), bundle, tokenizer, shape)
  if (!rows.ok) return rows

  const capacity = trainingCapacity(config, shape.context)
  const { value: network } = holder.hold(checkpoint, capacity, threads ?? defaultThreads)
  network.load(checkpoint.state)
  const meter = createMeter(onProgress)
  const done = await breathe(runJob(network, rows.value, config), meter.count)
  if (!done.ok) return done
  const hash = writeCheckpoint(out, { ...checkpoint, state: network.save() })
  if (!hash.ok) return hash
  const { tokens, loss } = meter.total()
  const { steps } = done.value
  return succeeded({ hash: hash.value, steps, loss, tokens, rows: rows.value.length })
}

/** What one shard of a network needs to train by this job. */
export function trainingCapacity(config: JobConfig, context: number): Capacity {
  const rows = Math.ceil(config.batch / 2)
  return { rows, tokens: rows * context }
}

/** A checkpoint read once for as long as its file stays what it was. */
interface Served {
  readonly path: string
  readonly stamp: string
  readonly checkpoint: Checkpoint
}

function serve(path: string, held: Served | undefined): Outcome<Served> {
  let stamp = ""
  try {
    const { mtimeNs, size, ino } = statSync(path, { bigint: true })
    stamp = `${mtimeNs}/${size}/${ino}`
  } catch (error) {
    return failed("file", `${path}: ${(error as Error).message}`)
  }
  if (held?.path === path && held.stamp === stamp) return succeeded(held)
  const read = readCheckpoint(path)
  if (!read.ok) return read
  return succeeded({ path, stamp, checkpoint: read.value.checkpoint })
}

/**
 * Keeps one network, and makes another only when a checkpoint of other shape or a larger job
 * comes.
 */
interface Holder {
  hold(
    checkpoint: Checkpoint,
    capacity: Capacity,
    threads: 1 | 2,
  ): { value: Network; fresh: boolean }
  release(): void
}

function createHolder(): Holder {
  let held: { key: string; network: Network } | undefined
  return {
    hold({ config, tokenizer }, capacity, threads) {
      const vocabulary = tokenizer.vocabulary.length
      const key = JSON.stringify([config, vocabulary, threads])
      const { network } = held ?? {}
      const fits =
        network !== undefined &&
        network.capacity.rows >= capacity.rows &&
        network.capacity.tokens >= capacity.tokens
      if (held?.key === key && fits) return { value: held.network, fresh: false }
      network?.close()
      const made = createNetwork(config, vocabulary, capacity, (source) =>
        createCrew(source, threads),
      )
      held = { key, network: made }
      return { value: made, fresh: true }
    },
    release() {
      held?.network.close()
      held = undefined
    },
  }
}

/** Runs a generator to its end, letting the event loop turn now and then. */
async function breathe<T, R>(work: Generator<T, R>, onEach?: (item: T) => void): Promise<R> {
  let breath = performance.now()
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
    onEach?.(next.value)
    if (performance.now() - breath < BREATH_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    breath = performance.now()
  }
}

/** Sums what steps report and tells of it at most every {@link PROGRESS_MS}. */
function createMeter(onProgress: (progress: TrainProgress) => void) {
  const losses: number[] = []
  let tokens = 0
  let told = performance.now()
  let toldTokens = 0
  const loss = () => losses.reduce((sum, each) => sum + each, 0) / Math.max(1, losses.length)
  return {
    count(report: StepReport) {
      losses.push(report.loss)
      if (losses.length > LOSS_STEPS) losses.shift()
      tokens += report.tokens
      const now = performance.now()
      if (now - told < PROGRESS_MS && report.step < report.steps) return
      const tokensPerSecond = Math.round(((tokens - toldTokens) * 1000) / Math.max(1, now - told))
      const { step, steps } = report
      onProgress({ step, steps, loss: loss(), tokensPerSecond })
      told = now
      toldTokens = tokens
    },
    total: () => ({ tokens, loss: loss() }),
  }
}
