import type { Json } from "../record/canonical.ts"
import { isExactNumber, wrongNumbers } from "./numbers.ts"

/** Keys near the right one that are worth something else, or may be: the recheck is asked. */
export function wrongKeys(key: Json, right: string): string[] {
  if (isExactNumber(key)) return wrongNumbers(key)
  return wrongTexts(right)
}

/** One number moved by one, one sign turned, one element dropped or added, in the text as it is. */
export function wrongTexts(right: string): string[] {
  const wrong = new Set<string>()
  for (const { 0: digits, index } of right.matchAll(/\d{1,15}/g)) {
    for (const step of [1, -1, 10]) {
      const moved = Number(digits) + step
      if (moved < 0) continue
      wrong.add(right.slice(0, index) + moved + right.slice(index + digits.length))
    }
  }
  wrong.delete(right)
  return [...wrong]
}
