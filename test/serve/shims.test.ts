import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { stage } from "./server.ts"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))
const HAS_PYTHON = spawnSync("python3", ["--version"]).status === 0
const folder = mkdtempSync(join(tmpdir(), "agon-shim-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = stage()

function shim(name: "trl" | "verl", ...args: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [BIN, "serve", "--shim", name, ...args], {
    encoding: "utf8",
  })
  expect(status).toBe(0)
  return stdout
}

/** Runs Python lines beside the shim, and reads the JSON that they print. */
async function python(code: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const child = spawn(
    "python3",
    ["-I", "-c", `import sys; sys.path.insert(0, ${JSON.stringify(folder)})\n${code}`],
    {
      env: { PATH: process.env.PATH, ...env },
    },
  )
  let out = ""
  let err = ""
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")))
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")))
  await new Promise((resolve) => child.on("close", resolve))
  return out === "" ? err : JSON.parse(out)
}

describe("a printed shim", () => {
  it("knows the address that it is printed for, and is short", () => {
    for (const name of ["trl", "verl"] as const) {
      const text = shim(name, "--port", "4321")
      expect(text).toContain("http://127.0.0.1:4321")
      expect(text.split("\n").length).toBeLessThan(55)
    }
  })
})

describe.runIf(HAS_PYTHON)("the shims, run by Python", () => {
  it("give TRL a reward for each completion, and None for what is undecided", async () => {
    const token = "a-token-of-some-length"
    const server = await start(["--token-env", "T"], { T: token })
    writeFileSync(join(folder, "agon_trl.py"), shim("trl"))
    const said = await python(
      [
        "import asyncio, json, agon_trl",
        "texts = ['\\\\boxed{7}', '8', '\\\\foo{{{']",
        "chats = [[{'role': 'assistant', 'content': text}] for text in texts]",
        "def ask(said):",
        "    keys = ['7'] * len(said)",
        "    asking = agon_trl.agon_reward(['p'] * len(said), said, solution=keys, state=None)",
        "    return asyncio.run(asking)",
        "many = ask([str(at) for at in range(1_100)])",
        "print(json.dumps([ask(texts), ask(chats), len(many), many.index(1.0), sum(many)]))",
      ].join("\n"),
      { AGON_REWARD_URL: server.url, AGON_REWARD_TOKEN: token },
    )
    expect(said).toEqual([[1, 0, null], [1, 0, null], 1_100, 7, 1])
    const { text } = await server.get("/metrics", { Authorization: `Bearer ${token}` })
    expect(text).toContain("agon_groups 3\n") // one for each step, of the same prompt
  })

  it("give verl a score, and say apart from it that an answer is undecided", async () => {
    const server = await start()
    writeFileSync(join(folder, "agon_verl.py"), shim("verl"))
    const said = await python(
      [
        "import json, agon_verl",
        "score = lambda said: agon_verl.compute_score('agon', said, '7', {'index': 1})",
        "print(json.dumps([score('7.0'), score('8'), score('\\\\foo{{{')]))",
      ].join("\n"),
      { AGON_REWARD_URL: server.url },
    )
    expect(said).toEqual([
      { score: 1, acc: 1, undecided: 0 },
      { score: 0, acc: 0, undecided: 0 },
      { score: 0, acc: 0, undecided: 1 },
    ])
  })

  it("make no reward of a senseless question, nor of a server that is not there", async () => {
    const server = await start()
    writeFileSync(join(folder, "agon_wrong.py"), shim("verl"))
    writeFileSync(join(folder, "agon_keyless.py"), shim("trl"))
    const keyless = [
      "import asyncio, agon_keyless",
      "asyncio.run(agon_keyless.agon_reward(prompts=['p'], completions=['7'], problem=['What?']))",
    ].join("\n")
    expect(await python(keyless, { AGON_REWARD_URL: server.url })).toContain("ValueError: agon: ")
    const ask = "agon_wrong.compute_score('a', '7', 'problem_' + '0' * 24)"
    const code = `import agon_wrong; agon_wrong.PAUSES = [0, None]; ${ask}`
    expect(await python(code, { AGON_REWARD_URL: server.url })).toContain("ValueError: agon: ")
    const nowhere = { AGON_REWARD_URL: "http://127.0.0.1:9" }
    expect(await python(code, nowhere)).toContain("URLError")
  })

  it("ask a server again that is busy or gone, and not one that refuses", async () => {
    const replies = [503, "gone", "half", 200, 422] as const
    let asked = 0
    const server = createServer((request, response) => {
      const reply = replies[Math.min(asked++, replies.length - 1)]!
      if (reply === "gone") return void request.socket.destroy()
      const verdicts = [{ outcome: "correct", reason: "equal" }]
      if (reply === "half") {
        response.writeHead(200, { "content-length": 99 }).write('{"verd')
        return void setTimeout(() => response.destroy(), 50)
      }
      request.resume().on("end", () => response.writeHead(reply).end(JSON.stringify({ verdicts })))
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    writeFileSync(join(folder, "agon_again.py"), shim("verl"))
    const code = [
      "import json, agon_again",
      "agon_again.PAUSES = [0] * 5 + [None]",
      "print(json.dumps(agon_again.compute_score('agon', '7', '7')['score']))",
    ].join("\n")
    const { port } = server.address() as AddressInfo
    const env = { AGON_REWARD_URL: `http://127.0.0.1:${port}` }
    expect(await python(code, env)).toBe(1)
    expect(asked).toBe(4)
    expect(await python(code, env)).toContain("422")
    expect(asked).toBe(5)
    server.close()
  })
})
