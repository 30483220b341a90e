import type { Json } from "./record/canonical.ts"
import type { ToolResult } from "./record/tool.ts"

/**
 * The door for tools: what a model may ask for in the middle of an answer. A tool computes and
 * knows nothing: it gets the input that the model wrote, and neither the problem nor its key.
 */
export interface Tool {
  /** `calculator`: lower case letters, digits and underscores, as every server takes it. */
  readonly name: string
  /** What it does, what goes in and what comes out: put before the model as it stands. */
  readonly about: string
  readonly input: ToolInput
  /** Never rejects, whatever the input: a failure is a result. Called off, it says so at once. */
  run(input: Json, signal?: AbortSignal): Promise<ToolResult>
}

/** The JSON Schema of an input: a flat object with these members and no others. */
export type ToolInput = {
  readonly type: "object"
  readonly properties: { readonly [name: string]: ToolField }
  readonly required: readonly string[]
  readonly additionalProperties: false
}

export type ToolField = {
  readonly type: "string" | "number" | "integer" | "boolean"
  readonly description: string
}
