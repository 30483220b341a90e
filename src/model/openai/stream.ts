import { z } from "zod"
import { UnreadableStream } from "../body.ts"
import { isError, ServerError } from "./failure.ts"

/**
 * A completion put together from the chunks of its stream, for the same reading as a whole one.
 * Undefined where the stream ended before every sample did. Text that comes after a sample's end
 * is a reply said twice, so nothing of it is kept.
 */
export async function readStream(
  body: AsyncIterable<Uint8Array>,
  samples: number,
): Promise<unknown> {
  const choices = new Map<number, Growing>()
  let usage: unknown
  let isDone = false
  for await (const data of eventsOf(body)) {
    isDone = data === "[DONE]"
    if (isDone) break
    const chunk = chunkOf(data)
    for (const choice of chunk.choices) {
      const growing = choices.get(choice.index) ?? newChoice(choice.index)
      choices.set(choice.index, growing)
      grow(growing, choice)
    }
    usage = chunk.usage ?? usage
  }
  const found = [...choices.values()]
  const isShort = found.length === 0 || (found.length < samples && !isDone)
  if (isShort || found.some(({ finish_reason }) => finish_reason === undefined)) return undefined
  return { choices: found.map(choiceOf), usage }
}

interface Growing {
  readonly index: number
  content: string
  reasoning_content: string
  reasoning: string
  refusal: string
  readonly tools: Map<number, { id: string; name: string; arguments: string }>
  finish_reason: string | undefined
}

const Chunk = z.object({
  choices: z
    .array(
      z.object({
        index: z.int().min(0).default(0),
        delta: z
          .object({
            content: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.int().min(0).default(0),
                  id: z.string().nullish(),
                  function: z
                    .object({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z.unknown().optional(),
})
type ChunkChoice = z.infer<typeof Chunk>["choices"][number]

function chunkOf(data: string): z.infer<typeof Chunk> {
  const json: unknown = JSON.parse(data)
  if (isError(json)) throw new ServerError(json)
  const { success, data: chunk } = Chunk.safeParse(json)
  if (!success) throw new UnreadableStream("a chunk of a shape that is not known")
  return chunk
}

function newChoice(index: number): Growing {
  return {
    index,
    content: "",
    reasoning_content: "",
    reasoning: "",
    refusal: "",
    tools: new Map(),
    finish_reason: undefined,
  }
}

const TEXTS = ["content", "reasoning_content", "reasoning", "refusal"] as const

function grow(choice: Growing, { delta, finish_reason }: ChunkChoice): void {
  const pieces = TEXTS.map((field) => [field, delta?.[field] ?? ""] as const)
  const tools = delta?.tool_calls ?? []
  const says = tools.length > 0 || pieces.some(([, piece]) => piece !== "")
  if (choice.finish_reason !== undefined && (says || finish_reason)) {
    throw new UnreadableStream("a sample went on after its end")
  }
  for (const [field, piece] of pieces) choice[field] += piece
  for (const { index, id, function: called } of tools) {
    const tool = choice.tools.get(index) ?? { id: "", name: "", arguments: "" }
    choice.tools.set(index, tool)
    tool.id ||= id ?? ""
    tool.name ||= called?.name ?? ""
    tool.arguments += called?.arguments ?? ""
  }
  choice.finish_reason = finish_reason ?? choice.finish_reason
}

function choiceOf({ index, finish_reason, tools, ...texts }: Growing): unknown {
  const calls = [...tools.values()].map(({ id, ...called }) => ({ id, function: called }))
  const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""))
  const message = calls.length === 0 ? said : { ...said, tool_calls: calls }
  return { index, finish_reason, message }
}

/** The data of server-sent events: one line each, as every server of this kind sends them. */
async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n")
    rest = lines.pop()!
    for (const line of lines) {
      if (line.startsWith("data:")) yield line.slice("data:".length).trim()
    }
  }
}
