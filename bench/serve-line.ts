import { connect, type Socket } from "node:net"

/** One connection that carries one request after the other. */
export interface Line {
  /** Sends a whole request; tells the body of its reply, or nothing where none came. */
  ask(request: Buffer, tell: (reply: Buffer | undefined) => void): void
  close(): void
}

const END_OF_HEAD = Buffer.from("\r\n\r\n")

/** A client that costs little: it shares its cores with what it measures. */
export async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve)
    socket.once("error", reject)
  })
  let waiting: ((reply: Buffer | undefined) => void) | undefined
  let held: Buffer | undefined
  const answer = (reply: Buffer | undefined) => {
    const tell = waiting
    waiting = undefined
    held = undefined
    tell?.(reply)
  }
  socket.on("data", (chunk) => {
    const whole = held === undefined ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer])
    held = whole
    const head = whole.indexOf(END_OF_HEAD)
    if (head < 0) return
    const begins = head + END_OF_HEAD.length
    const ends = begins + lengthIn(whole.toString("latin1", 0, head))
    if (whole.length < ends) return
    const isGood = whole.toString("latin1", 9, 12) === "200"
    answer(isGood ? whole.subarray(begins, ends) : undefined)
  })
  socket.on("error", () => answer(undefined))
  socket.on("close", () => answer(undefined))
  return {
    ask(request, tell) {
      if (socket.destroyed) return tell(undefined)
      waiting = tell
      socket.write(request)
    },
    close: () => void socket.destroy(),
  }
}

/** A line that connects for every request, as some clients do. */
export function freshLine(url: string): Line {
  return {
    ask(request, tell) {
      openLine(url).then(
        (line) =>
          line.ask(request, (reply) => {
            line.close()
            tell(reply)
          }),
        () => tell(undefined),
      )
    },
    close: () => {},
  }
}

function lengthIn(head: string): number {
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? []
  if (length === undefined) throw new Error("the reply does not say how long it is")
  return Number(length)
}
