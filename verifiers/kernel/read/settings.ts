import type { Expr } from "../tree.ts"

export interface ReadSettings {
  readonly notation: "auto" | "latex" | "plain"
  /** Multi-letter names that the other side uses (AB, speed): each reads as one symbol. */
  readonly names: ReadonlySet<string>
}

export type Read =
  /** One to four readings, the usual one first; several only where the text is ambiguous. */
  | { readonly ok: true; readonly readings: readonly Expr[]; readonly ambiguous: string | null }
  /** `at` counts characters of the text, or of its normal form where it is not plain ASCII. */
  | { readonly ok: false; readonly reason: UnreadReason; readonly at: number }

export type UnreadReason = "empty" | "unreadable" | "limit" | "code" | "mixed-script" | "incomplete"

/** How a reader leaves a deep recursion at once; `readMath` catches it, nobody else sees it. */
export class Unread {
  readonly reason: UnreadReason
  readonly at: number

  constructor(reason: UnreadReason, at: number) {
    this.reason = reason
    this.at = at
  }
}

/**
 * Where a text has two readings: the usual one is taken first, the other one by reading again with
 * the name flipped.
 */
export type Ambiguity =
  | "slash" // 1/2x
  | "thousands" // (1,000)
  | "decimal-comma" // 0,5 and 3,14
  | "scientific" // 2e-1
  | "repeating" // 0.1(6)
  | "apply" // f(x)
  | "unit" // 5 m
  | "argument" // sin pi/4
  | "exponent" // e^2x
  | "connective" // p and q
  | "not-equal" // 5!=120
  | "modulo" // a + b mod n
  | "based" // 2a_{16}
  | "constant" // E and I
  | "log" // log(x)

/** What the reading at hand flips, and what could have been flipped. */
export class Choices {
  readonly flipped: readonly Ambiguity[]
  readonly met: Ambiguity[] = []

  constructor(flipped: readonly Ambiguity[]) {
    this.flipped = flipped
  }

  /** Notes that the text is ambiguous here, and tells whether the unusual reading is asked for. */
  isFlipped(name: Ambiguity): boolean {
    if (!this.met.includes(name)) this.met.push(name)
    return this.flipped.includes(name)
  }
}
