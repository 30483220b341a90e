// The thread that holds a plug-in's process for bridge.ts: it asks what it is told to ask, leaves
// the answer on the port and wakes whoever waits for it.
import { type MessagePort, parentPort, workerData } from "node:worker_threads"
import { type PluginOptions, type StartedPlugin, startPlugin } from "./plugin.ts"
import type { Answer, Silence, VerifierProcess } from "./process.ts"
import type { Method, Question } from "./protocol.ts"

export interface BridgeErrand {
  readonly folder: string
  readonly options: PluginOptions
  readonly port: MessagePort
  /** How many questions have been answered. */
  readonly answered: Int32Array
}

export type Hello =
  | Omit<Extract<StartedPlugin, { ok: true }>, "child">
  | Extract<StartedPlugin, { ok: false }>

/** What may be the machine's fault and not the plug-in's: it is asked once more. */
const PASSING: ReadonlySet<Silence> = new Set([
  "timed-out",
  "crashed",
  "out-of-memory",
  "too-many-processes",
])

const { folder, options, port, answered } = workerData as BridgeErrand
const started = await startPlugin(folder, options)
if (started.ok) {
  const { child, ...said } = started
  port.on("message", async ({ method, question }: { method: Method; question: Question }) => {
    port.postMessage(await askTwice(child, method, question))
    Atomics.add(answered, 0, 1)
    Atomics.notify(answered, 0)
  })
  parentPort!.postMessage(said satisfies Hello)
} else parentPort!.postMessage(started satisfies Hello)

async function askTwice<M extends Method>(
  child: VerifierProcess,
  method: M,
  question: Question,
): Promise<Answer<M>> {
  try {
    const first = await askAndWake(child, method, question)
    if (first.ok || !PASSING.has(first.reason)) return first
    return await askAndWake(child, method, question)
  } catch (error) {
    // Node throws where the system has no more processes to give.
    return { ok: false, reason: "crashed", detail: String(error) }
  }
}

/** A start may take longer than an answer, so the next process has begun before it is asked. */
async function askAndWake<M extends Method>(
  child: VerifierProcess,
  method: M,
  question: Question,
): Promise<Answer<M>> {
  const answer = await child.ask(method, question)
  if (!answer.ok && answer.reason !== "failed") await child.ask("describe", {})
  return answer
}
