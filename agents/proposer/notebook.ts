import { z } from "zod"
import type { Lesson } from "../../src/agent.ts"
import type { Json } from "../../src/record/canonical.ts"
import { ProblemId } from "../../src/record/id.ts"
import { AnswerFormat } from "../../src/record/problem.ts"
import { shareOf } from "../../src/record/solve-rate.ts"
import { type Archive, EMPTY_ARCHIVE, fadeArchive, insertElite } from "../../src/rule/archive.ts"

const CELLS_MAX = 1_000 // of skill × level × answer format; all built-in skills have 260
const FAMILIES_MAX = 8 // of a skill, the latest last: what a proposer is told not to pose again
const FADING = 0.8 // a round: after three, an elite is worth half of what it was

const Elite = z.object({
  problem: ProblemId,
  skill: z.string(),
  level: z.int().min(1),
  format: AnswerFormat,
  spec: z.custom<Json>((value) => value !== undefined),
  worth: z.number(),
})

/** What a proposer that is a model keeps from round to round; it stands in the journal. */
export const Notebook = z.object({
  archive: z.array(Elite),
  /** The families of the latest problems, by skill. */
  families: z.record(z.string(), z.array(z.string())),
})
export interface Notebook {
  readonly archive: Archive
  readonly families: Readonly<Record<string, readonly string[]>>
}

export const EMPTY_NOTEBOOK: Notebook = { archive: EMPTY_ARCHIVE, families: {} }

/** Puts a round's problems into the archive, each worth 4p(1−p): most where p is one half. */
export function learnFrom(notebook: Notebook, lessons: readonly Lesson[]): Notebook {
  const { archive } = notebook
  const faded = fadeArchive(archive, FADING)
  return {
    archive: lessons.reduce<Archive>((kept, lesson) => {
      const { problem, skill, level, format, spec } = lesson
      const p = shareOf(lesson.rate, 0)
      const elite = { problem, skill, level, format, spec, worth: 4 * p * (1 - p) }
      return insertElite(kept, elite, CELLS_MAX)
    }, faded),
    families: withFamilies(notebook.families, lessons),
  }
}

function withFamilies(
  before: Notebook["families"],
  lessons: readonly Lesson[],
): Notebook["families"] {
  const families = new Map(Object.entries(before))
  for (const { skill, family } of lessons) {
    const others = (families.get(skill) ?? []).filter((known) => known !== family)
    families.set(skill, [...others, family].slice(-FAMILIES_MAX))
  }
  return Object.fromEntries(families)
}
