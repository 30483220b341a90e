import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, type Json } from "../../src/record/canonical.ts"
import { ToolResult } from "../../src/record/tool.ts"
import type { Tool } from "../../src/tool.ts"

export interface ToolCases {
  /** Inputs that the tool answers, with what its answer says. */
  readonly answers: readonly (readonly [input: Json, says: RegExp])[]
  /** How often it is asked what nobody expects; a slow tool is asked less. */
  readonly runs: number
}

/** What every tool promises a model that uses it, and a journal that keeps what it says. */
export function toolContract(tool: Tool, { answers, runs }: ToolCases): void {
  const [field = ""] = Object.keys(tool.input.properties)

  /** The tool's result, held to what a journal keeps. */
  async function kept(input: Json, signal?: AbortSignal): Promise<ToolResult> {
    const result = await tool.run(input, signal)
    expect(ToolResult.parse(JSON.parse(canonicalJson(result)))).toEqual(result)
    return result
  }

  describe(`the contract of the tool "${tool.name}"`, () => {
    it("has a name that every server takes, and says what it does", () => {
      expect(tool.name).toMatch(/^[a-z][a-z0-9_]{0,63}$/)
      expect(tool.about).toMatch(/^[\x20-\x7e°]{20,1000}$/)
    })

    it("takes a flat object with described members and no others", () => {
      const { type, properties, required, additionalProperties } = tool.input
      expect({ type, additionalProperties }).toEqual({
        type: "object",
        additionalProperties: false,
      })
      expect(required.length).toBeGreaterThan(0)
      for (const name of required) expect(properties).toHaveProperty(name)
      for (const member of Object.values(properties)) {
        expect(Object.keys(member).sort()).toEqual(["description", "type"])
        expect(member.description).not.toBe("")
      }
      expect(JSON.parse(canonicalJson(tool.input))).toEqual(tool.input)
    })

    it("answers, and says the same when it is asked again", async () => {
      for (const [input, says] of answers) {
        const first = await kept(input)
        expect(first, canonicalJson(input)).toMatchObject({ kind: "output" })
        expect(first.text).toMatch(says)
        expect(await kept(input)).toEqual(first)
      }
    })

    it("refuses an input of another shape, and names what it wants", async () => {
      const [input] = answers[0]!
      const more = { ...(input as Readonly<Record<string, Json>>), more: 1 }
      const shapes: Json[] = [null, 7, "1 + 1", [], [input], {}, more, { [field]: 7 }]
      for (const shape of [...shapes, { [field]: null }, { [field]: "" }, { [field]: " \n" }]) {
        const result = await kept(shape)
        expect(result, canonicalJson(shape)).toMatchObject({ kind: "failed", code: "bad-input" })
        expect(result.text).toContain(field)
      }
    })

    it("never rejects, and says nothing that a journal cannot keep", async () => {
      const text = fc.string({ unit: "binary", maxLength: 200 })
      const input = fc.oneof(
        { weight: 3, arbitrary: text.map((written): Json => ({ [field]: written })) },
        fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>,
      )
      const property = fc.asyncProperty(input, async (given) => void (await kept(given)))
      await fc.assert(property, { seed: 7, numRuns: runs })
    })

    it("refuses what is longer than it takes", async () => {
      const long = { [field]: "1".repeat(1_000_000) }
      expect(await kept(long)).toMatchObject({ kind: "failed", code: "bad-input" })
    })

    it("does nothing once it is called off", async () => {
      const [input] = answers[0]!
      const result = await kept(input, AbortSignal.abort())
      expect(result).toMatchObject({ kind: "failed", code: "unavailable" })
    })
  })
}
