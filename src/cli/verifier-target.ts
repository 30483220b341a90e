import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { z } from "zod"
import { VERIFIERS } from "../../verifiers/index.ts"
import { type Attack, Exploits } from "../kit/exploits.ts"
import { type Subject, subjectOf } from "../kit/subject.ts"
import { RunFailure } from "../run/failure.ts"
import { MANIFEST } from "../sandbox/manifest.ts"
import { type Mirror, openFreshProcess, openPluginVerifier } from "../sandbox/plugin.ts"
import { verifierIn } from "../sandbox/serve.ts"
import { UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { clean, nearPath } from "./terminal.ts"

/** A verifier to be tested, wherever it runs. */
export interface Target {
  readonly subject: Subject
  /** What it is, in words: built in, a folder, a plug-in. */
  readonly kind: string
  readonly sandbox?: string
  readonly attacks: readonly Attack[]
  /** The same verifier in another process, or why there is none. */
  again(): Promise<Mirror | string>
  close(): Promise<void>
}

const BUILT_IN = fileURLToPath(new URL("../../verifiers/", import.meta.url))
const MODULES = ["verifier.ts", "verifier.js", "verifier.mjs"]

/**
 * A built-in verifier by name, or a folder. A folder with a manifest is a third party's plug-in and
 * runs in a sandbox; one without is the author's own code, and runs here as a recipe does.
 */
export async function openTarget(typed: string, unsafe: boolean): Promise<Target> {
  const known = VERIFIERS.find(({ name }) => name === typed)
  if (known !== undefined) {
    const folder = join(BUILT_IN, known.name)
    return ownTarget(subjectOf(known), "built in", join(folder, "verifier.ts"), folder)
  }
  const path = resolve(typed)
  if (!existsSync(path)) {
    const names = VERIFIERS.map(({ name }) => name)
    throw new UsageError(
      `there is no verifier and no folder ${typed}.${didYouMean(typed, names)}`,
      `built in: ${names.join(", ")}`,
    )
  }
  const folder = folderOf(path)
  if (existsSync(join(folder, MANIFEST))) return pluginTarget(folder, unsafe)
  const module = path === folder ? moduleIn(folder) : path
  const found = verifierIn(await importModule(module))
  if (typeof found === "string") {
    const example = "export const verifier = defineVerifier({ … })"
    throw new UsageError(`${typed}: ${found}`, `the module says: ${example}`)
  }
  return ownTarget(subjectOf(found), "your own", module, folder)
}

/** Whether it is the code of the person at the keyboard: no built-in verifier, no plug-in. */
export function isOwnCode(typed: string): boolean {
  if (VERIFIERS.some(({ name }) => name === typed)) return false
  const path = resolve(typed)
  return existsSync(path) && !existsSync(join(folderOf(path), MANIFEST))
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path)
}

function ownTarget(subject: Subject, kind: string, module: string, folder: string): Target {
  return {
    ...{ subject, kind, attacks: attacksIn(folder) },
    async again() {
      return (await openFreshProcess(module)) ?? "the module does not start in another process"
    },
    close: async () => {},
  }
}

async function pluginTarget(folder: string, unsafe: boolean): Promise<Target> {
  const plugin = await pluginIn(folder, unsafe)
  return {
    subject: plugin,
    kind: "a plug-in",
    sandbox: plugin.sandbox,
    attacks: attacksIn(folder),
    again: () => pluginIn(folder, unsafe),
    close: () => plugin.close(),
  }
}

async function pluginIn(folder: string, unsafe: boolean) {
  const opened = await openPluginVerifier(folder, { unsafe })
  if (opened.ok) return opened.plugin
  const advice = opened.advice?.replace("<folder>", nearPath(folder))
  throw new RunFailure("verifier", "refused", clean(opened.refused), advice)
}

function moduleIn(folder: string): string {
  const name = MODULES.find((known) => existsSync(join(folder, known)))
  if (name !== undefined) return join(folder, name)
  throw new UsageError(
    `${nearPath(folder)} has no ${MODULES[0]}`,
    "agon verifier new <name> makes one",
  )
}

async function importModule(path: string): Promise<object> {
  if (!/\.[cm]?[jt]s$/.test(path)) {
    throw new UsageError(
      `${nearPath(path)} is no verifier: it is neither a module nor a folder with one`,
    )
  }
  try {
    return (await import(pathToFileURL(path).href)) as object
  } catch (error) {
    throw new RunFailure("verifier", "unreadable", `${path} does not load: ${String(error)}`)
  }
}

/** The folder's exploits.json. None is a verifier that nobody has tried to cheat yet. */
function attacksIn(folder: string): readonly Attack[] {
  const path = join(folder, "exploits.json")
  if (!existsSync(path)) return []
  try {
    return Exploits.parse(JSON.parse(readFileSync(path, "utf8"))).attacks
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new UsageError(`${path} is no list of attacks: ${fault}`)
  }
}
