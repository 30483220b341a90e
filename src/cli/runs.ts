import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { z } from "zod"
import { makeFolder, writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { EventOf } from "../record/event.ts"
import { Hash } from "../record/id.ts"
import { Recipe } from "../record/recipe.ts"
import { openingOf } from "../run/changes.ts"
import { RunFailure } from "../run/failure.ts"
import type { Store } from "../store.ts"
import { UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { copyPlugins } from "./plugins.ts"
import { machineWorld } from "./world.ts"

/** A run's folder. The journal is the truth; the rest can be checked against it or made again. */
export interface RunHome {
  readonly id: string
  readonly folder: string
  readonly journal: string
  readonly checkpoints: string
  readonly bundles: string
  /** The verifiers that are no part of Agon, by name: what the run is judged by, whole. */
  readonly plugins: string
  /** Of a trainer that is a program: what each job was told, said and brought. */
  readonly jobs: string
  /** What the server of checkpoints says. */
  readonly serveLog: string
  readonly report: string
}

/** What a run was started with: only read while its journal is still empty. */
export const Terms = z.object({
  recipe: Recipe,
  history: z.array(z.object({ recipe: Recipe, until: z.int().min(0) })),
  parentHead: Hash.optional(),
})
export type Terms = z.infer<typeof Terms>

const RUN_ID = /^[a-z0-9-]{1,64}$/

/** Refuses a name that no folder among the runs has. */
export function holdToName(id: string, what = "a run"): void {
  if (RUN_ID.test(id)) return
  throw new UsageError(
    `${what} cannot be named ${id}`,
    "a name has lower-case letters, digits and dashes, at most 64",
  )
}
const TERMS_FILE = "terms.json"

/** The folder that holds the runs: the option, the environment, or `runs` where we stand. */
export function runsFolder(option: string | undefined): string {
  return resolve(option ?? process.env.AGON_RUNS ?? "runs")
}

function homeOf(runs: string, id: string): RunHome {
  const folder = join(runs, id)
  return {
    id,
    folder,
    journal: join(folder, "journal.sqlite"),
    checkpoints: join(folder, "checkpoints"),
    bundles: join(folder, "bundles"),
    plugins: join(folder, "plugins"),
    jobs: join(folder, "jobs"),
    serveLog: join(folder, "serve.log"),
    report: join(folder, "report.html"),
  }
}

/** Every run in the folder, by name. */
export function runHomes(runs: string): RunHome[] {
  if (!existsSync(runs)) return []
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
    .map(({ name }) => homeOf(runs, name))
    .filter(isRun)
}

function isRun({ folder, journal }: RunHome): boolean {
  return existsSync(journal) || existsSync(join(folder, TERMS_FILE))
}

/** The run of this name, or the one in this folder: a path names a folder wherever it lies. */
export function findRun(runs: string, typed: string): RunHome {
  const id = typed.replace(/[\\/]+$/, "")
  if (/[\\/]/.test(typed) && (id === "" || /[\\/]/.test(id))) return runAt(resolve(typed))
  const known = runHomes(runs)
  const home = known.find((candidate) => candidate.id === id)
  if (home !== undefined) return home
  const names = known.map((candidate) => candidate.id)
  const unique = names.filter((name) => id.length >= 3 && name.startsWith(id))
  if (unique.length === 1) return homeOf(runs, unique[0]!)
  throw new UsageError(
    `there is no run ${typed} in ${runs}.${didYouMean(id, names)}`,
    names.length === 0 ? "`agon run` starts one" : "`agon list` shows them",
  )
}

function runAt(folder: string): RunHome {
  const home = homeOf(dirname(folder), basename(folder))
  if (isRun(home)) return home
  throw new UsageError(
    `there is no run in ${folder}`,
    "a path must lead to a run's folder, which holds journal.sqlite",
  )
}

/**
 * Makes the folder of a new run, whole or not at all: it is filled under another name, then moved
 * into place. A name that is taken is refused.
 */
export async function createHome(
  runs: string,
  id: string,
  terms: Terms,
  fill: (home: RunHome) => Promise<void> = async () => {},
): Promise<RunHome> {
  holdToName(id)
  const home = homeOf(runs, id)
  if (existsSync(home.folder)) throw taken(home)
  // A folder of this process alone: two that want one name must not fill it together.
  const part: RunHome = homeOf(runs, `.${id}.${process.pid}.part`)
  rmSync(part.folder, { recursive: true, force: true })
  makeFolder(part.folder)
  try {
    writeAtomic(join(part.folder, TERMS_FILE), `${canonicalJson(terms)}\n`)
    copyPlugins(part, terms.recipe)
    await fill(part)
    renameSync(part.folder, home.folder)
  } catch (error) {
    rmSync(part.folder, { recursive: true, force: true })
    throw existsSync(home.folder) ? taken(home) : error
  }
  return home
}

function taken({ folder, id }: RunHome): UsageError {
  return new UsageError(
    `${folder} is there already`,
    `choose another --name, or go on with it: \`agon resume ${id}\``,
  )
}

/** One folder after another: Node's own recursion never ends in a place like /proc. */
const SUFFIX_CHARS = 9 // a dash and the eight letters of a fresh name

/** The recipe's name and a word that nobody has used. */
export function freshId(recipe: string): string {
  return `${recipe.slice(0, 64 - SUFFIX_CHARS)}-${machineWorld.freshName()}`
}

/** The terms under which a run goes on: its first event's, or those it was about to write. */
export async function termsOf(home: RunHome, store: Store): Promise<Terms> {
  const opening = await openingOf(store)
  if (opening !== undefined) return termsFrom(opening)
  const file = join(home.folder, TERMS_FILE)
  const parsed = existsSync(file)
    ? Terms.safeParse(parseJson(readFileSync(file, "utf8")))
    : undefined
  if (parsed?.success) return parsed.data
  throw new RunFailure(
    "store",
    "empty",
    `run ${home.id} has written nothing yet`,
    `delete ${home.folder} and start again with \`agon run\``,
  )
}

export function termsFrom({ recipe, parent }: EventOf<"run.opened">): Terms {
  return { recipe, history: parent?.history ?? [], ...(parent && { parentHead: parent.head }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
