import type { Problem } from "../record/problem.ts"

/** Remembers what was posed: no canonical form again too soon, few relatives in a round. */
export interface Novelty {
  refuse(problem: Problem): "duplicate" | "family-quota" | undefined
  admit(problem: Problem): void
}

/**
 * @param before the last round in which each canonical form was posed
 * @param since the first round that still counts as recent
 */
export function openNovelty(
  before: ReadonlyMap<string, number>,
  since: number,
  familyQuota: number,
): Novelty {
  const now = new Set<string>()
  const families = new Map<string, number>()
  return {
    refuse({ canonical, family }) {
      const posedIn = before.get(canonical)
      if (now.has(canonical) || (posedIn !== undefined && posedIn >= since)) return "duplicate"
      if ((families.get(family) ?? 0) >= familyQuota) return "family-quota"
      return undefined
    },
    admit({ canonical, family }) {
      now.add(canonical)
      families.set(family, (families.get(family) ?? 0) + 1)
    },
  }
}
