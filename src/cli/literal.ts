import { existsSync, readdirSync, readFileSync } from "node:fs"
import { extname, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { clean } from "./terminal.ts"

/** A kind of file that people write and that exports one literal. */
export interface LiteralKind {
  /** What one is called: "recipe". */
  readonly noun: string
  /** What a file of it says: "defineRecipe". */
  readonly define: string
  /** The folder, from the package's own, of those that come with Agon. */
  readonly builtIn: string
  /** What else could be typed. */
  readonly otherwise: string
}

/** The path that was typed, or that of one that comes with Agon by its name. */
export function literalPath(kind: LiteralKind, wanted: string): string {
  const path = resolve(wanted)
  if (extname(wanted) !== "" && existsSync(path)) return path
  if (/^[a-z0-9-]{1,64}$/.test(wanted)) {
    const named = fileURLToPath(new URL(`../../${kind.builtIn}/${wanted}.ts`, import.meta.url))
    if (existsSync(named)) return named
  }
  const names = namesIn(new URL(`../../${kind.builtIn}/`, import.meta.url))
  throw new UsageError(
    `there is no ${kind.noun} ${wanted}.${didYouMean(wanted, names)}`,
    `give the path of a .ts, .js or .json file, or ${kind.otherwise}`,
  )
}

function namesIn(folder: URL): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"))
  return files.map((name) => name.slice(0, -".ts".length))
}

/** What the file says, not yet parsed. */
export async function readLiteral({ noun, define }: LiteralKind, path: string): Promise<unknown> {
  try {
    if (extname(path) === ".json") return JSON.parse(readFileSync(path, "utf8"))
    const loaded = (await import(pathToFileURL(path).href)) as { default?: unknown }
    if (loaded.default !== undefined) return loaded.default
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} could not be read as a ${noun}: ${clean(reason)}`)
  }
  throw new UsageError(
    `${path} exports no ${noun}`,
    `a ${noun} file says \`export default ${define}({ … })\``,
  )
}
