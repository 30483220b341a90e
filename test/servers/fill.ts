import type { Json } from "../../src/record/canonical.ts"
import type { Random } from "../../src/world.ts"
import { allWords, type Heard, lastWords, randomOf } from "./player.ts"
import { type Proposal, propose } from "./propose.ts"
import { solveWords, statementsIn } from "./solve.ts"
import { readStatement } from "./statements.ts"

type Schema = { readonly [field: string]: Json }

/** What is put into the fields of a reply, by their names. */
export type Known = { readonly [field: string]: Json }

/** A reply under a schema, as JSON text: proposals, a spec for a statement, or an answer. */
export function fillReply(
  heard: Heard,
  change: (proposal: Proposal, index: number) => Proposal = (proposal) => proposal,
): string {
  const schema = (heard.schema ?? impliedSchema(allWords(heard)) ?? {}) as Schema
  const random = randomOf(heard, "fill")
  const list = listField(schema)
  if (list !== undefined) {
    const items = propose(heard, schema, random).map(change)
    const filled = items.map((item) => fill(list.items, "item", knownOf(item), random, schema))
    return JSON.stringify({
      ...(fill(schema, "", {}, random, schema) as object),
      [list.name]: filled,
    })
  }
  const words = lastWords(heard)
  const skills = skillsIn(schema)
  for (const statement of statementsIn(words)) {
    const read = readStatement(statement, skills.length > 0 ? skills : undefined)
    if (read === undefined) continue
    const known = { spec: read.spec, answer: read.answer, skill: read.skill.name }
    return JSON.stringify(fill(schema, isSpec(schema) ? "spec" : "", known, random, schema))
  }
  const answer = solveWords(words)?.answer ?? ""
  return JSON.stringify(fill(schema, "", { answer, final_answer: answer }, random, schema))
}

/** Whether the reply has to be JSON: under a schema, or in a form that the words describe. */
export function isForm(heard: Heard): boolean {
  return heard.schema !== null || impliedSchema(allWords(heard)) !== undefined
}

/** The form that a prompt describes to a model which no schema can be given to. */
function impliedSchema(words: string): Schema | undefined {
  if (!/\bJSON\b/.test(words)) return undefined
  if (!words.includes('"proposals"')) {
    return words.includes('{"spec"') ? { type: "object", properties: { spec: {} } } : undefined
  }
  const text = { type: "string" }
  const fields = {
    spec: {},
    answer: text,
    ...(words.includes('"statement"') && { statement: text }),
  }
  const items = { type: "object", properties: fields }
  return { type: "object", properties: { proposals: { type: "array", items } } }
}

/** The field that holds a list of objects with specs: what is filled with proposals. */
function listField(schema: Schema): { name: string; items: Schema } | undefined {
  for (const [name, field] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    const items = resolve(field, schema).items as Schema | undefined
    if (items === undefined) continue
    const fields = (resolve(items, schema).properties ?? {}) as object
    if ("spec" in fields || isSpec(resolve(items, schema))) return { name, items }
  }
  return undefined
}

function isSpec(schema: Schema): boolean {
  const options = (schema.anyOf ?? [schema]) as readonly Schema[]
  return options.some(({ properties }) => "skill" in ((properties ?? {}) as object))
}

/** Every skill that the schema names as a constant. */
export function skillsIn(schema: Json | undefined): string[] {
  if (typeof schema !== "object" || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap(skillsIn)
  const skill = (schema as Schema).skill
  const named = typeof skill === "object" && skill !== null ? (skill as Schema) : {}
  const own = [named.const, ...((named.enum ?? []) as Json[])]
  const names = own.filter((name): name is string => typeof name === "string")
  return [...new Set([...names, ...Object.values(schema as Schema).flatMap(skillsIn)])]
}

function knownOf({ spec, answer, skill, statement, wording }: Proposal): Known {
  return { spec, answer, skill, statement, wording, item: spec }
}

/** A value of the schema: what is known of a field by its name, otherwise something small. */
function fill(schema: Schema, name: string, known: Known, random: Random, root: Schema): Json {
  const at = resolve(schema, root)
  const value = known[name]
  if (value !== undefined && !(name === "item" && !isSpec(at))) return shape(value, at, root)
  if (at.const !== undefined) return at.const
  if (Array.isArray(at.enum)) return at.enum[random.int(at.enum.length)]!
  const options = at.anyOf ?? at.oneOf
  if (Array.isArray(options) && options.some(isNull)) return null
  if (Array.isArray(options)) return fill(options[0], name, known, random, root)
  const type = Array.isArray(at.type) ? at.type[0] : at.type
  if (type === "object") {
    const fields = Object.entries((at.properties ?? {}) as Record<string, Schema>)
    return Object.fromEntries(
      fields.map(([field, part]) => [field, fill(part, field, known, random, root)]),
    )
  }
  if (type === "array") return []
  if (type === "integer" || type === "number") return Number(at.minimum ?? 0) + random.int(3)
  if (type === "boolean") return random.int(2) === 1
  return type === "null" ? null : "as the statement says"
}

function isNull(schema: Json): boolean {
  return (schema as Schema).type === "null"
}

/** A known value in the shape that is asked for: as JSON text, or less the fields not asked. */
function shape(value: Json, schema: Schema, root: Schema): Json {
  if (schema.type === "string") return typeof value === "string" ? value : JSON.stringify(value)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  const options = ((schema.anyOf ?? schema.oneOf ?? [schema]) as Schema[]).map((option) =>
    resolve(option, root),
  )
  const own = options.find((option) => takes(option, value as Schema)) ?? options[0]!
  if (own.properties === undefined) return value
  const fields = own.properties as object
  return Object.fromEntries(Object.entries(value).filter(([field]) => field in fields))
}

function takes({ properties }: Schema, value: Schema): boolean {
  const skill = (((properties ?? {}) as Schema).skill ?? {}) as Schema
  return skill.const === value.skill || ((skill.enum ?? []) as Json[]).includes(value.skill ?? null)
}

function resolve(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== "string") return schema
  const path = schema.$ref.replace(/^#\//, "").split("/")
  return path.reduce<Schema>((at, name) => (at[name] ?? {}) as Schema, root)
}
