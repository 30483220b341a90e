import { createWriteStream, openAsBlob } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { nextTry, type RetryRule } from "../rule/retry.ts"
import type { RunFailure } from "../run/failure.ts"
import type { World } from "../world.ts"
import { jobFailure } from "./job-failure.ts"

export interface JobServerAddress {
  /** Without a slash at the end. */
  readonly url: string
  readonly token: string | undefined
  readonly world: World
  readonly retry: RetryRule
}

/** What the server says that no other try would change. */
class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What the server says of itself, where another try may fare better. */
class Troubled extends Error {}

/** Requests to a job server. All of them may be sent twice: this is the one loop that does. */
export class JobServer {
  private readonly address: JobServerAddress
  private readonly closing = new AbortController()

  constructor(address: JobServerAddress) {
    this.address = address
  }

  /** JSON of a GET, or undefined where there is nothing of this name. */
  async get(path: string): Promise<unknown> {
    return this.again(async () => {
      const response = await this.send(path, {})
      if (response.status === 404) return undefined
      return (await taken(response)).json()
    })
  }

  async has(path: string): Promise<boolean> {
    return this.again(async () => {
      const response = await this.send(path, { method: "HEAD" })
      if (response.status === 404) return false
      await taken(response)
      return true
    })
  }

  async put(path: string, body: string): Promise<unknown> {
    return this.again(async () => {
      const headers = { "content-type": "application/json" }
      return (await taken(await this.send(path, { method: "PUT", body, headers }))).json()
    })
  }

  async putFile(path: string, file: string): Promise<void> {
    await this.again(async () => {
      const body = await openAsBlob(file)
      await taken(await this.send(path, { method: "PUT", body }))
    })
  }

  async download(path: string, file: string): Promise<void> {
    await this.again(async () => {
      const { body } = await taken(await this.send(path, {}))
      if (body === null) throw new Error("an empty reply")
      await pipeline(Readable.fromWeb(body as never), createWriteStream(file))
    })
  }

  async delete(path: string): Promise<void> {
    await this.send(path, { method: "DELETE" }).catch(() => {}) // the server minds its own jobs
  }

  close(): void {
    this.closing.abort()
  }

  private send(path: string, init: RequestInit): Promise<Response> {
    const { url, token } = this.address
    const signal = init.method === "DELETE" ? AbortSignal.timeout(DELETE_MS_MAX) : this.signal()
    return fetch(`${url}${path}`, {
      ...init,
      redirect: "manual", // the token goes to this address and to no other
      signal,
      headers: {
        ...init.headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    })
  }

  private signal(): AbortSignal {
    return this.closing.signal
  }

  private async again<Value>(once: () => Promise<Value>): Promise<Value> {
    const { world, retry } = this.address
    const begun = world.clock.monotonic()
    for (let tries = 1; ; tries++) {
      try {
        return await once()
      } catch (error) {
        const isClosing = this.closing.signal.aborted
        if (isClosing) throw jobFailure("interrupted", "the run was asked to stop")
        if (error instanceof Refused) throw refusedFailure(error)
        const history = { tries, elapsedMs: world.clock.monotonic() - begun }
        const next = nextTry(history, { code: "unreachable" }, retry, world.jitter())
        if (!next.retry) throw unreachable(this.address.url, error as Error)
        await world.wait(next.afterMs, this.closing.signal)
      }
    }
  }
}

const DELETE_MS_MAX = 2_000

/** A reply of success. A server in trouble is asked again, one that refuses is not. */
async function taken(response: Response): Promise<Response> {
  if (response.ok) return response
  const text = (await response.text().catch(() => "")).slice(0, 2_000)
  const { status } = response
  if (status >= 500 || status === 429) throw new Troubled(`${status} ${wordsIn(text) ?? text}`)
  throw new Refused(status, wordsIn(text) ?? `it answers with status ${status}`)
}

function wordsIn(text: string): string | undefined {
  try {
    const message: unknown = JSON.parse(text).error?.message
    return typeof message === "string" ? message : undefined
  } catch {
    return undefined
  }
}

function refusedFailure({ status, message }: Refused): RunFailure {
  if (status === 401 || status === 403) {
    const advice = "put the job server's token into AGON_TRAINER_TOKEN"
    return jobFailure("auth", `the job server refuses: ${message}`, advice)
  }
  return jobFailure("refused", `the job server refuses: ${message}`)
}

function unreachable(url: string, error: Error): RunFailure {
  if (error instanceof Troubled) {
    const advice = "when it is mended there, `agon resume` goes on with the job"
    return jobFailure("unreachable", `the job server at ${url} fails: ${error.message}`, advice)
  }
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ""
  return jobFailure(
    "unreachable",
    `the job server at ${url} does not answer: ${error.message}${cause}`,
    "start `agon trainer` there or set AGON_TRAINER_URL; then `agon resume` goes on with the job",
  )
}
