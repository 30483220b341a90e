import { once } from "node:events"
import { readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Serving, stage, verdictsOf } from "./server.ts"

const MB = 1024 * 1024
const HELD_MB = 256 // of bodies, as docs/serve.md says
const MEMORY_MB_MAX = 1_280 // what is held, as bytes, as text and as values, and the program itself
const PATIENCE_SECONDS = "5"

const start = stage()
const server = await start(["--request-seconds", PATIENCE_SECONDS, "--deadline", "600"])

const POST = "POST /v1/judge HTTP/1.1\r\nHost: localhost\r\n"

const CLOSE = "Connection: close\r\n"

function requestOf(items: readonly object[], headers = ""): string {
  const body = JSON.stringify({ items })
  return `${POST}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function open({ port }: Serving): Socket {
  const socket = connect(port, "127.0.0.1")
  socket.on("error", () => {}) // it may be hung up on
  return socket
}

async function heard(socket: Socket): Promise<string> {
  let text = ""
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
  await once(socket, "close")
  return text
}

/** Of who is hung up on while sending. */
function wasReset(error: NodeJS.ErrnoException): string {
  if (error.code === "ECONNRESET" || error.code === "EPIPE") return ""
  throw error
}

let asked = 0

/** Another client: what it asks is new and is answered rightly. */
async function expectServed(): Promise<void> {
  const n = ++asked
  const items = [{ key: `x+${n}`, answer: `So it is \\boxed{${n}+x}.` }]
  const verdicts = verdictsOf(await server.post("/v1/judge", { items }))
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(["correct"])
}

function peakMemoryMb({ child }: Serving): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8")
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024
}

const VALID: Readonly<Record<string, object>> = {
  "/v1/judge": { items: [{ id: 1, key: "\\frac12", answer: "0.5", group: "g", options: {} }] },
  "/openrlhf/get_reward": { query: ["p0.5"], prompts: ["p"], labels: ["\\frac12"] },
  "/llamafactory/score": { model: "m", messages: ["<|im_start|>user\nx"] },
  "/nemo/verify": {
    key: "\\frac12",
    response: { output: [{ type: "message", content: [{ type: "output_text", text: "0.5" }] }] },
  },
}
const Path = fc.constantFrom(...Object.keys(VALID))

/** A good body in which bytes are changed, left out or put in. */
const Mutated = Path.chain((path) =>
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255), fc.nat(2)), {
      minLength: 1,
      maxLength: 6,
    })
    .map((changes) => {
      let bytes = [...Buffer.from(JSON.stringify(VALID[path]))]
      for (const [place, byte, kind] of changes) {
        const at = Math.floor(place * bytes.length)
        bytes = bytes.toSpliced(at, kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [byte]))
      }
      return { path, body: Buffer.from(bytes) }
    }),
)

/** A good body in which some value is another, of any type. */
const Swapped = fc.tuple(Path, fc.nat(), fc.json()).map(([path, nth, other]) => {
  const swapped = (at: number) => {
    let count = 0
    const body = JSON.stringify(VALID[path], (_, value: unknown) =>
      count++ === at ? JSON.parse(other) : value,
    )
    return { body, count }
  }
  const { count } = swapped(Number.NaN)
  return { path, body: Buffer.from(swapped(nth % count).body) }
})

describe("a body of any kind", () => {
  it.each([
    ["with changed bytes", Mutated],
    ["with other values", Swapped],
    [
      "of any JSON",
      fc.tuple(Path, fc.json()).map(([path, json]) => ({ path, body: Buffer.from(json) })),
    ],
    [
      "of any bytes",
      fc.tuple(Path, fc.uint8Array()).map(([path, some]) => ({ path, body: Buffer.from(some) })),
    ],
  ])("%s is answered or refused in a sentence", async (_, bodies) => {
    await fc.assert(
      fc.asyncProperty(bodies, async ({ path, body }) => {
        const reply = await fetch(`${server.url}${path}`, { method: "POST", body })
        const json = (await reply.json()) as { error?: { code: string; message: string } }
        expect([200, 400, 413, 422]).toContain(reply.status)
        if (reply.status === 200) expect(json).not.toHaveProperty("error")
        else {
          expect(json.error!.code).toMatch(/^[a-z-]+$/)
          expect(json.error!.message).not.toBe("")
        }
      }),
      { numRuns: 150 },
    )
    await expectServed()
  })

  it("holds no more values than a request needs", async () => {
    const many = (values: number) => `{"items":[${"[],".repeat(values)}[]]}`
    expect((await server.post("/v1/judge", many(9_000_000))).status).toBe(413)
    const commas = { items: [{ key: "7", answer: `${",".repeat(2_000_000)}\\",[\\"{` }] }
    expect(verdictsOf(await server.post("/v1/judge", commas))).toHaveLength(1)
    await expectServed()
  })
})

describe("slow clients", () => {
  it("get their verdict where the bytes come one by one, but in time", async () => {
    const socket = open(server)
    const reply = heard(socket)
    for (const byte of Buffer.from(requestOf([{ key: "1", answer: "1.0" }], CLOSE))) {
      socket.write(Buffer.of(byte))
      await new Promise(setImmediate)
    }
    expect(await reply).toMatch(/^HTTP\/1\.1 200 .*"outcome":"correct"/s)
  })

  it("cost others nothing where they trickle and never end", async () => {
    const sockets = Array.from({ length: 100 }, () => open(server))
    const ends = Promise.all(sockets.map((socket) => heard(socket).catch(wasReset)))
    for (const socket of sockets) socket.write(`${POST}Content-Length: 100000\r\n\r\n{`)
    const trickling = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(" ")
    }, 100)
    for (let count = 0; count < 20; count++) await expectServed()
    // They are hung up on; who was still sending may not have heard why.
    for (const text of await ends) expect(text).toMatch(/^(HTTP\/1\.1 408 .*)?$/s)
    clearInterval(trickling)
    await expectServed()
  })

  it("cost others nothing where they ask and do not listen", async () => {
    const items = Array.from({ length: 4_096 }, () => ({ key: "1", answer: "1" }))
    const sockets = Array.from({ length: 10 }, () => open(server).pause())
    for (const socket of sockets) for (let n = 0; n < 4; n++) socket.write(requestOf(items))
    for (let count = 0; count < 20; count++) await expectServed()
    for (const socket of sockets) socket.destroy()
    expect(peakMemoryMb(server)).toBeLessThan(MEMORY_MB_MAX)
  })
})

describe("many clients", () => {
  it("may be connected and idle while others are served", async () => {
    const sockets = Array.from({ length: 2_000 }, () => open(server))
    await Promise.all(sockets.map((socket) => once(socket, "connect")))
    for (let count = 0; count < 20; count++) await expectServed()
    for (const socket of sockets) socket.destroy()
  })

  it("may leave in the middle of what they send, and nothing is held for them", async () => {
    const half = "x".repeat(14 * MB)
    const rounds = Math.ceil((1.5 * HELD_MB) / 14)
    for (let count = 0; count < rounds; count++) {
      const socket = open(server)
      socket.write(`${POST}Content-Length: ${28 * MB}\r\n\r\n`)
      await new Promise((resolve) => socket.write(half, resolve))
      socket.resetAndDestroy()
    }
    const whole = { items: [{ key: "7", answer: "7".repeat(20 * MB) }] }
    expect((await server.post("/v1/judge", whole)).status).toBe(200)
    await expectServed()
  })

  it("may leave before they are answered, and the server goes on", async () => {
    for (let count = 0; count < 200; count++) {
      const socket = open(server)
      await new Promise((resolve) =>
        socket.write(requestOf([{ key: `${count}`, answer: `\\boxed{${count}}` }]), resolve),
      )
      socket.resetAndDestroy()
    }
    await expectServed()
    while ((await server.metric("agon_waiting")) > 0) await wait(10)
  })

  it("may send more than is held: some are put off, and memory is bounded", async () => {
    const asked = { query: ["p7"], prompts: ["p"], labels: ["7"], more: "x".repeat(24 * MB) }
    const body = JSON.stringify(asked)
    const patient = await start(["--request-seconds", "300"])
    const replies = await Promise.all(
      Array.from({ length: 14 }, () => patient.post("/openrlhf/get_reward", body)),
    )
    const statuses = new Set(replies.map(({ status }) => status))
    expect([...statuses].sort()).toEqual([200, 503])
    for (const { status, headers } of replies) {
      if (status === 503) expect(headers.get("retry-after")).toBe("1")
    }
    expect(peakMemoryMb(patient)).toBeLessThan(MEMORY_MB_MAX)
    const ordinary = { items: [{ key: "1", answer: "1" }] }
    expect(verdictsOf(await patient.post("/v1/judge", ordinary))[0]!.outcome).toBe("correct")
  })
})

describe("HTTP in other ways", () => {
  it("may be pipelined: replies come in the order of the requests", async () => {
    const socket = open(server)
    const requests = Array.from({ length: 100 }, (_, at) =>
      requestOf([{ id: at, key: `${at}`, answer: `${at + (at % 2)}` }], at === 99 ? CLOSE : ""),
    )
    socket.write(requests.join(""))
    const text = await heard(socket)
    const told = [...text.matchAll(/"id":(\d+),"outcome":"(\w+)"/g)]
    expect(told.map(([, id, outcome]) => [Number(id), outcome])).toEqual(
      requests.map((_, at) => [at, at % 2 === 0 ? "correct" : "incorrect"]),
    )
  })

  it("is no way to hide one request in another", async () => {
    const body = JSON.stringify({ items: [] })
    const double = `${POST}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n`
    const smuggled = [
      `${double}0\r\n\r\n${requestOf([])}`,
      `${POST}Content-Length: 4\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`,
      `${POST}Content-Length: -1\r\n\r\n${body}`,
      `${POST}X: y\r\n folded: z\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ]
    for (const bytes of smuggled) {
      const socket = open(server)
      socket.write(bytes)
      const text = await heard(socket)
      expect(text, bytes).toMatch(/^HTTP\/1\.1 400 /)
      expect(text.match(/HTTP\/1\.1 /g), bytes).toHaveLength(1)
    }
    await expectServed()
  })

  it("may be old, ask first or want another protocol", async () => {
    const body = JSON.stringify({ items: [{ key: "1", answer: "1" }] })
    const length = `Content-Length: ${body.length}\r\n`
    const ways = [
      `POST /v1/judge HTTP/1.0\r\nHost: localhost\r\n${length}\r\n${body}`,
      `${POST}${CLOSE}Expect: 100-continue\r\n${length}\r\n${body}`,
      `${POST}${CLOSE}${length.toLowerCase()}\r\n${body}`,
      `${POST}${CLOSE}Upgrade: h2c\r\n${length}\r\n${body}`,
    ]
    for (const bytes of ways) {
      const socket = open(server)
      socket.write(bytes)
      expect(await heard(socket), bytes).toMatch(/HTTP\/1\.1 200 .*"outcome":"correct"/s)
    }
    for (const method of ["CONNECT", "TRACE", "PRI", "BREW"]) {
      const socket = open(server)
      socket.write(`${method} /v1/judge HTTP/1.1\r\n${CLOSE}Host: localhost\r\n\r\n`)
      expect(await heard(socket), method).not.toContain(" 200 ")
    }
    await expectServed()
  })
})
