import { createServer, type ServerOptions as HttpOptions, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { OptionReader } from "../cli/grade-options.ts"
import { createBodyReader } from "./body.ts"
import { type CoreParts, openCore } from "./core.ts"
import { type AnyDialect, UNDECIDED_POLICIES, type UndecidedPolicy } from "./dialect.ts"
import { gaugesOf } from "./gauges.ts"
import { createGuard } from "./guard.ts"
import { llamaFactoryDialect } from "./llama-factory.ts"
import { createMetrics } from "./metrics.ts"
import { nemoDialect } from "./nemo.ts"
import { NEMO_COURTESIES } from "./nemo-session.ts"
import { openApi } from "./openapi.ts"
import { openRlhfDialect } from "./openrlhf.ts"
import { ownDialect } from "./own.ts"
import { openPool } from "./pool.ts"
import type { ProblemIndex } from "./problems.ts"
import { answerRequest, type Desk, jsonPage } from "./routes.ts"

/** Every way to ask. A new one is a file and a line here. */
const DIALECTS: readonly AnyDialect[] = [
  ownDialect,
  openRlhfDialect,
  llamaFactoryDialect,
  nemoDialect,
]

const HEADER_BYTES_MAX = 16 * 1024
const HEADERS_MAX = 100
const CONNECTIONS_MAX = 4_096 // OpenRLHF opens one for every answer, of all rollouts at once
const BACKLOG_MAX = 4_096 // that are not accepted yet; the system may allow fewer
const KEEP_ALIVE_MS = 65_000 // longer than the pools of the usual clients keep a connection
const IDLE_MS_MAX = 120_000 // of a connection whose request is being answered
const PATIENCE_CHECK_MS = 500 // how often slow clients are looked for
const CLOSING_MS_MAX = 10_000 // what is being judged when the server is told to stop may finish
const QUEUE_ITEMS_MAX = 16_384 // some seconds' work of one core

export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly token?: string | undefined
  readonly workers: number
  readonly bodyBytesMax: number
  /** The longest that a client may take to send a request, milliseconds. */
  readonly patienceMs: number
  readonly deadlineMs: number
  /** For every route, in place of each dialect's own. */
  readonly undecided?: UndecidedPolicy | undefined
  readonly options: OptionReader
  readonly problems: ProblemIndex
  readonly version: string
  readonly judgeName: string
  readonly versions: CoreParts["versions"]
}

export interface RewardServer {
  readonly url: string
  /** Takes no more requests, answers those it has, and ends its workers. */
  close(): Promise<void>
}

/** Starts the server; undefined where no judging process starts. Throws where it cannot listen. */
export async function openServer(options: ServerOptions): Promise<RewardServer | undefined> {
  const { host, port, problems, deadlineMs, workers } = options
  let isClosing = false
  const pool = openPool({ workers, withProblems: problems.size > 0, deadlineMs })
  const metrics = createMetrics()
  const core = openCore({ ...options, pool, metrics })
  const policyOf = (dialect: AnyDialect) => options.undecided ?? dialect.undecided
  const needsToken = options.token !== undefined
  const routes = { dialects: DIALECTS, courtesies: NEMO_COURTESIES }
  const described = { version: options.version, ...routes, needsToken, policyOf }
  const desk: Desk = {
    ...{ core, metrics, problems, policyOf, ...routes },
    hasRoom: (items) => pool.state().waiting + items <= QUEUE_ITEMS_MAX,
    isClosing: () => isClosing,
    guard: createGuard(options),
    bodies: createBodyReader(options.bodyBytesMax),
    requestSeconds: metrics.histogram("agon_request_seconds"),
    pages: {
      "/v1/policy": () => jsonPage(200, policyPage(options, policyOf)),
      "/healthz": () => {
        const { isUp, ...state } = pool.state()
        const status = isClosing ? "closing" : isUp && state.ready > 0 ? "up" : "down"
        return jsonPage(status === "up" ? 200 : 503, { status, ...state })
      },
      "/metrics": () => {
        const gauges = gaugesOf(metrics, pool.state(), core.groups)
        return { status: 200, body: metrics.render(gauges), isPlain: true }
      },
      "/openapi.json": () => jsonPage(200, openApi(described)),
    },
  }
  const server = createServer(limitsOf(options), (request, response) => {
    void answerRequest(request, response, desk)
  })
  server.maxConnections = CONNECTIONS_MAX
  server.maxHeadersCount = HEADERS_MAX
  server.setTimeout(IDLE_MS_MAX)
  server.on("drop", () => server.closeIdleConnections()) // room for who comes again
  const end = () => closed(server, 0).then(() => pool.close())
  if (!(await pool.started)) return void (await end())
  await listening(server, host, port).catch(async (error: unknown) => {
    await end()
    throw error
  })
  return {
    url: urlOf(host, (server.address() as AddressInfo).port),
    async close() {
      isClosing = true
      await closed(server, CLOSING_MS_MAX)
      pool.close()
    },
  }
}

function limitsOf({ patienceMs }: ServerOptions): HttpOptions {
  return {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: PATIENCE_CHECK_MS,
  }
}

/** What a client may want to know before it trusts a number. */
function policyPage(options: ServerOptions, policyOf: (dialect: AnyDialect) => UndecidedPolicy) {
  const standing = options.options(undefined)
  return {
    undecided: Object.fromEntries(DIALECTS.map((dialect) => [dialect.path, policyOf(dialect)])),
    policies: UNDECIDED_POLICIES,
    options: standing.ok && standing.text !== "" ? JSON.parse(standing.text) : {},
    judge: options.judgeName,
    verifiers: Object.fromEntries(options.versions),
    problems: options.problems.size,
    limits: {
      bodyBytes: options.bodyBytesMax,
      deadlineMs: options.deadlineMs,
      requestMs: options.patienceMs,
      waitingItems: QUEUE_ITEMS_MAX,
    },
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen({ host, port, backlog: BACKLOG_MAX }, () => {
      server.off("error", reject)
      resolve()
    })
  })
}

/** Ends a server: idle connections at once, the others when they are answered or time is up. */
function closed(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`
}
