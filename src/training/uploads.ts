import { createHash } from "node:crypto"
import { createWriteStream, existsSync, rmSync } from "node:fs"
import type { IncomingMessage } from "node:http"
import { dirname, join } from "node:path"
import { pipeline } from "node:stream/promises"
import { makeFolder, moveDurably } from "../disk.ts"
import { Hash } from "../record/id.ts"
import {
  checkpointFiles,
  checkpointFolder,
  checkpointHash,
  flushFolder,
} from "./checkpoint-folder.ts"
import { safeParts } from "./http.ts"

export interface UploadsOptions {
  /** Uploaded files, by hash. */
  readonly data: string
  readonly checkpoints: string
  readonly fileBytesMax: number
}

/** What is wrong with a request, in words. */
export class Wrong extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What clients send before their orders: rows and checkpoints, each under its hash. */
export class Uploads {
  private readonly options: UploadsOptions
  private arrivals = 0

  constructor(options: UploadsOptions) {
    this.options = options
    makeFolder(options.data)
  }

  dataAt(name: string): string {
    return join(this.options.data, hashIn(name))
  }

  folderOf(name: string): string {
    return checkpointFolder(this.options.checkpoints, hashIn(name))
  }

  async takeData(name: string, request: IncomingMessage): Promise<object> {
    const path = this.dataAt(name)
    if (existsSync(path)) await drained(request)
    else await this.takeFile(request, path, name)
    return { sha256: name }
  }

  /** One file of a checkpoint on its way in, or, without a path, the word that all have come. */
  async takeCheckpoint(name: string, path: string, request: IncomingMessage): Promise<object> {
    const folder = this.folderOf(name)
    const arriving = `${folder}.arriving`
    if (path !== "") {
      await this.takeFile(request, join(arriving, ...safeParts(path)))
      return { path }
    }
    await drained(request)
    if (existsSync(folder)) return { checkpoint: name }
    const found = checkpointHash(await checkpointFiles(arriving))
    if (found !== name) {
      rmSync(arriving, { recursive: true }) // else the next one who sends it adds to the same
      throw new Wrong(400, `what was sent as ${name} is ${found}`)
    }
    flushFolder(arriving)
    moveDurably(arriving, folder)
    return { checkpoint: name }
  }

  /** A file into its place; `sha256` where its bytes are known by hash. */
  private async takeFile(request: IncomingMessage, path: string, sha256?: string): Promise<void> {
    const { fileBytesMax } = this.options
    const tooLarge = new Wrong(413, `a file has at most ${fileBytesMax} bytes`)
    // Said before it is sent: who is cut off in the middle hears nothing, and sends it again.
    if (Number(request.headers["content-length"]) > fileBytesMax) throw tooLarge
    makeFolder(dirname(path))
    const part = `${path}.${++this.arrivals}.part` // two may send the same at once
    const hash = createHash("sha256")
    let bytes = 0
    try {
      await pipeline(
        request,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length
            if (bytes > fileBytesMax) throw tooLarge
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(part, { flush: true }),
      )
      const found = hash.digest("hex")
      if (sha256 !== undefined && found !== sha256) {
        throw new Wrong(400, `the bytes sent as ${sha256} have the hash ${found}`)
      }
      moveDurably(part, path)
    } finally {
      rmSync(part, { force: true })
    }
  }
}

function hashIn(name: string): Hash {
  const hash = Hash.safeParse(name).data
  if (hash === undefined) throw new Wrong(404, "a name of 64 hexadecimal digits is wanted")
  return hash
}

async function drained(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}
