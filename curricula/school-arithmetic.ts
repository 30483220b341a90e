/**
 * Which skills a run is about, and how much of them is sealed. A level is a rung of the skill's own
 * ladder (verifiers/); a suite takes so many problems from every level, from families that nothing
 * trainable belongs to.
 */
const suites = {
  developmentPerLevel: 36,
  testPerLevel: 36,
  sealedPermille: 60,
}

/** Sums, differences and remainders: learned in seconds, enough to see the loop. */
export const wholeNumbers = {
  skills: ["integer-addition", "integer-subtraction", "integer-remainder"],
  suites,
}

/** Nine skills and 30 levels, from two-digit sums to equations with negative numbers. */
export const schoolArithmetic = {
  skills: [
    "integer-addition",
    "integer-subtraction",
    "integer-multiplication",
    "integer-remainder",
    "integer-expression",
    "fraction-simplification",
    "fraction-addition",
    "fraction-multiplication",
    "linear-equation",
  ],
  suites,
}
