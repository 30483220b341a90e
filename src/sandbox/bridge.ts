import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads"
import type { Hash } from "../record/id.ts"
import type { Evidence } from "../record/verdict.ts"
import type { BridgeErrand, Hello } from "./bridge-thread.ts"
import type { PluginOptions } from "./plugin.ts"
import { probePlayed } from "./probe.ts"
import { type Answer, LIMITS } from "./process.ts"
import type { Method, Question, Result } from "./protocol.ts"

/**
 * A plug-in whose answers are there when the call returns. A thread holds its process; this one
 * sleeps until the thread has heard from it. The thread keeps no program alive, and its process
 * dies with it.
 */
export interface Bridge {
  readonly card: Result<"describe">
  readonly signature: Evidence
  readonly digest: Hash
  /** Never throws, and returns within a few times the limits of a start and an answer. */
  ask<M extends Method>(method: M, question: Question): Answer<M>
  close(): Promise<void>
}

export type OpenedBridge =
  | { readonly ok: true; readonly bridge: Bridge }
  | { readonly ok: false; readonly refused: string; readonly advice?: string }

export async function openBridge(
  folder: string,
  options: PluginOptions = {},
): Promise<OpenedBridge> {
  const holding = options.holding ?? (await probePlayed())
  const { port1: here, port2: there } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const errand: BridgeErrand = { folder, options: { ...options, holding }, port: there, answered }
  const thread = new Worker(new URL("./bridge-thread.ts", import.meta.url), {
    workerData: errand,
    transferList: [there],
  })
  const hello = await helloOf(thread)
  thread.unref()
  here.unref()
  if (!hello.ok) return hello
  const { answerMs, startMs } = { ...LIMITS, ...options.limits }
  const silentMs = 2 * (answerMs + 2 * startMs) + GRACE_MS // each may end in a fresh start
  let isGone = false // what it might still say would be taken for the answer to something else
  const ask = <M extends Method>(method: M, question: Question): Answer<M> => {
    if (isGone) return { ok: false, reason: "closed", detail: "the thread that holds it is gone" }
    const before = Atomics.load(answered, 0)
    here.postMessage({ method, question })
    const woken = Atomics.wait(answered, 0, before, silentMs)
    const heard = receiveMessageOnPort(here) as { readonly message: Answer<M> } | undefined
    if (heard !== undefined) return heard.message
    isGone = true
    return { ok: false, reason: "closed", detail: `the thread that holds it is silent (${woken})` }
  }
  const close = async () => {
    isGone = true
    here.close()
    await thread.terminate()
  }
  const { card, signature, digest } = hello
  return { ok: true, bridge: { card, signature, digest, ask, close } }
}

const GRACE_MS = 10_000 // kills take a moment on a loaded machine

function helloOf(thread: Worker): Promise<Hello> {
  return new Promise((resolve) => {
    const fail = (why: string) =>
      resolve({ ok: false, refused: `its thread did not start: ${why}` })
    thread.on("message", resolve)
    thread.on("error", (error) => fail(error.message))
    thread.on("exit", (code) => fail(`exit code ${code}`)) // of no effect after a word from it
  })
}
