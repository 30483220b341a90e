import { join } from "node:path"
import { SuiteName } from "../record/event.ts"
import type { AttemptId, Hash } from "../record/id.ts"
import type { Outcome } from "../record/verdict.ts"
import { standingOf, type Tainted, taintedBy } from "../rule/recall.ts"
import {
  type Bad,
  type BadBundle,
  badRowCount,
  badRowsIn,
  exportedUnder,
  hashNaming,
} from "./recall-bundles.ts"
import type { Lineage, RunRecall } from "./recall-run.ts"

/** Everything that consumed what a recall found wrong. */
export interface Reach {
  /** A run's own training bundles with a bad row, by the run that has them. */
  readonly training: readonly (BadBundle & { readonly run: string })[]
  readonly exports: readonly BadBundle[]
  readonly exportsSeen: number
  /** Exports whose provenance is missing or damaged: nobody can say what all their rows are. */
  readonly exportsUnread: readonly { readonly bundle: Hash; readonly folder: string }[]
  readonly checkpoints: readonly Tainted[]
  readonly promotions: readonly Promotion[]
  /** Champions of now that a bad row has reached. */
  readonly playing: readonly { readonly run: string; readonly checkpoint: Hash }[]
  /** Sealed sets of which a key is withdrawn or an answer judged otherwise. */
  readonly measured: readonly Measured[]
  /** Bundles that jobs read and that are not kept here: nobody can say what is in them. */
  readonly unknown: readonly { readonly run: string; readonly bundle: Hash }[]
}

interface Promotion {
  readonly run: string
  readonly round: number
  readonly challenger: Hash
}

interface Measured {
  readonly run: string
  readonly suite: string
  readonly keys: number
  /** Answers that are judged otherwise now, over all checkpoints that sat it. */
  readonly answers: number
  /** Promotions that were decided by such an answer, one way or the other. */
  readonly decisions: number
}

export function badOf(recalls: readonly RunRecall[]): Bad {
  const standing = standingOf(recalls.flatMap(({ recalled }) => recalled.withdrawn))
  const changed = recalls.flatMap(({ recalled }) => recalled.changed)
  const verdicts = new Map<AttemptId, Outcome>(changed.map(({ attempt, now }) => [attempt, now]))
  const groups = new Set(changed.map(({ call, problem }) => `${call} ${problem}`))
  return { standing, verdicts, groups }
}

/** Follows bad rows through every run at hand and every bundle in these folders. */
export function reachOf(
  recalls: readonly RunRecall[],
  lineages: readonly Lineage[],
  folders: readonly string[],
): Reach {
  const bad = badOf(recalls)
  const jobs = lineages.flatMap(({ trained }) => trained)
  const training: (BadBundle & { run: string })[] = []
  const unknown: { run: string; bundle: Hash }[] = []
  for (const { home, trained } of lineages) {
    for (const bundle of new Set(trained.map((one) => one.bundle))) {
      const found = badRowsIn(join(home.bundles, bundle), bad)
      if (found === undefined) unknown.push({ run: home.id, bundle })
      else if (badRowCount(found) > 0) training.push({ ...found, run: home.id })
    }
  }
  const rows = new Map(training.map((one) => [one.bundle, badRowCount(one)]))
  const checkpoints = taintedBy(jobs, rows)
  const exported = exportedUnder(folders)
  const read = exported.map((folder) => ({ folder, found: badRowsIn(folder, bad) }))
  const reached = new Set(checkpoints.map(({ checkpoint }) => checkpoint))
  return {
    training,
    exports: read.flatMap(({ found }) => found ?? []).filter((one) => badRowCount(one) > 0),
    exportsSeen: exported.length,
    exportsUnread: read
      .filter(({ found }) => found === undefined || found.unread > 0)
      .map(({ folder }) => ({ bundle: hashNaming(folder), folder })),
    checkpoints,
    promotions: lineages.flatMap(({ home, decided }) =>
      decided
        .filter(({ isPromoted, challenger }) => isPromoted && reached.has(challenger))
        .map(({ round, challenger }) => ({ run: home.id, round, challenger })),
    ),
    playing: lineages.flatMap(({ home, champion }) =>
      champion !== undefined && reached.has(champion)
        ? [{ run: home.id, checkpoint: champion }]
        : [],
    ),
    measured: measuredBy(recalls, lineages),
    unknown,
  }
}

function measuredBy(recalls: readonly RunRecall[], lineages: readonly Lineage[]): Measured[] {
  return recalls.flatMap(({ home, recalled: { withdrawn, results } }) => {
    const { decided = [] } = lineages.find((one) => one.home.id === home.id) ?? {}
    return SuiteName.options.flatMap((suite): Measured[] => {
      const keys = withdrawn.filter((one) => one.of === "key" && one.suite === suite).length
      const own = results.filter((one) => one.suite === suite)
      const answers = own.reduce((sum, one) => sum + one.answers, 0)
      if (keys + answers === 0) return []
      const moved = new Set(own.map(({ checkpoint }) => checkpoint))
      const isMoved = (one: (typeof decided)[number]) =>
        moved.has(one.challenger) || moved.has(one.against)
      const decisions = suite === "development" ? decided.filter(isMoved).length : 0
      return [{ run: home.id, suite, keys, answers, decisions }]
    })
  })
}
