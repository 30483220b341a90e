// The learner as a process: requests as lines of JSON on stdin, responses on stdout, one at a
// time, in order. `node child.ts [threads]`. It ends when stdin does, even in the middle of a job:
// a job that nobody awaits writes nothing.
import { createInterface } from "node:readline"
import { type FailureCode, failed, type Outcome } from "./outcome.ts"
import type { Request, Response } from "./protocol.ts"
import { createService, type Service } from "./service.ts"

const service = createService(process.argv[2] === "1" ? 1 : 2)
let queue: Promise<void> = Promise.resolve()

const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
lines.on("line", (line) => {
  queue = queue.then(() => respond(line))
})
lines.on("close", () => process.exit(0))

async function respond(line: string): Promise<void> {
  const request = readRequest(line)
  if (request === undefined) {
    sendFailure(null, "bad-request", "a request is a line of JSON with a whole-number id and an op")
    return
  }
  try {
    const outcome = await answer(service, request)
    if (outcome.ok) send({ id: request.id, ok: true, ...outcome.value } as Response)
    else sendFailure(request.id, outcome.code, outcome.message)
  } catch (error) {
    sendFailure(request.id, "internal", (error as Error).stack ?? String(error))
  }
}

async function answer(
  service: Service,
  request: Request & { id: number },
): Promise<Outcome<object>> {
  const missing = missingField(request)
  if (missing !== undefined) return failed("bad-request", missing)
  switch (request.op) {
    case "create":
      return service.create(request)
    case "complete":
      return service.complete(request)
    case "train":
      return service.train(request, (progress) => send({ id: request.id, progress }))
    default:
      return failed("bad-request", `no op ${JSON.stringify((request as { op: unknown }).op)}`)
  }
}

/**
 * The shape of each request, as far as the service trusts it; numbers inside are checked where
 * they are used.
 */
const FIELDS: { readonly [R in Request as R["op"]]: Fields<R> } = {
  create: { path: "string", seed: "number", config: "object?", phrases: "array?" },
  complete: { checkpoint: "string", calls: "array" },
  train: {
    bundle: "string",
    base: "string",
    out: "string",
    config: "object",
    threads: "number?",
  },
}
type Type = "string" | "number" | "array" | "object"
type Fields<R> = { readonly [K in Exclude<keyof R, "op">]-?: Type | `${Type}?` }

function missingField(request: Request): string | undefined {
  const fields: Record<string, string> = Object.hasOwn(FIELDS, request.op) ? FIELDS[request.op] : {}
  for (const [field, type] of Object.entries(fields)) {
    const value = (request as unknown as Record<string, unknown>)[field]
    if (value === undefined && type.endsWith("?")) continue
    const actual = Array.isArray(value) ? "array" : value === null ? "null" : typeof value
    if (actual !== type.replace("?", "")) {
      return `${request.op} needs ${field}, as ${type}; it is ${actual}`
    }
  }
  return undefined
}

function readRequest(line: string): (Request & { id: number }) | undefined {
  try {
    const request = JSON.parse(line)
    return Number.isSafeInteger(request?.id) && typeof request.op === "string" ? request : undefined
  } catch {
    return undefined
  }
}

function sendFailure(id: number | null, code: FailureCode, message: string): void {
  send({ id, ok: false, error: { code, message } })
}

function send(response: Response): void {
  process.stdout.write(`${JSON.stringify(response)}\n`)
}
