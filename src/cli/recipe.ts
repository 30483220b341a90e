import { dirname, resolve } from "node:path"
import { z } from "zod"
import { clashesOf, Recipe } from "../record/recipe.ts"
import { UsageError } from "./exit.ts"
import { type LiteralKind, literalPath, readLiteral } from "./literal.ts"
import { didYouMean } from "./nearest.ts"
import { openPlugin, verifiersOf } from "./plugins.ts"

const RECIPE: LiteralKind = {
  noun: "recipe",
  define: "defineRecipe",
  builtIn: "runs",
  otherwise: "the name of one in runs, as in `agon run quick`",
}

/** Settings that stand above what the recipe's file says. */
export interface Overrides {
  /** `key.path=value`, as typed. */
  readonly set?: readonly string[]
  readonly seed?: number | undefined
  readonly rounds?: number | undefined
}

/** Reads a recipe by path, or by the name of one that comes with Agon. */
export async function loadRecipe(wanted: string, overrides: Overrides = {}): Promise<Recipe> {
  const path = literalPath(RECIPE, wanted)
  const literal = await withPlugins(await readLiteral(RECIPE, path), dirname(path))
  return parseRecipe(await withPlugins(withOverrides(literal, overrides), process.cwd()), path)
}

/** A recipe that is there already, with settings changed. */
export function changeRecipe(recipe: Recipe, overrides: Overrides): Recipe {
  return parseRecipe(withOverrides(recipe, overrides), `recipe ${recipe.name}`)
}

/** Opens the plug-ins whose folders are named, seen from here, and says what they are made of. */
async function withPlugins(literal: unknown, from: string): Promise<unknown> {
  const named = isRecord(literal) ? literal.plugins : undefined
  const folders = typeof named === "string" ? [named] : named
  if (!Array.isArray(folders)) return literal
  const plugins: unknown[] = []
  for (const one of folders) {
    plugins.push(typeof one === "string" ? await openPlugin(resolve(from, one)) : one)
  }
  return { ...(literal as object), plugins }
}

function withOverrides(literal: unknown, { set = [], seed, rounds }: Overrides): unknown {
  let changed = literal
  for (const assignment of set) {
    const at = assignment.indexOf("=")
    const path = assignment.slice(0, at).split(".")
    if (at < 1 || path.some((key) => !/^[A-Za-z]+$/.test(key))) {
      throw new UsageError(
        `--set takes key.path=value, for example training.steps=80, not ${assignment}`,
      )
    }
    changed = assign(changed, path, assignment.slice(at + 1))
  }
  if (seed !== undefined) changed = assign(changed, ["seed"], String(seed))
  if (rounds !== undefined) changed = assign(changed, ["rounds"], String(rounds))
  return changed
}

function assign(target: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  const before = isRecord(target) && Object.hasOwn(target, key!) ? target[key!] : undefined
  const value = rest.length === 0 ? readValue(text, before) : assign(before, rest, text)
  return { ...(isRecord(target) ? target : {}), [key!]: value }
}

/** JSON where it is JSON; otherwise a word, or words between commas where a list stood. */
function readValue(text: string, before: unknown): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return Array.isArray(before) ? text.split(",").map((word) => word.trim()) : text
  }
}

/** A literal as a recipe, or every fault of it in a line. */
export function parseRecipe(literal: unknown, source: string): Recipe {
  const parsed = Recipe.safeParse(literal)
  const faults = parsed.success
    ? clashesOf(parsed.data).map(({ path, message }) => `- ${path.join(".")}: ${message}`)
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, literal))
  if (!parsed.success || faults.length > 0) {
    throw new UsageError([`${source} is not a recipe Agon can run:`, ...faults].join("\n"))
  }
  refuseUnknownSkills(parsed.data)
  return parsed.data
}

function refuseUnknownSkills(recipe: Recipe): void {
  const known = verifiersOf(recipe).flatMap(({ skills }) => skills.map(({ name }) => name))
  for (const name of recipe.skills) {
    if (!known.includes(name)) throw unknownSkill(name, known)
  }
  const twice = recipe.skills.find((name, at) => recipe.skills.indexOf(name) !== at)
  if (twice !== undefined) throw new UsageError(`skills: ${twice} is listed twice`)
}

export function unknownSkill(name: string, known: readonly string[]): UsageError {
  return new UsageError(
    `no verifier has a skill ${name}.${didYouMean(name, known)}`,
    `known: ${known.join(", ")}`,
  )
}

/** One line a problem: where it is, what is wrong, what is allowed. */
function explainIssue(issue: z.core.$ZodIssue, literal: unknown): string[] {
  const path = issue.path.join(".")
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path, literal)
    return issue.keys.map((key) => {
      const full = [...issue.path, key].join(".")
      const allowed = known.length === 0 ? "" : ` Allowed: ${known.join(", ")}.`
      return `- ${full}: there is no such setting.${didYouMean(key, known)}${allowed}`
    })
  }
  const value = issue.path.reduce(memberOf, literal)
  const given = value === undefined ? "it is missing" : `it is ${JSON.stringify(value)}`
  return [`- ${path === "" ? "the recipe" : path}: ${given}; ${allowedBy(issue)}`]
}

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `it must be ${issue.expected === "int" ? "a whole number" : `of type ${issue.expected}`}`
    case "too_small":
      return `it must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit(issue.origin)}`
    case "too_big":
      return `it must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unit(issue.origin)}`
    case "invalid_value":
      return `allowed: ${issue.values.join(", ")}`
    case "invalid_union":
      return allowedByUnion(issue)
    default:
      return issue.message
  }
}

/** A seat has other settings for each provider, so the provider has to be known first. */
function allowedByUnion({ path, message }: z.core.$ZodIssue): string {
  const union = path.slice(0, -1).reduce(schemaOf, Recipe)
  if (!(union instanceof z.ZodDiscriminatedUnion)) return message
  return `allowed: ${union.options.flatMap((option) => tagsOf(option, path.at(-1))).join(", ")}`
}

function tagsOf(option: unknown, key: PropertyKey | undefined): string[] {
  const tag = option instanceof z.ZodObject ? option.shape[String(key)] : undefined
  return tag instanceof z.ZodLiteral ? [...tag.values].map(String) : []
}

function unit(origin: string): string {
  return origin === "array" ? " entries" : origin === "string" ? " characters" : ""
}

/** Names of the settings in a group of the recipe; in a seat those that its provider has. */
function keysAt(path: readonly PropertyKey[], literal: unknown): string[] {
  const schema = path.reduce(schemaOf, Recipe)
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return []
  const key = schema.def.discriminator
  const tag = memberOf(path.reduce(memberOf, literal), key)
  const chosen = schema.options.find((option) => tagsOf(option, key).includes(String(tag)))
  return chosen instanceof z.ZodObject ? Object.keys(chosen.shape) : []
}

function schemaOf(schema: unknown, key: PropertyKey): unknown {
  return schema instanceof z.ZodObject ? withoutDefault(schema.shape[String(key)]) : undefined
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  if (!isRecord(value) && !Array.isArray(value)) return undefined
  return (value as Record<PropertyKey, unknown>)[key]
}

/** What a setting must be where it is given: whether it may be left out is another matter. */
function withoutDefault(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  return isWrapped ? withoutDefault(schema.unwrap()) : schema
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
