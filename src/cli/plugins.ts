import { cpSync, existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { VERIFIERS } from "../../verifiers/index.ts"
import type { Hash } from "../record/id.ts"
import type { PluginRef, Recipe } from "../record/recipe.ts"
import { openingOf } from "../run/changes.ts"
import { RunFailure } from "../run/failure.ts"
import { readPluginFolder } from "../sandbox/manifest.ts"
import { openPlayable, type Playable } from "../sandbox/playable.ts"
import type { Store } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { UsageError } from "./exit.ts"
import type { RunHome } from "./runs.ts"
import { clean, nearPath } from "./terminal.ts"

/** An option of commands that use plug-ins which no run of theirs has brought along. */
export const PLUGIN_OPTION = {
  type: "string",
  multiple: true,
  value: "folder",
  about: "a plug-in's folder: a verifier that somebody else wrote",
} as const

/** What names the plug-ins of a run: its recipe. */
type Plugged = Pick<Recipe, "plugins">

interface Held {
  readonly folder: string
  /** Whether it lies in a run's own folder, which nobody works in. */
  readonly isCopy: boolean
  readonly playable: Playable
}

/** Codes of failures that say that a run's own copy is not what it was. */
export const PLUGIN_FAULTS: ReadonlySet<string> = new Set([
  ...["plugin-missing", "plugin-damaged", "another-plugin"],
])

/** The plug-ins that this process has open, by what they are made of. They end with it. */
const held = new Map<Hash, Held>()
const lists = new Map<string, readonly Verifier[]>()

/** The verifiers that a run is judged by: those that come with Agon, then its plug-ins. */
export function verifiersOf({ plugins = [] }: Plugged): readonly Verifier[] {
  if (plugins.length === 0) return VERIFIERS
  const digests = plugins.map(({ digest }) => digest)
  const known = lists.get(digests.join())
  if (known !== undefined) return known
  const own = plugins.map(({ name, digest }) => {
    const found = held.get(digest)
    if (found !== undefined) return found.playable.verifier
    throw new UsageError(
      `nobody knows where the plug-in ${name} lies, sha256:${digest}`,
      'a recipe names the folders of its plug-ins: plugins: ["./rectangle"]',
    )
  })
  const list = [...VERIFIERS, ...own]
  refuseTwins(list)
  lists.set(digests.join(), list)
  return list
}

/** Opens the plug-in in a folder; one that is open already stays as it is. */
export async function openPlugin(typed: string): Promise<PluginRef> {
  const folder = resolve(typed)
  const read = readPluginFolder(existsFolder(folder))
  if (!read.ok) throw refusedBy(folder, read)
  const { manifest, digest } = read
  if (!held.has(digest)) await hold(folder, manifest.name, false)
  return { name: manifest.name, digest }
}

/** The same for folders from the command line. */
export async function openPlugins(typed: readonly string[]): Promise<PluginRef[]> {
  const opened: PluginRef[] = []
  for (const folder of typed) opened.push(await openPlugin(folder))
  return opened
}

/**
 * Opens a run's plug-ins as they lie in its folder, where no later change to anybody's own folder
 * reaches them. One that is gone or not the same any more is refused.
 */
export async function holdPlugins(home: RunHome, { plugins = [] }: Plugged): Promise<void> {
  for (const { name, digest } of plugins) {
    const folder = join(home.plugins, name)
    refuseOther(folder, { name, digest }, `run ${home.id}`)
    const before = held.get(digest)
    if (before?.isCopy) continue
    await hold(folder, name, true)
    await before?.playable.close()
  }
}

/** The same for a run whose journal is open; before its first event nothing was judged. */
export async function holdRecorded(home: RunHome, store: Store): Promise<void> {
  const opening = await openingOf(store)
  if (opening !== undefined) await holdPlugins(home, opening.recipe)
}

/** Copies the plug-ins that a run is to be judged by into its folder. */
export function copyPlugins(home: RunHome, { plugins = [] }: Plugged): void {
  for (const { name, digest } of plugins) {
    const to = join(home.plugins, name)
    cpSync(held.get(digest)!.folder, to, { recursive: true })
    refuseOther(to, { name, digest }, "it was changed while it was copied, so the copy")
  }
}

/** The plug-ins among these verifiers, each in the folder that was named for it. */
export function pluginsAmong(
  judges: readonly { readonly name: string; readonly plugin?: Hash | undefined }[],
  given: readonly PluginRef[],
  whose: string,
): PluginRef[] {
  return judges.flatMap(({ name, plugin: digest }) => {
    if (digest === undefined) return []
    const same = given.find((one) => one.digest === digest)
    if (same !== undefined) return [same]
    const other = given.find((one) => one.name === name)
    if (other !== undefined) throw anotherPlugin(name, whose, digest, other.digest)
    throw new UsageError(
      `${whose} was judged by the plug-in ${clean(name)}, sha256:${digest}`,
      "name its folder: --plugin <folder>; a run keeps its own copy under plugins/",
    )
  })
}

async function hold(folder: string, name: string, isCopy: boolean): Promise<void> {
  const testing = `\`agon verifier test ${nearPath(folder)}\` finds what is wrong with it`
  const giveUp = (why: string): never => {
    throw new RunFailure(
      "verifier",
      "plugin-silent",
      clean(`the plug-in ${name} ${why}`),
      `nothing was decided in its place, and a run can be resumed; ${testing}`,
    )
  }
  const opened = await openPlayable(folder, giveUp)
  if (!opened.ok) throw refusedBy(folder, opened)
  const { playable } = opened
  held.set(playable.verifier.plugin, { folder, isCopy, playable })
  lists.clear()
}

function existsFolder(folder: string): string {
  if (existsSync(folder)) return folder
  throw new UsageError(`there is no folder ${nearPath(folder)}`, "a plug-in is a folder")
}

function refusedBy(
  folder: string,
  { refused, advice }: { readonly refused: string; readonly advice?: string },
): RunFailure {
  const what = `the plug-in in ${nearPath(folder)} is refused: ${clean(refused)}`
  const hint = advice?.replace("<folder>", nearPath(folder))
  return new RunFailure("verifier", "plugin-refused", what, hint)
}

/** What lies in the folder has to be the plug-in that is meant. */
function refuseOther(folder: string, { name, digest }: PluginRef, whose: string): void {
  if (!existsSync(folder)) {
    throw new RunFailure(
      "verifier",
      "plugin-missing",
      `${whose} is judged by the plug-in ${name}, and ${nearPath(folder)} is not there`,
      `restore the folder from a copy: sha256:${digest}`,
    )
  }
  const read = readPluginFolder(folder)
  if (!read.ok) throw damaged(folder, whose, read.refused)
  if (read.digest !== digest) throw anotherPlugin(name, whose, digest, read.digest)
}

function damaged(folder: string, whose: string, fault: string): RunFailure {
  const what = `${whose} was judged by the plug-in in ${nearPath(folder)}, which is damaged`
  const advice = "restore the folder from a copy"
  return new RunFailure("verifier", "plugin-damaged", `${what}: ${clean(fault)}`, advice)
}

function anotherPlugin(name: string, whose: string, wanted: Hash, found: Hash): RunFailure {
  return new RunFailure(
    "verifier",
    "another-plugin",
    `${whose} was judged by another plug-in ${clean(name)}: sha256:${wanted} then, sha256:${found} here`,
    "restore the folder from a copy; what another judge says is another run",
  )
}

/** A name says which verifier, and which skill, is meant. */
function refuseTwins(verifiers: readonly Verifier[]): void {
  const kinds = { verifiers, skills: verifiers.flatMap(({ skills }) => skills) }
  for (const [kind, named] of Object.entries(kinds)) {
    const names = named.map(({ name }) => name)
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice === undefined) continue
    throw new UsageError(
      `two ${kind} are named ${clean(twice)}`,
      "a plug-in takes no name that is taken: rename it, then `agon verifier seal`",
    )
  }
}
