import { canonicalJson } from "../record/canonical.ts"
import type { ProblemId } from "../record/id.ts"
import type { Finding } from "../record/tombstone.ts"
import { METHODS, openFirewall } from "../rule/contamination.ts"
import { RunFailure } from "../run/failure.ts"
import { type History, readHistory } from "../run/history.ts"
import type { Store } from "../store.ts"
import { assemble, type BundleFile } from "../training/export/assemble.ts"
import { cardFor } from "../training/export/card.ts"
import type { Evidence } from "../training/export/example.ts"
import { decontaminationOf, printNamesIn, sift } from "../training/export/guard.ts"
import { type Side, sidesOf } from "../training/export/lineage.ts"
import type { Manifest } from "../training/export/manifest.ts"
import { storeBundle } from "../training/export/store.ts"
import type { Target } from "../training/export/target.ts"
import { manifestOf } from "./export-bundle-about.ts"
import { gatherLessons } from "./export-bundle-gather.ts"
import { foreignList, printed, sealedLists } from "./export-bundle-lists.ts"
import { gatherOffers } from "./export-bundle-proposer.ts"
import type { RecalledRun } from "./recall-left-out.ts"

export const DECONTAMINATION = "decontamination.json"
export const CARD = "README.md"

export interface BundleOrder {
  readonly role: "solver" | "proposer"
  readonly targets: readonly Target[]
  readonly out: string
  readonly validationPermille: number
  /** Files with what must not be trained on, beside the run's own sealed sets. */
  readonly against: readonly string[]
  readonly dropContaminated: boolean
  /** What a recall has withdrawn of the run; absent where there was none. */
  readonly recalled?: RecalledRun | undefined
}

export interface Exported {
  readonly hash: string
  readonly folder: string
  readonly isNew: boolean
  readonly manifest: Manifest
}

/** `agon export --target`: an immutable folder for trainers, named by the hash of its manifest. */
export async function exportBundle(store: Store, order: BundleOrder): Promise<Exported> {
  const history = await historyOf(store)
  const posed = history.rounds.flatMap(({ posed: { problems } }) => problems)
  const sides = sidesOf(posed, order.validationPermille)
  const { apart, withdrawn, ...all } = await gather(store, history, sides, order)
  const guarded = await guard(all, history, order)
  const { evidence, decontamination } = guarded
  const files: BundleFile[] = [
    ...assemble(evidence, order.targets),
    { path: DECONTAMINATION, content: `${canonicalJson(decontamination)}\n` },
  ]
  const { checked, dropped, lists } = decontamination
  refuseEmpty(order, files, dropped.length)
  const contamination = { checked, dropped: dropped.length, lists: lists.length }
  const about = { ...order, history, evidence, files, apart, contamination, withdrawn }
  const card = { path: CARD, content: cardFor(manifestOf(about)) }
  const whole = [...files, card]
  const manifest = manifestOf({ ...about, files: whole })
  return { ...storeBundle(order.out, manifest, whole), manifest }
}

async function gather(
  store: Store,
  history: History,
  sides: ReadonlyMap<ProblemId, Side>,
  { role, validationPermille, recalled }: BundleOrder,
): Promise<Evidence & { readonly apart: number; readonly withdrawn: readonly Finding[] }> {
  if (role === "solver") {
    const gathered = await gatherLessons(store, history, sides, history.rounds, recalled)
    return { ...gathered, offers: [] }
  }
  const proposed = await gatherOffers(store, history, sides, validationPermille, recalled)
  return { lessons: [], attempts: [], ...proposed }
}

const ROWS_NAMED_MAX = 10 // of those that are refused; the rest is a number

/** What may be trained on. A hit fails the export, unless what was hit is to be dropped. */
export async function guard(all: Evidence, history: History, order: BundleOrder) {
  const { against } = order
  const known = against.length === 0 ? new Set<string>() : printNamesIn(all, printed)
  const lists = sealedLists(history)
  for (const path of against) lists.push(await foreignList(path, known))
  const { clean, checked, found } = sift(all, openFirewall(lists, printed))
  if (found.length > 0 && !order.dropContaminated) {
    const sealed = new Set(sealedLists(history).map(({ name }) => name))
    const named = found.slice(0, ROWS_NAMED_MAX).map(({ row, list, item, method }) => {
      const place = sealed.has(list) ? "problem" : "line"
      return `${row}: ${place} ${item + 1} of ${list}, ${METHODS[method]}`
    })
    const more = found.length - named.length
    throw new RunFailure(
      "sealed",
      "contaminated",
      [
        `${found.length} rows are in what must not be trained on:`,
        ...named,
        ...(more > 0 ? [`and ${more} more`] : []),
      ].join("\n"),
      "--drop-contaminated writes the bundle without them and says so in it",
    )
  }
  return { evidence: clean, decontamination: decontaminationOf(lists, checked, found) }
}

async function historyOf(store: Store): Promise<History> {
  const history = await readHistory(store)
  if (history !== undefined) return history
  throw new RunFailure(
    "store",
    "empty",
    "the run has written nothing yet",
    "`agon resume` plays it",
  )
}

function refuseEmpty(
  { targets, role }: BundleOrder,
  files: readonly BundleFile[],
  dropped: number,
): void {
  for (const { name, kind } of targets) {
    const own = files.filter(({ target, rows }) => target === name && rows)
    if (own.some(({ split }) => split === "train")) continue
    if (dropped > 0) throw allDropped(name, dropped)
    if (own.length > 0) throw allAside(name)
    throw new RunFailure(
      "run",
      "no-rows",
      `this run has nothing to make a row of ${name} from`,
      role === "proposer" ? PROPOSER_NEEDS[kind] : NEEDS[kind],
    )
  }
}

function allDropped(name: string, dropped: number): RunFailure {
  return new RunFailure(
    "sealed",
    "no-rows",
    `${dropped} rows are in what must not be trained on, and no row of ${name} is left`,
    "without --drop-contaminated the export names them",
  )
}

function allAside(name: string): RunFailure {
  return new RunFailure(
    "run",
    "no-rows",
    `every row of ${name} is of a family that is kept aside, and none is left to train on`,
    "--validation 0 keeps no family aside; more rounds give more families",
  )
}

const NEEDS: Readonly<Record<Target["kind"], string>> = {
  demonstration: "it needs kept pairs",
  task: "it needs kept pairs",
  preference: "it needs problems with a verified and a refuted attempt, or a proposer's calls",
  label: "it needs attempts of which something was decided, or a proposer's calls",
}

const CALLS =
  "it needs calls of a proposer that is a model, of several proposals that earned unlike"
const PROPOSER_NEEDS: typeof NEEDS = {
  demonstration: CALLS,
  preference: CALLS,
  label: CALLS,
  task: "what a proposal earns is up to the solver, so there is no key to give: take demonstrations, preferences or labels, as of trl-sft, trl-dpo and trl-kto",
}
