/** Everything that was posed so far, to tell how far a problem is from the nearest of it. */
export interface Archived {
  /** Distance to the nearest problem that was admitted before; then this one is admitted, too. */
  admit(problem: Form): number
}

interface Form {
  readonly skill: string
  readonly canonical: string
}

/**
 * How far a problem is from everything that was posed before, by what has to be forgotten of its
 * canonical form until one of them reads the same: 0, nothing; ¼, the numbers but their first
 * digit and length; ½, the numbers but their length; ¾, the numbers; 1, not even then. It is an
 * ultrametric on canonical forms, so that the nearest of the whole archive is found by look-up.
 */
export function openArchived(): Archived {
  const known = STEPS.map(() => new Set<string>())
  return {
    admit({ skill, canonical }) {
      const names = STEPS.map((step) => `${skill} ${step(canonical)}`)
      const at = names.findIndex((name, level) => known[level]!.has(name))
      for (const [level, name] of names.entries()) known[level]!.add(name)
      return (at === -1 ? STEPS.length : at) / STEPS.length
    },
  }
}

const DIGITS = /\d+/g

/** What is left of a form when ever more is forgotten of it. */
const STEPS: readonly ((canonical: string) => string)[] = [
  (canonical) => canonical,
  (canonical) => canonical.replace(DIGITS, (digits) => digits[0]! + "_".repeat(digits.length - 1)),
  (canonical) => canonical.replace(/\d/g, "_"),
  (canonical) => canonical.replace(DIGITS, "_"),
]
