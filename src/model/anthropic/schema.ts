import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema"
import type { ModelFailure } from "../../record/call.ts"
import type { Json } from "../../record/canonical.ts"
import { failed } from "../failure.ts"

/** A schema as structured outputs take it, or as words where they take no such thing. */
export type WireSchema =
  | { readonly kind: "schema"; readonly schema: { [key: string]: unknown } }
  | { readonly kind: "words"; readonly words: string }
  | ModelFailure

const WORDS_CHARS_MAX = 32_768 // about ten thousand tokens, for every call that asks for it

/**
 * A JSON Schema as Claude takes it. Bounds, patterns and lengths become words in the descriptions,
 * by the SDK's own helper, and so does the order in a tuple. What has no such form at all, maps
 * with keys of any name, recursion, trees with too many branches, is asked for in words. Either way
 * the parser of whoever asked has the last say.
 */
export function wireSchema(schema: Json): WireSchema {
  if (!isObject(schema)) return failed("bad-request", "a schema must be a JSON object")
  const { $schema: _dialect, ...rest } = schema
  const plain = withoutTuples(rest) as Branch
  if (isSayable(plain)) {
    try {
      return { kind: "schema", schema: transformJSONSchema(plain) }
    } catch {
      // A part without a type, which may be anything: the helper refuses it, and so would Claude.
    }
  }
  const text = JSON.stringify(schema)
  if (text.length > WORDS_CHARS_MAX) {
    return failed("bad-request", `a schema of ${text.length} characters is too long to be sent`)
  }
  return { kind: "words", words: `${WORDS} ${text}` }
}

const WORDS = "Reply with one JSON value and nothing else. It follows this JSON Schema:"

type Branch = { readonly [key: string]: Json }

/** The API's limits on what a request's schemas may have: more takes too long to compile. */
const OPTIONAL_MAX = 24
const UNIONS_MAX = 16

function isSayable(schema: Branch): boolean {
  const count = { optional: 0, unions: 0 }
  return (
    canSay(schema, { root: schema, open: [], count }) &&
    count.optional <= OPTIONAL_MAX &&
    count.unions <= UNIONS_MAX
  )
}

interface Survey {
  readonly root: Branch
  /** The references that are being followed: one met again is a recursion. */
  readonly open: readonly string[]
  readonly count: { optional: number; unions: number }
}

function canSay(schema: Branch, survey: Survey): boolean {
  const { $ref: ref, additionalProperties: more, properties } = schema
  if (typeof ref === "string") {
    const target = survey.open.includes(ref) ? undefined : lookUp(survey.root, ref)
    return target !== undefined && canSay(target, { ...survey, open: [...survey.open, ref] })
  }
  if (more !== undefined && more !== false && properties === undefined) return false
  const { count } = survey
  if ([schema.anyOf, schema.oneOf, schema.type].some(Array.isArray)) count.unions++
  if (isObject(properties)) {
    const required = Array.isArray(schema.required) ? schema.required : []
    count.optional += Object.keys(properties).filter((name) => !required.includes(name)).length
  }
  if (count.unions > UNIONS_MAX || count.optional > OPTIONAL_MAX) return false
  return partsOf(schema).every((part) => canSay(part, survey))
}

function partsOf(schema: Branch): Branch[] {
  const lists = ["anyOf", "oneOf", "allOf"].flatMap((key) => {
    const list = schema[key]
    return Array.isArray(list) ? list : []
  })
  const { items, properties, $defs: named } = schema
  const fields = [properties, named].flatMap((of) => (isObject(of) ? Object.values(of) : []))
  return [...lists, ...fields, ...(items === undefined ? [] : [items])].filter(isObject)
}

function lookUp(root: Branch, ref: string): Branch | undefined {
  if (ref === "#") return root
  if (!ref.startsWith("#/")) return undefined
  let at: Json | undefined = root
  for (const name of ref.slice(2).split("/")) at = isObject(at) ? at[name] : undefined
  return isObject(at) ? at : undefined
}

/** Lists whose places differ become lists of either, with the places told in the description. */
function withoutTuples(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutTuples)
  if (!isObject(schema)) return schema
  const fields = Object.entries(schema).map(([name, part]) => [name, withoutTuples(part)] as const)
  const plain: Branch = Object.fromEntries(fields)
  const { prefixItems } = schema // a field of this name is an object and no list
  if (!Array.isArray(prefixItems)) return plain
  const { prefixItems: _all, items: _rest, minItems: _min, maxItems: _max, ...kept } = plain
  const { description, ...others } = kept
  const places = `exactly ${prefixItems.length} items, in this order: ${JSON.stringify(prefixItems)}`
  return {
    ...others,
    description: typeof description === "string" ? `${description}\n\n${places}` : places,
    items: itemOf(prefixItems.map(withoutTuples)),
  }
}

/** What every place of a tuple may hold: one schema where all are of one plain type. */
function itemOf(places: readonly Json[]): Json {
  const types = places.map((place) => (isObject(place) ? place.type : undefined))
  const [type] = types
  const isPlain = type === "integer" || type === "number" || type === "string" || type === "boolean"
  if (isPlain && types.every((other) => other === type)) return { type }
  const distinct = new Map(places.map((place) => [JSON.stringify(place), place]))
  return distinct.size === 1 ? places[0]! : { anyOf: [...distinct.values()] }
}

function isObject(value: Json | undefined): value is Branch {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
