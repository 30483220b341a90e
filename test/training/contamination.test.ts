import { expect, it } from "vitest"
import { type Candidate, type GuardedList, openFirewall } from "../../src/rule/contamination.ts"
import { printsOf } from "../../src/rule/contamination-prints.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, Verifier } from "../../src/verifier.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const GUARDED = ["combinatorics", "linear-algebra", "calculus"] // their templates are nowhere else
const CLEAN = ["arithmetic", "number-theory", "algebra", "logic"]
const PER_SKILL = 16
const CLEAN_ROWS = 2_000

const random = randomStream(5, "contamination test")

interface Drawn extends Candidate {
  readonly verifier: Verifier
  readonly skill: Skill
  readonly wording: number
  readonly family: string
}

function draw(verifier: Verifier, skill: Skill, wording: number): Drawn {
  const spec = skill.sample(skill.levels[random.int(skill.levels.length)]!, random)
  const { text } = verifier.state(spec, wording % skill.wordings)
  const { canonical, family } = verifier.identify(spec)
  return { text, canonical, family, families: [family], verifier, skill, wording }
}

function drawAll(names: readonly string[], perSkill: number): Drawn[] {
  const skills = VERIFIERS.filter(({ name }) => names.includes(name)).flatMap((verifier) =>
    verifier.skills.map((skill) => ({ verifier, skill })),
  )
  return skills.flatMap(({ verifier, skill }) =>
    Array.from({ length: perSkill }, (_, wording) => draw(verifier, skill, wording)),
  )
}

const guarded = drawAll(GUARDED, PER_SKILL)
const foreign: GuardedList = {
  name: "list",
  kind: "foreign",
  items: guarded.map(({ text }) => ({ prints: printsOf(text) })),
}
const wall = openFirewall([foreign])
const caught = (texts: readonly string[], by = wall) =>
  texts.filter((text) => by.check({ text }) !== undefined).length / texts.length

it("catches every verbatim copy, whatever its case, spacing and last full stop", () => {
  expect(caught(guarded.map(({ text }) => text))).toBe(1)
  const dressed = guarded.map(({ text }) => `  ${text.toUpperCase().replaceAll(" ", "  ")} `)
  const exact = openFirewall([
    {
      ...foreign,
      items: foreign.items.map(({ prints }) => ({ prints: { exact: prints.exact! } })),
    },
  ])
  expect(caught(dressed, exact)).toBe(1)
})

/** Other letters for the symbols of a text: q for x, w for y, and so on. */
function withOtherSymbols(text: string): string {
  const names: Readonly<Record<string, string>> = { x: "u", y: "w", z: "s", n: "m", k: "j", t: "r" }
  return text.replace(/(?<![\p{L}\\])[xyznkt](?!\p{L})/gu, (symbol) => names[symbol]!)
}

it("catches every copy with other symbols, in sealed sets too", () => {
  const renamed = guarded.map(({ text }) => withOtherSymbols(text))
  expect(renamed.filter((text, at) => text !== guarded[at]!.text).length).toBeGreaterThan(50)
  expect(caught(renamed)).toBe(1)
  expect(caught(renamed, openFirewall([{ ...foreign, kind: "sealed" }]))).toBe(1)
})

it("catches 99 in 100 copies with other numbers", () => {
  const changed = guarded.map(({ text }) =>
    text.replace(/\d+/g, (digits) => String(Number(digits) + 2 + random.int(39))),
  )
  expect(caught(changed)).toBeGreaterThanOrEqual(0.99)
})

it("catches 95 in 100 siblings, other problems in the same words", () => {
  const siblings = guarded.map(({ verifier, skill, wording }) => draw(verifier, skill, wording))
  expect(caught(siblings.map(({ text }) => text))).toBeGreaterThanOrEqual(0.95)
})

it("catches a guarded text in the middle of a longer one", () => {
  const long = guarded.filter(({ text }) => text.split(" ").length > 16)
  const hidden = long.map(({ text }) => `Here is something else for a start. ${text} Thank you.`)
  expect(hidden.length).toBeGreaterThan(50)
  expect(caught(hidden)).toBe(1)
})

it("takes at most one in a hundred of 2,000 clean rows for a leak", () => {
  const rows = drawAll(CLEAN, Math.ceil(CLEAN_ROWS / 35)).slice(0, CLEAN_ROWS)
  expect(rows).toHaveLength(CLEAN_ROWS)
  expect(caught(rows.map(({ text }) => text))).toBeLessThanOrEqual(0.01)
})

it("keeps sealed problems from their training sets by family, and not by template", () => {
  const sealed = drawAll(CLEAN, 4)
  const families = new Set(sealed.map(({ family }) => family))
  const list: GuardedList = {
    name: "sealed",
    kind: "sealed",
    items: sealed.map(({ text, canonical, family }) => ({
      prints: printsOf(text),
      canonical: canonical!,
      family,
    })),
  }
  const firewall = openFirewall([list])
  for (const { canonical, family } of sealed) {
    expect(firewall.check({ text: "Another wording.", canonical: canonical! })).toBeDefined()
    expect(firewall.check({ text: "Another wording.", families: [family] })?.method).toBe("family")
  }
  const training = drawAll(CLEAN, 60).filter(({ family }) => !families.has(family))
  expect(training.length).toBeGreaterThan(1_500)
  const alarms = training.filter((row) => firewall.check(row) !== undefined)
  expect(alarms.length / training.length).toBeLessThanOrEqual(0.01)
})

it("tells apart what differs in more than numbers, names and symbols", () => {
  const [text] = ["Find the largest prime factor of 91."]
  const firewall = openFirewall([
    { name: "one", kind: "foreign", items: [{ prints: printsOf(text!) }] },
  ])
  expect(firewall.check({ text: "Find the largest prime factor of 1001." })?.method).toBe("shape")
  expect(firewall.check({ text: "Find the smallest even divisor of 1001." })).toBeUndefined()
})

it("knows a word problem again under other names and numbers", () => {
  const text =
    "On Monday Anna buys 12 apples and gives a third of them to Ben. How many has she left?"
  const other =
    "On Monday Olga buys 45 apples and gives a third of them to Piet. How many has she left?"
  const firewall = openFirewall([
    { name: "one", kind: "foreign", items: [{ prints: printsOf(text) }] },
  ])
  expect(firewall.check({ text: other })).toBeDefined()
})
