import { Anthropic } from "@anthropic-ai/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startAnthropicServer } from "./anthropic.ts"
import type { RunningServer } from "./http.ts"

const MODEL = "claude-opus-4-6"
const SONNET = "claude-sonnet-4-6" // the SDK warns of a thinking budget for larger models
const SUM = "<problem>What is 12 + 30?</problem>"

const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["proposals"],
  properties: {
    proposals: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["spec", "answer"],
        properties: {
          answer: { type: "string" },
          spec: {
            type: "object",
            additionalProperties: false,
            required: ["skill", "first", "second"],
            properties: {
              skill: { type: "string", const: "integer-addition" },
              first: { type: "integer" },
              second: { type: "integer" },
            },
          },
        },
      },
    },
  },
}

const CALCULATOR: Anthropic.Tool = {
  name: "calculator",
  description: "Works out an expression.",
  input_schema: {
    type: "object",
    properties: { expression: { type: "string" } },
    required: ["expression"],
    additionalProperties: false,
  },
}

let server: RunningServer
let client: Anthropic

beforeAll(async () => {
  server = await startAnthropicServer({ apiKey: "right", cacheTokensMin: 100 })
  client = clientOf("right")
})

afterAll(() => server.close())

function clientOf(apiKey: string): Anthropic {
  return new Anthropic({ baseURL: server.url, apiKey, maxRetries: 0 })
}

function ask(text: string, more: object = {}): Anthropic.MessageCreateParamsNonStreaming {
  return { model: MODEL, max_tokens: 512, messages: [{ role: "user", content: text }], ...more }
}

function textIn({ content }: Anthropic.Message): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("")
}

async function refusal(params: object): Promise<{ status: number; type: string; message: string }> {
  const error = await client.messages
    .create(params as Anthropic.MessageCreateParamsNonStreaming)
    .then(() => expect.fail("the request was answered"))
    .catch((caught: unknown) => caught)
  if (!(error instanceof Anthropic.APIError)) throw error
  return { status: Number(error.status), type: String(error.type), message: error.message }
}

describe("a message", () => {
  it("answers the problem, with usage, a stop reason and a request id", async () => {
    const { data, request_id } = await client.messages.create(ask(SUM)).withResponse()
    expect(textIn(data)).toContain("\\boxed{42}")
    expect(data.stop_reason).toBe("end_turn")
    expect(data.usage.input_tokens).toBeGreaterThan(0)
    expect(data.usage.output_tokens).toBeGreaterThan(0)
    expect(request_id).toMatch(/^req_/)
  })

  it("is the same in a stream as in one piece", async () => {
    const whole = await client.messages.create(ask(SUM))
    const streamed = await client.messages.stream(ask(SUM)).finalMessage()
    const { parsed_output: _, ...message } = streamed
    expect(message).toEqual(whole)
  })

  it("is cut at max_tokens, and says so", async () => {
    const { stop_reason, usage } = await client.messages.create({ ...ask(SUM), max_tokens: 4 })
    expect(stop_reason).toBe("max_tokens")
    expect(usage.output_tokens).toBe(4)
  })

  it("says how much of the allowance is left", async () => {
    const { response } = await client.messages.create(ask(SUM)).withResponse()
    const left = Number(response.headers.get("anthropic-ratelimit-requests-remaining"))
    const limit = Number(response.headers.get("anthropic-ratelimit-requests-limit"))
    expect(left).toBeLessThan(limit)
    const reset = response.headers.get("anthropic-ratelimit-requests-reset")
    expect(Date.parse(reset ?? "")).not.toBeNaN()
  })

  it("follows a schema", async () => {
    const text = "Propose 3 problems.\nskill: integer-addition, level: 2"
    const format = { type: "json_schema", schema: SCHEMA }
    const message = await client.messages.create(ask(text, { output_config: { format } }))
    const { proposals } = JSON.parse(textIn(message))
    expect(proposals).toHaveLength(3)
    for (const { spec, answer } of proposals) {
      expect(Number(answer)).toBe(spec.first + spec.second)
    }
  })

  it("thinks where an effort is given, and knows its own signature again", async () => {
    const first = await client.messages.create(ask(SUM, { output_config: { effort: "low" } }))
    const [thought] = first.content
    expect(thought).toMatchObject({ type: "thinking", signature: expect.any(String) })
    const turns = [
      { role: "user", content: SUM },
      { role: "assistant", content: first.content },
      { role: "user", content: "<problem>What is 1 + 1?</problem>" },
    ]
    const second = await client.messages.create(ask("", { messages: turns }))
    expect(textIn(second)).toContain("\\boxed{2}")
    const forged = [
      turns[0],
      { ...turns[1], content: [{ ...thought, thinking: "other" }] },
      turns[2],
    ]
    expect(await refusal(ask("", { messages: forged }))).toMatchObject({ status: 400 })
  })

  it("uses a tool, and answers when it is told what came of it", async () => {
    const sums = Array.from({ length: 8 }, (_, n) => `<problem>What is ${n + 3} + 30?</problem>`)
    let used = 0
    for (const text of sums) {
      const first = await client.messages.create(ask(text, { tools: [CALCULATOR] }))
      const use = first.content.find((block) => block.type === "tool_use")
      if (use === undefined) continue
      used++
      expect(first.stop_reason).toBe("tool_use")
      const result = { type: "tool_result", tool_use_id: use.id, content: "33" }
      const turns = [
        { role: "user", content: text },
        { role: "assistant", content: first.content },
        { role: "user", content: [result] },
      ]
      const second = await client.messages.create(ask("", { tools: [CALCULATOR], messages: turns }))
      expect(second.stop_reason).toBe("end_turn")
      const orphan = [turns[0], turns[1], { role: "user", content: "go on" }]
      const wrong = await refusal(ask("", { tools: [CALCULATOR], messages: orphan }))
      expect(wrong.message).toContain(use.id)
    }
    expect(used).toBeGreaterThan(0)
  })

  it("reads from the cache what an earlier prompt has written there", async () => {
    const shared = {
      type: "text",
      text: "Solve it. ".repeat(80),
      cache_control: { type: "ephemeral" },
    }
    const first = await client.messages.create(ask(SUM, { system: [shared] }))
    const other = "<problem>What is 5 + 6?</problem>"
    const second = await client.messages.create(ask(other, { system: [shared] }))
    expect(first.usage.cache_creation_input_tokens).toBeGreaterThan(100)
    expect(first.usage.cache_read_input_tokens).toBe(0)
    expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens)
    expect(second.usage.cache_creation_input_tokens).toBe(0)
  })

  it("has its tokens counted beforehand", async () => {
    const { input_tokens } = await client.messages.countTokens({
      model: MODEL,
      messages: [{ role: "user", content: SUM }],
    })
    const { usage } = await client.messages.create(ask(SUM))
    expect(input_tokens).toBe(usage.input_tokens)
  })
})

describe("what the interface refuses", () => {
  const object = { type: "object", additionalProperties: false }
  const withField = (field: object) => ({
    ...object,
    required: ["n"],
    properties: { n: field },
  })
  const schemas: readonly (readonly [what: string, schema: object])[] = [
    ["an open object", { type: "object", properties: {} }],
    ["a bound on a number", withField({ type: "integer", minimum: 0 })],
    ["a bound on a text", withField({ type: "string", maxLength: 9 })],
    ["a bound on a list", withField({ type: "array", items: { type: "null" }, maxItems: 3 })],
    ["two items at least", withField({ type: "array", items: { type: "null" }, minItems: 2 })],
    ["a recursion", { $ref: "#/$defs/a", $defs: { a: withField({ $ref: "#/$defs/a" }) } }],
    ["a reference into nowhere", withField({ $ref: "#/$defs/b" })],
    ["an exclusive choice", { oneOf: [object, object] }],
  ]
  for (const [what, schema] of schemas) {
    it(`refuses a schema with ${what}`, async () => {
      const format = { type: "json_schema", schema }
      const wrong = await refusal(ask(SUM, { output_config: { format } }))
      expect(wrong).toMatchObject({ status: 400, type: "invalid_request_error" })
      expect(wrong.message).toContain("output_config.format.schema")
    })
  }

  for (const knob of ["temperature", "top_p", "top_k", "seed", "n", "response_format"]) {
    it(`refuses ${knob}, which Claude does not take`, async () => {
      const wrong = await refusal(ask(SUM, { [knob]: 1 }))
      expect(wrong).toMatchObject({ status: 400, type: "invalid_request_error" })
      expect(wrong.message).toContain(`${knob}: Extra inputs are not permitted`)
    })
  }

  const assistant = { role: "assistant", content: "It is" }
  const requests: readonly (readonly [what: string, request: object, status: number])[] = [
    ["a request without max_tokens", { model: MODEL, messages: ask(SUM).messages }, 400],
    ["an unknown model", ask(SUM, { model: "gpt-4" }), 404],
    ["an empty conversation", ask(SUM, { messages: [] }), 400],
    [
      "words put into the model's mouth",
      ask(SUM, { messages: [...ask(SUM).messages, assistant] }),
      400,
    ],
    ["an empty text", ask(""), 400],
    [
      "thinking that leaves no room to answer",
      ask(SUM, { model: SONNET, thinking: { type: "enabled", budget_tokens: 2_048 } }),
      400,
    ],
    [
      "a forced tool that is not there",
      ask(SUM, { tool_choice: { type: "tool", name: "x" } }),
      400,
    ],
  ]
  for (const [what, request, status] of requests) {
    it(`refuses ${what}`, async () => {
      expect((await refusal(request)).status).toBe(status)
    })
  }

  it("refuses strangers", async () => {
    await expect(clientOf("wrong").messages.create(ask(SUM))).rejects.toBeInstanceOf(
      Anthropic.AuthenticationError,
    )
    const bare = await fetch(`${server.url}/v1/models`)
    expect(bare.status).toBe(401)
  })

  it("takes a schema that the SDK has made fit", async () => {
    const { transformJSONSchema } = await import("@anthropic-ai/sdk/lib/transform-json-schema")
    const schema = transformJSONSchema({ ...SCHEMA, minProperties: 1 } as never)
    const format = { type: "json_schema", schema }
    const message = await client.messages.create(ask(SUM, { output_config: { format } }))
    expect(JSON.parse(textIn(message))).toHaveProperty("proposals")
  })
})

describe("the models", () => {
  it("are listed and looked up", async () => {
    const listed = []
    for await (const { id } of client.models.list()) listed.push(id)
    expect(listed).toContain(MODEL)
    expect((await client.models.retrieve(MODEL)).id).toBe(MODEL)
    await expect(client.models.retrieve("claude-none")).rejects.toBeInstanceOf(
      Anthropic.NotFoundError,
    )
  })
})
