import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { type Chaos, type ChaosPlan, openChaos } from "./chaos.ts"
import type { Fault } from "./fault-names.ts"
import { perform, type Setting } from "./perform.ts"

const BODY_BYTES_MAX = 256 * 1024 * 1024 // a message batch may be this large

const RECORDED_MAX = 50_000 // requests; those beyond are counted and not kept

/** What every server of this folder can be told. */
export interface ServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** How long a reply takes, in milliseconds; 0, the default, is at once. */
  readonly latencyMs?: number
  /** With more requests than this at once, the last ones are told 429. */
  readonly inFlightMax?: number
  readonly chaos?: ChaosPlan
}

export interface RunningServer {
  /** Without a slash at the end, and without `/v1`. */
  readonly url: string
  /** In order of arrival, the first 50,000. */
  readonly requests: readonly RecordedRequest[]
  readonly counts: Counts
  close(): Promise<void>
}

export interface RecordedRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Which time this request came, by method, path and body: from 1. */
  readonly time: number
  fault: Fault | null
  /** The status that was sent; 0 while nothing was. */
  status: number
  /** Whether a whole and truthful reply was handed to the network. */
  answered: boolean
}

export interface Counts {
  requests: number
  answered: number
  /** POST requests that came once more after the same one had been answered. */
  repeated: number
  inFlight: number
  inFlightMost: number
  /** What a provider would charge for: all that a model said, whether or not it arrived. */
  readonly billed: Billed
  readonly byPath: Record<string, number>
  readonly byStatus: Record<string, number>
  readonly byFault: Record<string, number>
}

export interface Billed {
  replies: number
  /** Tokens, cached ones among them. */
  input: number
  output: number
}

/** A request as a protocol reads it. */
export interface Incoming {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly fault: Fault | null
  readonly origin: string
}

/** A reply: one text, or the events of a stream. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | readonly string[]
  readonly billed?: Billed
}

/** One way to speak: what a path answers, and what an error looks like. */
export interface Protocol {
  answer(request: Incoming): Answer
  failure(status: number, headers: Readonly<Record<string, string>>): Answer
  /** An error in the middle of a stream that began with status 200. */
  readonly streamError: string
  /** Whether the request asks a model for something, so that a fault of content can befall it. */
  isModelCall(request: Incoming): boolean
}

/** Starts a server on this machine only. */
export async function startServer(
  protocol: Protocol,
  options: ServerOptions,
): Promise<RunningServer> {
  const requests: RecordedRequest[] = []
  const counts = emptyCounts()
  const chaos = openChaos(options.chaos)
  const { latencyMs = 0, inFlightMax = Number.POSITIVE_INFINITY } = options
  const setting: Setting = { protocol, chaos, latencyMs, inFlightMax, counts }
  const seen = new Map<string, { times: number; answered: boolean }>()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void take(request, response).catch((error: unknown) => confess(response, error))
  })

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const target = new URL(request.url ?? "/", "http://localhost")
    if (target.pathname === "/_requests") {
      const isShort = target.searchParams.has("counts")
      return showRequests(response, isShort ? { counts } : { counts, requests })
    }
    const incoming = incomingOf(request, target, body, server)
    const key = keyOf(incoming)
    const before = seen.get(key) ?? { times: 0, answered: false }
    before.times++
    seen.set(key, before)
    const fault = faultOf(chaos, protocol, incoming, key, before.times)
    const record: RecordedRequest = {
      method: incoming.method,
      path: request.url ?? "/",
      headers: incoming.headers,
      body,
      time: before.times,
      fault,
      status: 0,
      answered: false,
    }
    if (requests.length < RECORDED_MAX) requests.push(record)
    countArrival(counts, record, incoming.path, before.answered)
    response.once("close", () => {
      counts.inFlight--
      countEnd(counts, record)
      if (record.answered) before.answered = true
    })
    await perform(setting, response, record, { ...incoming, fault })
  }

  await listen(server, options.port ?? 0)
  return { url: originOf(server), requests, counts, close: () => close(server) }
}

/** A mistake of the server itself must not look like any fault that it plays. */
function confess(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  response.statusCode = 501
  response.end(error instanceof Error ? error.stack : String(error))
}

function emptyCounts(): Counts {
  return {
    ...{ requests: 0, answered: 0, repeated: 0, inFlight: 0, inFlightMost: 0 },
    billed: { replies: 0, input: 0, output: 0 },
    ...{ byPath: {}, byStatus: {}, byFault: {} },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = chunk as Buffer
    bytes += part.byteLength
    if (bytes > BODY_BYTES_MAX) throw new RangeError("the request is too large")
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString("utf8")
}

/** For another process: the counts, and without `?counts` the requests, too. */
function showRequests(response: ServerResponse, seen: object): void {
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify(seen))
}

function incomingOf(
  request: IncomingMessage,
  target: URL,
  body: string,
  server: Server,
): Omit<Incoming, "fault"> & { fault: null } {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
  return {
    method: request.method ?? "GET",
    path: target.pathname,
    query: target.searchParams,
    headers,
    body,
    fault: null,
    origin: originOf(server),
  }
}

/** The name of all requests that are the same. */
function keyOf({ method, path, body }: Incoming): string {
  return createHash("sha256").update(`${method} ${path}\n${body}`).digest("base64url")
}

function faultOf(
  chaos: Chaos,
  protocol: Protocol,
  incoming: Incoming,
  key: string,
  time: number,
): Fault | null {
  return chaos.faultFor(key, time, {
    isModelCall: protocol.isModelCall(incoming),
    isStream: /"stream"\s*:\s*true/.test(incoming.body),
  })
}

function countArrival(
  counts: Counts,
  record: RecordedRequest,
  path: string,
  wasAnswered: boolean,
): void {
  counts.requests++
  counts.inFlight++
  counts.inFlightMost = Math.max(counts.inFlightMost, counts.inFlight)
  if (wasAnswered && record.method === "POST") counts.repeated++
  add(counts.byPath, path)
  if (record.fault !== null) add(counts.byFault, record.fault)
}

function countEnd(counts: Counts, record: RecordedRequest): void {
  add(counts.byStatus, String(record.status))
  if (record.answered) counts.answered++
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
