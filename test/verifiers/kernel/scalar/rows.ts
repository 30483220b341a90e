import { expect } from "vitest"
import { compareScalars } from "../../../../verifiers/kernel/scalar/compare.ts"
import { plain, settingOf } from "./plain.ts"

export function compare(left: string, right: string, more: Parameters<typeof settingOf>[0] = {}) {
  return compareScalars(plain(left), plain(right), settingOf(more))
}

/** Both ways round: a verdict does not depend on which side is the key. */
export function verdicts(left: string, right: string, more: Parameters<typeof settingOf>[0] = {}) {
  const [one, two] = [compare(left, right, more), compare(right, left, more)]
  expect(two.is, `${right} against ${left}`).toBe(one.is)
  return one
}

/** `left ; right ; more` on each line. */
export function rows(table: string): string[][] {
  return table.split("\n").map((row) => row.split(" ; ").map((cell) => cell.trim()))
}
