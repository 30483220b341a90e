import type { Problem } from "../record/problem.ts"
import { familyQuota } from "./archive.ts"
import { familiesIn } from "./partition.ts"

/** Remembers what was posed: no form again too soon, few relatives in a round and in a run. */
export interface Novelty {
  refuse(problem: Problem): "duplicate" | "family-quota" | undefined
  admit(problem: Problem): void
}

/**
 * @param before the last round in which each canonical form was posed
 * @param since the first round that still counts as recent
 * @param perRound how many of each family a round may pose
 * @param run how many of each family the run has posed before this round, and may pose in all
 */
export function openNovelty(
  before: ReadonlyMap<string, number>,
  since: number,
  perRound: number,
  run: { readonly before: ReadonlyMap<string, number>; readonly max: number | undefined } = NO_RUN,
): Novelty {
  const now = new Set<string>()
  const inRound = new Map<string, number>()
  const inRun = new Map(run.before)
  return {
    refuse({ canonical, family }) {
      const posedIn = before.get(canonical)
      if (now.has(canonical) || (posedIn !== undefined && posedIn >= since)) return "duplicate"
      const families = familiesIn(family)
      const full = families.find(
        (one) => familyQuota(inRound, one, perRound) ?? familyQuota(inRun, one, run.max),
      )
      return full === undefined ? undefined : "family-quota"
    },
    admit({ canonical, family }) {
      now.add(canonical)
      for (const one of familiesIn(family)) {
        for (const counts of [inRound, inRun]) counts.set(one, (counts.get(one) ?? 0) + 1)
      }
    },
  }
}

const NO_RUN = { before: new Map<string, number>(), max: undefined }
