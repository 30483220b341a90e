import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createMemory } from "../../src/serve/memory.ts"

const VALUES_MAX = 8
const Names = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 200 })

describe("a memory", () => {
  it("knows what was used lately, up to half of what it holds", () => {
    fc.assert(
      fc.property(Names, (names) => {
        const memory = createMemory<string>(VALUES_MAX)
        for (const name of names) if (memory.get(name) === undefined) memory.set(name, `:${name}`)
        const late = new Set(names.toReversed())
        for (const name of [...late].slice(0, VALUES_MAX / 2)) {
          expect(memory.get(name)).toBe(`:${name}`)
        }
      }),
    )
  })

  it("never knows more than it may", () => {
    fc.assert(
      fc.property(Names, (names) => {
        const memory = createMemory<string>(VALUES_MAX)
        for (const name of names) memory.set(name, name)
        const known = new Set(names.filter((name) => memory.get(name) !== undefined))
        expect(known.size).toBeLessThanOrEqual(VALUES_MAX)
      }),
    )
  })

  it("knows nothing of what it was told to forget, nor an older value", () => {
    fc.assert(
      fc.property(Names, fc.nat(), (names, at) => {
        const memory = createMemory<number>(VALUES_MAX)
        for (const [index, name] of names.entries()) {
          memory.set(name, index)
          expect(memory.get(name)).toBe(index)
        }
        const name = names[at % Math.max(1, names.length)] ?? "none"
        memory.delete(name)
        expect(memory.get(name)).toBeUndefined()
      }),
    )
  })
})
