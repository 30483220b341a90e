/** The known word that a mistyped one probably meant, or undefined when none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.slice(0, WORD_CHARS_MAX).toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const steps = distance(word, candidate)
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best ?? known.find((candidate) => word.length >= 3 && candidate.startsWith(word))
}

const WORD_CHARS_MAX = 64 // longer input is no typing error
const FEW = 3

/** The known words that are most like a typed one: those that share its parts come first. */
export function nearestFew(typed: string, known: readonly string[]): string[] {
  const word = typed.slice(0, WORD_CHARS_MAX).toLowerCase()
  const parts = word.split(/[^a-z0-9]+/).filter((part) => part.length >= PART_CHARS_MIN)
  const far = (candidate: string) => {
    const shared = parts.filter((part) => candidate.includes(part.slice(0, STEM_CHARS)))
    return distance(word, candidate) - shared.length * candidate.length
  }
  const ranked = known.map((candidate) => ({ candidate, far: far(candidate) }))
  ranked.sort((a, b) => a.far - b.far)
  return ranked.slice(0, FEW).map(({ candidate }) => candidate)
}

const PART_CHARS_MIN = 3 // shorter parts are in many words by chance
const STEM_CHARS = 6 // equations and equation, additions and addition

/** ` Did you mean x?`, or nothing. */
export function didYouMean(typed: string, known: readonly string[], prefix = ""): string {
  const meant = nearest(typed, known)
  return meant === undefined ? "" : ` Did you mean ${prefix}${meant}?`
}

/**
 * Edits from one word to the other: insertions, deletions, replacements, and two neighbours swapped
 * (the restricted form of F. J. Damerau 1964, CACM 7:171).
 */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? before[j - 2]! + 1 : replaced
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1))
    }
    before = row
    row = next
  }
  return row[b.length]!
}
