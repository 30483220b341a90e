import { existsSync, readFileSync } from "node:fs"
import { extname, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import { Study } from "../record/study.ts"
import { UsageError } from "./exit.ts"
import { clean } from "./terminal.ts"

const BUILT_IN = fileURLToPath(new URL("../../runs/studies/", import.meta.url))
const FILE = "study.json"

/** Reads a study by path, or by the name of one that comes with Agon. */
export async function loadStudy(wanted: string): Promise<Study> {
  const path = studyPath(wanted)
  const parsed = Study.safeParse(await readLiteral(path))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path: at, message }) => {
    return `- ${at.join(".") || "the study"}: ${message}`
  })
  throw new UsageError([`${path} is not a study Agon can run:`, ...faults].join("\n"))
}

/**
 * The folder of a study holds the terms it was begun under. The same command goes on under the
 * same terms; under others its arms would not be comparable.
 */
export function holdToTerms(folder: string, study: Study): void {
  const path = join(folder, FILE)
  const text = `${canonicalJson(study)}\n`
  if (!existsSync(path)) writeAtomic(path, text)
  if (readFileSync(path, "utf8") === text) return
  throw new UsageError(
    `${folder} holds this study under other terms`,
    "undo the change to go on with it, or begin another one: --name <folder>",
  )
}

/** The terms of a study that was begun. */
export function termsIn(folder: string): Study {
  return Study.parse(JSON.parse(readFileSync(join(folder, FILE), "utf8")))
}

function studyPath(wanted: string): string {
  const path = resolve(wanted)
  if (extname(wanted) !== "" && existsSync(path)) return path
  const named = /^[a-z0-9-]{1,64}$/.test(wanted) ? `${BUILT_IN}${wanted}.ts` : undefined
  if (named !== undefined && existsSync(named)) return named
  throw new UsageError(
    `there is no study ${wanted}`,
    "give the path of a .ts, .js or .json file, or the name of one in runs/studies",
  )
}

async function readLiteral(path: string): Promise<unknown> {
  try {
    if (extname(path) === ".json") return JSON.parse(readFileSync(path, "utf8"))
    const loaded = (await import(pathToFileURL(path).href)) as { default?: unknown }
    if (loaded.default !== undefined) return loaded.default
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} could not be read as a study: ${clean(reason)}`)
  }
  throw new UsageError(
    `${path} exports no study`,
    "a study file says `export default defineStudy({ … })`",
  )
}
