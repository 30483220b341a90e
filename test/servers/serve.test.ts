import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { afterEach, describe, expect, it } from "vitest"
import type { Counts, RecordedRequest } from "./http.ts"

const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null) continue
    child.kill()
    await once(child, "exit")
  }
})

function serve(...options: string[]): ChildProcess {
  const child = spawn(process.execPath, ["test/servers/serve.ts", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  children.push(child)
  return child
}

/** The first line that the server prints. */
async function urlOf(child: ChildProcess): Promise<string> {
  const [line] = await once(createInterface(child.stdout!), "line")
  return String(line)
}

interface Shown {
  readonly counts: Counts
  readonly requests: readonly RecordedRequest[]
}

describe("the servers as a program", () => {
  it("serve Claude's interface with one fault, and tell what came", async () => {
    const url = await urlOf(serve("--chaos", "overloaded", "--retry-after", "0", "--key", "k"))
    const headers = { "x-api-key": "k", "anthropic-version": "2023-06-01" }
    const messages = [{ role: "user", content: "What is 1 + 2?" }]
    const body = JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 99, messages })
    const statuses = []
    do {
      const response = await fetch(`${url}/v1/messages`, { method: "POST", headers, body })
      statuses.push(response.status)
    } while (statuses.at(-1) !== 200)
    expect(statuses.slice(0, -1)).toContain(529)
    const shown = (await (await fetch(`${url}/_requests`)).json()) as Shown
    expect(shown.counts.requests).toBe(statuses.length)
    expect(shown.requests.map(({ status }) => status)).toEqual(statuses)
    expect(shown.counts.billed.replies).toBe(1)
  })

  it("serve the OpenAI protocol under the names of models that are given", async () => {
    const url = await urlOf(serve("--protocol", "openai", "--model", "a", "--model", "b"))
    const models = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] }
    expect(models.data.map(({ id }) => id)).toEqual(["a", "b"])
  })

  it("explain themselves to who asks for what they lack", async () => {
    for (const [option, value] of [
      ["--player", "nobody"],
      ["--protocol", "smtp"],
      ["--chaos", "x"],
    ]) {
      const child = serve(option!, value!)
      const [code] = await once(child, "exit")
      expect(code).toBe(2)
    }
  })
})
