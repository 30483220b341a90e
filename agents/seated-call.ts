import type { Player } from "../src/agent.ts"
import type { Call } from "../src/record/call.ts"
import type { Json } from "../src/record/canonical.ts"

type Settings = Pick<Call, "temperature" | "topP" | "effort">

/** What a seat says and its card knows; nothing that the card lacks is ever sent. */
export function settingsOf(
  { seat, card }: Pick<Player, "seat" | "card">,
  isGreedy = false,
): Settings {
  if (seat.provider === "anthropic") {
    return card.knobs.includes("effort") && seat.effort ? { effort: seat.effort } : {}
  }
  const topP = seat.provider === "openai-compatible" ? seat.topP : undefined
  return {
    ...(card.knobs.includes("temperature") && { temperature: isGreedy ? 0 : seat.temperature }),
    ...(card.knobs.includes("topP") && topP && !isGreedy && { topP }),
  }
}

const UNIONS_MAX = 16 // members of several types, as Anthropic counts them for one schema
const DEPTH_MAX = 20 // canonical JSON ends at 32, and a call stands around the schema
const CHARS_MAX = 20_000 // a grammar of more takes servers minutes to compile

/**
 * The schema that a reply is to be held to, where the model can be; one with more alternatives than
 * providers take is left to the prompt, which has it in words, and to the parser.
 */
export function heldTo(schema: Json, { card }: Pick<Player, "card">): Pick<Call, "schema"> {
  const fits =
    unionsIn(schema) <= UNIONS_MAX &&
    JSON.stringify(schema).length <= CHARS_MAX &&
    depthOf(schema) <= DEPTH_MAX
  return card.knobs.includes("schema") && fits ? { schema } : {}
}

function depthOf(schema: Json): number {
  if (schema === null || typeof schema !== "object") return 0
  const below = Object.values(schema).map((part) => depthOf(part ?? null))
  return 1 + Math.max(0, ...below)
}

function unionsIn(schema: Json): number {
  if (schema === null || typeof schema !== "object") return 0
  const below = Object.values(schema).reduce<number>((sum, part) => sum + unionsIn(part ?? null), 0)
  const isUnion = !Array.isArray(schema) && ("anyOf" in schema || "oneOf" in schema)
  return below + (isUnion ? 1 : 0)
}

/** A reply's JSON: as it stands, or inside a code fence. Undefined where there is none. */
export function jsonIn(text: string): unknown {
  const bare = text.trim()
  const open = bare.startsWith("```") ? bare.indexOf("\n") + 1 : 0
  const close = open > 0 ? bare.lastIndexOf("```") : bare.length
  try {
    return JSON.parse(bare.slice(open, Math.max(open, close)))
  } catch {
    return undefined
  }
}
