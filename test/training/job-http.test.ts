import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type JobProgram, mintJob } from "../../src/record/job.ts"
import { openShelf } from "../../src/training/shelf.ts"
import { CONFIG, jobIn } from "../contract/trainer.ts"
import { clientIn, httpPlace, inFolder, serverIn } from "./trainer-places.ts"

/** What befalls a request on its way: its reply is lost, or a byte of it is changed. */
type Mishap = "lost" | "changed" | undefined

/** Stands between a client and a job server, and hands every request on. */
async function openProxy(to: () => string, mishap: (request: IncomingMessage) => Mishap) {
  const server: Server = createServer((request, response) => {
    const { method, headers, url } = request
    const onward = httpRequest(`${to()}${url}`, { method, headers }, (reply) =>
      giveBack(reply, response, mishap(request)),
    )
    onward.on("error", () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function giveBack(reply: IncomingMessage, response: ServerResponse, mishap: Mishap): void {
  const chunks: Buffer[] = []
  reply.on("data", (chunk: Buffer) => chunks.push(chunk))
  reply.on("end", () => {
    if (mishap === "lost") {
      response.destroy()
      return
    }
    const body = Buffer.concat(chunks)
    if (mishap === "changed") body[body.length - 1]! ^= 1
    response.writeHead(reply.statusCode!, reply.headers).end(body)
  })
}

const times = new Map<string, number>()

/** Every request's first two replies are lost. */
function lostTwice({ method, url }: IncomingMessage): Mishap {
  const name = `${method} ${url}`
  const before = times.get(name) ?? 0
  times.set(name, before + 1)
  return before < 2 ? "lost" : undefined
}

describe("a job server", () => {
  it("runs a job once whose replies are lost", () =>
    inFolder(async (folder) => {
      let address = ""
      const proxy = await openProxy(() => address, lostTwice)
      const place = await httpPlace(folder, {
        throughUrl: (url) => {
          address = url
          return proxy.url
        },
      })
      const trainer = await place.open()
      const job = await jobIn(place, trainer)
      const checkpoint = await trainer.fetch(await trainer.submit(job))
      expect(checkpoint.job).toBe(job.id)
      expect(place.begun()).toBe(1)
      expect([...times.values()].filter((count) => count > 2).length).toBeGreaterThan(3)
      await trainer.close()
      await place.server.close()
      proxy.close()
    }))

  it("brings no checkpoint whose bytes changed on the way", () =>
    inFolder(async (folder) => {
      let address = ""
      const isWeights = ({ url }: IncomingMessage) => url!.endsWith("model.safetensors")
      const proxy = await openProxy(
        () => address,
        (request) => (isWeights(request) ? "changed" : undefined),
      )
      const place = await httpPlace(folder, {
        throughUrl: (url) => {
          address = url
          return proxy.url
        },
      })
      const trainer = await place.open()
      const making = trainer.create(1, place.by)
      await expect(making).rejects.toMatchObject({ code: "corrupt-checkpoint" })
      const here = join(folder, "here", "checkpoints")
      expect(existsSync(here) ? readdirSync(here) : []).toEqual([])
      await trainer.close()
      await place.server.close()
      proxy.close()
    }))

  it("goes on with a job when it has been started again", () =>
    inFolder(async (folder) => {
      const place = await httpPlace(folder)
      const trainer = await place.open()
      const job = await jobIn(place, trainer)
      const port = Number(new URL(place.server.url).port)
      const fetching = trainer.fetch(await trainer.submit(job))
      await place.server.close()
      const again = await serverIn(place.there, { port })
      expect((await fetching).job).toBe(job.id)
      await trainer.close()
      await again.close()
    }))

  it("is given a base that it has not made", () =>
    inFolder(async (folder) => {
      const first = await httpPlace(folder)
      const trainer = await first.open()
      const job = await jobIn(first, trainer)
      await trainer.close()
      await first.server.close()
      const other = await serverIn(join(folder, "elsewhere"))
      const shelf = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), other.url, shelf.trainingFile)
      expect((await client.fetch(await client.submit(job))).job).toBe(job.id)
      await client.close()
      await other.close()
    }))

  it("brings what it has to who has lost it", () =>
    inFolder(async (folder) => {
      const place = await httpPlace(folder)
      const trainer = await place.open()
      const hash = await trainer.create(1, place.by)
      await trainer.close()
      rmSync(join(folder, "here"), { recursive: true })
      const again = await place.open()
      expect(await again.create(1, place.by)).toBe(hash)
      await again.close()
      await place.server.close()
    }))

  it("refuses who has no token, in words", () =>
    inFolder(async (folder) => {
      const server = await serverIn(join(folder, "there"), { token: "a-token-of-some-length" })
      const shelf = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), server.url, shelf.trainingFile, "another-token")
      const { by } = await httpPlace(folder)
      await expect(client.create(1, by)).rejects.toMatchObject({ code: "auth" })
      await client.close()
      await server.close()
    }))

  it("says so where nobody listens", () =>
    inFolder(async (folder) => {
      const { by, server } = await httpPlace(folder)
      await server.close()
      const shelf = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), server.url, shelf.trainingFile)
      await expect(client.create(1, by)).rejects.toMatchObject({ code: "unreachable" })
      await client.close()
    }))

  it("takes no order and no data under another's name, and no path that leads away", () =>
    inFolder(async (folder) => {
      const { server, by, there } = await httpPlace(folder)
      const put = (path: string, body: string) =>
        fetch(`${server.url}${path}`, { method: "PUT", body })
      const hash = "0".repeat(64)
      const { id } = mintJob({
        bundle: hash as never,
        base: hash as never,
        config: CONFIG,
        by: by!,
      })
      const order = JSON.stringify({ verb: "create", by, config: { seed: 1 } })
      expect((await put(`/v1/jobs/${id}`, order)).status).toBe(400)
      expect((await put(`/v1/jobs/${id}`, "{}")).status).toBe(400)
      expect((await put(`/v1/data/${hash}`, "some bytes")).status).toBe(400)
      for (const path of ["..%2F..%2Fescaped", ".hidden", "a%2F..%2Fb", "%00", "a:b"]) {
        expect((await put(`/v1/checkpoints/${hash}/${path}`, "x")).status, path).toBe(400)
      }
      expect(existsSync(join(there, "escaped"))).toBe(false)
      expect((await put(`/v1/checkpoints/${hash}/a`, "x")).status).toBe(200)
      expect((await put(`/v1/checkpoints/${hash}`, "{}")).status).toBe(400)
      expect((await fetch(`${server.url}/v1/nothing`)).status).toBe(404)
      const foreign = { headers: { origin: "https://elsewhere.example" } }
      expect((await fetch(`${server.url}/v1/jobs/${id}`, foreign)).status).toBe(403)
      await server.close()
    }))

  it("runs its own program, whatever an order says", () =>
    inFolder(async (folder) => {
      const { server, by, there } = await httpPlace(folder)
      const { kind: _, ...rest } = by!
      const command = ["node", "-e", "process.exit(9)"]
      const evil: JobProgram = { ...rest, kind: "command", command }
      const shelf = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), server.url, shelf.trainingFile)
      const hash = await client.create(1, evil)
      const files = readdirSync(join(there, "checkpoints", hash))
      expect(files).toContain("model.safetensors")
      const logs = readdirSync(join(there, "jobs")).map((job) => join(there, "jobs", job, "log"))
      expect(readFileSync(logs[0]!, "utf8")).toContain("done")
      await client.close()
      await server.close()
    }))
})
