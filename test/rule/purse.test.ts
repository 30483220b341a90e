import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Amount,
  isOverdrawn,
  openPurse,
  type Purse,
  pressure,
  reserve,
  settle,
} from "../../src/rule/purse.ts"

const amount = (microdollars: number, tokens = 0): Amount => ({ microdollars, tokens })

function reserved(purse: Purse, role: string, worst: Amount): Purse {
  const next = reserve(purse, role, worst)
  if (isOverdrawn(next)) throw new Error(JSON.stringify(next))
  return next
}

describe("a purse", () => {
  it("refuses the call that is one micro-dollar too dear, and names the limit", () => {
    const purse = openPurse({ run: { microdollars: 100 }, roles: { solver: { tokens: 50 } } })
    expect(isOverdrawn(reserve(purse, "solver", amount(100, 50)))).toBe(false)
    expect(reserve(purse, "solver", amount(101, 1))).toEqual({
      refused: "run",
      unit: "microdollars",
      left: 100,
    })
    expect(reserve(purse, "solver", amount(1, 51))).toEqual({
      refused: "solver",
      unit: "tokens",
      left: 50,
    })
    expect(isOverdrawn(reserve(purse, "proposer", amount(1, 51)))).toBe(false)
  })

  it("counts what is reserved as gone until the call has ended", () => {
    const purse = openPurse({ run: { microdollars: 100 } })
    const one = reserved(purse, "solver", amount(60))
    expect(reserve(one, "proposer", amount(60))).toMatchObject({ refused: "run", left: 40 })
    const paid = settle(one, "solver", amount(60), amount(10))
    expect(paid.run).toEqual({ spent: amount(10), reserved: amount(0) })
    expect(isOverdrawn(reserve(paid, "proposer", amount(60)))).toBe(false)
  })

  it("charges an unknown outcome at its worst", () => {
    const purse = reserved(openPurse({ run: { tokens: 10 } }), "solver", amount(7, 6))
    const paid = settle(purse, "solver", amount(7, 6), undefined)
    expect(paid.roles.solver).toEqual({ spent: amount(7, 6), reserved: amount(0) })
    expect(reserve(paid, "solver", amount(0, 5))).toMatchObject({ left: 4 })
  })

  it("goes on after a stop from what had been spent", () => {
    const spent = { proposer: amount(30, 1), solver: amount(60, 2) }
    const purse = openPurse({ run: { microdollars: 100 } }, spent)
    expect(purse.run.spent).toEqual(amount(90, 3))
    expect(reserve(purse, "solver", amount(11))).toMatchObject({ left: 10 })
  })

  it("says by how much a worst case was none, and lets nobody start on the difference", () => {
    const purse = reserved(openPurse({ run: { microdollars: 10 } }), "solver", amount(10))
    const paid = settle(purse, "solver", amount(10), amount(12))
    expect(paid.excess).toEqual(amount(2))
    const more = settle(
      reserved(openPurse({}), "solver", amount(1)),
      "solver",
      amount(1),
      amount(4),
    )
    const twice = settle(
      reserved(more, "solver", amount(1, 1)),
      "solver",
      amount(1, 1),
      amount(2, 9),
    )
    expect(twice.excess).toEqual(amount(4, 8))
    expect(reserve(paid, "solver", amount(1))).toMatchObject({ refused: "run", left: 0 })
  })

  it("shows how full every limit is, and none that was not set", () => {
    const limits = { run: { microdollars: 100, tokens: 0 }, roles: { solver: { tokens: 40 } } }
    const purse = reserved(
      openPurse({ ...limits, run: { microdollars: 100 } }),
      "solver",
      amount(20, 30),
    )
    const paid = reserved(
      settle(purse, "solver", amount(20, 30), amount(5, 10)),
      "solver",
      amount(1, 2),
    )
    expect(pressure(paid)).toEqual([
      { of: "run", unit: "microdollars", limit: 100, spent: 5, reserved: 1, share: 0.06 },
      { of: "solver", unit: "tokens", limit: 40, spent: 10, reserved: 2, share: 0.3 },
    ])
    expect(pressure(openPurse(limits))[1]).toMatchObject({ unit: "tokens", share: 1 })
    expect(pressure(openPurse({}))).toEqual([])
  })

  it("takes no amount that would make room: negative, broken or endless", () => {
    const purse = openPurse({ run: { tokens: 10 } })
    for (const bad of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(() => reserve(purse, "solver", amount(bad))).toThrow(RangeError)
      expect(() => reserve(purse, "solver", amount(0, bad))).toThrow(RangeError)
      const open = reserved(purse, "solver", amount(1, 1))
      expect(() => settle(open, "solver", amount(1, 1), amount(bad))).toThrow(RangeError)
    }
    expect(() => settle(purse, "solver", amount(1), amount(1))).toThrow(RangeError)
  })

  it("keeps roles apart that are named like an object's own parts", () => {
    let purse = openPurse({ run: { tokens: 100 } })
    for (const role of ["constructor", "toString", "solver"]) {
      purse = reserved(purse, role, amount(0, 10))
      purse = settle(purse, role, amount(0, 10), amount(0, 4))
      expect(purse.roles[role]?.spent).toEqual(amount(0, 4))
    }
    expect(purse.run.spent).toEqual(amount(0, 12))
  })
})

describe("whatever order calls end in, a purse", () => {
  const limit = fc.record({ microdollars: fc.nat(300), tokens: fc.nat(300) }, { requiredKeys: [] })
  const limits = fc.record(
    { run: limit, roles: fc.record({ proposer: limit, solver: limit }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  )
  const cost = fc.record({ microdollars: fc.nat(60), tokens: fc.nat(60) })
  const step = fc.record({
    role: fc.constantFrom("proposer", "solver"),
    worst: cost,
    share: fc.integer({ min: 0, max: 4 }),
    ends: fc.option(fc.nat(), { nil: undefined }),
  })

  it("never has more spent and reserved than any limit, and loses no reservation", () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 60 }), (set, steps) => {
        let purse = openPurse(set)
        const open: { role: string; worst: Amount }[] = []
        for (const { role, worst, share, ends } of steps) {
          if (ends !== undefined && open.length > 0) {
            const [call] = open.splice(ends % open.length, 1)
            const part = (value: number) => Math.floor((value * share) / 3)
            const actual = {
              microdollars: part(call!.worst.microdollars),
              tokens: part(call!.worst.tokens),
            }
            purse = settle(purse, call!.role, call!.worst, share > 3 ? undefined : actual)
          } else {
            const next = reserve(purse, role, worst)
            if (!isOverdrawn(next)) {
              purse = next
              open.push({ role, worst })
            }
          }
          for (const full of pressure(purse)) {
            expect(full.spent + full.reserved).toBeLessThanOrEqual(full.limit)
          }
          for (const unit of ["microdollars", "tokens"] as const) {
            const sum = (calls: typeof open) => calls.reduce((all, one) => all + one.worst[unit], 0)
            expect(purse.run.reserved[unit]).toBe(sum(open))
            for (const role of Object.keys(purse.roles)) {
              const own = open.filter((call) => call.role === role)
              expect(purse.roles[role]!.reserved[unit]).toBe(sum(own))
            }
            const roles = Object.values(purse.roles)
            const spent = roles.reduce((all, account) => all + account.spent[unit], 0)
            expect(purse.run.spent[unit]).toBe(spent)
          }
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it("refuses only what truly does not fit", () => {
    fc.assert(
      fc.property(limit, fc.array(cost), (set, costs) => {
        let purse = openPurse({ run: set })
        for (const worst of costs) {
          const next = reserve(purse, "solver", worst)
          const fits = (["microdollars", "tokens"] as const).every(
            (unit) => purse.run.reserved[unit] + worst[unit] <= (set[unit] ?? Infinity),
          )
          expect(isOverdrawn(next)).toBe(!fits)
          if (!isOverdrawn(next)) purse = next
        }
      }),
      { seed: 4 },
    )
  })
})
