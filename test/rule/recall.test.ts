import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Hash, hashOf, type JobId, type PairId, type ProblemId } from "../../src/record/id.ts"
import type { Finding } from "../../src/record/tombstone.ts"
import {
  isOlder,
  newFindings,
  standingOf,
  type Trained,
  taintedBy,
  withdrawalOf,
} from "../../src/rule/recall.ts"

const hash = (number: number) => hashOf(`checkpoint ${number}`)
const said = (says: string) => ({
  verifier: { name: "a", version: "1.0.0", source: hashOf("a") },
  says,
})

function keyOf(number: number, state: Finding["state"]): Finding {
  const problem = `problem_${String(number).padStart(24, "0")}` as ProblemId
  const reason = state === "withdrawn" ? "key-changed" : "right-after-all"
  return { of: "key", state, problem, round: 1, reason, was: said("1"), now: said("2") }
}

function labelOf(number: number, state: Finding["state"]): Finding {
  const { problem, round, was, now } = keyOf(number, state)
  const pair = `pair_${String(number).padStart(24, "0")}` as PairId
  const reason = state === "withdrawn" ? "incorrect" : "right-after-all"
  return { of: "label", state, problem, round, pair, reason, was, now }
}

const states = fc.constantFrom<Finding["state"]>("withdrawn", "restored")
const anyFinding = fc
  .tuple(fc.boolean(), fc.nat(5), states)
  .map(([isKey, number, state]) => (isKey ? keyOf(number, state) : labelOf(number, state)))
const findings = fc.array(anyFinding, { maxLength: 30 })

describe("what stands of all findings", () => {
  it("is what was said last of each key and each label", () => {
    const claim = fc.property(findings, (all) => {
      const { keys, labels } = standingOf(all)
      const last = new Map<string, Finding>()
      for (const one of all) last.set(one.of === "key" ? one.problem : one.pair, one)
      const withdrawn = [...last.values()].filter(({ state }) => state === "withdrawn")
      expect(new Set([...keys.values(), ...labels.values()])).toEqual(new Set(withdrawn))
    })
    fc.assert(claim, { seed: 1 })
  })

  it("is not written twice, and a restoration only of what is withdrawn", () => {
    const distinct = fc.uniqueArray(anyFinding, {
      selector: (one) => (one.of === "key" ? one.problem : one.pair),
    })
    const claim = fc.property(findings, distinct, (known, found) => {
      const fresh = newFindings(known, found)
      expect(newFindings([...known, ...fresh], found)).toEqual([])
      const before = standingOf(known)
      for (const one of fresh) {
        const isKnown =
          one.of === "key" ? before.keys.has(one.problem) : before.labels.has(one.pair)
        expect(isKnown).toBe(one.state === "restored")
      }
    })
    fc.assert(claim, { seed: 2 })
  })

  it("withdraws a pair by its own label or by its problem's key", () => {
    const standing = standingOf([keyOf(1, "withdrawn"), labelOf(2, "withdrawn")])
    const of = (number: number) => {
      const { pair, problem } = labelOf(number, "withdrawn") as Extract<Finding, { of: "label" }>
      return withdrawalOf(standing, pair, problem)?.of
    }
    expect([of(1), of(2), of(3)]).toEqual(["key", "label", undefined])
    expect(withdrawalOf(standing, undefined, undefined)).toBeUndefined()
  })
})

describe("the checkpoints that a bad row has reached", () => {
  const jobs = fc.array(fc.tuple(fc.nat(8), fc.nat(12), fc.nat(12)), { maxLength: 20 })

  it("are those from which a walk along their bases leads to a bad bundle", () => {
    const claim = fc.property(jobs, fc.array(fc.nat(8), { maxLength: 3 }), (drawn, bad) => {
      const trained = drawn.map(([bundle, base, checkpoint], at): Trained => {
        const job = `job_${String(at).padStart(24, "0")}` as JobId
        const names = { bundle: hashOf(`bundle ${bundle}`), base: hash(base) }
        const size = { rows: 1, steps: 1, tokens: 1, loss: 0 }
        return { run: "a", round: at, job, ...names, checkpoint: hash(checkpoint), ...size }
      })
      const rows = new Map<Hash, number>(bad.map((bundle) => [hashOf(`bundle ${bundle}`), 2]))
      const leadsBack = (checkpoint: Hash, seen: ReadonlySet<Hash>): boolean =>
        trained.some((one) => {
          if (one.checkpoint !== checkpoint) return false
          if (rows.has(one.bundle)) return true
          return !seen.has(one.base) && leadsBack(one.base, new Set([...seen, one.base]))
        })
      const due = new Set(
        trained.map((one) => one.checkpoint).filter((one) => leadsBack(one, new Set([one]))),
      )
      const tainted = taintedBy(trained, rows)
      expect(new Set(tainted.map(({ checkpoint }) => checkpoint))).toEqual(due)
      for (const { from } of tainted) if (from) expect(due.has(from)).toBe(true)
      expect(tainted.every(({ badRows }) => badRows === 0 || badRows === 2)).toBe(true)
    })
    fc.assert(claim, { seed: 3, numRuns: 300 })
  })
})

it("tells an earlier version by its numbers, and not by its letters", () => {
  expect(isOlder("1.9.0", "1.10.0")).toBe(true)
  expect(isOlder("1.10.0", "1.9.0")).toBe(false)
  expect(isOlder("1.2.0", "1.2.0")).toBe(false)
  expect(isOlder("0.9.12", "1.0.0")).toBe(true)
  const part = fc.nat(30)
  const versions = fc.tuple(part, part, part)
  const claim = fc.property(versions, versions, (a, b) => {
    const weight = ([x, y, z]: readonly [number, number, number]) => (x * 100 + y) * 100 + z
    expect(isOlder(a.join("."), b.join("."))).toBe(weight(a) < weight(b))
  })
  fc.assert(claim, { seed: 4 })
})
