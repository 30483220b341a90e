import type { Json } from "../../src/record/canonical.ts"

/**
 * What a JSON schema has that structured outputs do not take, or undefined. The rules are those of
 * Anthropic's documentation of structured outputs: closed objects, no recursion, no bounds on
 * numbers, texts and lists (but for `minItems` 0 and 1), and limits on what is optional.
 */
export function schemaFault(schema: unknown): string | undefined {
  const survey: Survey = { root: schema, optional: 0, unions: 0, open: [] }
  const fault = faultAt(schema, "#", survey)
  if (fault !== undefined) return fault
  if (survey.optional > OPTIONAL_MAX) {
    return `${survey.optional} optional parameters, at most ${OPTIONAL_MAX} are supported`
  }
  if (survey.unions > UNIONS_MAX) {
    return `${survey.unions} parameters with union types, at most ${UNIONS_MAX} are supported`
  }
  return undefined
}

const OPTIONAL_MAX = 24 // optional fields of one request's schemas
const UNIONS_MAX = 16 // fields of one request's schemas that are unions

const KNOWN = new Set([
  ...["type", "properties", "required", "additionalProperties", "items", "enum", "const"],
  ...["anyOf", "allOf", "$ref", "$defs", "definitions", "$schema", "$id", "default"],
  ...["description", "title", "examples", "format", "pattern", "minItems"],
])
const TYPES = new Set(["object", "array", "string", "integer", "number", "boolean", "null"])
const FORMATS = new Set([
  ...["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"],
])

interface Survey {
  readonly root: unknown
  optional: number
  unions: number
  /** The references that are being followed: one met again is a recursion. */
  readonly open: string[]
}

type Schema = { readonly [field: string]: Json }

function faultAt(schema: unknown, at: string, survey: Survey): string | undefined {
  if (!isObject(schema)) return `${at}: a schema must be an object`
  const unknown = Object.keys(schema).find((field) => !KNOWN.has(field))
  if (unknown !== undefined) {
    return `${at}: For '${schema.type}' type, property '${unknown}' is not supported`
  }
  if (typeof schema.$ref === "string") return refFault(schema.$ref, at, survey)
  if (Array.isArray(schema.anyOf) || Array.isArray(schema.type)) survey.unions++
  return (
    typeFault(schema, at) ??
    valueFault(schema, at) ??
    objectFault(schema, at, survey) ??
    partsFault(schema, at, survey)
  )
}

function refFault(ref: string, at: string, survey: Survey): string | undefined {
  if (survey.open.includes(ref)) return `${at}: recursive schemas are not supported`
  const target = ref.startsWith("#/") ? lookUp(survey.root, ref.slice(2).split("/")) : undefined
  if (target === undefined) return `${at}: $ref ${ref} cannot be resolved`
  survey.open.push(ref)
  const fault = faultAt(target, ref, survey)
  survey.open.pop()
  return fault
}

function lookUp(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), value)
}

function typeFault({ type, anyOf, allOf, ...rest }: Schema, at: string): string | undefined {
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
  const wrong = types.find((name) => typeof name !== "string" || !TYPES.has(name))
  if (wrong !== undefined) return `${at}: type ${JSON.stringify(wrong)} is not supported`
  const says =
    types.length > 0 || [anyOf, allOf, rest.enum, rest.const].some((x) => x !== undefined)
  return says ? undefined : `${at}: a schema must say its type`
}

function valueFault(schema: Schema, at: string): string | undefined {
  const { minItems, format } = schema
  if (minItems !== undefined && minItems !== 0 && minItems !== 1) {
    return `${at}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`
  }
  if (format !== undefined && !FORMATS.has(String(format))) {
    return `${at}: format ${format} is not supported`
  }
  const values = Array.isArray(schema.enum) ? schema.enum : []
  if (values.some((value) => typeof value === "object" && value !== null)) {
    return `${at}: enum of objects is not supported`
  }
  return undefined
}

function objectFault(schema: Schema, at: string, survey: Survey): string | undefined {
  if (schema.type !== "object") return undefined
  if (schema.additionalProperties !== false) {
    return `${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`
  }
  const fields = Object.keys(isObject(schema.properties) ? schema.properties : {})
  const required = Array.isArray(schema.required) ? schema.required : []
  survey.optional += fields.filter((field) => !required.includes(field)).length
  const missing = required.find((field) => !fields.includes(String(field)))
  return missing === undefined ? undefined : `${at}: required field ${missing} has no schema`
}

function partsFault(schema: Schema, at: string, survey: Survey): string | undefined {
  const parts: [string, unknown][] = schema.items === undefined ? [] : [["items", schema.items]]
  for (const field of ["properties", "$defs", "definitions"]) {
    const group = schema[field]
    if (!isObject(group)) continue
    for (const [name, part] of Object.entries(group)) parts.push([`${field}/${name}`, part])
  }
  for (const field of ["anyOf", "allOf"]) {
    const group = schema[field]
    if (!Array.isArray(group)) continue
    for (const [index, part] of group.entries()) parts.push([`${field}/${index}`, part])
  }
  for (const [name, part] of parts) {
    const fault = faultAt(part, `${at}/${name}`, survey)
    if (fault !== undefined) return fault
  }
  return undefined
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
