import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HANDLINGS, handlingOf, nextTry, type RetryRule } from "../../src/rule/retry.ts"

const RULE: RetryRule = { triesMax: 6, deadlineMs: 60_000, baseMs: 500, capMs: 8_000 }
const past = (tries: number, elapsedMs = 0) => ({ tries, elapsedMs })

describe("the next try", () => {
  it("comes after a draw from a window that doubles up to its cap", () => {
    const windows = [1, 2, 3, 4, 5].map((tries) => {
      const next = nextTry(past(tries), { code: "server" }, { ...RULE, capMs: 3_000 }, 0.5)
      return next.retry ? next.afterMs : next.reason
    })
    expect(windows).toEqual([250, 500, 1_000, 1_500, 1_500])
    expect(nextTry(past(1), { code: "server" }, RULE, 0)).toEqual({ retry: true, afterMs: 0 })
  })

  it("is never earlier than the server asked, and not at the same time as everyone's", () => {
    const asked = { code: "rate-limited", retryAfterMs: 7_000 }
    expect(nextTry(past(1), asked, RULE, 0)).toEqual({ retry: true, afterMs: 7_000 })
    expect(nextTry(past(1), asked, RULE, 0.5)).toEqual({ retry: true, afterMs: 7_250 })
  })

  it("is not waited for where the server asks for more than the deadline leaves", () => {
    for (const retryAfterMs of [60_000, 31_536_000_000, Number.MAX_VALUE, Infinity]) {
      const next = nextTry(past(1), { code: "rate-limited", retryAfterMs }, RULE, 0)
      expect(next).toEqual({ retry: false, reason: "deadline" })
    }
    expect(nextTry(past(1, 59_900), { code: "server" }, RULE, 0.2)).toMatchObject({
      reason: "deadline",
    })
  })

  it("takes no time from what is no time", () => {
    for (const retryAfterMs of [Number.NaN, -1, -Infinity, 0, undefined]) {
      const next = nextTry(past(1), { code: "rate-limited", retryAfterMs }, RULE, 0.5)
      expect(next).toEqual({ retry: true, afterMs: 250 })
    }
  })

  it("is one of so many, fewer for what is paid for each time", () => {
    const triesOf = (code: string) => {
      let tries = 1
      while (nextTry(past(tries), { code }, RULE, 0).retry) tries++
      return tries
    }
    const told = Object.fromEntries(Object.keys(HANDLINGS).map((code) => [code, triesOf(code)]))
    expect(told).toEqual({
      "rate-limited": 6,
      overloaded: 6,
      server: 6,
      timeout: 6,
      reset: 6,
      "cut-stream": 6,
      malformed: 4,
      empty: 4,
      refused: 1,
      "bad-request": 1,
      "too-large": 1,
      auth: 1,
      "not-found": 1,
      unreachable: 6,
      "unreadable-prompt": 1,
      learner: 1,
    })
    expect(nextTry(past(4), { code: "empty" }, RULE, 0)).toMatchObject({ reason: "tries" })
    expect(nextTry(past(1), { code: "refused" }, RULE, 0)).toMatchObject({ reason: "permanent" })
  })

  it("counts only failures of its own kind against a kind's limit", () => {
    const among = (alike: number) => nextTry({ ...past(5), alike }, { code: "empty" }, RULE, 0)
    expect(among(3)).toEqual({ retry: true, afterMs: 0 })
    expect(among(4)).toEqual({ retry: false, reason: "tries" })
    expect(nextTry({ ...past(6), alike: 1 }, { code: "empty" }, RULE, 0)).toMatchObject({
      reason: "tries",
    })
  })

  it("is not made for a failure that nobody has named, though it be named like a method", () => {
    for (const code of ["", "teapot", "constructor", "__proto__", "toString", "no-usage"]) {
      expect(nextTry(past(1), { code }, RULE, 0)).toEqual({ retry: false, reason: "permanent" })
      expect(handlingOf(code).halts).toBe(false)
    }
  })

  it("halts the run for what every other call would meet too", () => {
    const halting = Object.keys(HANDLINGS).filter((code) => handlingOf(code).halts)
    expect(halting).toEqual(["auth", "not-found", "unreachable"])
  })

  it("keeps every call within its tries and its deadline, whatever the server says", () => {
    const rule = fc.record({
      triesMax: fc.integer({ min: 1, max: 2_000 }),
      deadlineMs: fc.integer({ min: 0, max: 600_000 }),
      baseMs: fc.integer({ min: 1, max: 10_000 }),
      capMs: fc.integer({ min: 1, max: 100_000 }),
    })
    const failure = fc.record({
      code: fc.constantFrom(...Object.keys(HANDLINGS)),
      retryAfterMs: fc.option(fc.double(), { nil: undefined }),
    })
    const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(rule, fc.array(fc.tuple(failure, jitter), { minLength: 1 }), (some, met) => {
        let history = past(1)
        for (const [why, draw] of met) {
          const next = nextTry(history, why, some, draw)
          if (!next.retry) return
          expect(Number.isInteger(next.afterMs) && next.afterMs >= 0).toBe(true)
          expect(next.afterMs).toBeGreaterThanOrEqual(
            Number.isFinite(why.retryAfterMs) ? (why.retryAfterMs ?? 0) : 0,
          )
          history = past(history.tries + 1, history.elapsedMs + next.afterMs)
          expect(history.tries).toBeLessThanOrEqual(some.triesMax)
          expect(history.elapsedMs).toBeLessThan(some.deadlineMs)
        }
      }),
      { seed: 4 },
    )
  })
})
