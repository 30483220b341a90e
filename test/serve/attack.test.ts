import { once } from "node:events"
import { readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { describe, expect, it } from "vitest"
import { hostileQuestions } from "../process/hostile.ts"
import { type Serving, stage, verdictsOf } from "./server.ts"

const start = stage()
const server = await start(["--request-seconds", "2", "--body-mb", "16"])

const ORDINARY = { items: [{ key: "x+71", answer: "71+x" }] }

async function expectAlive(serving: Serving): Promise<void> {
  const verdicts = verdictsOf(await serving.post("/v1/judge", ORDINARY))
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(["correct"])
}

/** Sends bytes as they are, and waits for all that comes back until the connection is closed. */
async function raw(serving: Serving, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = open(serving)
  let text = ""
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
  for (const part of parts) socket.write(part)
  await once(socket, "close")
  return text
}

function open({ port }: Serving): Socket {
  const socket = connect(port, "127.0.0.1")
  socket.on("error", () => {}) // a server may hang up on who misbehaves
  return socket
}

const POST = "POST /v1/judge HTTP/1.1\r\nHost: localhost\r\n"

describe("malformed requests", () => {
  it("get a status and a reason, and no verdict", async () => {
    const bodies = [
      "",
      "{",
      "null",
      "[]",
      '"text"',
      "{}",
      '{"items":null}',
      '{"items":[null]}',
      '{"items":[[]]}',
      '{"items":{}}',
      '{"__proto__":{"items":[]}}',
      '{"items":[{"__proto__":{"key":"1","answer":"1"}}]}',
      '{"items":[],"more":1}',
      `{"items":${"[".repeat(100_000)}`,
      `{"items":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
      JSON.stringify({ items: Array.from({ length: 4_097 }, () => ({ key: "1", answer: "1" })) }),
    ]
    for (const path of [
      "/v1/judge",
      "/openrlhf/get_reward",
      "/llamafactory/score",
      "/nemo/verify",
    ]) {
      for (const body of bodies) {
        const { status, json } = await server.post(path, body)
        expect(status, `${path} ${body.slice(0, 60)}`).toBe(400)
        expect(json.error).toMatchObject({ code: expect.any(String), message: expect.any(String) })
        expect(Object.keys(json)).toEqual(["error"])
      }
    }
    await expectAlive(server)
  })

  it("may hold what is nested too deep to be given back", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`
    const body = `{"key":"1","response":{"output":[]},"more":${deep}}`
    expect((await server.post("/nemo/verify", body)).status).toBe(400)
    const item = `{"items":[{"key":"1","answer":"1","options":${deep}}]}`
    expect(verdictsOf(await server.post("/v1/judge", item))[0]).toMatchObject({
      outcome: "undecided",
      reason: "bad-options",
    })
  })

  it("may be no UTF-8, packed, cut off or no HTTP at all", async () => {
    const broken = Buffer.from([0x7b, 0xff, 0xfe, 0x7d])
    expect(
      await raw(server, `${POST}Connection: close\r\nContent-Length: 4\r\n\r\n`, broken),
    ).toMatch(/^HTTP\/1\.1 400 /)
    const packed = { "Content-Encoding": "gzip" }
    expect((await server.post("/v1/judge", "x", packed)).status).toBe(415)
    const cut = open(server).resume()
    cut.end(`${POST}Content-Length: 100\r\n\r\n{"items"`)
    await once(cut, "close")
    expect(await raw(server, "\u0000\u0001\u0002 garbage\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /)
    expect(await raw(server, `GET /${"x".repeat(40_000)} HTTP/1.1\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    const headers = Array.from({ length: 40 }, (_, at) => `X-${at}: ${"y".repeat(500)}\r\n`).join(
      "",
    )
    expect(await raw(server, `GET /healthz HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    await expectAlive(server)
  })

  it("are told apart from wrong paths and methods", async () => {
    expect((await server.get("/")).status).toBe(404)
    expect((await server.get("/__proto__")).status).toBe(404)
    expect((await server.get("/../../etc/passwd")).status).toBe(404)
    const wrong = await server.get("/v1/judge")
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get("allow")).toBe("POST")
    expect((await server.post("/metrics", "")).status).toBe(405)
    expect(await server.metric('agon_requests_total{route="other",status="404"}')).toBe(3)
  })
})

describe("large and slow requests", () => {
  it("get 413 beyond the limit, whether or not they say how large they are", async () => {
    const long = JSON.stringify({ items: [{ key: "1", answer: "x".repeat(17 * 1024 * 1024) }] })
    expect((await server.post("/v1/judge", long)).status).toBe(413)
    const huge = `${POST}Content-Length: 99999999999\r\n\r\n`
    expect(await raw(server, huge)).toMatch(/^HTTP\/1\.1 413 /)
    const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`
    const parts = Array.from({ length: 20 }, () => chunk)
    const closing = "Connection: close\r\n"
    expect(
      await raw(
        server,
        `${POST}${closing}Transfer-Encoding: chunked\r\n\r\n`,
        ...parts,
        "0\r\n\r\n",
      ),
    ).toMatch(/^HTTP\/1\.1 413 /)
    await expectAlive(server)
  })

  it("are judged up to it: an answer of ten megabytes", async () => {
    const answers = ["7".repeat(10_000_000), `${"word ".repeat(2_000_000)}\\boxed{7}`]
    for (const answer of answers) {
      const [verdict] = verdictsOf(
        await server.post("/v1/judge", { items: [{ key: "7", answer }] }),
      )
      expect(verdict!.outcome).not.toBe("correct")
    }
    await expectAlive(server)
  })

  it("are hung up on when they dawdle, while others are served", async () => {
    const slow = [
      `${POST}Content-Length: 1000\r\n\r\n{`,
      "POST /v1/judge HTTP/1.1\r\nHost: loc",
      `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n{`,
    ]
    const sockets = Array.from({ length: 30 }, (_, at) => {
      const socket = open(server)
      socket.write(slow[at % slow.length]!)
      return socket.resume()
    })
    const hungUp = Promise.all(sockets.map((socket) => once(socket, "close")))
    await expectAlive(server)
    await hungUp
    await expectAlive(server)
  })
})

describe("who may ask", () => {
  const asked = async (headers: string, serving = server) =>
    Number(
      (await raw(serving, `GET /v1/policy HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`)).slice(
        9,
        12,
      ),
    )

  it("is this machine: no foreign name leads here, and no page of another site", async () => {
    const own = `Host: 127.0.0.1:${server.port}\r\n`
    expect(await asked(own)).toBe(200)
    expect(await asked(`Host: localhost:${server.port}\r\n`)).toBe(200)
    expect(await asked("Host: [::1]\r\n")).toBe(200)
    expect(await asked(`${own}Origin: http://127.0.0.1:${server.port}\r\n`)).toBe(200)
    for (const host of ["attacker.example", "localhost.attacker.example", "127.0.0.1.example"]) {
      expect(await asked(`Host: ${host}:${server.port}\r\n`), host).toBe(403)
    }
    for (const origin of ["https://attacker.example", "null", "http://localhost:1", "x"]) {
      expect(await asked(`${own}Origin: ${origin}\r\n`), origin).toBe(403)
    }
    expect(await asked(`${own}Sec-Fetch-Site: cross-site\r\n`)).toBe(403)
    expect(await asked("")).toBe(400)
  })

  it("is who has the token, where one is set", async () => {
    const token = "a-token-of-some-length"
    const guarded = await start(["--token-env", "REWARD_TOKEN"], { REWARD_TOKEN: token })
    const status = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { Authorization: authorization }
      return (await guarded.post("/v1/judge", ORDINARY, headers)).status
    }
    expect(await status(`Bearer ${token}`)).toBe(200)
    expect(await status(`Basic ${Buffer.from(`agon:${token}`).toString("base64")}`)).toBe(200)
    for (const wrong of [
      undefined,
      "",
      "Bearer",
      `Bearer ${token}x`,
      token,
      "Basic ???",
      "Bearer x",
    ]) {
      expect(await status(wrong), String(wrong)).toBe(401)
    }
    expect((await guarded.get("/healthz")).status).toBe(200)
    expect((await guarded.get("/metrics")).status).toBe(401)
    const children = readFileSync(`/proc/${guarded.child.pid}/task/${guarded.child.pid}/children`)
    for (const pid of children.toString().trim().split(" ")) {
      expect(readFileSync(`/proc/${pid}/environ`, "latin1")).not.toContain(token)
    }
  })

  it("cannot be other machines without a token, nor with a poor one", async () => {
    await expect(start(["--host", "0.0.0.0"])).rejects.toThrow(/ended with 2.*needs a token/s)
    const poor = start(["--host", "0.0.0.0", "--token-env", "T"], { T: "short" })
    await expect(poor).rejects.toThrow(/ended with 2.*holds no token/s)
  })
})

describe("hostile answers", () => {
  it("are judged rightly, each of them, and the server stays up", async () => {
    const questions = hostileQuestions()
    const outcomes: unknown[] = []
    const reasons: unknown[] = []
    let items: { key: string; answer: string }[] = []
    const flush = async () => {
      const verdicts = verdictsOf(await server.post("/v1/judge", { items }))
      outcomes.push(...verdicts.map(({ outcome }) => outcome))
      reasons.push(...verdicts.map(({ reason }) => reason))
      items = []
    }
    for (const { key, answer } of questions) {
      items.push({ key, answer })
      if (items.length >= 50 || key.length + answer.length > 1_000_000) await flush()
    }
    await flush()
    const told = questions.filter(({ equal }, at) => (outcomes[at] === "correct") !== equal)
    expect(told.map(({ about }) => about)).toEqual([])
    expect(reasons.filter((reason) => /^(crash|stopped)$/.test(String(reason)))).toEqual([])
    await expectAlive(server)
  })
})
