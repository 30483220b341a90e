import { createReadStream, existsSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { JobId } from "../record/id.ts"
import type { JobProgram } from "../record/job.ts"
import { Problem } from "../record/problem.ts"
import { RunFailure } from "../run/failure.ts"
import type { Guard } from "../serve/guard.ts"
import { safeParts } from "./http.ts"
import { jobFolder, Receipt, readAs } from "./job-folder.ts"
import { idOfOrder, JobOrder, type JobStatus } from "./job-order.ts"
import { type JobsOptions, type Order, openJobs, type Rewards } from "./jobs.ts"
import { Uploads, type UploadsOptions, Wrong } from "./uploads.ts"

export interface JobServerOptions extends JobsOptions, UploadsOptions {
  readonly host: string
  readonly port: number
  readonly guard: Guard
  /** What runs every job, whatever the order says of commands. */
  readonly command: readonly string[]
  /** How long a client may be silent in the middle of what it sends, milliseconds. */
  readonly silenceMsMax: number
  judge(problems: readonly Problem[], port: number | undefined): Promise<Rewards>
}

export interface OpenJobServer {
  readonly url: string
  /** Ends the programs, too; their jobs go on when the server is back and they are asked for. */
  close(): Promise<void>
}

const ORDER_BYTES_MAX = 4 * 1024 * 1024

/** Runs the jobs of others: the other end of src/training/http.ts. */
export async function openJobServer(options: JobServerOptions): Promise<OpenJobServer> {
  const service = new JobService(options)
  // A checkpoint of many gigabytes takes its time: who is silent is cut off, and not who is slow.
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    request.setTimeout(options.silenceMsMax, () => request.destroy())
    request.once("end", () => request.setTimeout(0)) // hashing what has come takes its time, too
    void service.answer(request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen({ host: options.host, port: options.port }, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await service.close()
    },
  }
}

class JobService {
  private readonly options: JobServerOptions
  private readonly jobs: ReturnType<typeof openJobs>
  private readonly uploads: Uploads

  constructor(options: JobServerOptions) {
    this.options = options
    this.jobs = openJobs(options)
    this.uploads = new Uploads(options)
  }

  close(): Promise<void> {
    return this.jobs.close()
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refused = this.options.guard(request.headers, false)
      if (refused !== undefined) throw new Wrong(refused.status, refused.message)
      await this.route(request, response)
    } catch (error) {
      if (response.headersSent) return void response.destroy()
      reply(response, statusFor(error), { error: { message: (error as Error).message } })
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "" } = request
    const path = (request.url ?? "").replace(/\?.*$/s, "")
    const [, , kind = "", name = "", ...rest] = path.split("/").map(decodeURIComponent)
    switch (`${method} ${kind}`) {
      case "HEAD data":
        return reply(response, existsSync(this.uploads.dataAt(name)) ? 200 : 404, {})
      case "PUT data":
        return reply(response, 200, await this.uploads.takeData(name, request))
      case "HEAD checkpoints":
        return reply(response, existsSync(this.uploads.folderOf(name)) ? 200 : 404, {})
      case "GET checkpoints":
        return this.giveFile(name, rest.join("/"), response)
      case "PUT checkpoints":
        return reply(
          response,
          200,
          await this.uploads.takeCheckpoint(name, rest.join("/"), request),
        )
      case "PUT jobs":
        return reply(response, 202, await this.takeOrder(name, request))
      case "GET jobs": {
        const status = this.statusOf(name)
        return reply(response, status === undefined ? 404 : 200, status ?? {})
      }
      case "DELETE jobs":
        this.jobs.find(idIn(name))?.stop()
        return reply(response, 200, {})
    }
    throw new Wrong(404, `there is no ${method} ${path} here`)
  }

  private statusOf(name: string): JobStatus | undefined {
    const id = idIn(name)
    const receipt = this.receiptOf(id)
    if (receipt !== undefined) return { state: "done", receipt }
    const state = this.jobs.find(id)?.state()
    if (state === undefined || state.state === "done") return undefined
    if (state.state === "failed") return { state: "failed", code: state.code, reason: state.reason }
    const { progress } = state
    const loss = progress && Number.isFinite(progress.loss) ? progress.loss : null
    return { state: "running", ...(progress && { progress: { ...progress, loss } }) }
  }

  private async takeOrder(name: string, request: IncomingMessage): Promise<object> {
    const parsed = JobOrder.safeParse(JSON.parse(await textOf(request)))
    const order = parsed.data
    if (order === undefined) {
      throw new Wrong(400, `not an order: ${parsed.error?.issues[0]?.message}`)
    }
    const id = idOfOrder(order)
    if (id !== name) throw new Wrong(400, `this is the order of ${id}, and not of ${name}`)
    if (this.receiptOf(id) === undefined) {
      const asked = this.orderOf(order)
      if (this.jobs.find(id)?.state().state !== "running") {
        rmSync(jobFolder(this.options.jobs, id).receipt, { force: true })
        this.jobs.forget(id)
      }
      this.jobs.begin(id, asked)
    }
    return { job: id }
  }

  /** Of a job that is done; one whose checkpoint was deleted to make room is to be done again. */
  private receiptOf(id: JobId): Receipt | undefined {
    const receipt = readAs(jobFolder(this.options.jobs, id).receipt, Receipt)
    return receipt && existsSync(this.uploads.folderOf(receipt.checkpoint)) ? receipt : undefined
  }

  private orderOf(order: JobOrder): Order {
    const { command } = this.options
    const by: JobProgram = { ...order.by, kind: "command", command: [...command] }
    if (order.verb === "create") return { verb: "create", by, config: { seed: order.config.seed } }
    const { bundle, base, config, problems } = order
    const data = this.uploads.dataAt(order.data)
    for (const hash of [order.data, ...(problems ? [problems] : [])]) {
      if (!existsSync(this.uploads.dataAt(hash))) throw new Wrong(409, `no data ${hash} was sent`)
    }
    const rewards = (port: number | undefined) => {
      const lines = problems ? readFileSync(this.uploads.dataAt(problems), "utf8").split("\n") : []
      const judged = lines.filter(Boolean).map((line) => Problem.parse(JSON.parse(line)))
      return this.options.judge(judged, port)
    }
    return { verb: "train", by, config, bundle, base, data, rewards }
  }

  private async giveFile(name: string, path: string, response: ServerResponse): Promise<void> {
    const file = join(this.uploads.folderOf(name), ...safeParts(path))
    if (!existsSync(file)) throw new Wrong(404, `checkpoint ${name} has no file ${path}`)
    const headers = { "content-type": "application/octet-stream" }
    response.writeHead(200, { ...headers, "content-length": statSync(file).size })
    await pipeline(createReadStream(file), response)
  }
}

function statusFor(error: unknown): number {
  if (error instanceof Wrong) return error.status
  const isTheirs = [RunFailure, SyntaxError, URIError].some((kind) => error instanceof kind)
  return isTheirs ? 400 : 500
}

function idIn(name: string): JobId {
  const id = JobId.safeParse(name).data
  if (id === undefined) throw new Wrong(404, "job ids begin with job_ and have 24 digits")
  return id
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > ORDER_BYTES_MAX) throw new Wrong(413, "an order is smaller")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}
