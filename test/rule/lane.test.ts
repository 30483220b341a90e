import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  admit,
  finished,
  type Lane,
  type LaneHeaders,
  type LaneSignal,
  openLane,
  started,
} from "../../src/rule/lane.ts"
import { randomStream } from "../../src/rule/random.ts"

const OK: LaneSignal = { kind: "ok" }
const LIMITED: LaneSignal = { kind: "limited" }
const OTHER: LaneSignal = { kind: "other" }

/** So many calls in flight, on top of what is. */
function begun(lane: Lane, calls: number): Lane {
  let next = lane
  for (let call = 0; call < calls; call++) next = started(next)
  return next
}

function ended(lane: Lane, signals: readonly LaneSignal[], now = 0): Lane {
  return signals.reduce((next, signal) => finished(next, signal, undefined, now), lane)
}

const times = (n: number, signal: LaneSignal) => Array<LaneSignal>(n).fill(signal)

/** One full window: as many calls as may start, all of which end alike. */
function window(lane: Lane, signal: LaneSignal): Lane {
  return ended(begun(lane, lane.limit - lane.inFlight), times(lane.limit, signal))
}

describe("a lane", () => {
  it("doubles with every window until the provider says too fast, then halves and adds one", () => {
    let lane = openLane({ start: 4, max: 64 })
    const limits = [OK, OK, OK, LIMITED, OK, OK, LIMITED, OK].map((signal) => {
      lane = window(lane, signal)
      return lane.limit
    })
    expect(limits).toEqual([8, 16, 32, 16, 17, 18, 9, 10])
  })

  it("halves once for all the calls that were in flight together, and again for later ones", () => {
    const full = begun(openLane({ start: 16, max: 64 }), 16)
    const once = ended(full, times(16, LIMITED))
    expect(once).toMatchObject({ limit: 8, inFlight: 0, stale: 0 })
    const again = ended(begun(once, 8), times(8, LIMITED))
    expect(again.limit).toBe(4)
  })

  it("says no more than one call may start at a time, but never that none may", () => {
    let lane = openLane({ start: 8, max: 8 })
    for (let round = 0; round < 9; round++) lane = window(lane, LIMITED)
    expect(lane.limit).toBe(1)
    expect(admit(lane, 0)).toEqual({ may: true })
    expect(admit(started(lane), 0)).toEqual({ may: false, why: "full" })
  })

  it("waits for what the provider asks, and no longer than five minutes", () => {
    const lane = begun(openLane({ start: 4, max: 8 }), 4)
    const waits = [2_000, 86_400_000, Infinity, -5, Number.NaN].map((retryAfterMs) => {
      const next = finished(lane, { kind: "limited", retryAfterMs }, undefined, 1_000)
      return admit(next, 1_000)
    })
    expect(waits).toEqual([
      { may: false, why: "wait", at: 3_000 },
      { may: false, why: "wait", at: 301_000 },
      { may: false, why: "wait", at: 301_000 },
      { may: false, why: "full" },
      { may: false, why: "full" },
    ])
  })

  it("waits for the reset of a provider that has no request left", () => {
    const lane = begun(openLane({ start: 8, max: 8 }), 1)
    const heard = (headers: LaneHeaders) => admit(finished(lane, OK, headers, 500), 500)
    expect(heard({ remaining: 0, resetMs: 4_000 })).toEqual({ may: false, why: "wait", at: 4_500 })
    expect(heard({ remaining: 1, resetMs: 4_000 })).toEqual({ may: true })
    expect(heard({ resetMs: 4_000 })).toEqual({ may: true })
    expect(heard({ remaining: 0 })).toEqual({ may: true })
  })

  it("starts again at the very moment it was told, and shortens no wait by a later success", () => {
    const told = finished(
      begun(openLane({ start: 4, max: 8 }), 4),
      { kind: "limited", retryAfterMs: 1_000 },
      undefined,
      0,
    )
    const later = ended(told, [OK, OK], 10)
    expect(admit(later, 999)).toEqual({ may: false, why: "wait", at: 1_000 })
    expect(admit(later, 1_000)).toEqual({ may: true })
  })

  it("learns nothing about its limit from other failures, or from an idle lane", () => {
    const lane = openLane({ start: 8, max: 64 })
    expect(window(lane, OTHER).limit).toBe(8)
    let idle = lane
    for (let call = 0; call < 50; call++) idle = finished(started(idle), OK, undefined, 0)
    expect(idle.limit).toBe(8)
  })

  it("takes no call's end that it never saw start, and no lane without room", () => {
    expect(() => finished(openLane({ start: 1, max: 1 }), OK, undefined, 0)).toThrow(RangeError)
    for (const max of [0, -1, Number.NaN]) {
      expect(() => openLane({ start: 1, max })).toThrow(RangeError)
    }
    expect(openLane({ start: 99, max: 8 }).limit).toBe(8)
    expect(openLane({ start: 0, max: 8 }).limit).toBe(1)
    expect(openLane({ start: 2.5, max: 8.5 })).toMatchObject({ limit: 2, max: 8 })
  })
})

interface Server {
  /** What becomes of a call, from how many are in flight with it, and how long it takes. */
  answer(inFlight: number, now: number): { signal: LaneSignal; ms: number; headers?: LaneHeaders }
}

/** Plays calls through a lane until a time, with work always waiting: how many were answered. */
function played(lane: Lane, server: Server, untilMs: number) {
  let state = lane
  let now = 0
  let answered = 0
  let limited = 0
  let limitMax = 0
  const flying: { at: number; signal: LaneSignal; headers: LaneHeaders | undefined }[] = []
  while (now < untilMs) {
    let gate = admit(state, now)
    for (; gate.may; gate = admit(state, now)) {
      state = started(state)
      const { signal, ms, headers } = server.answer(state.inFlight, now)
      flying.push({ at: now + ms, signal, headers })
    }
    flying.sort((a, b) => a.at - b.at)
    const next = flying[0]?.at ?? Infinity
    const resume = gate.may === false && gate.why === "wait" ? gate.at : Infinity
    now = Math.min(next, resume)
    if (now > untilMs) break
    while (flying[0] !== undefined && flying[0].at <= now) {
      const call = flying.shift()!
      state = finished(state, call.signal, call.headers, now)
      if (call.signal.kind === "ok") answered++
      if (call.signal.kind === "limited") limited++
      limitMax = Math.max(limitMax, state.limit)
    }
  }
  return { answered, limited, limitMax, state }
}

describe("played against a provider, a lane", () => {
  const second: Server = { answer: () => ({ signal: OK, ms: 1_000 }) }

  it("keeps 256 calls of one second busy: 5,120 in twenty seconds, which is all there are", () => {
    const start = openLane({ start: 256, max: 256 })
    expect(played(start, second, 20_000).answered).toBe(5_120)
  })

  it("reaches 256 from 8 in five windows, four fifths of the ideal included", () => {
    const { answered, state } = played(openLane({ start: 8, max: 256 }), second, 20_000)
    expect(state.limit).toBe(256)
    expect(answered).toBe(8 + 16 + 32 + 64 + 128 + 15 * 256)
  })

  it("settles below what a provider bears, without being told off all the time", () => {
    const random = randomStream(1, "lane")
    const busy: Server = {
      answer: (inFlight) =>
        inFlight > 40
          ? { signal: { kind: "limited", retryAfterMs: 250 }, ms: 20 }
          : { signal: OK, ms: 500 + random.int(1_000) },
    }
    const { answered, limited } = played(openLane({ start: 8, max: 256 }), busy, 120_000)
    const ideal = 40 * 120
    expect(answered).toBeGreaterThan(0.7 * ideal)
    expect(limited).toBeLessThan(0.03 * answered)
  })

  it("asks not once in vain of a provider that says when nothing is left", () => {
    let left = 50
    let resetAt = 60_000
    const counting: Server = {
      answer(_, now) {
        while (now >= resetAt) {
          resetAt += 60_000
          left = 50
        }
        if (left === 0) return { signal: { kind: "limited", retryAfterMs: resetAt - now }, ms: 5 }
        left -= 1
        return { signal: OK, ms: 5, headers: { remaining: left, resetMs: resetAt - now } }
      },
    }
    const { answered, limited } = played(openLane({ start: 1, max: 1 }), counting, 299_999)
    expect({ answered, limited }).toEqual({ answered: 250, limited: 0 })
  })

  it("comes back after a provider that was shut for a while", () => {
    const shut: Server = {
      answer: (_, now) =>
        now > 5_000 && now < 30_000
          ? { signal: { kind: "limited", retryAfterMs: 1_000 }, ms: 10 }
          : { signal: OK, ms: 1_000 },
    }
    const { state } = played(openLane({ start: 32, max: 32 }), shut, 90_000)
    expect(state.limit).toBeGreaterThan(8)
  })
})

describe("whatever a provider says, a lane", () => {
  const signal: fc.Arbitrary<LaneSignal> = fc.oneof(
    fc.constant(OK),
    fc.constant(OTHER),
    fc.record({
      kind: fc.constant("limited" as const),
      retryAfterMs: fc.option(fc.double(), { nil: undefined }),
    }),
  )
  const headers = fc.option(
    fc.record({ remaining: fc.integer(), resetMs: fc.double() }, { requiredKeys: [] }),
    { nil: undefined },
  )
  const step = fc.record({ signal, headers, passes: fc.nat(10_000), starts: fc.nat(12) })

  it("stays between one and its most, lets no more fly than that, and starves nobody", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        fc.array(step, { maxLength: 80 }),
        (start, max, steps) => {
          let lane = openLane({ start, max })
          let now = 0
          for (const one of steps) {
            now += one.passes
            for (let call = 0; call < one.starts && admit(lane, now).may; call++) {
              lane = started(lane)
              expect(lane.inFlight).toBeLessThanOrEqual(lane.limit)
            }
            if (lane.inFlight > 0) lane = finished(lane, one.signal, one.headers, now)
            expect(lane.limit).toBeGreaterThanOrEqual(1)
            expect(lane.limit).toBeLessThanOrEqual(max)
            expect(Number.isInteger(lane.limit)).toBe(true)
            expect(lane.notBefore - now).toBeLessThanOrEqual(300_000)
            expect(lane.stale).toBeLessThanOrEqual(lane.inFlight)
          }
          while (lane.inFlight > 0) lane = finished(lane, OTHER, undefined, now)
          expect(admit(lane, Math.max(now, lane.notBefore))).toEqual({ may: true })
        },
      ),
      { seed: 4, numRuns: 300 },
    )
  })
})
