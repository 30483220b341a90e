import type { Mark } from "../cli/grade-mark.ts"

const GROUPS_MAX = 4_096 // the latest; a training step has some hundreds

/**
 * Attempts at one problem, which a trainer compares with each other. Where all of a group earn the
 * same there is nothing to learn from it, and a judge that errs there makes up a difference.
 */
export interface Groups {
  add(group: string, mark: Pick<Mark, "outcome">): void
  /** Of the latest groups with two decided answers or more: how many, and how many all alike. */
  tally(): { readonly groups: number; readonly alike: number }
}

export function createGroups(): Groups {
  const seen = new Map<string, { correct: number; incorrect: number }>()
  return {
    add(group, { outcome }) {
      if (outcome === "undecided") return
      const tally = seen.get(group) ?? { correct: 0, incorrect: 0 }
      tally[outcome]++
      seen.delete(group)
      seen.set(group, tally)
      if (seen.size > GROUPS_MAX) seen.delete(seen.keys().next().value!)
    },
    tally() {
      const full = [...seen.values()].filter((group) => group.correct + group.incorrect > 1)
      const alike = full.filter((group) => group.correct === 0 || group.incorrect === 0)
      return { groups: full.length, alike: alike.length }
    },
  }
}
