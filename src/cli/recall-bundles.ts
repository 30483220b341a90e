import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { z } from "zod"
import { AttemptId, CallId, Hash, hashOf, PairId, ProblemId } from "../record/id.ts"
import type { Outcome } from "../record/verdict.ts"
import { type Standing, withdrawalOf } from "../rule/recall.ts"
import { PROVENANCE } from "../training/export/assemble.ts"
import { MANIFEST } from "../training/export/manifest.ts"

/** What a recall found wrong, as rows of bundles name it. */
export interface Bad {
  readonly standing: Standing
  /** What attempts are judged as now, where that is not what they were judged as. */
  readonly verdicts: ReadonlyMap<AttemptId, Outcome>
  /** Groups of attempts of which one is judged otherwise: `<call> <problem>`. Their weights go. */
  readonly groups: ReadonlySet<string>
}

/** A bundle with its bad rows: of a training job of a run, or exported for another trainer. */
export interface BadBundle {
  readonly bundle: Hash
  readonly folder: string
  readonly kind: "training" | "export"
  readonly rows: number
  /** Rows of which nobody can say anything: their provenance is damaged. */
  readonly unread: number
  /** Rows whose label or key is withdrawn. */
  readonly withdrawn: number
  /** Rows of which an attempt is judged otherwise now. */
  readonly rejudged: number
  /** Rows that are bad for either reason, by the file that they stand in. */
  readonly files: Readonly<Record<string, number>>
}

const Row = z.object({
  file: z.string().optional(),
  row: z.int().min(0).optional(),
  pair: PairId.optional(),
  problem: ProblemId.optional(),
  call: CallId.optional(),
  attempts: z
    .array(z.object({ id: AttemptId, outcome: z.enum(["correct", "incorrect", "undecided"]) }))
    .optional(),
  proposals: z.array(z.object({ problem: ProblemId.optional() })).optional(),
})
export type ProvenanceRow = z.infer<typeof Row>

const TRAINING_FILE = "data/train.jsonl" // the only file of a training job's own bundle

/** The bad rows of the bundle in a folder; undefined where its provenance is missing. */
export function badRowsIn(folder: string, bad: Bad): BadBundle | undefined {
  if (!existsSync(join(folder, PROVENANCE))) return undefined
  const rows = provenanceIn(folder)
  const files: Record<string, number> = {}
  let withdrawn = 0
  let rejudged = 0
  let unread = 0
  for (const row of rows) {
    if (row.pair === undefined && row.problem === undefined && row.proposals === undefined) unread++
    const isWithdrawn = isRowWithdrawn(row, bad.standing)
    const isRejudged = isRowRejudged(row, bad)
    if (isWithdrawn) withdrawn++
    if (isRejudged) rejudged++
    const file = row.file ?? TRAINING_FILE
    if (isWithdrawn || isRejudged) files[file] = (files[file] ?? 0) + 1
  }
  const bundle = hashNaming(folder)
  const kind = rows.some(({ file }) => file !== undefined) ? "export" : "training"
  return { bundle, folder, kind, rows: rows.length, unread, withdrawn, rejudged, files }
}

/** Where a bundle's rows come from, in order. A line that is not readable says nothing of any. */
export function provenanceIn(folder: string): ProvenanceRow[] {
  const lines = readFileSync(join(folder, PROVENANCE), "utf8").split("\n").slice(0, -1)
  return lines.map((line) => Row.safeParse(parseJson(line)).data ?? {})
}

export function badRowCount({ files }: BadBundle): number {
  return Object.values(files).reduce((sum, rows) => sum + rows, 0)
}

function isRowWithdrawn(
  { pair, problem, proposals = [] }: ProvenanceRow,
  standing: Standing,
): boolean {
  if (withdrawalOf(standing, pair, problem) !== undefined) return true
  return proposals.some((one) => withdrawalOf(standing, undefined, one.problem) !== undefined)
}

function isRowRejudged(
  { call, problem, attempts = [] }: ProvenanceRow,
  { verdicts, groups }: Bad,
): boolean {
  if (call !== undefined && problem !== undefined) return groups.has(`${call} ${problem}`)
  return attempts.some(({ id, outcome }) => (verdicts.get(id) ?? outcome) !== outcome)
}

const DEPTH_MAX = 4 // folders below the one that was named
const FOLDERS_MAX = 20_000 // looked into; a whole disk is not searched by mistake

/**
 * The bundles that were exported into these folders, or below them, whatever they are called now.
 * What lies in runs belongs to them and is not looked for.
 */
export function exportedUnder(folders: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const seen = new Map<string, number>() // with how far below it was looked
  let left = FOLDERS_MAX
  const look = (folder: string, depth: number) => {
    if ((seen.get(folder) ?? -1) >= depth || left === 0) return
    seen.set(folder, depth)
    left--
    if (isBundleFolder(folder)) found.add(folder)
    else if (depth > 0 && !existsSync(join(folder, "journal.sqlite"))) {
      for (const below of foldersIn(folder)) look(below, depth - 1)
    }
  }
  for (const folder of folders) look(resolve(folder), DEPTH_MAX)
  return [...found].sort()
}

/** By its name and what is left in it, or by what its manifest says it is. */
function isBundleFolder(folder: string): boolean {
  const has = (name: string) => existsSync(join(folder, name))
  if (Hash.safeParse(basename(folder)).success) return has(MANIFEST) || has(PROVENANCE)
  return has(MANIFEST) && /"schema":"agon\.bundle\//.test(manifestIn(folder))
}

/** The name of a bundle, of which its folder may have lost its own. */
export function hashNaming(folder: string): Hash {
  const named = Hash.safeParse(basename(folder))
  return named.success ? named.data : hashOf(manifestIn(folder))
}

function manifestIn(folder: string): string {
  try {
    return readFileSync(join(folder, MANIFEST), "utf8")
  } catch {
    return "" // no file, or not ours to read
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .map(({ name }) => join(folder, name))
  } catch {
    return [] // not ours to read, so no bundle of ours
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
