import type { Json } from "../record/canonical.ts"
import type { ProblemId } from "../record/id.ts"
import type { AnswerFormat } from "../record/problem.ts"
import type { Random } from "../world.ts"

/** The best problem of its cell, to be mutated. */
export interface Elite {
  readonly problem: ProblemId
  readonly skill: string
  readonly level: number
  readonly format: AnswerFormat
  readonly spec: Json
  /** How near to the frontier it was measured, 1 at best; faded since. */
  readonly worth: number
}

/** At most one elite a cell, in the order of their cells. Plain JSON: it lives in a policy. */
export type Archive = readonly Elite[]

export const EMPTY_ARCHIVE: Archive = []

/**
 * A quality-diversity archive after MAP-Elites (Mouret & Clune 2015, arXiv 1504.04909): the space
 * of skill × level × answer format is a grid, and every cell keeps its best find. A cell's elite is
 * the one of most worth, the smaller id where two are equal, so that the order of insertion leaves
 * no trace. A problem that was measured again is judged by its new worth, be it less. What is worth
 * nothing is not kept. Where there are more than `max` cells, those of least worth go.
 */
export function insertElite(archive: Archive, candidate: Elite, max: number): Archive {
  const others = archive.filter(({ problem }) => problem !== candidate.problem)
  if (!(candidate.worth > 0)) return others
  const rival = others.find((elite) => sameCell(elite, candidate))
  if (rival !== undefined && compareWorth(rival, candidate) < 0) return others
  const kept = [...others.filter((elite) => elite !== rival), candidate]
  const best = kept.length <= max ? kept : [...kept].sort(compareWorth).slice(0, max)
  return [...best].sort(compareCells)
}

/**
 * The archive before a round's finds go in, each worth so much less: an elite was at the frontier
 * of a solver that has learnt since. One that has faded away frees its cell.
 */
export function fadeArchive(archive: Archive, factor: number): Archive {
  return archive
    .map((elite) => ({ ...elite, worth: elite.worth * factor }))
    .filter(({ worth }) => worth >= WORTH_MIN)
}

const WORTH_MIN = 0.001 // ten halvings of the best

/** A parent to mutate, every cell with equal odds as in MAP-Elites, of one skill where it says. */
export function pickElite(archive: Archive, random: Random, skill?: string): Elite | undefined {
  const eligible = archive.filter((elite) => skill === undefined || elite.skill === skill)
  return eligible.length === 0 ? undefined : eligible[random.int(eligible.length)]
}

/**
 * Whether a family has had its share of a whole run: one that is easy to vary would fill the
 * curriculum with relatives. `counts` are the problems posed so far; without `max` there is no end.
 */
export function familyQuota(
  counts: ReadonlyMap<string, number>,
  family: string,
  max: number | undefined,
): "family-quota" | undefined {
  if (max === undefined) return undefined
  return (counts.get(family) ?? 0) >= max ? "family-quota" : undefined
}

function sameCell(a: Elite, b: Elite): boolean {
  return a.skill === b.skill && a.level === b.level && a.format === b.format
}

/** Most worth first; a total order, since no two elites are the same problem. */
function compareWorth(a: Elite, b: Elite): number {
  return b.worth - a.worth || compareText(a.problem, b.problem)
}

function compareCells(a: Elite, b: Elite): number {
  return compareText(a.skill, b.skill) || a.level - b.level || compareText(a.format, b.format)
}

/** By UTF-16 code units, which no locale moves. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
