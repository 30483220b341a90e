import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson } from "../../src/record/canonical.ts"
import type { ProblemId } from "../../src/record/id.ts"
import {
  type Archive,
  type Elite,
  EMPTY_ARCHIVE,
  fadeArchive,
  familyQuota,
  insertElite,
  pickElite,
} from "../../src/rule/archive.ts"
import { randomStream } from "../../src/rule/random.ts"

const MAX = 8

function elite(problem: string, worth: number, change: Partial<Elite> = {}): Elite {
  return {
    problem: problem as ProblemId,
    skill: "sum",
    level: 1,
    format: "integer",
    spec: { skill: "sum", sum: problem },
    worth,
    ...change,
  }
}

function filled(elites: readonly Elite[], max = MAX): Archive {
  return elites.reduce((archive, one) => insertElite(archive, one, max), EMPTY_ARCHIVE)
}

const ids = (archive: Archive) => archive.map(({ problem }) => problem)

describe("the archive", () => {
  it("keeps one elite for each skill, level and format: the one of most worth", () => {
    const archive = filled([
      elite("a", 0.5),
      elite("b", 1),
      elite("c", 0.75),
      elite("d", 0.1, { level: 2 }),
      elite("e", 0.1, { skill: "product" }),
      elite("f", 0.1, { format: "rational" }),
    ])
    expect(ids(archive)).toEqual(["e", "b", "f", "d"])
  })

  it("gives a cell to the smaller id where two are worth the same", () => {
    expect(ids(filled([elite("b", 1), elite("a", 1)]))).toEqual(["a"])
    expect(ids(filled([elite("a", 1), elite("b", 1)]))).toEqual(["a"])
  })

  it("judges a problem by its latest measurement, and drops it when it is worth nothing", () => {
    const archive = filled([elite("a", 1), elite("a", 0.2)])
    expect(archive).toEqual([elite("a", 0.2)])
    expect(insertElite(archive, elite("b", 0.3), MAX)).toEqual([elite("b", 0.3)])
    for (const worth of [0, -1, Number.NaN]) {
      expect(insertElite(archive, elite("a", worth), MAX)).toEqual([])
      expect(insertElite(archive, elite("z", worth), MAX)).toEqual(archive)
    }
  })

  it("holds no more cells than it may, and lets those of least worth go", () => {
    const levels = [0.3, 0.9, 0.1, 0.5].map((worth, i) => elite(`p${i}`, worth, { level: i + 1 }))
    expect(ids(filled(levels, 2))).toEqual(["p1", "p3"])
    expect(filled(levels, 0)).toEqual([])
  })

  it("fades, until what was found long ago frees its cell", () => {
    let archive = filled([elite("old", 1)])
    archive = fadeArchive(archive, 0.5)
    expect(insertElite(archive, elite("new", 0.6), MAX)).toEqual([elite("new", 0.6)])
    for (let round = 0; round < 9; round++) archive = fadeArchive(archive, 0.5)
    expect(archive).toEqual([])
  })

  it("draws every cell of a skill with equal odds, and nothing from nothing", () => {
    const archive = filled([
      elite("a", 1),
      elite("b", 0.01, { level: 2 }),
      elite("c", 0.5, { skill: "product" }),
    ])
    const drawn = (skill?: string) => {
      const random = randomStream(1, "pick")
      const counts = new Map<string, number>()
      for (let i = 0; i < 3_000; i++) {
        const { problem } = pickElite(archive, random, skill)!
        counts.set(problem, (counts.get(problem) ?? 0) + 1)
      }
      return counts
    }
    expect([...drawn().keys()].sort()).toEqual(["a", "b", "c"])
    for (const count of drawn().values()) expect(Math.abs(count - 1_000)).toBeLessThan(100)
    expect([...drawn("sum").keys()].sort()).toEqual(["a", "b"])
    expect(pickElite(archive, randomStream(1), "quotient")).toBeUndefined()
    expect(pickElite([], randomStream(1))).toBeUndefined()
  })
})

describe("whatever is found in whatever order, the archive", () => {
  const find = fc
    .record({
      name: fc.stringMatching(/^[a-z]{1,6}$/),
      skill: fc.constantFrom("sum", "product", "Sum", "ä"),
      level: fc.integer({ min: 1, max: 12 }),
      format: fc.constantFrom("integer" as const, "rational" as const, "set" as const),
      worth: fc.constantFrom(0, 0.25, 0.5, 1),
    })
    .map(({ name, worth, ...cell }) => elite(name, worth, cell))
  const finds = fc.uniqueArray(find, { selector: ({ problem }) => problem, maxLength: 40 })

  it("is the same bytes, within its size, one elite a cell", () => {
    fc.assert(
      fc.property(finds, fc.integer({ min: 1, max: 10 }), fc.nat(), (found, max, turn) => {
        const archive = filled(found, max)
        const at = found.length === 0 ? 0 : turn % found.length
        const turned = [...found.slice(at), ...found.slice(0, at)].reverse()
        expect(canonicalJson(filled(turned, max))).toBe(canonicalJson(archive))
        expect(archive.length).toBeLessThanOrEqual(max)
        const cells = archive.map(({ skill, level, format }) => `${skill} ${level} ${format}`)
        expect(new Set(cells).size).toBe(archive.length)
        expect(JSON.parse(JSON.stringify(archive))).toEqual(archive)
      }),
      { seed: 4 },
    )
  })

  it("leaves out nothing that is worth more than what it keeps in that cell", () => {
    fc.assert(
      fc.property(finds, (found) => {
        const archive = filled(found, 100)
        for (const one of found) {
          const holder = archive.find(
            ({ skill, level, format }) =>
              skill === one.skill && level === one.level && format === one.format,
          )
          if (one.worth > 0) expect(holder!.worth).toBeGreaterThanOrEqual(one.worth)
        }
      }),
      { seed: 4 },
    )
  })
})

describe("the quota of a family over a run", () => {
  it("is full at its number, and endless where none is set", () => {
    const counts = new Map([["ones", 3]])
    expect(familyQuota(counts, "ones", 4)).toBeUndefined()
    expect(familyQuota(counts, "ones", 3)).toBe("family-quota")
    expect(familyQuota(counts, "ones", undefined)).toBeUndefined()
    expect(familyQuota(counts, "constructor", 1)).toBeUndefined()
  })
})
