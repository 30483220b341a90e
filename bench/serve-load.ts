import { fork } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Asked } from "./serve-answers.ts"

/** A request's body, made before the clock runs, and what it is about. */
export interface Body {
  readonly bytes: Buffer
  readonly asked: readonly Asked[]
}

export interface Plan {
  readonly url: string
  readonly path: string
  readonly bodies: readonly Body[]
  /** The body that is sent first; the others follow, and after the last one the first. */
  readonly from: number
  /** Requests a second; without it, every connection asks again as soon as it is answered. */
  readonly perSecond?: number | undefined
  readonly connections: number
  /** Whether every request opens a connection of its own, as some clients do. */
  readonly isFresh?: boolean | undefined
  readonly millis: number
}

/** A request that was sent. */
export interface Sent {
  readonly body: Body
  /** From the moment at which it was due to the last byte of its reply. */
  readonly millis: number
  /** The reply's body, or nothing where none came. */
  readonly reply: Buffer | undefined
}

export interface Played {
  readonly sent: readonly Sent[]
  readonly elapsed: number
  /** Seconds of the processor that asking took. */
  readonly asking: number
}

/** A process that asks, and does nothing else. */
export interface Asker {
  play(plan: Plan): Promise<Played>
  close(): void
}

/**
 * What the asking process is to hold ready, and nothing before it: whole requests in a file, and
 * where each ends.
 */
export interface Requests {
  readonly file: string
  readonly ends: readonly number[]
}

/** What the asking process is to do. */
export type Order = Omit<Plan, "path" | "bodies">

/** What the asking process has heard: of each reply its request, its latency and its bytes. */
export interface Heard {
  readonly elapsed: number
  readonly asking: number
  readonly bytes: Uint8Array
  readonly which: readonly number[]
  readonly millis: readonly number[]
  readonly ends: readonly number[]
}

export function startAsker(): Asker {
  const folder = mkdtempSync(join(tmpdir(), "agon-bench-"))
  process.once("exit", () => rmSync(folder, { recursive: true }))
  const child = fork(new URL("./serve-asker.ts", import.meta.url), { serialization: "advanced" })
  const file = join(folder, "requests")
  let ready: readonly Body[] | undefined
  const told = (message: Order | Requests) =>
    new Promise<unknown>((resolve, reject) => {
      const gone = () => reject(new Error("the asking process has ended"))
      child.once("exit", gone)
      child.once("message", (answer) => {
        child.off("exit", gone)
        resolve(answer)
      })
      child.send(message)
    })
  return {
    async play({ path, bodies, ...plan }) {
      if (bodies !== ready) {
        const requests = bodies.map(({ bytes }) => requestOf(plan.url, path, bytes))
        writeFileSync(file, Buffer.concat(requests))
        let end = 0
        const ends = requests.map(({ length }) => (end += length))
        await told({ file, ends })
        ready = bodies
      }
      const heard = (await told(plan)) as Heard
      return { sent: sentOf(heard, bodies), elapsed: heard.elapsed, asking: heard.asking }
    },
    close: () => child.disconnect(),
  }
}

function requestOf(url: string, path: string, body: Buffer): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, "latin1"), body])
}

function sentOf({ bytes, which, millis, ends }: Heard, bodies: readonly Body[]): readonly Sent[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return which.map((request, at) => {
    const reply = all.subarray(at === 0 ? 0 : ends[at - 1]!, ends[at]!)
    const body = bodies[request % bodies.length]!
    return { body, millis: millis[at]!, reply: reply.length === 0 ? undefined : reply }
  })
}
