import type { EventOf } from "../record/event.ts"
import type { Hash, PairId, ProblemId } from "../record/id.ts"
import type { Finding } from "../record/tombstone.ts"

/** What is withdrawn as things stand: of each key and each label the last finding counts. */
export interface Standing {
  readonly keys: ReadonlyMap<ProblemId, Finding>
  readonly labels: ReadonlyMap<PairId, Finding>
}

export function standingOf(findings: readonly Finding[]): Standing {
  const keys = new Map<ProblemId, Finding>()
  const labels = new Map<PairId, Finding>()
  for (const finding of findings) {
    const isWithdrawn = finding.state === "withdrawn"
    if (finding.of === "key") {
      if (isWithdrawn) keys.set(finding.problem, finding)
      else keys.delete(finding.problem)
    } else if (isWithdrawn) labels.set(finding.pair, finding)
    else labels.delete(finding.pair)
  }
  return { keys, labels }
}

/** Why training data may not hold this pair, where it may not. */
export function withdrawalOf(
  standing: Standing,
  pair: PairId | undefined,
  problem: ProblemId | undefined,
): Finding | undefined {
  const label = pair === undefined ? undefined : standing.labels.get(pair)
  return label ?? (problem === undefined ? undefined : standing.keys.get(problem))
}

/** Findings that are not written yet: the same finding twice in a row says nothing new. */
export function newFindings(known: readonly Finding[], found: readonly Finding[]): Finding[] {
  const standing = standingOf(known)
  return found.filter((finding) => {
    const before =
      finding.of === "key" ? standing.keys.get(finding.problem) : standing.labels.get(finding.pair)
    return finding.state === "withdrawn" ? before === undefined : before !== undefined
  })
}

/** Whether a version comes before another. Versions are MAJOR.MINOR.PATCH. */
export function isOlder(version: string, than: string): boolean {
  const a = partsOf(version)
  const b = partsOf(than)
  const at = a.findIndex((part, place) => part !== b[place])
  return at !== -1 && a[at]! < b[at]!
}

export const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/

function partsOf(version: string): number[] {
  return version.split(/[.+-]/, 3).map((part) => Number.parseInt(part, 10) || 0)
}

/** A training job of some run, as its journal has it. */
export interface Trained extends Omit<EventOf<"round.trained">, "kind"> {
  readonly run: string
}

export interface Tainted {
  readonly checkpoint: Hash
  /** Its job, where one was journalled, with the withdrawn rows of the bundle that it read. */
  readonly job: Trained["job"]
  readonly run: string
  readonly round: number
  readonly bundle: Hash
  readonly badRows: number
  /** The nearest checkpoint before it that a bad row had reached; absent where none had. */
  readonly from?: Hash
}

/**
 * Every checkpoint that a bad row has reached: made from a bundle that holds one, or trained on
 * from a checkpoint that was. A run continues another's line, so this looks at all runs at once.
 */
export function taintedBy(
  jobs: readonly Trained[],
  badRows: ReadonlyMap<Hash, number>,
): readonly Tainted[] {
  const reached = new Set<Hash>()
  for (let before = -1; before < reached.size; ) {
    before = reached.size
    for (const { bundle, base, checkpoint } of jobs) {
      if ((badRows.get(bundle) ?? 0) > 0 || reached.has(base)) reached.add(checkpoint)
    }
  }
  return jobs.flatMap(({ run, round, job, bundle, base, checkpoint }) => {
    if (!reached.has(checkpoint)) return []
    const from = reached.has(base) ? { from: base } : {}
    return [{ checkpoint, job, run, round, bundle, badRows: badRows.get(bundle) ?? 0, ...from }]
  })
}
