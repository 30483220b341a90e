import { connect, type Socket } from "node:net"
import type { Asked } from "./serve-answers.ts"

/** A request as bytes, made before the clock runs, and what it is about. */
export interface Body {
  readonly bytes: Buffer
  readonly asked: readonly Asked[]
}

export interface Plan {
  readonly url: string
  readonly path: string
  readonly bodies: readonly Body[]
  /** Requests a second; without it, every connection asks again as soon as it is answered. */
  readonly perSecond?: number | undefined
  readonly connections: number
  /** Whether every request opens a connection of its own, as some clients do. */
  readonly isFresh?: boolean | undefined
  readonly millis: number
}

/** A request that was sent. */
export interface Played {
  readonly body: Body
  /** From the moment at which it was due to the last byte of its reply. */
  readonly millis: number
  /** The reply's body, or nothing where none came. */
  readonly reply: Buffer | undefined
}

/**
 * Asks as planned. At a given rate requests are due at even intervals whether or not earlier ones
 * are answered: one that finds no free connection waits, and its clock runs meanwhile.
 */
export async function play(plan: Plan): Promise<readonly Played[]> {
  const played: Played[] = []
  const lines = await Promise.all(
    Array.from({ length: plan.connections }, () => (plan.isFresh ? fresh : openLine)(plan.url)),
  )
  const begun = performance.now()
  const one = async (line: Line, at: number, due: number) => {
    const body = plan.bodies[at % plan.bodies.length]!
    const reply = await line.ask(plan.path, body.bytes)
    played.push({ body, millis: performance.now() - due, reply })
  }
  if (plan.perSecond === undefined) {
    let sent = 0
    const loop = async (line: Line) => {
      while (performance.now() - begun < plan.millis) await one(line, sent++, performance.now())
    }
    await Promise.all(lines.map(loop))
  } else {
    await inTime(plan, lines, (line, at, perMs) => one(line, at, begun + at / perMs))
  }
  for (const line of lines) line.close()
  return played
}

async function inTime(
  { perSecond, millis }: Plan,
  lines: readonly Line[],
  one: (line: Line, at: number, perMs: number) => Promise<void>,
): Promise<void> {
  const perMs = perSecond! / 1_000
  const total = Math.floor(millis * perMs)
  const begun = performance.now()
  const free = [...lines]
  const finished = Promise.withResolvers<void>()
  let sent = 0
  let done = 0
  const sendDue = () => {
    const due = Math.min(total, Math.floor((performance.now() - begun) * perMs) + 1)
    while (sent < due && free.length > 0) {
      const line = free.pop()!
      void one(line, sent++, perMs).then(() => {
        free.push(line)
        if (++done === total) finished.resolve()
        else sendDue()
      })
    }
  }
  const ticking = setInterval(sendDue, 1)
  sendDue()
  await finished.promise
  clearInterval(ticking)
}

/** One connection that carries one request after the other. */
interface Line {
  ask(path: string, body: Buffer): Promise<Buffer | undefined>
  close(): void
}

async function fresh(url: string): Promise<Line> {
  return {
    async ask(path, body) {
      const line = await openLine(url).catch(() => undefined)
      const reply = await line?.ask(path, body)
      line?.close()
      return reply
    },
    close: () => {},
  }
}

const END_OF_HEAD = Buffer.from("\r\n\r\n")

/** A client that costs little: it shares its cores with what it measures. */
async function openLine(url: string): Promise<Line> {
  const { hostname, port, host } = new URL(url)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve)
    socket.once("error", reject)
  })
  let waiting: ((reply: Buffer | undefined) => void) | undefined
  let held: Buffer[] = []
  let size = 0
  let wanted = Number.POSITIVE_INFINITY
  const answer = (reply: Buffer | undefined) => {
    const resolve = waiting
    waiting = undefined
    held = []
    size = 0
    wanted = Number.POSITIVE_INFINITY
    resolve?.(reply)
  }
  socket.on("data", (chunk) => {
    held.push(chunk as Buffer)
    size += chunk.length
    if (wanted === Number.POSITIVE_INFINITY) {
      held = [Buffer.concat(held)]
      wanted = sizeOf(held[0]!)
    }
    if (size < wanted) return
    const whole = Buffer.concat(held)
    const isGood = whole.toString("latin1", 9, 12) === "200"
    answer(isGood ? whole.subarray(whole.indexOf(END_OF_HEAD) + 4, wanted) : undefined)
  })
  socket.on("error", () => answer(undefined))
  socket.on("close", () => answer(undefined))
  return {
    ask: (path, body) =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve(undefined)
        waiting = resolve
        socket.cork()
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
            `Content-Length: ${body.length}\r\n\r\n`,
        )
        socket.write(body)
        socket.uncork()
      }),
    close: () => void socket.destroy(),
  }
}

/** Bytes of a whole reply; not known before its head is complete. */
function sizeOf(begun: Buffer): number {
  const end = begun.indexOf(END_OF_HEAD)
  if (end < 0) return Number.POSITIVE_INFINITY
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(begun.toString("latin1", 0, end)) ?? []
  if (length === undefined) throw new Error("the reply does not say how long it is")
  return end + END_OF_HEAD.length + Number(length)
}
