import { z } from "zod"

/**
 * What POST /v1/messages takes, as far as Agon uses it (`MessageCreateParams` of
 * `@anthropic-ai/sdk` 1.10.0). Unknown fields are refused, as the real interface refuses them.
 */
const CacheControl = z.strictObject({
  type: z.literal("ephemeral"),
  ttl: z.enum(["5m", "1h"]).optional(),
})

const Cached = { cache_control: CacheControl.nullish() }

export const TextBlock = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1),
  citations: z.null().optional(),
  ...Cached,
})

const ThinkingBlock = z.strictObject({
  type: z.literal("thinking"),
  thinking: z.string(),
  signature: z.string().min(1),
})

const ToolUseBlock = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().regex(/^[A-Za-z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.json()),
  caller: z.strictObject({ type: z.literal("direct") }).optional(),
  toolset_name: z.null().optional(),
  ...Cached,
})

const ToolResultBlock = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(TextBlock)]).optional(),
  is_error: z.boolean().optional(),
  ...Cached,
})

export const Block = z.discriminatedUnion("type", [
  TextBlock,
  ThinkingBlock,
  ToolUseBlock,
  ToolResultBlock,
])
export type Block = z.infer<typeof Block>

const Message = z.strictObject({
  role: z.enum(["user", "assistant", "system"]),
  content: z.union([z.string().min(1), z.array(Block).min(1)]),
})
export type Message = z.infer<typeof Message>

const Tool = z.strictObject({
  type: z.literal("custom").nullish(),
  name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal("object") }),
  strict: z.boolean().optional(),
  ...Cached,
})

const Thinking = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("enabled"),
    budget_tokens: z.int().min(1024),
    display: z.enum(["summarized", "omitted"]).nullish(),
  }),
  z.strictObject({
    type: z.literal("adaptive"),
    display: z.enum(["summarized", "omitted"]).nullish(),
  }),
  z.strictObject({ type: z.literal("between_tools") }),
  z.strictObject({ type: z.literal("disabled") }),
])

const OutputConfig = z.strictObject({
  effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
  format: z
    .strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.json()) })
    .nullish(),
})

const Counted = {
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  system: z.union([z.string(), z.array(TextBlock)]).optional(),
  tools: z.array(Tool).optional(),
  tool_choice: z
    .strictObject({
      type: z.enum(["auto", "any", "tool", "none"]),
      name: z.string().optional(),
      disable_parallel_tool_use: z.boolean().optional(),
    })
    .optional(),
  thinking: Thinking.optional(),
  output_config: OutputConfig.optional(),
  cache_control: CacheControl.nullish(),
}

export const CountRequest = z.strictObject(Counted)

export const MessageRequest = z.strictObject({
  ...Counted,
  max_tokens: z.int().min(1),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
})
export type MessageRequest = z.infer<typeof MessageRequest>
