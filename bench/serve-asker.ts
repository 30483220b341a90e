/**
 * The asking process. Requests and replies lie in buffers outside its heap: with a hundred
 * megabytes of objects its own collector would stop it for ten milliseconds and more, every few
 * seconds, and that would count as the server's.
 */

import { readFileSync } from "node:fs"
import { freshLine, type Line, openLine } from "./serve-line.ts"
import type { Heard, Order, Requests } from "./serve-load.ts"

const REPLY_BYTES = 64 * 1024 * 1024 // at first; more where they do not hold what was heard

let requests: { readonly bytes: Buffer; readonly ends: readonly number[] }

process.on("message", (order: Order | Requests) => {
  if ("ends" in order) {
    requests = { bytes: readFileSync(order.file), ends: order.ends }
    process.send!("loaded")
  } else void play(order).then((heard) => process.send!(heard))
})

/** Asks as ordered, and says what was heard. */
async function play(order: Order): Promise<Heard> {
  const { url, connections, isFresh, millis } = order
  const lines = await Promise.all(
    Array.from({ length: connections }, () => (isFresh ? freshLine(url) : openLine(url))),
  )
  const notes = createNotes()
  const begun = performance.now()
  const { user, system } = process.cpuUsage()
  if (order.perSecond === undefined) await inTurn(order, lines, notes, begun + millis)
  else await inTime(order, lines, notes, begun)
  const elapsed = performance.now() - begun
  const cpu = process.cpuUsage({ user, system })
  for (const line of lines) line.close()
  return { elapsed, asking: (cpu.user + cpu.system) / 1e6, ...notes.all() }
}

type Notes = ReturnType<typeof createNotes>

/** One request after the other on every line. */
async function inTurn(order: Order, lines: readonly Line[], notes: Notes, until: number) {
  let sent = 0
  const endless = (line: Line) =>
    new Promise<void>((resolve) => {
      const next = () => {
        const due = performance.now()
        if (due >= until) return resolve()
        const at = sent++
        line.ask(requestAt(order, at), (reply) => {
          notes.add(order.from + at, performance.now() - due, reply)
          next()
        })
      }
      next()
    })
  await Promise.all(lines.map(endless))
}

/**
 * Requests at even intervals, whether or not earlier ones are answered: one that finds no free
 * line waits, and its clock runs meanwhile.
 */
function inTime(order: Order, lines: readonly Line[], notes: Notes, begun: number) {
  const perMs = order.perSecond! / 1_000
  const total = Math.floor(order.millis * perMs)
  const free = [...lines]
  let sent = 0
  let done = 0
  return new Promise<void>((resolve) => {
    const send = (line: Line, at: number) => {
      line.ask(requestAt(order, at), (reply) => {
        notes.add(order.from + at, performance.now() - (begun + at / perMs), reply)
        free.push(line)
        if (++done === total) resolve()
        else sendDue()
      })
    }
    const sendDue = () => {
      const passed = (performance.now() - begun) * perMs
      while (sent < total && sent <= passed && free.length > 0) send(free.pop()!, sent++)
    }
    // It wakes for what is due, and not more often: every waking disturbs whom it measures.
    const wake = () => {
      sendDue()
      if (sent === total) return
      setTimeout(wake, Math.max(1, Math.floor(begun + sent / perMs - performance.now())))
    }
    wake()
  })
}

function requestAt({ from }: Order, at: number): Buffer {
  const { bytes, ends } = requests
  const which = (from + at) % ends.length
  return bytes.subarray(which === 0 ? 0 : ends[which - 1]!, ends[which]!)
}

/** What was heard, in the order in which it came. */
function createNotes() {
  let bytes = Buffer.allocUnsafe(REPLY_BYTES)
  let end = 0
  const which: number[] = []
  const millis: number[] = []
  const ends: number[] = []
  return {
    add(request: number, latency: number, reply: Buffer | undefined) {
      const length = reply?.length ?? 0
      if (end + length > bytes.length) {
        bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length + length)])
      }
      reply?.copy(bytes, end)
      end += length
      which.push(request)
      millis.push(latency)
      ends.push(end)
    },
    all: () => ({ bytes: bytes.subarray(0, end), which, millis, ends }),
  }
}
