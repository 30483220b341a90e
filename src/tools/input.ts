import type { Json } from "../record/canonical.ts"
import { type ToolResult, toolFailed } from "../record/tool.ts"
import type { ToolInput } from "../tool.ts"

/** An input with one text in it: its schema, and how it is read. */
export function textInput(
  name: string,
  description: string,
  charsMax: number,
): readonly [ToolInput, (input: Json) => string | ToolResult] {
  const schema: ToolInput = {
    type: "object",
    properties: { [name]: { type: "string", description } },
    required: [name],
    additionalProperties: false,
  }
  const read = (input: Json) => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      return toolFailed("bad-input", `the input is an object with the text ${name}`)
    }
    const members = Object.entries(input)
    const [first] = members
    if (members.length !== 1 || first?.[0] !== name || typeof first[1] !== "string") {
      return toolFailed("bad-input", `the input has one member, the text ${name}`)
    }
    if (first[1].trim() === "") return toolFailed("bad-input", `the ${name} is empty`)
    if (first[1].length > charsMax) {
      return toolFailed("bad-input", `the ${name} is longer than ${charsMax} characters`)
    }
    return first[1]
  }
  return [schema, read]
}
