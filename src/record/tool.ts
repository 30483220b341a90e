import { z } from "zod"
import { hasCanonicalForm, type Json } from "./canonical.ts"

const TEXT_CHARS_MAX = 8_192 // of a result; what a model reads again in its next turn
const INPUT_CHARS_MAX = 65_536 // of an input as JSON; no honest program comes near it

const Text = z.string().max(TEXT_CHARS_MAX)

/** What a tool said, in words for the model. A failure names the limit or the fault. */
export const ToolResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("output"), text: Text }),
  z.object({
    kind: z.literal("failed"),
    code: z.enum([
      "bad-input", // not what the tool takes, or no such tool
      "timeout",
      "memory",
      "too-long", // more output than is read
      "crashed", // the process died of something else
      "error", // the program or the expression has one
      "unavailable", // this machine cannot hold it, or it was called off
    ]),
    text: Text,
  }),
])
export type ToolResult = z.infer<typeof ToolResult>
export type ToolFault = Extract<ToolResult, { kind: "failed" }>["code"]

/** A use's input as a run keeps it; undefined where it is too long, or no JSON that can be kept. */
export function toolInputFrom(input: unknown): Json | undefined {
  const kept = wellFormed(input)
  if (!hasCanonicalForm(kept)) return undefined
  return JSON.stringify(kept).length > INPUT_CHARS_MAX ? undefined : (kept as Json)
}

export function toolOutput(text: string): ToolResult {
  return { kind: "output", text: plainText(text) }
}

export function toolFailed(code: ToolFault, text: string): ToolResult {
  return { kind: "failed", code, text: plainText(text) }
}

const MARK_CHARS = 64 // at most, of the words that stand where text was cut out

/**
 * Text that a journal and a prompt can hold: no control characters but the line end and the tab, no
 * lone surrogates, and not longer than this. The middle is left out, for a program's answer is
 * what it says last.
 */
export function plainText(text: string, charsMax: number = TEXT_CHARS_MAX): string {
  const plain = text.replace(/(?![\n\t])\p{Cc}/gu, "").toWellFormed()
  if (plain.length <= charsMax) return plain
  const kept = charsMax - MARK_CHARS
  if (kept <= 0) return plain.slice(0, charsMax).toWellFormed()
  const tail = Math.floor(kept / 3)
  const mark = `\n[${plain.length - kept} characters are left out here]\n`
  const cut = plain.slice(0, kept - tail) + mark + plain.slice(plain.length - tail)
  return cut.toWellFormed()
}

const DEPTH_MAX = 64 // below it nothing is looked at, for canonical JSON ends before

/** JSON as a model's server sends it, without what canonical JSON has no text for. */
function wellFormed(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.toWellFormed()
  if (typeof value === "number") return value === 0 ? 0 : value
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return value
  if (Array.isArray(value)) return value.map((item) => wellFormed(item, depth + 1))
  const members = Object.entries(value).map(([key, member]) => {
    return [key.toWellFormed(), wellFormed(member, depth + 1)] as const
  })
  return Object.fromEntries(members)
}
