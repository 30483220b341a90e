import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Json } from "../../src/record/canonical.ts"

/** A server of exact bytes: what a test says is what goes over the wire. */
export interface Wire {
  readonly url: string
  readonly requests: readonly Seen[]
  close(): Promise<void>
}

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Json
}

/** What is answered, first to last; the last one again and again. */
export interface Sent {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  /** Instead of a body: whatever a connection can be made to do. */
  readonly act?: (response: ServerResponse, seen: Seen) => void
}

export async function startWire(...sent: readonly Sent[]): Promise<Wire> {
  const requests: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString("utf8")
    const { method = "", url: path = "", headers } = request
    const seen = { method, path, headers, body: text === "" ? null : JSON.parse(text) }
    requests.push(seen)
    const answer = sent[Math.min(requests.length, sent.length) - 1]!
    if (answer.act !== undefined) return answer.act(response, seen)
    const { status = 200, body = null } = answer
    const type = typeof body === "string" ? "text/html" : "application/json"
    response.writeHead(status, { "content-type": type, ...answer.headers })
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The body of a stream: one event for each. */
export function eventStream(events: readonly { readonly [key: string]: Json }[]): Sent {
  const lines = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  return { headers: { "content-type": "text/event-stream" }, body: lines.join("") }
}
