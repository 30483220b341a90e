import { existsSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { type Standing, standingOf, withdrawalOf } from "../rule/recall.ts"
import { TOMBSTONES_FILE, tombstonesIn } from "../store/tombstones.ts"
import { PROVENANCE } from "../training/export/assemble.ts"
import type { Finding as Fault } from "./audit-bundle-rows.ts"
import { UsageError } from "./exit.ts"
import { type ProvenanceRow, provenanceIn } from "./recall-bundles.ts"

/** The tombstones that an audit was given: a file of them, or a run's folder that holds one. */
export function standingFrom(paths: readonly string[]): Standing {
  const findings = paths.flatMap((typed) => {
    const path = resolve(typed)
    const isFolder = existsSync(path) && statSync(path).isDirectory()
    const file = isFolder ? join(path, TOMBSTONES_FILE) : path
    if (existsSync(file)) return tombstonesIn(file).map(({ finding }) => finding)
    throw new UsageError(
      `there are no tombstones at ${typed}`,
      `\`agon recall\` writes ${TOMBSTONES_FILE} into a run's folder`,
    )
  })
  return standingOf(findings)
}

/** The rows of an exported bundle that tombstones withdraw, each with its reason. */
export function withdrawnRows(folder: string, standing: Standing): Fault[] {
  if (!existsSync(join(resolve(folder), PROVENANCE))) return [] // which the audit itself names
  return provenanceIn(resolve(folder)).flatMap((row, at) => {
    const { problem, pair, proposals = [] } = row
    const problems = [problem, ...proposals.map((one) => one.problem)]
    const [finding] = problems.flatMap((one) => withdrawalOf(standing, pair, one) ?? [])
    if (finding === undefined) return []
    const { was, now, reason } = finding
    const judges = `${was.verifier.version} said ${was.says}, ${now.verifier.version} says ${now.says}`
    const what = finding.of === "key" ? `the key of ${finding.problem}` : finding.pair
    return [{ where: placeOf(row, at), fault: `${what} was withdrawn: ${reason}; ${judges}` }]
  })
}

function placeOf({ file, row }: ProvenanceRow, at: number): string {
  return file === undefined ? `${PROVENANCE}:${at + 1}` : `${file}:${(row ?? at) + 1}`
}
