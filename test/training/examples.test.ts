import { expect, it } from "vitest"
import { mintPair } from "../../src/record/pair.ts"
import type { Example, Lesson } from "../../src/training/export/example.ts"
import { examplesOf } from "../../src/training/export/examples.ts"
import { evidence, lessonOf, saidOf, user } from "./evidence.ts"

/** The same problem, kept a second time under another label, as after a fork. */
function again(label: "accepted", completion: string): Lesson {
  const lesson = lessonOf([user])
  const { id: _, ...content } = lesson.pair
  return { ...lesson, pair: mintPair({ ...content, label, completion, round: 2 }), completion }
}

const answer = lessonOf([user]).completion
const twice = { ...evidence, lessons: [lessonOf([user]), again("accepted", answer)] }
const KINDS = ["demonstration", "preference", "label", "task"] as const

it.each(KINDS)("makes no %s twice of a problem that two labels kept", (kind) => {
  const plain = (example: Example) => JSON.stringify({ ...example, origin: undefined })
  const made = examplesOf(kind, twice).map(plain)
  expect(made.length).toBeGreaterThan(0)
  expect(new Set(made).size).toBe(made.length)
})

it("shows two different answers to one problem", () => {
  const other = { ...evidence, lessons: [lessonOf([user]), again("accepted", "two")] }
  expect(examplesOf("demonstration", other)).toHaveLength(2)
})

it("sets no undecided reply, silence or reply after tools beside another", () => {
  const silent = { answer: { kind: "abstained", why: "refused" } as const }
  const unknown = { outcome: "undecided", method: "x", reason: "y", evidence: {} } as const
  const wrong = saidOf(3, "4")
  const attempts = [
    saidOf(0, "2"),
    { ...saidOf(1, "3"), ...silent },
    saidOf(2, "7", { verdict: unknown }),
    { ...wrong, usedTools: true },
  ]
  expect(examplesOf("preference", { ...evidence, attempts })).toEqual([])
  expect(examplesOf("preference", { ...evidence, attempts: [...attempts, wrong] })).toHaveLength(1)
})
