import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { formaliser } from "../../agents/formaliser/formaliser.ts"
import type { Hash } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import { type AuditReport, audit as auditRun } from "../run/audit.ts"
import { openingOf } from "../run/changes.ts"
import { RunFailure } from "../run/failure.ts"
import { sumFaults } from "../store/sums.ts"
import { TOMBSTONES_FILE } from "../store/tombstones.ts"
import type { Store } from "../store.ts"
import { checkpointFiles, checkpointFolder, checkpointHash } from "../training/checkpoint-folder.ts"
import { checkpointFile } from "../training/embedded.ts"
import { count, counted } from "../view/format.ts"
import { auditBundle, isBundle } from "./audit-bundle.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT, UsageError } from "./exit.ts"
import { faultLines } from "./fault-lines.ts"
import { holdPlugins, openPlugins, PLUGIN_FAULTS, PLUGIN_OPTION, verifiersOf } from "./plugins.ts"
import { standingFrom, withdrawnRows } from "./recall-audit.ts"
import { withdrawnIn } from "./recall-left-out.ts"
import { findRun, type RunHome, runsFolder } from "./runs.ts"
import { solverOf } from "./solver.ts"
import { clean, print, printJson, style } from "./terminal.ts"

/** `agon audit`: is this run what it says it is? */
export const audit = defineCommand({
  usage: "agon audit <run or bundle>",
  about: [
    "Checks a run from its folder alone, without a model and without a network: every link of the",
    "journal, every key derived again from its spec and proved by a second method, every kept pair's",
    "label judged again by that key, every sealed family, every bundle and checkpoint by hash.",
    "Faults are named and the exit code is 3. A folder that `agon export --target` wrote is checked in",
    "the same way from itself alone: every byte, key, verdict and row. With --tombstones, rows of it",
    "that `agon recall` has withdrawn since are faults, too; what a plug-in judged needs its --plugin.",
  ],
  options: {
    tombstones: { type: "string", multiple: true, value: "run or file", about: "of a recall" },
    plugin: PLUGIN_OPTION,
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon audit default-k3m9x2ab", "check a run"],
    ["agon audit default-k3m9x2ab --json", "every fault, for a program"],
    ["agon audit bundles/9f2c… --tombstones runs/default-k3m9x2ab", "a bundle, after a recall"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const { tombstones, plugin = [], json = false } = values
    if (isBundle(id!)) {
      const withdrawn = withdrawnRows(id!, standingFrom(tombstones ?? []))
      return auditBundle(id!, json, withdrawn, await openPlugins(plugin))
    }
    if (plugin.length > 0) throw new UsageError("--plugin is for a bundle", "a run has its own")
    if (tombstones) throw new UsageError("--tombstones is for a bundle", "a run has its own")
    const home = findRun(runsFolder(values.runs), id!)
    const found = await auditHome(home)
    const notes = [...(found.notes ?? []), ...recallNotes(home)]
    const report = { ...found, notes, faults: [...found.faults, ...sumFaults(home.folder)] }
    if (json) printJson({ run: home.id, ...report })
    else for (const line of linesOf(home, report)) print(line)
    return report.faults.length === 0 ? EXIT.done : EXIT.halted
  },
})

/** Reads the tombstones beside the journal, too: a chain that is broken is told of. */
function recallNotes(home: RunHome): string[] {
  const withdrawn = withdrawnIn(home)
  if (withdrawn === undefined) return []
  const { keys, labels } = withdrawn
  const what = `${counted(keys, "key")} and ${counted(labels, "label")}`
  return [`${what} are withdrawn by ${TOMBSTONES_FILE}: exports leave them out`]
}

type Audited = Partial<AuditReport> & Pick<AuditReport, "faults">

/** A journal or a plug-in too damaged to open is a finding, not a failure of the audit. */
async function auditHome(home: RunHome): Promise<Audited> {
  try {
    return await withStore(home, "read", async (store) => auditRun(await partsOf(home, store)))
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error
    if (PLUGIN_FAULTS.has(error.code))
      return { faults: [{ where: "plugins", fault: error.message }] }
    if (!error.code.startsWith("corrupt")) throw error
    return { faults: [{ where: "journal", fault: error.message }] }
  }
}

async function partsOf(home: RunHome, store: Store) {
  const recipe = await recipeIn(store)
  if (recipe !== undefined) await holdPlugins(home, recipe)
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined)
  return {
    store,
    verifiers: verifiersOf(recipe ?? {}),
    solver: solverOf,
    formalised: formaliser.spec,
    async bundle(hash: Hash) {
      const manifest = read(join(home.bundles, hash, "manifest.json"))
      if (manifest === undefined) return undefined
      return { manifest, file: (name: string) => read(join(home.bundles, hash, name)) }
    },
    async checkpoint(hash: Hash) {
      const folder = checkpointFolder(home.checkpoints, hash)
      if (existsSync(folder)) return checkpointHash(await checkpointFiles(folder))
      const path = checkpointFile(home.checkpoints, hash)
      if (!existsSync(path)) return undefined
      return createHash("sha256").update(readFileSync(path)).digest("hex") as Hash
    },
  }
}

/** What the journal opens with, where it can be read: what is wrong with it the audit says. */
async function recipeIn(store: Store): Promise<Recipe | undefined> {
  try {
    return (await openingOf(store))?.recipe
  } catch (error) {
    if (error instanceof RunFailure) return undefined
    throw error
  }
}

function linesOf(home: RunHome, report: Audited): string[] {
  const { events = 0, outcomes = 0, sealed = 0, problems = 0, pairs = 0, faults } = report
  const { bundles = 0, checkpoints = 0, wrongMajority = 0, notes = [], head, curriculum } = report
  return [
    style("bold", home.id),
    `journal      ${counted(events, "event")} in one chain, ${counted(outcomes, "outcome")}`,
    `keys         ${counted(problems, "posed problem")} and ${count(sealed)} sealed: derived again, proved by a second method`,
    `pairs        ${counted(pairs, "kept pair")}: judged again`,
    `files        ${counted(bundles, "bundle")}, ${counted(checkpoints, "checkpoint")}: hashed again`,
    ...(wrongMajority === 0
      ? []
      : [
          `labels       ${counted(wrongMajority, "majority label")} of ${count(pairs)} wrong, as this arm allows`,
        ]),
    ...(head === undefined ? [] : [`head         ${head}`, `curriculum   ${curriculum}`]),
    ...notes.map((text) => `note         ${clean(text)}`),
    "",
    ...faultLines(faults, `restore a copy of ${home.folder}, or do not train on it`),
  ]
}
