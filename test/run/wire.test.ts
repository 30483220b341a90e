import { describe, expect, it } from "vitest"
import { z } from "zod"
import { canonicalJson, type Json } from "../../src/record/canonical.ts"
import { randomStream } from "../../src/rule/random.ts"
import { specSchema } from "../../src/run/wire.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const SKILLS = VERIFIERS.flatMap((verifier) =>
  verifier.skills.map((skill) => ({ name: skill.name, skill, verifier })),
)

describe("the schema of a skill's specs", () => {
  it.each(SKILLS)("is short, and takes what $name draws", ({ verifier, skill }) => {
    const schema = specSchema(verifier, skill.name)
    expect(JSON.stringify(schema).length).toBeLessThanOrEqual(16_384)
    // A proposer's reply holds it seven levels down, and a call is hashed as canonical JSON.
    expect(() => canonicalJson([[[[[[[schema]]]]]]])).not.toThrow()
    const parsed = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    for (const [at, rung] of skill.levels.entries()) {
      for (let draw = 0; draw < 5; draw++) {
        const spec = skill.sample(rung, randomStream(4, skill.name, at, draw))
        expect(parsed.safeParse(spec).error).toBeUndefined()
      }
    }
  })

  it.each(SKILLS)("is that of $name and of no other skill", ({ verifier, name }) => {
    const schema = specSchema(verifier, name) as { properties?: { skill?: { const?: Json } } }
    const others = verifier.skills.filter((other) => other.name !== name)
    if (others.length > 0) expect(schema.properties?.skill?.const).toBe(name)
    expect(JSON.stringify(schema)).not.toContain("$ref")
  })
})
