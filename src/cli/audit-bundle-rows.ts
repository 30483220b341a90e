import type { z } from "zod"
import { finalAnswer } from "../../agents/solver/final-answer.ts"
import { answerFrom, mintAttempt } from "../record/attempt.ts"
import { sameJson } from "../record/canonical.ts"
import { hashOf, type ProblemId } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { openFirewall } from "../rule/contamination.ts"
import { pairFaults, problemFaults } from "../run/audit-problem.ts"
import { rateOf, verdictOn } from "../run/judge.ts"
import { verifierRef } from "../run/verifier-ref.ts"
import { assemble, type BundleFile, EVIDENCE_FILES } from "../training/export/assemble.ts"
import { type Evidence, Lesson, Offered, Said } from "../training/export/example.ts"
import { Decontamination, sealedAgain, sift } from "../training/export/guard.ts"
import { jsonLine } from "../training/export/jsonl.ts"
import { MANIFEST, type Manifest } from "../training/export/manifest.ts"
import { parquetRows } from "../training/export/parquet.ts"
import { TARGETS } from "../training/export/targets.ts"
import type { Verifier } from "../verifier.ts"
import { counted } from "../view/format.ts"
import { claimFaults, otherVersion } from "./audit-bundle-claims.ts"
import { splitFaults } from "./audit-bundle-splits.ts"
import { offerFaults, wordFaults } from "./audit-bundle-words.ts"
import { CARD, DECONTAMINATION } from "./export-bundle.ts"

export interface Finding {
  readonly where: string
  readonly fault: string
}

export interface Again {
  readonly problems: number
  readonly attempts: number
  readonly faults: readonly Finding[]
  readonly notes: readonly string[]
}

type Read = (path: string) => Uint8Array | undefined

/** Everything in a bundle that can be decided again: keys, verdicts, rows, splits, leaks. */
export async function rowsAgain(
  manifest: Manifest,
  read: Read,
  verifiers: readonly Verifier[],
): Promise<Again> {
  const { evidence, faults: unreadable } = evidenceFrom(read)
  const kept = Decontamination.safeParse(parseJson(textAt(DECONTAMINATION, read))).data
  const changed = judgeChanges(manifest, verifiers)
  const { lessons, attempts, offers } = evidence
  const offered = offers.flatMap(({ problem }) => problem ?? [])
  const problems = new Map([...lessons.map((one) => one.problem), ...offered].map((p) => [p.id, p]))
  const faults = [
    ...unreadable,
    ...[...problems.values()].flatMap((problem) => posedFaults(problem, verifiers, changed)),
    ...lessonFaults(evidence, manifest, verifiers, kept, changed),
    ...attempts.flatMap((said) => saidFaults(said, manifest, problems, verifiers, changed)),
    ...offerFaults(offers),
    ...splitFaults(evidence),
    ...(unreadable.length === 0 ? await madeFaults(manifest, evidence, kept, read) : []),
  ]
  const written = [...problems.values()].filter(isWritten).length
  const notes = [
    ...[...changed].map(([name, change]) => `verifier ${name}: ${change}`),
    ...(written === 0
      ? []
      : [
          `${written} statements are a model's own; who read them back stands in the run's journal`,
        ]),
    ...majorityNotes(lessons),
  ]
  return { problems: problems.size, attempts: attempts.length, faults, notes }
}

/** What the majority said is what the arm was to be trained on, right or wrong. */
function majorityNotes(lessons: readonly Lesson[]): string[] {
  const voted = lessons.filter(({ pair }) => pair.label === "majority")
  const wrong = voted.filter(({ pair }) => pair.verdict.outcome !== "correct").length
  if (voted.length === 0) return []
  return [
    `${wrong} of ${counted(voted.length, "majority label")} are not right, as this arm allows`,
  ]
}

function evidenceFrom(read: Read): { evidence: Evidence; faults: readonly Finding[] } {
  const faults: Finding[] = []
  const take = <Line>(path: string, schema: z.ZodType<Line>): Line[] => {
    const lines = textAt(path, read).split("\n").slice(0, -1)
    return lines.flatMap((line, at) => {
      const parsed = schema.safeParse(parseJson(line))
      if (parsed.success) return [parsed.data]
      faults.push({ where: `${path}:${at + 1}`, fault: "it is not readable" })
      return []
    })
  }
  const evidence = {
    lessons: take(EVIDENCE_FILES.lessons, Lesson),
    attempts: take(EVIDENCE_FILES.attempts, Said),
    offers: take(EVIDENCE_FILES.offers, Offered),
  }
  return { evidence, faults }
}

type Changes = ReadonlyMap<string, string>

/** Judges that are not those of the bundle: what a verdict that differs may come from. */
function judgeChanges(manifest: Manifest, verifiers: readonly Verifier[]): Changes {
  return new Map(
    manifest.verifiers.flatMap((then): [string, string][] => {
      const verifier = verifiers.find(({ name }) => name === then.name)
      if (verifier === undefined) return [[then.name, "there is none of this name now"]]
      const now = verifierRef(verifier)
      if (now.version !== then.version)
        return [[then.name, `${then.version} then, ${now.version} now`]]
      if (now.source === then.source) return []
      return [[then.name, `${then.version} poses or judges samples otherwise than then`]]
    }),
  )
}

/** Which input of a decision is another: the judge, or what the bundle says was judged. */
function because(verifier: string, changes: Changes): string {
  const change = changes.get(verifier)
  return change === undefined
    ? "; its judge is the same, so the row's own words have changed"
    : `; its judge ${verifier} has changed: ${change}`
}

function isWritten({ lineage }: Problem): boolean {
  return lineage.proposal?.isWritten ?? false
}

function posedFaults(
  problem: Problem,
  verifiers: readonly Verifier[],
  changes: Changes,
): Finding[] {
  const sameLadder = !changes.has(problem.verifier)
  const reading = isWritten(problem) ? problem.spec : undefined
  return problemFaults(problem, verifiers, sameLadder, reading).map((fault) => ({
    where: problem.id,
    fault: `${fault}${because(problem.verifier, changes)}`,
  }))
}

function lessonFaults(
  { lessons, attempts }: Evidence,
  manifest: Manifest,
  verifiers: readonly Verifier[],
  kept: Decontamination | undefined,
  changes: Changes,
): Finding[] {
  const left = Map.groupBy(kept?.dropped ?? [], ({ problem }) => problem)
  const saidTo = Map.groupBy(attempts, ({ problem }) => problem)
  const pairsOf = Map.groupBy(lessons, ({ problem }) => problem.id)
  return lessons.flatMap((lesson) => {
    const { pair, problem } = lesson
    if (pair.problem !== problem.id) return [{ where: pair.id, fault: "it is of another problem" }]
    // Two pairs of one problem are of two rounds, whose attempts lie here side by side.
    const isOnly = pairsOf.get(problem.id)!.length === 1
    const found = rateOf(saidTo.get(problem.id) ?? [])
    const missing = left.get(problem.id)?.length ?? 0
    const rate = isOnly && !isRest(found, pair.solveRate, missing) ? found : pair.solveRate
    const judged = pairFaults(pair, problem, verifiers, rate)
    return [
      ...judged.map((fault) => `${fault}${because(problem.verifier, changes)}`),
      ...wordFaults(lesson, manifest),
    ].map((fault) => ({ where: pair.id, fault }))
  })
}

/** Whether a rate is what is left of another when so many attempts at most were left out. */
function isRest(left: SolveRate, of: SolveRate, missing: number): boolean {
  const right = of.correct - left.correct
  const wrong = of.tried - of.correct - (left.tried - left.correct)
  return right >= 0 && wrong >= 0 && right + wrong <= missing
}

function saidFaults(
  said: Said,
  { solver }: Manifest,
  problems: ReadonlyMap<ProblemId, Problem>,
  verifiers: readonly Verifier[],
  changes: Changes,
): Finding[] {
  const { text, verdict, usedTools: _, microdollars: __, ...attempt } = said
  const problem = problems.get(said.problem)
  const verifier = verifiers.find(({ name }) => name === problem?.verifier)
  if (problem === undefined || verifier === undefined) {
    return [{ where: said.id, fault: "there is no problem or no verifier to judge it by" }]
  }
  const { id, ...content } = attempt
  const faults: string[] = []
  if (mintAttempt(content).id !== id) faults.push("its content does not match its id")
  if (said.answer.kind === "answered") {
    const again = solver === "seated" ? finalAnswer({ text, stop: "end" }) : answerFrom(text, "end")
    if (!sameJson(again, said.answer)) faults.push("its reply has another answer in it")
  }
  const again = verdictOn(verifier, problem, said.answer)
  if (!sameJson(again, verdict)) {
    const then = `it was ${verdict.outcome} and is ${again.outcome} now`
    faults.push(`${then}${because(verifier.name, changes)}`)
  }
  return faults.map((fault) => ({ where: said.id, fault }))
}

/** What follows from the evidence: rows, settings, counts, and that nothing sealed is in it. */
async function madeFaults(
  manifest: Manifest,
  evidence: Evidence,
  kept: Decontamination | undefined,
  read: Read,
): Promise<Finding[]> {
  const targets = manifest.targets.flatMap((name) => TARGETS.find((one) => one.name === name) ?? [])
  if (targets.length < manifest.targets.length) {
    return [{ where: MANIFEST, fault: "it names a target that this version does not know" }]
  }
  const made = assemble(evidence, targets)
  const card = read(CARD) && textAt(CARD, read)
  const rows = await Promise.all(made.map((due) => fileFaults(due, manifest, read)))
  return [
    ...rows.flat(),
    ...claimFaults(manifest, evidence, targets, made, { kept, card }),
    ...(kept === undefined ? [] : leakFaults(evidence, kept)),
  ]
}

function leakFaults(evidence: Evidence, kept: Decontamination): Finding[] {
  const { found } = sift(evidence, openFirewall([sealedAgain(kept)]))
  return found.map(({ row, method }) => ({ where: row, fault: `it is in a sealed set: ${method}` }))
}

/** Rows that are not what the evidence gives, each by its place. */
async function fileFaults(
  { path, content, lines }: BundleFile,
  manifest: Manifest,
  read: Read,
): Promise<Finding[]> {
  const found = read(path)
  if (found === undefined || hashOf(found) === hashOf(content)) return []
  if (lines === undefined) {
    return [{ where: path, fault: `it is not what the evidence gives${otherVersion(manifest)}` }]
  }
  const own = path.endsWith(".parquet") ? await linesOfParquet(found) : textOf(found).split("\n")
  if (own === undefined) return [{ where: path, fault: "it cannot be read as Parquet" }]
  // Evidence is held against itself, and a record is the same in whatever order its fields stand.
  if (EVIDENCE_PATHS.has(path) && own.every((line, at) => isSameRecord(line, lines[at]))) return []
  const due = path.endsWith(".parquet") ? lines : [...lines, ""]
  const length = Math.max(due.length, own.length)
  return Array.from({ length }, (_, at) => at)
    .filter((at) => due[at] !== own[at])
    .map((at) => ({
      where: `${path}:${at + 1}`,
      fault: "the row is not what its evidence gives",
    }))
}

const EVIDENCE_PATHS: ReadonlySet<string> = new Set(Object.values(EVIDENCE_FILES))

function isSameRecord(own: string, due: string | undefined): boolean {
  return own === (due ?? "") || sameJson(parseJson(own), parseJson(due ?? ""))
}

/** Another release of the writer may write other bytes for the same rows: it is rows that count. */
async function linesOfParquet(bytes: Uint8Array): Promise<string[] | undefined> {
  try {
    return (await parquetRows(bytes)).map(jsonLine)
  } catch {
    return undefined // damaged: whatever the reader stumbled over, there are no rows
  }
}

function textAt(path: string, read: Read): string {
  const bytes = read(path)
  return bytes === undefined ? "" : textOf(bytes)
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8")
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
