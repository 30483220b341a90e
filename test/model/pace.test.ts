import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anthropicPace, openAiPace, retryAfterMs } from "../../src/model/pace.ts"

const date = "Fri, 20 Nov 2026 12:00:00 GMT" // the server's clock, in the head of its reply

describe("how fast a provider says it may be asked", () => {
  it("is the requests that are left, and when there are all of them again", () => {
    const claude = new Headers({
      date,
      "anthropic-ratelimit-requests-remaining": "3999",
      "anthropic-ratelimit-requests-reset": "2026-11-20T12:00:45Z",
      "anthropic-ratelimit-tokens-remaining": "80000",
      "anthropic-ratelimit-tokens-reset": "2026-11-20T12:01:00Z",
    })
    expect(anthropicPace(claude)).toEqual({ remaining: 3_999, resetMs: 45_000 })
    const open = new Headers({
      "x-ratelimit-remaining-requests": "9",
      "x-ratelimit-reset-requests": "6m0s",
    })
    expect(openAiPace(open)).toEqual({ remaining: 9, resetMs: 360_000 })
  })

  it("is no request at all where the tokens are used up", () => {
    const headers = new Headers({
      date,
      "anthropic-ratelimit-requests-remaining": "3999",
      "anthropic-ratelimit-requests-reset": "2026-11-20T12:00:01Z",
      "anthropic-ratelimit-output-tokens-remaining": "0",
      "anthropic-ratelimit-output-tokens-reset": "2026-11-20T12:00:30Z",
    })
    expect(anthropicPace(headers)).toEqual({ remaining: 0, resetMs: 30_000 })
  })

  it.each([
    ["20ms", 20],
    ["1s", 1_000],
    ["1h2m3.5s", 3_723_500],
    ["7", 7_000],
  ])("reads the span %j", (span, resetMs) => {
    const headers = { "x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": span }
    expect(openAiPace(new Headers(headers))).toEqual({ remaining: 1, resetMs })
  })

  it("has no end that only a clock of our own could tell", () => {
    const headers = new Headers({
      "retry-after": "Fri, 20 Nov 2026 18:00:00 GMT",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-11-20T18:00:02Z",
    })
    expect(anthropicPace(headers)).toEqual({ remaining: 0 })
    expect(retryAfterMs(headers)).toBeUndefined()
  })

  it("is nothing, or whole and not negative, whatever a server sends", () => {
    const names = [
      "retry-after",
      "retry-after-ms",
      "date",
      "anthropic-ratelimit-requests-remaining",
      "anthropic-ratelimit-requests-reset",
      "x-ratelimit-remaining-requests",
      "x-ratelimit-reset-requests",
    ]
    const value = fc.oneof(
      fc.stringMatching(/^[ -~]{0,30}$/),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.constantFrom("Infinity", "NaN", "-1", "1e999", "0x10", "99999999999999999999"),
    )
    const some = fc.dictionary(fc.constantFrom(...names), value)
    fc.assert(
      fc.property(some, (fields) => {
        const headers = new Headers(fields)
        const pace = { ...anthropicPace(headers), ...openAiPace(headers) }
        for (const number of [retryAfterMs(headers), ...Object.values(pace)]) {
          if (number === undefined) continue
          expect(Number.isFinite(number)).toBe(true)
          expect(number).toBeGreaterThanOrEqual(0)
        }
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
