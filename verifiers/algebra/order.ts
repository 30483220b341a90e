import type { Rational } from "../kernel/rational.ts"
import type { Notation } from "../kernel/terms.ts"

export const SIGNS = ["<", "≤", ">", "≥"] as const
export type Sign = (typeof SIGNS)[number]

/** Whether a difference stands in this relation to zero. */
export function holds(sign: Sign, { numerator }: Rational): boolean {
  switch (sign) {
    case "<":
      return numerator < 0n
    case "≤":
      return numerator <= 0n
    case ">":
      return numerator > 0n
    case "≥":
      return numerator >= 0n
  }
}

/** The sign read from the other side: what a negative factor makes of it. */
export function opposite(sign: Sign): Sign {
  return ({ "<": ">", "≤": "≥", ">": "<", "≥": "≤" } as const)[sign]
}

/** The sign with its bound taken in or left out. */
export function strictness(sign: Sign): Sign {
  return ({ "<": "≤", "≤": "<", ">": "≥", "≥": ">" } as const)[sign]
}

export function signText(sign: Sign, notation: Notation): string {
  if (notation === "plain") return sign
  return { "<": "<", "≤": "\\le", ">": ">", "≥": "\\ge" }[sign]
}
