import { Worker } from "node:worker_threads"
import { type Boundary, RunFailure } from "../run/failure.ts"
import { UsageError } from "./exit.ts"
import { clean } from "./terminal.ts"
import type { TestOptions } from "./verifier-test.ts"

/** What the testing thread is started with. */
export interface Errand {
  readonly typed: string
  readonly options: TestOptions
  /** The count of questions in the first four bytes, the last question's length, its text. */
  readonly board: SharedArrayBuffer
  readonly isTerminal: boolean
}

/** What the testing thread says at its end; one that says nothing was ended by what it tested. */
export type Outcome =
  | { readonly code: number }
  | { readonly usage: readonly [message: string, advice: string | undefined] }
  | { readonly failure: readonly [Boundary, code: string, message: string, string | undefined] }
  | { readonly bug: string }

const TICK_MS = 100
const SILENT_TICKS_MAX = 50 // five seconds; the slowest honest question takes a fiftieth of it
const LOADING_TICKS_MAX = 300 // half a minute: reading modules takes long on a busy machine
const LINGER_MS = 1_000
const MEGABYTES_MAX = 2_048
const BOARD_BYTES = 1_024

/**
 * Tests an author's own verifier in a thread: half-written code may loop for ever, end the process
 * or eat all memory, and its author has to be told what it was asked then.
 */
export function testInThread(typed: string, options: TestOptions): Promise<number> {
  const board = new SharedArrayBuffer(BOARD_BYTES)
  const errand: Errand = { typed, options, board, isTerminal: process.stdout.isTTY === true }
  const thread = new Worker(new URL("./verifier-thread.ts", import.meta.url), {
    workerData: errand,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
  })
  return new Promise((resolve, reject) => {
    const fail = (code: string, what: string) => {
      const asked = lastQuestion(board)
      const when = asked === "" ? "while it was loaded" : `when asked ${asked}`
      const advice =
        "a verifier answers every question within its limits and never ends the process"
      reject(new RunFailure("verifier", code, clean(`${typed} ${what} ${when}`), advice))
    }
    const watch = setInterval(
      ticking(board, (ticks) => {
        fail("hangs", `did not answer within ${(TICK_MS * ticks) / 1_000} seconds`)
        void thread.terminate()
      }),
      TICK_MS,
    )
    thread.on("message", (said: Outcome) => {
      // A timer that the verifier has left running would keep the thread for ever.
      setTimeout(() => void thread.terminate(), LINGER_MS).unref()
      if ("code" in said) resolve(said.code)
      else reject(errorOf(said))
    })
    thread.on("error", (error) => fail("broken", `broke the test (${error.message})`))
    thread.on("exit", () => {
      clearInterval(watch)
      fail("ended", "ended the test") // of no effect after an outcome
    })
  })
}

/** Calls `stuck` once the count on the board has stood still for too long. */
function ticking(board: SharedArrayBuffer, stuck: (ticks: number) => void): () => void {
  const counts = new Int32Array(board, 0, 1)
  let [seen, silent] = [0, 0]
  return () => {
    const count = Atomics.load(counts, 0)
    silent = count === seen ? silent + 1 : 0
    seen = count
    const most = lastQuestion(board) === "" ? LOADING_TICKS_MAX : SILENT_TICKS_MAX
    if (silent === most) stuck(most)
  }
}

function lastQuestion(board: SharedArrayBuffer): string {
  const [, length = 0] = new Int32Array(board, 0, 2)
  return Buffer.from(new Uint8Array(board, 8, length)).toString("utf8")
}

function errorOf(said: Exclude<Outcome, { code: number }>): Error {
  if ("usage" in said) return new UsageError(...said.usage)
  if ("failure" in said) return new RunFailure(...said.failure)
  return new Error(said.bug)
}
