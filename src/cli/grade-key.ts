import { Fuel, OutOfFuel } from "../../verifiers/kernel/fuel.ts"
import { withoutAbout } from "../../verifiers/kernel/judge/key.ts"
import { readMath } from "../../verifiers/kernel/read/read.ts"

const FUEL = 20_000 // steps: as many as a verdict may take
const QUOTE_CHARS_MAX = 40

/**
 * What is wrong with a key by which nothing can be judged, and where: for whoever wrote it. The
 * reason is the verdict's; undefined where it says nothing about the key.
 */
export function keyFault(key: string, reason: string): string | undefined {
  if (reason === "undefined-key") return `${quoted(key)} has no value`
  if (reason !== "bad-key") return undefined
  const text = withoutAbout(key)
  if (text.trim() === "") return "it is empty: there is nothing to compare with"
  const fault = faultIn(text)
  if (fault === undefined) return `${quoted(text)} says nothing that an answer could be equal to`
  const { reason: why, at } = fault
  switch (why) {
    case "incomplete":
      return `it is cut off: something is still open at the end of ${quotedEnd(text)}`
    case "code":
      return `${quoted(text)} is program code, and no mathematics`
    case "mixed-script":
      return `${quoted(text)} has digits or letters of several scripts`
    case "limit":
      return `${quoted(text)} is too long, or takes too much work to be read`
    case "empty":
      return `${quoted(text)} holds nothing but marks`
    case "unreadable":
      return isPlaced(text, at)
        ? `not understood at character ${at + 1}, from here on: ${quoted(text.slice(at))}`
        : `not understood: ${quoted(text)}`
  }
}

function faultIn(text: string) {
  try {
    const read = readMath(text, { notation: "auto", names: new Set() }, new Fuel(FUEL))
    return read.ok ? undefined : read
  } catch (error) {
    if (error instanceof OutOfFuel) return { reason: "limit", at: 0 } as const
    throw error
  }
}

/** The place counts characters of the text only where the text is as it was typed. */
function isPlaced(text: string, at: number): boolean {
  return /^[ -~]+$/.test(text) && text.trim() === text && at > 0 && at < text.length
}

function quoted(text: string): string {
  return text.length <= QUOTE_CHARS_MAX ? `“${text}”` : `“${text.slice(0, QUOTE_CHARS_MAX)}…”`
}

function quotedEnd(text: string): string {
  return text.length <= QUOTE_CHARS_MAX ? `“${text}”` : `“…${text.slice(-QUOTE_CHARS_MAX)}”`
}
