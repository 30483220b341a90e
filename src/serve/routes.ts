import type { IncomingMessage, ServerResponse } from "node:http"
import { type AnswerParts, answerTo, explained } from "./answer.ts"
import { type BodyReader, isBody } from "./body.ts"
import type { AnyCourtesy, AnyDialect } from "./dialect.ts"
import type { Guard } from "./guard.ts"
import type { Histogram } from "./metrics.ts"
import { type Refusal, refusal } from "./refusal.ts"

/** All that answering a request takes. */
export interface Desk extends AnswerParts {
  readonly dialects: readonly AnyDialect[]
  readonly courtesies: readonly AnyCourtesy[]
  readonly guard: Guard
  readonly bodies: BodyReader
  readonly requestSeconds: Histogram
  /** What can be looked at, by path. */
  readonly pages: Readonly<Record<string, () => Page>>
  isClosing(): boolean
}

/** A reply. */
export interface Page {
  readonly status: number
  readonly body: string
  readonly isPlain?: true
  readonly headers?: Readonly<Record<string, string>>
}

const PUBLIC_PATH = "/healthz" // whoever watches over the server need not know its token

/** Answers one request, whatever it is. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  desk: Desk,
): Promise<void> {
  const path = (request.url ?? "").replace(/\?.*$/s, "")
  let page: Page
  try {
    page = await pageFor(request, path, desk)
  } catch {
    page = refused(refusal(500, "bug", "this is a bug in Agon: please report the request"))
  }
  const asked = routeAt(path, desk.dialects) ?? routeAt(path, desk.courtesies)
  const known = Object.hasOwn(desk.pages, path) ? path : asked?.path
  const labels = { route: known ?? "other", status: String(page.status) }
  desk.metrics.count("agon_requests_total", labels)
  if (response.destroyed) return
  response.writeHead(page.status, {
    "Content-Length": Buffer.byteLength(page.body),
    "Content-Type": page.isPlain ? "text/plain; version=0.0.4; charset=utf-8" : "application/json",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    ...(desk.isClosing() && { Connection: "close" }),
    ...page.headers,
  })
  response.end(request.method === "HEAD" ? "" : page.body)
}

export function jsonPage(status: number, body: object): Page {
  return { status, body: JSON.stringify(body) }
}

async function pageFor(request: IncomingMessage, path: string, desk: Desk): Promise<Page> {
  const { method = "", headers } = request
  const unwelcome = desk.guard(headers, path === PUBLIC_PATH)
  if (unwelcome !== undefined) return refused(unwelcome)
  const page = Object.hasOwn(desk.pages, path) ? desk.pages[path] : undefined
  const dialect = routeAt(path, desk.dialects)
  const courtesy = routeAt(path, desk.courtesies)
  if (page !== undefined && (method === "GET" || method === "HEAD")) return page()
  if (dialect !== undefined && method === "POST") return judgedPage(request, dialect, desk)
  if (courtesy !== undefined && method === "POST") return courteousPage(request, courtesy, desk)
  if (page === undefined && dialect === undefined && courtesy === undefined) {
    const asked = [...desk.dialects, ...desk.courtesies].map((one) => one.path)
    const paths = [...asked, ...Object.keys(desk.pages)]
    return refused(refusal(404, "no-route", `there are ${paths.join(", ")}`))
  }
  const Allow = page === undefined ? "POST" : "GET, HEAD"
  return refused(refusal(405, "method", `${path} takes ${Allow}`, { Allow }))
}

type Named = { readonly path: string; readonly alias?: string }

function routeAt<Route extends Named>(path: string, routes: readonly Route[]): Route | undefined {
  return routes.find((one) => one.path === path || one.alias === path)
}

async function courteousPage(
  request: IncomingMessage,
  { request: shape, answer }: AnyCourtesy,
  { bodies }: Desk,
): Promise<Page> {
  const body = await bodies.read(request)
  if (!isBody(body)) return refused(body)
  try {
    const asked = shape.safeParse(body.json)
    if (!asked.success) return refused(refusal(400, "bad-request", explained(asked.error)))
    return jsonPage(200, answer(asked.data))
  } finally {
    body.release()
  }
}

async function judgedPage(
  request: IncomingMessage,
  dialect: AnyDialect,
  desk: Desk,
): Promise<Page> {
  const body = await desk.bodies.read(request)
  if (!isBody(body)) return refused(body)
  const begun = performance.now()
  try {
    const answer = await answerTo(dialect, body.json, desk)
    if (!("body" in answer)) return refused(answer)
    const text = textOf(answer.body)
    if (text === undefined) return refused(refusal(400, "bad-request", "nested too deep"))
    const headers = { "X-Agon-Undecided": String(answer.undecided) }
    return { status: answer.status, body: text, headers }
  } finally {
    desk.requestSeconds.observe((performance.now() - begun) / 1_000)
    body.release()
  }
}

/** A dialect may give back what it was sent, and that may be nested deeper than can be written. */
function textOf(body: object): string | undefined {
  try {
    return JSON.stringify(body)
  } catch {
    return undefined
  }
}

function refused({ status, code, message, headers }: Refusal): Page {
  return { ...jsonPage(status, { error: { code, message } }), ...(headers && { headers }) }
}
