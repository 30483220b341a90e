import type { Problem } from "../record/problem.ts"

/** Remembers what was posed: no canonical form twice in a run, few relatives in a round. */
export interface Novelty {
  refuse(problem: Problem): "duplicate" | "family-quota" | undefined
  admit(problem: Problem): void
}

export function openNovelty(before: ReadonlySet<string>, familyQuota: number): Novelty {
  const now = new Set<string>()
  const families = new Map<string, number>()
  return {
    refuse({ canonical, family }) {
      if (before.has(canonical) || now.has(canonical)) return "duplicate"
      if ((families.get(family) ?? 0) >= familyQuota) return "family-quota"
      return undefined
    },
    admit({ canonical, family }) {
      now.add(canonical)
      families.set(family, (families.get(family) ?? 0) + 1)
    },
  }
}
