import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))
export const SAMPLE = fileURLToPath(new URL("../../runs/sample", import.meta.url))

/** What a server answered. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body where it is JSON. */
  readonly json: Readonly<Record<string, unknown>>
}

export interface Serving {
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  /** The value of a line of `/metrics`, by its name with its labels; 0 where there is none. */
  metric(line: string): Promise<number>
}

/** Starts the real command on a free port; all that are still there end with the file. */
export function stage() {
  const started: ChildProcess[] = []
  afterAll(async () => {
    await Promise.all(
      started
        .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
        .map((child) => {
          const closed = once(child, "close")
          child.kill("SIGKILL")
          return closed
        }),
    )
  })
  return async (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Serving> => {
    const typed = [BIN, "serve", "--port", "0", "--json", "--workers", "1", ...args]
    const child = spawn(process.execPath, typed, {
      env: { PATH: process.env.PATH, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    started.push(child)
    const ended = once(child, "close").then(([code]) => code as number | null)
    let complaint = ""
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")))
    const [line] = await Promise.race([
      once(child.stdout, "data") as Promise<[Buffer]>,
      ended.then((code) => Promise.reject(new Error(`it ended with ${code}: ${complaint}`))),
    ])
    const { url } = JSON.parse(line.toString("utf8")) as { url?: string }
    if (url === undefined) throw new Error(`it ended with ${await ended}: ${complaint}`)
    return { ...clientOf(url), url, port: Number(new URL(url).port), child, ended }
  }
}

function clientOf(url: string) {
  const asked = async (path: string, init: RequestInit): Promise<Reply> => {
    const reply = await fetch(`${url}${path}`, init)
    const text = await reply.text()
    const isJson = reply.headers.get("content-type") === "application/json" && text !== ""
    return {
      status: reply.status,
      headers: reply.headers,
      text,
      json: isJson ? JSON.parse(text) : {},
    }
  }
  const get = (path: string, headers: Record<string, string> = {}) => asked(path, { headers })
  return {
    get,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      asked(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    metric: async (line: string) => {
      const { text } = await get("/metrics")
      const found = text.split("\n").find((one) => one.startsWith(`${line} `))
      return found === undefined ? 0 : Number(found.slice(line.length + 1))
    },
  }
}

/** The verdicts of a reply of `/v1/judge`. */
export function verdictsOf({ json }: Reply): readonly Record<string, unknown>[] {
  return json.verdicts as Record<string, unknown>[]
}
