import { z } from "zod"
import { Hash, hashOf, ProblemId } from "../../record/id.ts"
import type { Problem } from "../../record/problem.ts"
import {
  type Candidate,
  type Firewall,
  type GuardedList,
  type Hit,
  METHODS,
  printNames,
} from "../../rule/contamination.ts"
import { type Prints, printsOf } from "../../rule/contamination-prints.ts"
import { familiesIn } from "../../rule/partition.ts"
import type { Evidence, Lesson, Offered, Said } from "./example.ts"

/** A list that a bundle was held against, as the bundle names it. */
export interface NamedList extends GuardedList {
  /** How many it has; of a long one only those are held that may matter. */
  readonly size: number
  readonly sha256: Hash
}

const Method = z.enum(Object.keys(METHODS) as [keyof typeof METHODS])
const Found = z.strictObject({
  row: z.string(),
  method: Method,
  list: z.string(),
  item: z.int().min(0),
  /** Of an attempt: the problem, whose solve rate counts it all the same. */
  problem: ProblemId.optional(),
})

/** `decontamination.json`: what was looked for, how, and what was found. */
export const Decontamination = z.strictObject({
  methods: z.record(z.string(), z.string()),
  lists: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["sealed", "foreign"]),
      items: z.int().min(0),
      sha256: Hash,
    }),
  ),
  checked: z.int().min(0),
  dropped: z.array(Found),
  /** The sealed sets by their prints alone, so that an audit can look again. */
  sealed: z.array(
    z.strictObject({
      exact: z.string(),
      renamed: z.string(),
      canonical: z.string(),
      family: z.string(),
    }),
  ),
})
export type Decontamination = z.infer<typeof Decontamination>
export type Found = z.infer<typeof Found>

/** The sealed sets of a run as a list to be held against. */
export function sealedList(name: string, problems: readonly Problem[], sha256: Hash): NamedList {
  const items = problems.map(({ statement, canonical, family }) => ({
    prints: printsOf(statement.text),
    canonical: print(canonical),
    family: print(family),
  }))
  return { name, kind: "sealed", items, size: items.length, sha256 }
}

/** The sealed sets again, from what a bundle keeps of them. */
export function sealedAgain({ sealed }: Decontamination): GuardedList {
  const items = sealed.map(({ exact, renamed, canonical, family }) => ({
    prints: { exact, renamed },
    canonical,
    family,
  }))
  return { name: "sealed", kind: "sealed", items }
}

export function decontaminationOf(
  lists: readonly NamedList[],
  checked: number,
  dropped: readonly Found[],
): Decontamination {
  return {
    methods: METHODS,
    lists: lists.map(({ name, kind, size, sha256 }) => ({ name, kind, items: size, sha256 })),
    checked,
    dropped: [...dropped],
    sealed: lists
      .filter(({ kind }) => kind === "sealed")
      .flatMap(({ items }) => items)
      .map(({ prints, canonical, family }) => ({
        exact: prints.exact!,
        renamed: prints.renamed!,
        canonical: canonical!,
        family: family!,
      })),
  }
}

interface Sifted {
  readonly clean: Evidence
  readonly checked: number
  readonly found: readonly Found[]
}

/** Evidence without what a firewall finds in it; a problem that goes takes its attempts along. */
export function sift(evidence: Evidence, firewall: Firewall): Sifted {
  const found: Found[] = []
  const passes = (row: string, candidates: readonly Candidate[], problem?: ProblemId) => {
    const hit = firstHit(firewall, candidates)
    if (hit !== undefined) found.push({ row, ...hit, ...(problem && { problem }) })
    return hit === undefined
  }
  const lessons = evidence.lessons.filter((one) => passes(one.pair.id, lessonTexts(one)))
  const posed = new Set(lessons.map(({ problem }) => problem.id))
  const attempts = evidence.attempts.filter(
    (one) => posed.has(one.problem) && passes(one.id, attemptTexts(one), one.problem),
  )
  const offers = evidence.offers.filter((one) =>
    passes(`${one.call} seat ${one.seat}`, offerTexts(one)),
  )
  const checked = evidence.lessons.length + evidence.attempts.length + evidence.offers.length
  return { clean: { lessons, attempts, offers }, checked, found }
}

/** Everything that any of these rows could be recognised by. */
export function printNamesIn(
  { lessons, attempts, offers }: Evidence,
  print: (text: string) => Prints,
): Set<string> {
  const names = new Set<string>()
  const all = [
    ...lessons.flatMap(lessonTexts),
    ...attempts.flatMap(attemptTexts),
    ...offers.flatMap(offerTexts),
  ]
  for (const text of new Set(all.map((one) => one.text))) {
    for (const name of printNames(print(text))) names.add(name)
  }
  return names
}

function firstHit(firewall: Firewall, candidates: readonly Candidate[]): Hit | undefined {
  for (const candidate of candidates) {
    const hit = firewall.check(candidate)
    if (hit !== undefined) return hit
  }
  return undefined
}

function lessonTexts({ problem }: Lesson): Candidate[] {
  return [candidateOf(problem)]
}

/** A reply may state a problem that its prompt does not. */
function attemptTexts({ text }: Said): Candidate[] {
  return [{ text }]
}

function offerTexts({ problem, text }: Offered): Candidate[] {
  return [{ text }, ...(problem === undefined ? [] : [candidateOf(problem)])]
}

function candidateOf({ statement, canonical, family }: Problem): Candidate {
  const families = [...new Set([family, ...familiesIn(family)])]
  return { text: statement.text, canonical: print(canonical), families: families.map(print) }
}

const PRINT_DIGITS = 16

function print(name: string): string {
  return hashOf(`agon print 1 name ${name}`).slice(0, PRINT_DIGITS)
}
