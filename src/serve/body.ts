import type { IncomingMessage } from "node:http"
import { type Refusal, refusal } from "./refusal.ts"

const HELD_BYTES_MAX = 256 * 1024 * 1024 // of all requests at once, until they are answered

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
  let held = 0
  return {
    async read(request) {
      const { "content-encoding": encoding } = request.headers
      if (encoding !== undefined && encoding !== "identity") {
        return refusal(415, "encoded", "a body has no content encoding")
      }
      const tooLarge = refusal(413, "too-large", `a body has at most ${bytesMax} bytes`, CLOSE)
      if (Number(request.headers["content-length"]) > DRAIN_FACTOR * bytesMax) return tooLarge
      let own = 0
      const release = () => {
        held -= own
        own = 0
      }
      const chunks: Buffer[] = []
      let bytes = 0
      let isFull = false
      try {
        for await (const chunk of request as AsyncIterable<Buffer>) {
          bytes += chunk.length
          if (bytes > DRAIN_FACTOR * bytesMax) break
          isFull ||= held + chunk.length > HELD_BYTES_MAX
          // What is refused is read on for a while: a client that is still sending hears nothing.
          if (isFull || bytes > bytesMax) continue
          chunks.push(chunk)
          own += chunk.length
          held += chunk.length
        }
      } catch {
        release()
        return refusal(400, "cut-off", "the body ends before its time", CLOSE)
      }
      const json = bytes > bytesMax || isFull ? undefined : jsonIn(chunks)
      if (json?.ok) return { json: json.value, release }
      release()
      if (bytes > bytesMax) return tooLarge
      if (isFull) return refusal(503, "busy", "too much is being judged", { "Retry-After": "1" })
      return refusal(400, "bad-json", "the body is not JSON in UTF-8")
    },
  }
}

const CLOSE = { Connection: "close" }
const DRAIN_FACTOR = 2 // of the limit: who sends more is cut off while sending

function jsonIn(chunks: readonly Buffer[]): { ok: true; value: unknown } | { ok: false } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks))
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}
