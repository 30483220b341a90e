import { z } from "zod"
import { type Hash, hashOf, PairId, ProblemId } from "../record/id.ts"

/** A bundle as it lies there: its manifest, and the files that the manifest names. */
export interface BundleFiles {
  readonly manifest: string
  /** Undefined for a file that is missing. */
  file(name: string): string | undefined
}

/** What a row must say, from the journal; undefined for a pair that was never kept. */
type Expected = (
  pair: PairId,
) => { readonly prompt: string; readonly completion: string; readonly problem: string } | undefined

const DATA = "data/train.jsonl"
const PROVENANCE = "provenance.jsonl"
const Listed = z.object({ rows: z.int().min(0), sha256: z.string() })
const Manifest = z.object({ files: z.object({ [DATA]: Listed, [PROVENANCE]: Listed }) })
const Row = z.strictObject({ prompt: z.string(), completion: z.string() })
const Provenance = z.strictObject({ pair: PairId, problem: ProblemId })

const ROW_FAULTS_MAX = 5 // of one bundle; then a count says how many more

/** What is wrong with a bundle: its hashes, and every row against the pair that it came from. */
export function bundleFaults(hash: Hash, files: BundleFiles, expected: Expected): string[] {
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
  const wrong = rowFaults(linesOf(files.file(DATA)!), linesOf(files.file(PROVENANCE)!), expected)
  const more = wrong.length - ROW_FAULTS_MAX
  return [...wrong.slice(0, ROW_FAULTS_MAX), ...(more > 0 ? [`${more} more rows are wrong`] : [])]
}

function rowFaults(
  data: readonly unknown[],
  provenance: readonly unknown[],
  expected: Expected,
): string[] {
  if (data.length !== provenance.length) return ["it has more rows than it accounts for"]
  return data.flatMap((line, at) => {
    const row = Row.safeParse(line)
    const origin = Provenance.safeParse(provenance[at])
    if (!row.success || !origin.success) return [`row ${at} is not readable`]
    const due = expected(origin.data.pair)
    if (due === undefined) return [`row ${at} is from ${origin.data.pair}, which was never kept`]
    const { prompt, completion } = row.data
    const isDue = prompt === due.prompt && completion === due.completion
    if (isDue && origin.data.problem === due.problem) return []
    return [`row ${at} is not what ${origin.data.pair} says`]
  })
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
