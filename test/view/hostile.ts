import type { RunEvent } from "../../src/record/event.ts"
import type { History } from "../../src/run/history.ts"

/** What a reader's browser or terminal must not obey. */
export const HOSTILE = [
  "</script><img src=x onerror=alert(1)>",
  "\"><svg onload=alert(1)>'`",
  "]]><!--</style></title><body onload=alert(1)>",
  "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m",
  "\u202eevil\u2066\u200b\u00ad",
  "one\r\ntwo\x00three\x7f",
  "&lt;b&gt; &amp; 100 %",
].join(" ")

/** A history in which every free text is hostile, and so are the names of skills and reasons. */
export function poison(history: History): History {
  return mapText(history, poisonText) as History
}

export function poisonEvent(event: RunEvent): RunEvent {
  return mapText(event, poisonText) as RunEvent
}

/** Fields whose values the code reads as words of its own. */
const CLOSED = new Set([
  "kind",
  "decision",
  "outcome",
  "level",
  "label",
  "policy",
  "marks",
  "suite",
])
const CLOSED_UNLESS_LONG = new Set(["move", "format", "scope"])

function poisonText(text: string, field: string): string {
  if (CLOSED.has(field) || CLOSED_UNLESS_LONG.has(field)) return text
  // Hashes, ids and the names that are looked up stay what they are; all else is turned.
  if (/^([0-9a-f]{64}|[a-z]+_[0-9a-f]{24})$/.test(text)) return text
  if (field === "reward") return text
  return `${text} ${HOSTILE}`
}

function mapText(
  value: unknown,
  turn: (text: string, field: string) => string,
  field = "",
): unknown {
  if (typeof value === "string") return turn(value, field)
  if (Array.isArray(value)) return value.map((item) => mapText(item, turn, field))
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [key, mapText(item, turn, field)]))
  }
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const tally = ["refused", "reasons", "held", "evidence", "drift"].includes(field)
      return [tally ? turn(name, "tally") : name, mapText(item, turn, name)]
    }),
  )
}
