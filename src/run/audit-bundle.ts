import { z } from "zod"
import type { SolverAgent } from "../agent.ts"
import { answerFrom } from "../record/attempt.ts"
import { CallOutcome, type Sample } from "../record/call.ts"
import { CallId, type Hash, hashOf, PairId, ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import { type Problem, question } from "../record/problem.ts"
import { advantagesOf } from "../rule/advantage.ts"
import type { StoredOutcome } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { verdictOn } from "./judge.ts"

/** A bundle as it lies there: its manifest, and the files that the manifest names. */
export interface BundleFiles {
  readonly manifest: string
  /** Undefined for a file that is missing. */
  file(name: string): string | undefined
}

/** What a bundle's rows are held against. */
export interface BundleEvidence {
  readonly kept: ReadonlyMap<PairId, Pair>
  readonly posed: ReadonlyMap<ProblemId, Problem>
  /** The recorded outcomes of the calls that the rows name, by id. */
  readonly outcomes: ReadonlyMap<string, StoredOutcome>
  readonly verifiers: readonly Verifier[]
  readonly solver: Worded
}

/** How a solver's agent words a question, and an answer. */
export type Worded = Pick<SolverAgent, "prompt" | "completion">

const DATA = "data/train.jsonl"
const PROVENANCE = "provenance.jsonl"
const Listed = z.object({ rows: z.int().min(0), sha256: z.string() })
const Manifest = z.object({ files: z.object({ [DATA]: Listed, [PROVENANCE]: Listed }) })
const Row = z.strictObject({
  prompt: z.string(),
  completion: z.string(),
  weight: z.number().optional(),
  /** Where a trainer asks the judge about each row. */
  problem: ProblemId.optional(),
})
type Row = z.infer<typeof Row>
const FromPair = z.strictObject({ pair: PairId, problem: ProblemId })
const FromAttempt = z.strictObject({ call: CallId, seat: z.int().min(0), problem: ProblemId })
type FromAttempt = z.infer<typeof FromAttempt>
/** A prompt for a trainer that samples for itself; its completion is the key. */
const FromPosed = z.strictObject({ problem: ProblemId })
const Origin = z.union([FromPair, FromAttempt, FromPosed])

const ROW_FAULTS_MAX = 5 // of one bundle; then a count says how many more
const WEIGHT_ERROR_MAX = 1e-9 // a weight is a few units; a double holds it to 1e-15

/** The calls whose attempts a bundle says that it trains on, each once. */
export function callsOf(files: BundleFiles): CallId[] {
  const origins = linesOf(files.file(PROVENANCE) ?? "").map((line) => FromAttempt.safeParse(line))
  return [...new Set(origins.flatMap(({ data }) => (data ? [data.call] : [])))]
}

/** What is wrong with a bundle: its hashes, and every row against its pair or attempt. */
export function bundleFaults(hash: Hash, files: BundleFiles, evidence: BundleEvidence): string[] {
  if (hashOf(files.manifest) !== hash) return ["its manifest does not match its hash"]
  const manifest = Manifest.safeParse(parseJson(files.manifest))
  if (!manifest.success) return ["its manifest is not readable"]
  const faults: string[] = []
  for (const [name, { sha256 }] of Object.entries(manifest.data.files)) {
    const text = files.file(name)
    if (text === undefined) faults.push(`${name} is missing`)
    else if (hashOf(text) !== sha256) faults.push(`${name} does not match its hash`)
  }
  if (faults.length > 0) return faults
  const wrong = rowFaults(linesOf(files.file(DATA)!), linesOf(files.file(PROVENANCE)!), evidence)
  const more = wrong.length - ROW_FAULTS_MAX
  return [...wrong.slice(0, ROW_FAULTS_MAX), ...(more > 0 ? [`${more} more rows are wrong`] : [])]
}

function rowFaults(
  data: readonly unknown[],
  provenance: readonly unknown[],
  evidence: BundleEvidence,
): string[] {
  if (data.length !== provenance.length) return ["it has more rows than it accounts for"]
  const groups = new Map<string, Group | string>()
  return data.flatMap((line, at) => {
    const row = Row.safeParse(line)
    const origin = Origin.safeParse(provenance[at])
    if (!row.success || !origin.success) return [`row ${at} is not readable`]
    const fault =
      namedFault(row.data, origin.data) ??
      ("pair" in origin.data
        ? pairRowFault(row.data, origin.data, evidence)
        : "call" in origin.data
          ? attemptRowFault(row.data, origin.data, evidence, groups)
          : posedRowFault(row.data, origin.data, evidence))
    return fault === undefined ? [] : [`row ${at} ${fault}`]
  })
}

function namedFault({ problem }: Row, origin: z.infer<typeof Origin>): string | undefined {
  if (problem === undefined || problem === origin.problem) return undefined
  return `names ${problem} and is about ${origin.problem}`
}

function posedRowFault(
  { prompt, completion, weight }: Row,
  { problem: id }: z.infer<typeof FromPosed>,
  { posed, solver }: BundleEvidence,
): string | undefined {
  const problem = posed.get(id)
  if (problem === undefined) return `is about ${id}, which was never posed`
  const due = worded(solver, problem.answer)
  const isDue = prompt === solver.prompt(question(problem)) && completion === due
  return isDue && weight === undefined ? undefined : `is not what ${id} asks and its key says`
}

function worded(solver: Worded, answer: string): string {
  return solver.completion?.(answer) ?? answer
}

function pairRowFault(
  { prompt, completion, weight }: Row,
  origin: z.infer<typeof FromPair>,
  { kept, posed, solver }: BundleEvidence,
): string | undefined {
  const pair = kept.get(origin.pair)
  const problem = pair && posed.get(pair.problem)
  if (pair === undefined || problem === undefined) {
    return `is from ${origin.pair}, which was never kept`
  }
  const due = worded(solver, pair.completion)
  const isDue = prompt === solver.prompt(question(problem)) && completion === due
  if (!isDue || origin.problem !== problem.id) return `is not what ${origin.pair} says`
  if (weight === undefined) return undefined
  return `weighs ${weight}, and ${origin.pair} is no attempt to weigh`
}

function attemptRowFault(
  { prompt, completion, weight }: Row,
  origin: FromAttempt,
  evidence: BundleEvidence,
  groups: Map<string, Group | string>,
): string | undefined {
  const { call, seat, problem: id } = origin
  const problem = evidence.posed.get(id)
  if (problem === undefined) return `is about ${id}, which was never posed`
  if (prompt !== evidence.solver.prompt(question(problem))) return `does not ask what ${id} asks`
  const group = groups.get(`${call} ${id}`) ?? judgeAgain(call, problem, evidence)
  groups.set(`${call} ${id}`, group) // a group is judged once, not once for each of its rows
  if (typeof group === "string") return group
  if (group.samples[seat]?.text !== completion) return `is not what ${call} says in seat ${seat}`
  const due = group.weights.get(seat)
  if (due === undefined) return `trains on seat ${seat} of ${call}, which has no advantage`
  if (weight !== undefined && Math.abs(weight - due) <= WEIGHT_ERROR_MAX) return undefined
  return `weighs ${weight ?? 1}, and seat ${seat} of ${call} has advantage ${due}`
}

/** A problem's attempts as its call recorded them, with the weight that is due by seat. */
interface Group {
  readonly samples: readonly Sample[]
  readonly weights: ReadonlyMap<number, number>
}

/** The group, or the fault of every row that says it comes from it. */
function judgeAgain(
  call: CallId,
  problem: Problem,
  { outcomes, verifiers }: BundleEvidence,
): Group | string {
  const stored = outcomes.get(call)
  if (stored === undefined) return `is from ${call}, of which no outcome is recorded`
  const { data: outcome } = CallOutcome.safeParse(parseJson(stored.body))
  if (outcome?.kind !== "reply") return `is from ${call}, which had no reply`
  const verifier = verifiers.find(({ name }) => name === problem.verifier)
  if (verifier === undefined) return `has no verifier ${problem.verifier} to judge it again`
  const judged = outcome.samples.map(({ text, stop }) => {
    const answer = answerFrom(text, stop)
    return { answer, verdict: verdictOn(verifier, problem, answer) }
  })
  const weights = new Map(advantagesOf(judged).map(({ seat, weight }) => [seat, weight]))
  return { samples: outcome.samples, weights }
}

function linesOf(text: string): unknown[] {
  return text.split("\n").slice(0, -1).map(parseJson)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
