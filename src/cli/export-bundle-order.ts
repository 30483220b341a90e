import type { Target } from "../training/export/target.ts"
import { TARGETS } from "../training/export/targets.ts"
import { wholeNumber } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT, UsageError } from "./exit.ts"
import { type BundleOrder, type Exported, exportBundle } from "./export-bundle.ts"
import { feed } from "./export-bundle-feed.ts"
import { didYouMean } from "./nearest.ts"
import { holdRecorded } from "./plugins.ts"
import { recalledIn } from "./recall-left-out.ts"
import type { RunHome } from "./runs.ts"
import { nearPath, note, print, printJson } from "./terminal.ts"

export interface BundleWords {
  readonly target: string
  readonly role?: "solver" | "proposer" | undefined
  readonly out?: string | undefined
  readonly validation?: string | undefined
  readonly against?: readonly string[] | undefined
  readonly "drop-contaminated"?: boolean | undefined
  readonly since?: string | undefined
  readonly json?: boolean | undefined
}

const VALIDATION_PERMILLE = 100 // one family in ten tells whether training helps on its relatives

/** Understands `agon export --target …`, writes the bundle and says where it is. */
export async function deliverBundle(home: RunHome, words: BundleWords): Promise<number> {
  const { out, role = "solver", json } = words
  if (out === undefined) {
    throw new UsageError("--out is missing", "a bundle is a folder: --out names where it goes")
  }
  const bounds = { min: 0, max: 900 }
  const order: BundleOrder = {
    role,
    out,
    targets: targetsFrom(words.target),
    validationPermille: wholeNumber("validation", words.validation, bounds) ?? VALIDATION_PERMILLE,
    against: words.against ?? [],
    dropContaminated: words["drop-contaminated"] ?? false,
    recalled: recalledIn(home.folder),
  }
  if (words.since !== undefined) return deliverFeed(home, order, words.since, json ?? false)
  const exported = await withStore(home, "read", async (store) => {
    await holdRecorded(home, store)
    return exportBundle(store, order)
  })
  if (json) printJson({ run: home.id, ...summaryOf(exported) })
  else print(exported.folder)
  note(exported.isNew ? "written" : "it was there already, with the same content")
  const { withdrawn } = exported.manifest
  const missing = (withdrawn?.pairs ?? 0) + (withdrawn?.proposals ?? 0)
  if (missing > 0) note(`${missing} were left out that \`agon recall\` has withdrawn`)
  return EXIT.done
}

async function deliverFeed(
  home: RunHome,
  order: BundleOrder,
  since: string,
  json: boolean,
): Promise<number> {
  const [target, ...more] = order.targets
  if (more.length > 0) throw new UsageError("a feed is one file of one target", "run it for each")
  if (target?.columns !== undefined) {
    throw new UsageError(
      `${target.name} is Parquet, to which nothing can be appended`,
      "a feed is of JSON lines: `--target jsonl`; or export the whole bundle again",
    )
  }
  if (order.role === "proposer") throw new UsageError("a feed is of the solver's rows")
  const fed = await withStore(home, "read", async (store) => {
    await holdRecorded(home, store)
    return feed(store, { ...order, target: target!, since })
  })
  if (json) printJson({ run: home.id, ...fed })
  else print(fed.cursor)
  note(`${fed.added} rows appended to ${nearPath(fed.feed)}, ${fed.rows} in all`)
  return EXIT.done
}

const OWN = ["validation", "against", "drop-contaminated", "since"] as const

/** Words that only a bundle knows. */
export function refuseBundleOptions(words: Pick<BundleWords, (typeof OWN)[number]>): void {
  const given = OWN.find((name) => words[name] !== undefined)
  if (given === undefined) return
  throw new UsageError(`--${given} is for --target`, "without it all pairs are written in one file")
}

function targetsFrom(typed: string): Target[] {
  const names = [...new Set(typed.split(",").filter((name) => name !== ""))]
  if (names.length === 0) throw new UsageError("--target names nothing", "`agon export --help`")
  return names.map((name) => {
    const target = TARGETS.find((known) => known.name === name)
    if (target !== undefined) return target
    const known = TARGETS.map((one) => one.name)
    throw new UsageError(
      `there is no target ${name}.${didYouMean(name, known)}`,
      `known: ${known.join(", ")}`,
    )
  })
}

function summaryOf({ hash, folder, isNew, manifest }: Exported): object {
  const { targets, splits, labels, contamination, withdrawn, files } = manifest
  const rows = files.flatMap(({ path, split, rows: count }) => (split ? [[path, count]] : []))
  return {
    bundle: hash,
    folder,
    isNew,
    targets,
    rows: Object.fromEntries(rows),
    splits,
    labels,
    contamination,
    withdrawn,
  }
}
