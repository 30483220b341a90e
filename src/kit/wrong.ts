import { printPlain } from "../../verifiers/kernel/print.ts"
import type { Json } from "../record/canonical.ts"
import { isExactNumber, wrongNumbers } from "./numbers.ts"
import { slipped, treeOf } from "./trees.ts"

const SLIPS_MAX = 12 // of one key, taken evenly from all that there are

/**
 * Keys near the right one that are worth something else, or may be: two methods are asked. A long
 * key has more slips than are taken of one; another `turn` takes others, so that over some problems
 * every place in a key has its slip.
 */
export function wrongKeys(key: Json, right: string, turn = 0): string[] {
  if (isExactNumber(key)) return wrongNumbers(key)
  const tree = treeOf(right)
  const texts = tree === null ? movedNumbers(right) : slipped(tree).map(printPlain)
  const wrong = [...new Set(texts)].filter((text) => text !== right)
  const stride = Math.max(1, wrong.length / SLIPS_MAX)
  const count = Math.min(SLIPS_MAX, wrong.length)
  const first = turn % Math.ceil(stride)
  return Array.from(
    { length: count },
    (_, i) => wrong[(Math.floor(i * stride) + first) % wrong.length]!,
  )
}

/** One number moved, in a text that the kernel reads as no mathematics or as more than one. */
function movedNumbers(right: string): string[] {
  return [...right.matchAll(/\d{1,15}/g)].flatMap(({ 0: digits, index }) =>
    [1, 10].map((step) => {
      const moved = Number(digits) + step
      return right.slice(0, index) + moved + right.slice(index + digits.length)
    }),
  )
}
