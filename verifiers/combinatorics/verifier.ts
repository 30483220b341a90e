import { defineVerifier } from "../kernel/define.ts"
import { codes } from "./codes.ts"
import { committees } from "./committees.ts"
import { diceSums } from "./dice-sums.ts"
import { divisibleCount } from "./divisible-count.ts"
import { integerSolutions } from "./integer-solutions.ts"
import { latticePaths } from "./lattice-paths.ts"
import { letterArrangements } from "./letter-arrangements.ts"
import { selections } from "./selections.ts"
import { urns } from "./urns.ts"

/** Counts and chances. Each key comes from a formula and again from a walk through the cases. */
export const combinatorics = defineVerifier({
  name: "combinatorics",
  version: "1.0.0",
  skills: [
    letterArrangements,
    ...[selections, committees, codes, latticePaths, integerSolutions],
    ...[divisibleCount, diceSums, urns],
  ],
})
