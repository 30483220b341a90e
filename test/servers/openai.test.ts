import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { RunningServer } from "./http.ts"
import { startOpenAiServer } from "./openai.ts"
import type { Completion } from "./openai-completion.ts"

const SUM = "<problem>What is 12 + 30?</problem>"

let server: RunningServer

beforeAll(async () => {
  server = await startOpenAiServer({ apiKey: "right", models: ["tiny"], reasoning: true })
})

afterAll(() => server.close())

function post(body: object, key = "right"): Promise<Response> {
  return fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "tiny", messages: [{ role: "user", content: SUM }], ...body }),
  })
}

async function complete(body: object): Promise<Completion> {
  const response = await post(body)
  expect(response.status).toBe(200)
  return (await response.json()) as Completion
}

interface Chunk {
  readonly choices: readonly {
    readonly index: number
    readonly delta: { readonly content?: string; readonly reasoning_content?: string }
    readonly finish_reason: string | null
  }[]
  readonly usage?: Completion["usage"] | null
}

async function chunks(body: object): Promise<Chunk[]> {
  const text = await (await post({ ...body, stream: true })).text()
  const data = text.split("\n\n").filter((event) => event !== "")
  expect(data.at(-1)).toBe("data: [DONE]")
  return data.slice(0, -1).map((event) => JSON.parse(event.slice("data: ".length)) as Chunk)
}

describe("a completion", () => {
  it("answers the problem, with usage, a finish reason and its reasoning", async () => {
    const { choices, usage } = await complete({})
    expect(choices[0]!.message.content).toContain("\\boxed{42}")
    expect(choices[0]!.message.reasoning_content).not.toBe("")
    expect(choices[0]!.finish_reason).toBe("stop")
    expect(usage!.total_tokens).toBe(usage!.prompt_tokens + usage!.completion_tokens)
  })

  it("is the same in a stream as in one piece, with the usage last", async () => {
    const { choices, usage } = await complete({ n: 2, seed: 5 })
    const parts = await chunks({ n: 2, seed: 5, stream_options: { include_usage: true } })
    for (const { index, message } of choices) {
      const own = parts.flatMap((part) => part.choices.filter((choice) => choice.index === index))
      expect(own.map(({ delta }) => delta.content ?? "").join("")).toBe(message.content)
      expect(own.at(-1)!.finish_reason).toBe("stop")
    }
    expect(parts.at(-1)).toMatchObject({ choices: [], usage })
  })

  it("shows no usage in a stream unless it is asked to", async () => {
    expect((await chunks({})).some(({ usage }) => usage)).toBe(false)
  })

  it("gives n replies, which a seed repeats and another seed changes", async () => {
    const texts = async (seed: number) =>
      (await complete({ n: 8, seed, temperature: 1 })).choices.map(({ message }) => message.content)
    const first = await texts(1)
    expect(first).toHaveLength(8)
    expect(await texts(1)).toEqual(first)
    expect(await texts(2)).not.toEqual(first)
    expect(new Set(first).size).toBeGreaterThan(1)
  })

  it("gives the one reply of a greedy model at temperature 0", async () => {
    const { choices } = await complete({ n: 4, temperature: 0 })
    expect(new Set(choices.map(({ message }) => message.content)).size).toBe(1)
  })

  it("is cut at max_tokens, and says so", async () => {
    const { choices, usage } = await complete({ max_tokens: 3 })
    expect(choices[0]!.finish_reason).toBe("length")
    expect(usage!.completion_tokens).toBe(3)
  })

  it("follows a schema", async () => {
    const schema = {
      type: "object",
      properties: { reasoning: { type: "string" }, answer: { type: "string" } },
    }
    const format = { type: "json_schema", json_schema: { name: "reply", schema, strict: true } }
    const { choices } = await complete({ response_format: format })
    expect(JSON.parse(choices[0]!.message.content ?? "")).toMatchObject({ answer: "42" })
  })

  it("calls a tool, and answers when it is told what came of it", async () => {
    const tools = [
      { type: "function", function: { name: "javascript", parameters: { type: "object" } } },
    ]
    const user = { role: "user", content: SUM }
    let called = 0
    for (let seed = 0; seed < 8; seed++) {
      const { choices } = await complete({ tools, seed })
      const { message, finish_reason } = choices[0]!
      if (message.tool_calls === undefined) continue
      called++
      expect(finish_reason).toBe("tool_calls")
      const [call] = message.tool_calls
      expect(JSON.parse(call!.function.arguments)).toHaveProperty("program")
      const result = { role: "tool", tool_call_id: call!.id, content: "42" }
      const next = await complete({ tools, seed, messages: [user, message, result] })
      expect(next.choices[0]!.message.content).toContain("\\boxed{42}")
    }
    expect(called).toBeGreaterThan(0)
  })
})

describe("what the server refuses", () => {
  it("refuses strangers, unknown models, wrong requests and unknown paths", async () => {
    expect((await post({}, "wrong")).status).toBe(401)
    expect((await post({ model: "other" })).status).toBe(404)
    expect((await post({ messages: [] })).status).toBe(400)
    expect((await post({ temperature: 9 })).status).toBe(400)
    expect((await post({ messages: [{ role: "tool", content: "1" }] })).status).toBe(400)
    const headers = { authorization: "Bearer right" }
    expect((await fetch(`${server.url}/v1/engines`, { headers })).status).toBe(404)
  })

  it("lists its models, and its allowance in the headers", async () => {
    const headers = { authorization: "Bearer right" }
    const response = await fetch(`${server.url}/v1/models`, { headers })
    expect(await response.json()).toMatchObject({ object: "list", data: [{ id: "tiny" }] })
    expect(response.headers.get("x-ratelimit-remaining-requests")).toMatch(/^\d+$/)
  })
})
