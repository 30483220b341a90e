import type { IncomingMessage } from "node:http"
import { unreachable } from "../rule/unreachable.ts"
import { type Refusal, refusal } from "./refusal.ts"

const HELD_BYTES_MAX = 256 * 1024 * 1024 // of all requests at once, until they are answered
const VALUES_MAX = 500_000 // of JSON in a body: a hundred for each item, and still read in no time
const BYTES_COUNTED_MIN = 1024 * 1024 // what is shorter cannot hold more

/** Reads requests' bodies, each and all together within a limit. */
export interface BodyReader {
  /** The body as JSON. What it holds counts until `release` is called. */
  read(request: IncomingMessage): Promise<Body | Refusal>
}

export interface Body {
  readonly json: unknown
  release(): void
}

export function isBody(read: Body | Refusal): read is Body {
  return "release" in read
}

export function createBodyReader(bytesMax: number): BodyReader {
  const hold: Hold = { bytes: 0 }
  const tooLarge = refusal(413, "too-large", `a body has at most ${bytesMax} bytes`, CLOSE)
  return {
    async read(request) {
      const { "content-encoding": encoding } = request.headers
      if (encoding !== undefined && encoding !== "identity") {
        return refusal(415, "encoded", "a body has no content encoding")
      }
      if (Number(request.headers["content-length"]) > DRAIN_FACTOR * bytesMax) return tooLarge
      const { outcome, chunks, release } = await collected(request, bytesMax, hold)
      const whole = outcome === "whole" ? Buffer.concat(chunks) : Buffer.alloc(0)
      if (hasManyValues(whole)) {
        release()
        return refusal(413, "too-many", `a body has at most ${VALUES_MAX} values`)
      }
      const json = outcome === "whole" ? jsonIn(whole) : undefined
      if (json?.ok) return { json: json.value, release }
      release()
      switch (outcome) {
        case "whole":
          return refusal(400, "bad-json", "the body is not JSON in UTF-8")
        case "cut-off":
          return refusal(400, "cut-off", "the body ends before its time", CLOSE)
        case "no-room":
          return refusal(503, "busy", "too much is being judged", { "Retry-After": "1" })
        case "too-large":
          return tooLarge
        default:
          return unreachable(outcome)
      }
    },
  }
}

/** What all bodies hold together. */
interface Hold {
  bytes: number
}

interface Collected {
  readonly outcome: "whole" | "cut-off" | "no-room" | "too-large"
  readonly chunks: readonly Buffer[]
  release(): void
}

/** Reads to the end, also what is refused: a client that is still sending hears nothing. */
function collected(request: IncomingMessage, bytesMax: number, hold: Hold): Promise<Collected> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let own = 0
    let isOver = false
    let refused: "no-room" | "too-large" | undefined
    const release = () => {
      hold.bytes -= own
      own = 0
    }
    const end = (outcome: Collected["outcome"]) => {
      if (isOver) return
      isOver = true
      resolve({ outcome, chunks, release })
    }
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bytesMax) refused ??= "too-large"
      else if (hold.bytes + chunk.length > HELD_BYTES_MAX) refused ??= "no-room"
      if (refused === undefined) {
        chunks.push(chunk)
        own += chunk.length
        hold.bytes += chunk.length
        return
      }
      chunks.length = 0
      release() // at once: another that is half read has room now
      if (bytes <= DRAIN_FACTOR * bytesMax) return
      request.pause()
      end("too-large")
    })
    request.on("end", () => end(refused ?? "whole"))
    request.on("error", () => end("cut-off"))
    request.on("close", () => end("cut-off"))
  })
}

const CLOSE = { Connection: "close" }
const DRAIN_FACTOR = 2 // of the limit: who sends more is cut off while sending

/** Whether it is of more values than a request can need: each is dear, long texts are not. */
function hasManyValues(body: Buffer): boolean {
  if (body.length < BYTES_COUNTED_MIN) return false
  let values = 1
  let isText = false
  for (let at = 0; at < body.length && values <= VALUES_MAX; at++) {
    const byte = body[at]
    if (byte === QUOTE) isText = !isText
    else if (isText) at += byte === BACKSLASH ? 1 : 0
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) values++
  }
  return values > VALUES_MAX
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = Buffer.from('"\\,[{')

function jsonIn(body: Buffer): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(UTF8.decode(body)) }
  } catch {
    return { ok: false }
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true })
