import { createHash } from "node:crypto"
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { pipeline } from "node:stream/promises"
import { Hash, JobId } from "../record/id.ts"
import type { JobProgram } from "../record/job.ts"
import { Problem } from "../record/problem.ts"
import { RunFailure } from "../run/failure.ts"
import type { Guard } from "../serve/guard.ts"
import { checkpointFiles, checkpointFolder, checkpointHash } from "./checkpoint-folder.ts"
import { safeParts } from "./http.ts"
import { jobFolder, Receipt, readAs } from "./job-folder.ts"
import { idOfOrder, JobOrder, type JobStatus } from "./job-order.ts"
import { type JobsOptions, type Order, openJobs, type Rewards } from "./jobs.ts"

export interface JobServerOptions extends JobsOptions {
  readonly host: string
  readonly port: number
  readonly guard: Guard
  /** What runs every job, whatever the order says of commands. */
  readonly command: readonly string[]
  /** Uploaded files, by hash. */
  readonly data: string
  readonly fileBytesMax: number
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
  mkdirSync(options.data, { recursive: true })
  const server = createServer((request, response) => {
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

/** What is wrong with a request, in words. */
class Wrong extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

class JobService {
  private readonly options: JobServerOptions
  private readonly jobs: ReturnType<typeof openJobs>
  private arrivals = 0

  constructor(options: JobServerOptions) {
    this.options = options
    this.jobs = openJobs(options)
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
      const status = error instanceof Wrong ? error.status : error instanceof RunFailure ? 400 : 500
      reply(response, status, { error: { message: (error as Error).message } })
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "" } = request
    const path = (request.url ?? "").replace(/\?.*$/s, "")
    const [, , kind = "", name = "", ...rest] = path.split("/").map(decodeURIComponent)
    switch (`${method} ${kind}`) {
      case "HEAD data":
        return reply(response, existsSync(this.dataAt(name)) ? 200 : 404, {})
      case "PUT data":
        return reply(response, 200, await this.takeData(name, request))
      case "HEAD checkpoints":
        return reply(response, existsSync(this.folderOf(name)) ? 200 : 404, {})
      case "GET checkpoints":
        return this.giveFile(name, rest.join("/"), response)
      case "PUT checkpoints":
        return reply(response, 200, await this.takeCheckpoint(name, rest.join("/"), request))
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
    const running = this.jobs.find(id)
    const receipt = readAs(jobFolder(this.options.jobs, id).receipt, Receipt)
    if (receipt !== undefined) return { state: "done", receipt }
    const state = running?.state()
    if (state === undefined) return undefined
    if (state.state === "failed") return { state: "failed", code: state.code, reason: state.reason }
    const progress = state.state === "running" ? state.progress : undefined
    const loss = progress && Number.isFinite(progress.loss) ? progress.loss : null
    return { state: "running", ...(progress && { progress: { ...progress, loss } }) }
  }

  private async takeOrder(name: string, request: IncomingMessage): Promise<object> {
    const parsed = JobOrder.safeParse(JSON.parse(await textOf(request)))
    const order = parsed.data
    if (order === undefined)
      throw new Wrong(400, `not an order: ${parsed.error?.issues[0]?.message}`)
    const id = idOfOrder(order)
    if (id !== name) throw new Wrong(400, `this is the order of ${id}, and not of ${name}`)
    if (readAs(jobFolder(this.options.jobs, id).receipt, Receipt) === undefined) {
      this.jobs.begin(id, this.orderOf(order))
    }
    return { job: id }
  }

  private orderOf(order: JobOrder): Order {
    const { command } = this.options
    const by: JobProgram = { ...order.by, kind: "command", command: [...command] }
    if (order.verb === "create") return { verb: "create", by, config: { seed: order.config.seed } }
    const { bundle, base, config, problems } = order
    const data = this.dataAt(order.data)
    for (const hash of [order.data, ...(problems ? [problems] : [])]) {
      if (!existsSync(this.dataAt(hash))) throw new Wrong(409, `no data ${hash} was sent`)
    }
    const rewards = (port: number | undefined) => {
      const lines = problems ? readFileSync(this.dataAt(problems), "utf8").split("\n") : []
      const judged = lines.filter(Boolean).map((line) => Problem.parse(JSON.parse(line)))
      return this.options.judge(judged, port)
    }
    return { verb: "train", by, config, bundle, base, data, rewards }
  }

  private async takeData(name: string, request: IncomingMessage): Promise<object> {
    const path = this.dataAt(name)
    if (existsSync(path)) await drained(request)
    else await this.takeFile(request, path, name)
    return { sha256: name }
  }

  /** A file into its place; `sha256` where its bytes are known by hash. */
  private async takeFile(request: IncomingMessage, path: string, sha256?: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true })
    const part = `${path}.${++this.arrivals}.part` // two may send the same at once
    const hash = createHash("sha256")
    let bytes = 0
    const { fileBytesMax } = this.options
    await pipeline(
      request,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > fileBytesMax) throw new Wrong(413, `a file has at most ${fileBytesMax} bytes`)
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(part),
    )
    const found = hash.digest("hex")
    if (sha256 !== undefined && found !== sha256) {
      rmSync(part)
      throw new Wrong(400, `the bytes sent as ${sha256} have the hash ${found}`)
    }
    renameSync(part, path)
  }

  /** One file of a checkpoint on its way in, or, without a path, the word that all have come. */
  private async takeCheckpoint(
    name: string,
    path: string,
    request: IncomingMessage,
  ): Promise<object> {
    const folder = this.folderOf(name)
    const arriving = `${folder}.arriving`
    if (path !== "") {
      await this.takeFile(request, join(arriving, ...safeParts(path)))
      return { path }
    }
    await drained(request)
    if (existsSync(folder)) return { checkpoint: name }
    const found = checkpointHash(await checkpointFiles(arriving))
    if (found !== name) throw new Wrong(400, `what was sent as ${name} is ${found}`)
    renameSync(arriving, folder)
    return { checkpoint: name }
  }

  private async giveFile(name: string, path: string, response: ServerResponse): Promise<void> {
    const file = join(this.folderOf(name), ...safeParts(path))
    if (!existsSync(file)) throw new Wrong(404, `checkpoint ${name} has no file ${path}`)
    const headers = { "content-type": "application/octet-stream" }
    response.writeHead(200, { ...headers, "content-length": statSync(file).size })
    await pipeline(createReadStream(file), response)
  }

  private dataAt(name: string): string {
    return join(this.options.data, hashIn(name))
  }

  private folderOf(name: string): string {
    return checkpointFolder(this.options.checkpoints, hashIn(name))
  }
}

function hashIn(name: string): Hash {
  const hash = Hash.safeParse(name).data
  if (hash === undefined) throw new Wrong(404, "a name of 64 hexadecimal digits is wanted")
  return hash
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

async function drained(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}
