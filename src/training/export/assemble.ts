import type { Json } from "../../record/canonical.ts"
import { hashOf } from "../../record/id.ts"
import type { Pair } from "../../record/pair.ts"
import { wilson } from "../../rule/statistics.ts"
import type { Evidence, Example, Offered, Origin, Said } from "./example.ts"
import { Split } from "./example.ts"
import { examplesOf } from "./examples.ts"
import { jsonLine, jsonLines } from "./jsonl.ts"
import type { Listed } from "./manifest.ts"
import { systemOf } from "./messages.ts"
import { parquetOf } from "./parquet.ts"
import { dataFile, type Target } from "./target.ts"

/** A file of a bundle before it lies anywhere. */
export interface BundleFile extends Omit<Listed, "bytes" | "sha256"> {
  readonly content: string | Uint8Array
  /** Of a data file: its rows as JSON, in whatever form it holds them. */
  readonly lines?: readonly string[]
}

export const EVIDENCE_FILES = {
  lessons: "evidence/lessons.jsonl",
  attempts: "evidence/attempts.jsonl",
  offers: "evidence/offers.jsonl",
} as const satisfies Record<keyof Evidence, string>
export const PROVENANCE = "provenance.jsonl"

/**
 * Every row of every target with the trainers' own configurations, the evidence, and the way from
 * each row to it. A pure function: an audit makes it all again and compares.
 */
export function assemble(evidence: Evidence, targets: readonly Target[]): BundleFile[] {
  const made = targets.map((target) => rowsFor(target, evidence))
  const data = made.flatMap(({ files }) => files)
  const provenance = made.flatMap(({ origins }) => origins)
  return [
    ...data,
    ...Object.entries(EVIDENCE_FILES).map(([kind, path]) => {
      const lines = evidence[kind as keyof Evidence]
      return { path, rows: lines.length, content: jsonLines(lines), lines: lines.map(jsonLine) }
    }),
    { path: PROVENANCE, rows: provenance.length, content: jsonLines(provenance) },
  ]
}

function rowsFor(target: Target, evidence: Evidence) {
  const examples = examplesOf(target.kind, evidence)
  const lessons = new Map(evidence.lessons.map((one) => [one.pair.id as string, one]))
  const judges = new Map(
    evidence.lessons.map(({ problem }) => [problem.id as string, problem.verifier]),
  )
  const files: BundleFile[] = []
  const origins: object[] = []
  for (const split of Split.options) {
    const own = examples.filter((example) => example.split === split)
    if (own.length === 0) continue
    const path = dataFile(target, split)
    const rows = own.map((example, index) => rowOf(target, example, index))
    const lines = rows.map(jsonLine)
    const content = target.columns ? parquetOf(target.columns, rows) : jsonLines(rows)
    files.push({ path, target: target.name, split, rows: rows.length, content, lines })
    own.forEach(({ origin }, row) => {
      const verifier = origin.problem && judges.get(origin.problem)
      const { pair, recorded } = (origin.pair && lessons.get(origin.pair)) || {}
      origins.push({
        file: path,
        row,
        sha256: hashOf(lines[row]!),
        ...wayBack(origin),
        ...(verifier && { verifier }),
        ...(pair && {
          label: labelOf(pair),
          solveRate: { ...pair.solveRate, ...wilson(pair.solveRate) },
        }),
        ...(recorded && { recorded }),
      })
    })
  }
  return { files: [...files, ...companionsFor(target, files, evidence)], origins }
}

/** A row in its trainer's shape. A row that is not in it is a bug in the target. */
function rowOf(target: Target, example: Example, index: number): Json {
  const row = target.row(example as never, index)
  const parsed = target.schema.safeParse(row)
  if (!parsed.success) throw new Error(`${target.name} wrote a row that is not its own shape`)
  return row
}

function labelOf({ label, verdict, round }: Pair) {
  const { outcome, method } = verdict
  const proof = "proof" in verdict ? verdict.proof : undefined
  return { whose: label, round, outcome, method, ...(proof && { proof }) }
}

function wayBack({ problem, pair, attempts, offers }: Origin) {
  return {
    ...(problem && { problem }),
    ...(pair && { pair }),
    ...(attempts && { attempts: attempts.map(saidBy) }),
    ...(offers && { proposals: offers.map(offeredBy) }),
  }
}

function saidBy({ id, call, seat, verdict, microdollars }: Said) {
  const { outcome, method } = verdict
  return { id, call, seat, outcome, method, ...(microdollars !== undefined && { microdollars }) }
}

function offeredBy({ call, seat, reward, problem, refused }: Offered) {
  return {
    call,
    seat,
    reward,
    ...(problem && { problem: problem.id }),
    ...(refused && { refused }),
  }
}

function companionsFor(
  target: Target,
  files: readonly BundleFile[],
  { lessons, offers }: Evidence,
): BundleFile[] {
  if (target.companions === undefined || files.length === 0) return []
  const first = lessons[0] ?? offers[0]
  const written = target.companions({
    target: target.name,
    splits: files.map(({ split, path, rows }) => ({
      split: split!,
      file: path.slice(path.lastIndexOf("/") + 1),
      rows: rows!,
    })),
    skills: [...new Set(lessons.map(({ problem }) => problem.skill))].sort(),
    systemPrompt: first && systemOf(first.prompt),
  })
  return Object.entries(written).map(([path, content]) => ({
    path: `data/${target.name}/${path}`,
    target: target.name,
    content,
  }))
}
