import { existsSync } from "node:fs"
import { dirname } from "node:path"
import type { PluginRef } from "../record/recipe.ts"
import { VERSION } from "../rule/recall.ts"
import { RunFailure } from "../run/failure.ts"
import { appendTombstones } from "../store/tombstones.ts"
import { counted } from "../view/format.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { openPlugins, PLUGIN_OPTION, verifiersOf } from "./plugins.ts"
import { numbersOf, reachLines, runLines } from "./recall-lines.ts"
import { reachOf } from "./recall-reach.ts"
import { type Lineage, type RecallFilter, type RunRecall, readRun } from "./recall-run.ts"
import { findRun, type RunHome, runHomes, runsFolder } from "./runs.ts"
import { clean, note, print, printJson, style } from "./terminal.ts"

const RUNS_NAMED_MAX = 1_000

/** `agon recall`: what did a verifier that was wrong let through, and who consumed it? */
export const recall = defineCommand({
  usage: "agon recall [run …] [--verifier name] [--skill name] [--before version] [--dry-run]",
  about: [
    "Judges the stored evidence of runs again with the verifiers at hand: the key of every problem,",
    "every attempt on it, the label of every pair. What does not stand any more is withdrawn by a",
    "tombstone beside the journal, which itself is never edited. Then every bundle that holds a bad",
    "row is named, every checkpoint that consumed one or was trained on from one that had, and every",
    "promotion that rests on those. Without a run, all runs are judged. No model is asked, and a",
    "second recall writes nothing twice. The exit code is 3 where something bad was found.",
  ],
  options: {
    verifier: { type: "string", value: "name", about: "only what this verifier judged" },
    skill: { type: "string", value: "name", about: "only problems of this skill" },
    before: { type: "string", value: "version", about: "only runs that an earlier one judged" },
    bundles: {
      type: "string",
      multiple: true,
      value: "folder",
      about: "where exports lie (default: here, and beside the runs)",
    },
    plugin: { ...PLUGIN_OPTION, about: "a mended plug-in, in place of a run's own of its name" },
    "dry-run": { type: "boolean", about: "write no tombstone" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon recall --dry-run", "does all that is kept here still stand?"],
    ["agon recall --verifier algebra --before 1.2.0", "a fault was fixed in algebra 1.2.0"],
    ["agon recall default-k3m9x2ab --bundles exports", "one run, and the exports in a folder"],
  ],
  words: { min: 0, max: RUNS_NAMED_MAX },
  async run(values, names) {
    const folder = runsFolder(values.runs)
    const filter = filterFrom(values, await openPlugins(values.plugin ?? []))
    const folders = values.bundles ?? [process.cwd(), dirname(folder)]
    for (const one of values.bundles ?? []) refuseMissing(one)
    const { recalls, lineages, passedOver } = await readAll(folder, names, filter)
    const reach = reachOf(recalls, lineages, folders)
    const isDryRun = values["dry-run"] ?? false
    if (!isDryRun) for (const one of recalls) appendTombstones(one.home.folder, one.fresh)
    const isBad = recalls.some(
      ({ recalled: { withdrawn, changed, results } }) =>
        withdrawn.length + changed.length + results.length > 0,
    )
    if (values.json) {
      const runs = recalls.map((one) => {
        return { ...numbersOf(one), findings: one.recalled.withdrawn, new: one.fresh }
      })
      printJson({ dryRun: isDryRun, bad: isBad, runs, ...reach, passedOver })
    } else {
      for (const one of recalls) for (const line of runLines(one, isDryRun)) print(line)
      for (const line of reachLines(reach)) print(line)
      for (const line of endingLines(recalls, isBad)) print(line)
    }
    return isBad ? EXIT.halted : EXIT.done
  },
})

interface All {
  readonly recalls: readonly RunRecall[]
  /** Of every run in the folder: a fork may train on what another run made. */
  readonly lineages: readonly Lineage[]
  readonly passedOver: readonly string[]
}

async function readAll(
  folder: string,
  names: readonly string[],
  filter: RecallFilter,
): Promise<All> {
  const named = names.map((name) => findRun(folder, name))
  const wanted = new Set(named.map((home) => home.folder))
  const others = runHomes(folder).filter((home) => !wanted.has(home.folder))
  const recalls: RunRecall[] = []
  const lineages: Lineage[] = []
  const passedOver: string[] = []
  for (const home of [...named, ...others]) {
    const isNamed = wanted.has(home.folder)
    const reading = await readOr(home, filter, isNamed || names.length === 0, isNamed)
    if (reading === undefined) {
      passedOver.push(home.id)
      continue
    }
    lineages.push(reading.lineage)
    if (reading.recall !== undefined) recalls.push(reading.recall)
    else if (isNamed) passedOver.push(home.id)
  }
  return { recalls, lineages, passedOver }
}

/** A run that cannot be read stops a recall only where it was asked for by name. */
async function readOr(home: RunHome, filter: RecallFilter, isWanted: boolean, isNamed: boolean) {
  if (!existsSync(home.journal)) return undefined
  try {
    return await readRun(home, filter, isWanted)
  } catch (error) {
    if (isNamed || !(error instanceof RunFailure)) throw error
    note(`run ${home.id} is passed over: ${clean(error.message)}`)
    return undefined
  }
}

function filterFrom(
  values: { readonly verifier?: string; readonly skill?: string; readonly before?: string },
  plugins: PluginRef[],
): RecallFilter {
  const { verifier, skill, before } = values
  const atHand = verifiersOf({ plugins })
  const verifiers = atHand.map(({ name }) => name)
  if (verifier !== undefined && !verifiers.includes(verifier)) {
    throw new UsageError(
      `there is no verifier ${verifier}.${didYouMean(verifier, verifiers)}`,
      `at hand: ${verifiers.join(", ")}`,
    )
  }
  const skills = atHand.flatMap((one) =>
    verifier === undefined || one.name === verifier ? one.skills.map(({ name }) => name) : [],
  )
  if (skill !== undefined && !skills.includes(skill)) {
    const whose = verifier === undefined ? "no verifier has" : `${verifier} has no`
    throw new UsageError(
      `${whose} ${verifier === undefined ? "a " : ""}skill ${skill}.${didYouMean(skill, skills)}`,
      "`agon verifier list` shows them",
    )
  }
  if (before !== undefined && !VERSION.test(before)) {
    throw new UsageError(`--before takes a version, as in 1.2.0, not ${before}`)
  }
  if (before !== undefined && verifier === undefined) {
    throw new UsageError("--before needs --verifier", "each verifier has versions of its own")
  }
  return { verifier, skill, before, plugins }
}

function refuseMissing(folder: string): void {
  if (!existsSync(folder))
    throw new UsageError(`there is no folder ${folder}`, "--bundles <folder>")
}

function endingLines(recalls: readonly RunRecall[], isBad: boolean): string[] {
  const judged = recalls.filter((one) => {
    const { problems, sealed } = numbersOf(one).judged
    return problems + sealed > 0
  })
  if (judged.length === 0 && !isBad) {
    return ["nothing was judged again: no problem is here that these words name"]
  }
  if (!isBad) return ["", style("green", `✓ ${counted(judged.length, "run")}: everything stands`)]
  return [
    "",
    "export again what is named above: withdrawn rows are left out from now on",
    "models trained outside Agon on those bundles are not known here",
  ]
}
