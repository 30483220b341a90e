import { z } from "zod"

/**
 * What POST /v1/chat/completions takes, as vLLM, SGLang, llama.cpp and Ollama serve it. Unknown
 * fields are let through, as those servers let them through.
 */
const ToolCall = z.object({
  id: z.string().min(1),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
})

const Text = z.union([z.string(), z.array(z.object({ type: z.literal("text"), text: z.string() }))])

export const ChatMessage = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer", "user"]), content: Text }),
  z.object({
    role: z.literal("assistant"),
    content: Text.nullish(),
    tool_calls: z.array(ToolCall).min(1).optional(),
  }),
  z.object({ role: z.literal("tool"), tool_call_id: z.string(), content: Text }),
])
export type ChatMessage = z.infer<typeof ChatMessage>

const ResponseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      schema: z.record(z.string(), z.json()),
      strict: z.boolean().optional(),
    }),
  }),
])

const Tool = z.object({
  type: z.literal("function"),
  function: z.object({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.json()).optional(),
  }),
})

const SAMPLES_MAX = 128 // replies to one request

export const ChatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(ChatMessage).min(1),
  n: z.int().min(1).max(SAMPLES_MAX).nullish(),
  seed: z.int().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  response_format: ResponseFormat.nullish(),
  tools: z.array(Tool).nullish(),
  tool_choice: z.union([z.enum(["auto", "none", "required"]), z.looseObject({})]).nullish(),
})
export type ChatRequest = z.infer<typeof ChatRequest>
