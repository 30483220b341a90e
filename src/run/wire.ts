import { z } from "zod"
import type { Json } from "../record/canonical.ts"
import type { Verifier } from "../verifier.ts"

const SCHEMA_CHARS_MAX = 16_384 // a quarter of what a prompt may hold
const DEPTH_MAX = 8 // names within names; a spec of a list of pairs has two

/**
 * The JSON Schema of one skill's specs: the arm of the verifier's schema whose `skill` is that
 * name. A verifier whose schema is no union of skills is given whole. Where trees within trees
 * would make it too long for a prompt, what lies deepest may be anything: the verifier's own parser
 * reads every spec, and says what is wrong with it.
 */
export function specSchema(verifier: Verifier, skill: string): Json {
  const { $schema: _, $defs: named = {}, ...whole } = partsOf(verifier)
  const arm = armsOf(whole, named).find((each) => isOf(skill, each, named)) ?? whole
  for (let depth = DEPTH_MAX; ; depth--) {
    const schema = spelledOut(arm as Json, named, depth)
    if (depth === 0 || JSON.stringify(schema).length <= SCHEMA_CHARS_MAX) return schema
  }
}

interface Schema {
  readonly $schema?: string
  readonly $ref?: string
  readonly $defs?: Named
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly const?: Json
  readonly properties?: { readonly skill?: Schema }
}
type Named = Readonly<Record<string, Schema>>

/** What is used more than once has a name, so that trees are as long as they are written. */
function partsOf(verifier: Verifier): Schema {
  return z.toJSONSchema(verifier.spec, { io: "input", reused: "ref" }) as Schema
}

function armsOf(schema: Schema, named: Named): Schema[] {
  const meant = targetOf(schema, named) ?? schema
  const arms = meant.anyOf ?? meant.oneOf
  return arms === undefined ? [meant] : arms.flatMap((arm) => armsOf(arm, named))
}

function isOf(skill: string, { properties }: Schema, named: Named): boolean {
  const name = properties?.skill
  return name !== undefined && (targetOf(name, named) ?? name).const === skill
}

function targetOf({ $ref }: Schema, named: Named): Schema | undefined {
  return $ref === undefined ? undefined : named[$ref.slice("#/$defs/".length)]
}

/** The same schema with names replaced by what they stand for, so many of them within another. */
function spelledOut(schema: Json, named: Named, depth: number): Json {
  if (Array.isArray(schema)) return schema.map((part) => spelledOut(part, named, depth))
  if (typeof schema !== "object" || schema === null) return schema
  const target = targetOf(schema as Schema, named)
  if (target !== undefined) return depth === 0 ? {} : spelledOut(target as Json, named, depth - 1)
  const fields = Object.entries(schema as { readonly [name: string]: Json })
  return Object.fromEntries(fields.map(([name, part]) => [name, spelledOut(part, named, depth)]))
}
