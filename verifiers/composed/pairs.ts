import type { Pair } from "../kernel/composed-draw.ts"

/** What is drawn: inner answers of a size that the place in the outer problem was made for. */
export const PAIRS: readonly Pair[] = [
  ...["greatest-common-divisor", "integer-remainder", "chinese-remainder"].map(
    into("integer-addition", "first"),
  ),
  ...["integer-addition", "divisible-count", "digit-sum"].map(into("integer-subtraction", "first")),
  ...["divisor-count", "greatest-common-divisor", "matrix-rank", "integer-expression"].map(
    into("integer-multiplication", "first"),
  ),
  ...["integer-addition", "integer-multiplication", "greatest-common-divisor"].map(
    into("integer-remainder", "dividend"),
  ),
  ...["integer-subtraction", "greatest-common-divisor"].map(into("percentage", "amount")),
  ...["integer-addition", "lattice-paths", "committees"].map(into("divisor-count", "number")),
  ...["integer-addition", "determinant"].map(into("divisor-sum", "number")),
  ...["integer-multiplication", "selections"].map(into("prime-factorization", "number")),
  ...["integer-subtraction", "chinese-remainder"].map(into("divisible-count", "limit")),
  ...["least-common-multiple", "integer-addition"].map(into("digit-sum", "number")),
  ...["divisor-count", "digit-sum"].map(into("power-remainder", "exponent")),
  ...["integer-subtraction", "greatest-common-divisor"].map(into("power-remainder", "base")),
  ...["integer-expression", "integer-solutions"].map(into("factorial-exponent", "number")),
  ...["divisor-count", "satisfying-assignments"].map(into("finite-sum", "to")),
  ...["digit-sum", "divisor-count"].map(into("urn-draws", "red")),
  ...["divisor-count", "power-remainder"].map(into("dice-sums", "total")),
  ...["digit-sum"].map(into("integer-solutions", "total")),
]

function into(outer: string, at: string): (inner: string) => Pair {
  return (inner) => ({ inner, outer, at })
}
