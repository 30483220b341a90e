import type { z } from "zod"
import { hashOf } from "../../src/record/id.ts"
import type { Refused } from "./anthropic-answer.ts"
import type { Block, MessageRequest } from "./anthropic-wire.ts"
import { schemaFault } from "./schema-fault.ts"

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: Refused }

/** Reads a body by its schema, and says what the real interface would say of a wrong one. */
export function readRequest<Value>(body: string, schema: z.ZodType<Value>): Read<Value> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, refused: invalid("The request body is not valid JSON.") }
  }
  const read = schema.safeParse(json)
  if (read.success) return { ok: true, value: read.data }
  return { ok: false, refused: invalid(sayIssue(read.error)) }
}

/** What is wrong with a request whose fields are all of the right kind. */
export function refusalOf(request: MessageRequest): Refused | undefined {
  const { model } = request
  if (!model.startsWith("claude-")) {
    return { status: 404, type: "not_found_error", message: `model: ${model}` }
  }
  const fault = thinkingFault(request) ?? turnFault(request) ?? outputFault(request)
  return fault === undefined ? undefined : invalid(fault)
}

export function invalid(message: string): Refused {
  return { status: 400, type: "invalid_request_error", message }
}

function sayIssue(error: z.ZodError): string {
  const issue = error.issues[0]!
  if (issue.code === "unrecognized_keys") {
    return `${[...issue.path, issue.keys[0]].join(".")}: Extra inputs are not permitted`
  }
  return `${issue.path.join(".")}: ${issue.message}`
}

function thinkingFault({ thinking, max_tokens }: MessageRequest): string | undefined {
  if (thinking?.type !== "enabled" || thinking.budget_tokens < max_tokens) return undefined
  return "max_tokens: must be greater than thinking.budget_tokens"
}

function turnFault({ messages }: MessageRequest): string | undefined {
  if (messages[0]!.role !== "user") return "messages: first message must use the user role"
  if (messages.at(-1)!.role === "assistant") {
    return "messages: this model does not support a prefilled assistant turn"
  }
  for (const [index, { content }] of messages.entries()) {
    if (forges(content)) return `messages.${index}: Invalid signature in thinking block`
    const asked = usesOf(messages[index - 1]?.content ?? [])
    const given = resultsOf(content)
    const unasked = given.find((id) => !asked.includes(id))
    if (unasked !== undefined) {
      return `messages.${index}: tool_result ${unasked} has no tool_use in the message before`
    }
    const open = asked.find((id) => !given.includes(id))
    if (open !== undefined) return `messages.${index}: no tool_result for the tool_use ${open}`
  }
  return undefined
}

type Content = string | readonly Block[]

/** Thinking comes back as it was sent: its signature is the hash of its text. */
function forges(content: Content): boolean {
  if (typeof content === "string") return false
  return content.some(
    (block) =>
      block.type === "thinking" &&
      block.thinking !== "" &&
      block.signature !== hashOf(block.thinking),
  )
}

function usesOf(content: Content): string[] {
  if (typeof content === "string") return []
  return content.flatMap((block) => (block.type === "tool_use" ? [block.id] : []))
}

function resultsOf(content: Content): string[] {
  if (typeof content === "string") return []
  return content.flatMap((block) => (block.type === "tool_result" ? [block.tool_use_id] : []))
}

function outputFault({ output_config, tools = [], tool_choice }: MessageRequest) {
  const { schema } = output_config?.format ?? {}
  const fault = schema === undefined ? undefined : schemaFault(schema)
  if (fault !== undefined) return `output_config.format.schema: ${fault}`
  for (const [index, tool] of tools.entries()) {
    const wrong = tool.strict === true ? schemaFault(tool.input_schema) : undefined
    if (wrong !== undefined) return `tools.${index}.input_schema: ${wrong}`
  }
  if (new Set(tools.map(({ name }) => name)).size < tools.length) {
    return "tools: Tool names must be unique."
  }
  if (tool_choice !== undefined && tools.length === 0) return "tool_choice: tools are required"
  if (tool_choice?.type === "tool" && !tools.some(({ name }) => name === tool_choice.name)) {
    return `tool_choice: no such tool: ${tool_choice.name}`
  }
  return undefined
}
