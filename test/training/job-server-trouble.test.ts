import { existsSync, readdirSync, rmSync } from "node:fs"
import { createServer, request, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { JobProgram } from "../../src/record/job.ts"
import type { Trainer } from "../../src/trainer.ts"
import type { OpenJobServer } from "../../src/training/job-server.ts"
import { openShelf } from "../../src/training/shelf.ts"
import { jobIn } from "../contract/trainer.ts"
import { BY, clientIn, httpPlace, inFolder, program, serverIn } from "./trainer-places.ts"

const HASH = /^[0-9a-f]{64}$/
const { command: _, ...RULES } = BY as JobProgram & { kind: "command" }
const REMOTE: JobProgram = { ...RULES, kind: "http" }

/** A job server whose program is some lines, and clients that each have a folder of their own. */
async function withServer(
  lines: string,
  work: (client: (name: string) => Trainer, server: OpenJobServer, there: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const there = join(folder, "there")
    const { command } = program(folder, lines)
    const server = await serverIn(there, { command })
    const { trainingFile } = openShelf(join(folder, "bundles"))
    const clients: Trainer[] = []
    try {
      const client = (name: string) => {
        const one = clientIn(join(folder, name), server.url, trainingFile)
        clients.push(one)
        return one
      }
      await work(client, server, there)
    } finally {
      for (const client of clients) await client.close()
      await server.close()
    }
  })
}

const tried = `const before = job.work + "/tried"
const isFirst = !existsSync(before)
writeFileSync(before, "")
`
const good = `write("a", "b"); end()`

describe("a job that another machine was asked for before", () => {
  it("is run again where it failed", () =>
    withServer(`${tried} if (isFirst) process.exit(1); ${good}`, async (client) => {
      const first = client("here")
      await expect(first.create(1, REMOTE)).rejects.toMatchObject({ code: "program-failed" })
      expect(await client("here").create(1, REMOTE)).toMatch(HASH)
    }))

  it("fails in words where it fails again", () =>
    withServer("process.exit(1)", async (client) => {
      for (let time = 0; time < 2; time++) {
        const making = client("here").create(1, REMOTE)
        await expect(making).rejects.toMatchObject({ code: "program-failed" })
      }
    }))

  it("goes on where it was ended with the run that wanted it", () =>
    withServer(
      `${tried} if (isFirst) setInterval(() => {}, 1_000); else { ${good} }`,
      async (...at) => {
        const [client, , there] = at
        const first = client("here")
        const making = first.create(1, REMOTE)
        await until(() => existsIn(there, "tried"))
        await Promise.all([first.close(), expect(making).rejects.toThrow(/asked to stop/)])
        expect(await client("here").create(1, REMOTE)).toMatch(HASH)
      },
    ))

  it("goes on for one run where another that wanted it was interrupted", () =>
    withServer(
      `${tried} if (isFirst) setInterval(() => {}, 1_000); else { ${good} }`,
      async (...at) => {
        const [client, , there] = at
        const [first, second] = [client("one"), client("two")]
        const making = first.create(1, REMOTE)
        const wanted = second.create(1, REMOTE)
        await until(() => existsIn(there, "tried"))
        await Promise.all([first.close(), expect(making).rejects.toThrow(/asked to stop/)])
        expect(await wanted).toMatch(HASH)
      },
    ))

  it("is run again where its checkpoint was deleted to make room", () =>
    withServer(good, async (client, _server, there) => {
      const hash = await client("one").create(1, REMOTE)
      rmSync(join(there, "checkpoints", hash), { recursive: true })
      expect(await client("two").create(1, REMOTE)).toBe(hash)
    }))
})

describe("a client of a job server", () => {
  it("does not go on for ever with a server that forgets every order", async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url!.split("/")[2]}`)
      response.writeHead(request.method === "PUT" ? 202 : 404).end("{}")
    })
    const url = await listening(server)
    await inFolder(async (folder) => {
      const client = clientIn(folder, url, openShelf(folder).trainingFile)
      await expect(client.create(1, REMOTE)).rejects.toMatchObject({ code: "malformed" })
      expect(asked.filter((one) => one === "PUT jobs")).toHaveLength(3)
      await client.close()
    })
    server.close()
  })

  it("says what a server in trouble says of itself", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(500).end(JSON.stringify({ error: { message: "the disk is full" } }))
    })
    const url = await listening(server)
    await inFolder(async (folder) => {
      const client = clientIn(folder, url, openShelf(folder).trainingFile)
      await expect(client.create(1, REMOTE)).rejects.toMatchObject({
        code: "unreachable",
        message: `the job server at ${url} fails: 500 the disk is full`,
      })
      await client.close()
    })
    server.close()
  })

  it("is told that a base is too large, and does not send it over and over", () =>
    inFolder(async (folder) => {
      const place = await httpPlace(folder)
      const maker = await place.open()
      const job = await jobIn(place, maker)
      await maker.close()
      await place.server.close()
      const small = await serverIn(join(folder, "small"), { fileBytesMax: 8_192 })
      const { trainingFile } = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), small.url, trainingFile)
      const training = client.fetch(await client.submit(job))
      await expect(training).rejects.toMatchObject({ code: "refused" })
      await expect(training).rejects.toThrow(/at most 8192 bytes/)
      await client.close()
      await small.close()
      expect(existsIn(join(folder, "small"), "part")).toBe(false)
    }))
})

describe("a job server", () => {
  it("takes what comes slowly, and cuts off who is silent", () =>
    inFolder(async (folder) => {
      const there = join(folder, "there")
      const server = await serverIn(there, { silenceMsMax: 400 })
      const hash = "0".repeat(64)
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
      const sending = (name: string) => {
        const out = request(`${server.url}/v1/checkpoints/${hash}/${name}`, { method: "PUT" })
        const status = new Promise<number | string>((resolve) => {
          out.on("response", (reply) => resolve(reply.resume().statusCode!))
          out.on("error", () => resolve("cut off"))
        })
        return { out, status }
      }
      const slow = sending("slow")
      for (let at = 0; at < 12; at++) {
        slow.out.write("x")
        await pause(100)
      }
      slow.out.end()
      expect(await slow.status).toBe(200)
      const silent = sending("silent")
      silent.out.write("x")
      expect(await silent.status).toBe("cut off")
      await until(() => !existsIn(there, ".part"))
      await server.close()
    }))

  it("calls a request that it cannot read the sender's fault", () =>
    inFolder(async (folder) => {
      const server = await serverIn(folder)
      const path = `${server.url}/v1/jobs/job_${"0".repeat(24)}`
      expect((await fetch(path, { method: "PUT", body: "{" })).status).toBe(400)
      expect((await fetch(`${server.url}/v1/data/%ff`)).status).toBe(400)
      await server.close()
    }))

  it("takes a base again after one that came wrong under its name", () =>
    inFolder(async (folder) => {
      const first = await httpPlace(folder)
      const maker = await first.open()
      const job = await jobIn(first, maker)
      await maker.close()
      await first.server.close()
      const other = await serverIn(join(folder, "elsewhere"))
      const base = `${other.url}/v1/checkpoints/${job.base}`
      await fetch(`${base}/stray`, { method: "PUT", body: "x" })
      expect((await fetch(base, { method: "PUT", body: "{}" })).status).toBe(400)
      const { trainingFile } = openShelf(join(folder, "bundles"))
      const client = clientIn(join(folder, "here"), other.url, trainingFile)
      expect((await client.fetch(await client.submit(job))).job).toBe(job.id)
      await client.close()
      await other.close()
    }))
})

function existsIn(folder: string, ending: string): boolean {
  if (!existsSync(folder)) return false
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  return names.some((name) => name.endsWith(ending))
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
