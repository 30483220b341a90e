import { z } from "zod"
import type { SkillSpec } from "../../src/verifier.ts"
import type { Part, Parts } from "./composed-parts.ts"

export const NAME = "composed"

/** Two specs of other skills; `at` is the field of the outer one that the inner answer goes to. */
export type ComposedSpec = {
  readonly skill: string
  readonly inner: SkillSpec
  readonly outer: SkillSpec
  readonly at: string
}

/** Parts are of the skills that can be parts, by their own schemas, and none is composed itself. */
export function composedSchema(parts: () => Parts): z.ZodType<ComposedSpec> {
  const armsOf = (some: readonly Part[]) => z.union(some.map(({ schema }) => schema))
  const fields = z.strictObject({
    skill: z.literal(NAME),
    inner: z.lazy(() => armsOf(parts().inner)),
    outer: z.lazy(() => armsOf(parts().outer)),
    at: z.string().min(1).max(FIELD_CHARS_MAX).describe(MEANING),
  })
  const hasPlace = ({ outer, at }: ComposedSpec) => parts().named(outer.skill).integers.includes(at)
  return fields.refine(hasPlace, {
    path: ["at"],
    error: "names no integer field of the outer spec",
  })
}

// All that a model is told of it beside examples.
const MEANING = "names the integer field of the outer spec that holds the answer of the inner one"
const FIELD_CHARS_MAX = 40 // the longest name of a field has some 10

/** An outer spec with a number at its place. */
export interface Filled {
  readonly value: number
  readonly spec: SkillSpec
}

/** The outer spec as it is. */
export function filledOf({ outer, at }: ComposedSpec): Filled {
  return { value: outer[at] as number, spec: outer }
}

/**
 * The outer spec with other numbers, near ones and some that are far away, as far as it has a key
 * with them. None is below 2: some statements leave out a 0 and a 1.
 */
export function neighboursOf(parts: Parts, { outer, at }: ComposedSpec): Filled[] {
  const { schema, verifier } = parts.named(outer.skill)
  const here = outer[at] as number
  const found: Filled[] = []
  for (const value of numbersAround(here)) {
    const spec = { ...outer, [at]: value }
    if (value < 2 || !schema.safeParse(spec).success || !verifier.derive(spec).ok) continue
    found.push({ value, spec })
    if (found.length === NEIGHBOURS_MAX) break
  }
  return found
}

function* numbersAround(here: number): Generator<number> {
  yield* [here + 1, here - 1, 2 * here, Math.ceil(here / 2)]
  for (let step = 2; step <= STEPS_MAX; step++) yield* [here + step, here - step]
}

const NEIGHBOURS_MAX = 4 // far ones differ where near ones have one key, or one more digit
const STEPS_MAX = 32 // to each side: among so many numbers there are two primes
