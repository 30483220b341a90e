import type { Pace } from "../model.ts"

/**
 * How long a server asks to be left alone, in milliseconds: `retry-after-ms`, or `retry-after` in
 * seconds or as an HTTP date (RFC 9110, section 10.2.3). A date is read against the server's own
 * clock, which the reply's head tells; one that has passed asks for nothing.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const exact = numberIn(headers.get("retry-after-ms"))
  if (exact !== undefined) return exact
  const text = headers.get("retry-after")?.trim()
  if (text === undefined || text === "") return undefined
  const seconds = numberIn(text)
  if (seconds !== undefined) return seconds * 1_000
  return untilDate(text, headers)
}

/** Anthropic's rate-limit headers: counts, and instants at which a window opens again. */
export function anthropicPace(headers: Headers): Pace | undefined {
  const window = (kind: string) => ({
    remaining: numberIn(headers.get(`anthropic-ratelimit-${kind}-remaining`)),
    resetMs: untilDate(headers.get(`anthropic-ratelimit-${kind}-reset`), headers),
  })
  return paceOf(["requests", "tokens", "input-tokens", "output-tokens"].map(window))
}

/** The headers of OpenAI and of what imitates it: counts, and spans such as "6m0s" or "20ms". */
export function openAiPace(headers: Headers): Pace | undefined {
  const window = (kind: string) => ({
    remaining: numberIn(headers.get(`x-ratelimit-remaining-${kind}`)),
    resetMs: spanMs(headers.get(`x-ratelimit-reset-${kind}`)),
  })
  return paceOf(["requests", "tokens"].map(window))
}

interface Window {
  readonly remaining: number | undefined
  readonly resetMs: number | undefined
}

/** Requests are what is counted; a window of tokens speaks only when it is used up. */
function paceOf([requests, ...tokens]: readonly Window[]): Pace | undefined {
  const spent = tokens.filter(({ remaining }) => remaining === 0)
  const resets = [requests, ...spent].flatMap((window) => window?.resetMs ?? [])
  const remaining = spent.length > 0 ? 0 : requests?.remaining
  if (remaining === undefined) return undefined
  return resets.length === 0 ? { remaining } : { remaining, resetMs: Math.max(...resets) }
}

function numberIn(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined
  return /^\d{1,15}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : undefined
}

/** An HTTP date or one of RFC 3339: `Date.parse` alone would take "-3" for a year. */
const DATE = /^([A-Z][a-z]{2,8}, .{1,30} GMT|\d{4}-\d\d-\d\dT[\d:.]{8,20}(Z|[+-]\d\d:\d\d))$/

function untilDate(text: string | null, headers: Headers): number | undefined {
  const then = text !== null && DATE.test(text.trim()) ? Date.parse(text) : Number.NaN
  const ms = then - Date.parse(headers.get("date") ?? "")
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function spanMs(text: string | null): number | undefined {
  const plain = numberIn(text)
  if (plain !== undefined) return plain * 1_000
  if (text === null || !/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d))+$/.test(text)) return undefined
  let sum = 0
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|s|m|h|d)/g)) {
    sum += Number(count) * UNITS[unit as keyof typeof UNITS]
  }
  return sum
}
