import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { wireSchema } from "../../src/model/anthropic/schema.ts"
import type { Json } from "../../src/record/canonical.ts"
import { specSchema } from "../../src/run/wire.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { schemaFault } from "../servers/schema-fault.ts"

const leaf = fc.constantFrom<z.ZodType>(
  z.int().min(-9).max(9),
  z.number().multipleOf(0.5),
  z.string().regex(/^a+$/).max(8),
  z.boolean(),
  z.enum(["add", "sub"]),
  z.literal(3),
  z.null(),
  z.unknown(),
  z.json(),
)

const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("schema"), { minLength: 1, maxLength: 4 }).map((of) => z.union(of)),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map(tupleOf),
    tie("schema").map((of) => z.array(of).min(2).max(5)),
    tie("schema").map((of) => z.record(z.string(), of)),
    fc
      .dictionary(fc.constantFrom("a", "b", "items", "type", "prefixItems"), tie("schema"))
      .map((of) => z.strictObject(of).partial()),
  ),
}))

function tupleOf([first, ...others]: z.ZodType[]): z.ZodType {
  return z.tuple([first!, ...others])
}

describe("a schema for Claude", () => {
  it("is one that Claude takes, or words, whatever the schema", () => {
    fc.assert(
      fc.property(schema, (of) => {
        const json = z.toJSONSchema(of, { io: "input" }) as Json
        const wire = wireSchema(json)
        if (wire.kind === "schema") expect(schemaFault(wire.schema)).toBeUndefined()
        else expect(wire.kind).toBe("words")
      }),
      { seed: 4, numRuns: 400 },
    )
  })

  it("is one that Claude takes for the specs of most skills", () => {
    let taken = 0
    let all = 0
    for (const verifier of VERIFIERS) {
      for (const { name } of verifier.skills) {
        const wire = wireSchema(specSchema(verifier, name))
        all++
        if (wire.kind !== "schema") continue
        expect(schemaFault(wire.schema)).toBeUndefined()
        taken++
      }
    }
    expect(taken / all).toBeGreaterThan(0.7)
  })
})
