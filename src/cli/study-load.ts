import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { makeFolder, writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import { Study } from "../record/study.ts"
import { UsageError } from "./exit.ts"
import { type LiteralKind, literalPath, readLiteral } from "./literal.ts"
import { holdToName } from "./runs.ts"

const STUDY: LiteralKind = {
  noun: "study",
  define: "defineStudy",
  builtIn: "runs/studies",
  otherwise: "the name of one in runs/studies",
}
const FILE = "study.json"

/** Reads a study by path, or by the name of one that comes with Agon. */
export async function loadStudy(wanted: string): Promise<Study> {
  const path = literalPath(STUDY, wanted)
  const parsed = Study.safeParse(await readLiteral(STUDY, path))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path: at, message }) => {
    return `- ${at.join(".") || "the study"}: ${message}`
  })
  throw new UsageError([`${path} is not a study Agon can run:`, ...faults].join("\n"))
}

/** Where a study lies among the runs: a folder of its own, and no run's. */
export function studyFolder(runs: string, name: string): string {
  holdToName(name, "a study's folder")
  const folder = join(runs, name)
  makeFolder(folder)
  // Empty, or killed while its terms were being written: nobody's yet.
  const isFree = readdirSync(folder).every((name) => name.startsWith(FILE))
  if (isFree || existsSync(join(folder, FILE))) return folder
  throw new UsageError(`${folder} is there already and holds no study`, "choose another --name")
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
