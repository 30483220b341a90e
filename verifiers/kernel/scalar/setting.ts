import type { Proof } from "../../../src/record/verdict.ts"
import type { Fuel } from "../fuel.ts"

/** What a comparison of two scalars may assume, and the rules of the judge that touch values. */
export interface ScalarSetting {
  /** What is known of a name; a name that is not here is real, or complex in complex mode. */
  readonly assume: ReadonlyMap<string, Assumption>
  readonly fuel: Fuel
  /** i occurs, or complex numbers were asked for: powers and roots have principal values. */
  readonly complex: boolean
  /** Policy: 0^0 is undefined. */
  readonly zeroPower: boolean
  /** Policy: odd roots of negative numbers are real. */
  readonly realRoots: boolean
  /** Policy: points where only one side is undefined are forgiven and noted. */
  readonly removablePoints: boolean
  /** Policy: a smaller natural domain is not equal. */
  readonly smallerDomain: boolean
}

export type Assumption =
  | "real"
  | "positive"
  | "negative"
  | "nonnegative"
  | "nonzero"
  | "integer"
  | "complex"

/** What came out. `different` and `equal` are claims with a reason; `unknown` claims nothing. */
export type Comparison =
  | { readonly is: "equal"; readonly proof: Proof; readonly method: string; readonly note?: string }
  | {
      readonly is: "different"
      readonly method: string
      readonly reason: "different-value" | "smaller-domain"
      readonly witness: string
    }
  | { readonly is: "undefined"; readonly side: "left" | "right" | "both" }
  | { readonly is: "unknown"; readonly reason: string }
