import { schoolArithmetic, wholeNumbers } from "../../curricula/school-arithmetic.ts"
import { defineStudy } from "../../src/record/study.ts"
import { fair } from "./fair.ts"

/** Six ways to choose the next problems, at equal compute, with few skills and with many. */
export default defineStudy({
  name: "proposer",
  question: "Which rule for choosing problems teaches best at equal compute?",
  recipe: {
    ...fair,
    ...wholeNumbers,
    rounds: 6,
    problemsPerRound: 500,
    attempts: 4,
    proposer: { policy: "uniform" },
    training: { ...fair.training, steps: 50 },
  },
  spaces: [
    { name: "narrow", set: {} },
    { name: "wide", set: { ...schoolArithmetic, problemsPerRound: 800 } },
  ],
  arms: [
    { name: "learned", is: "learned" },
    { name: "frontier", is: "frontier" },
    { name: "failure-weighted", is: "failure-weighted" },
    { name: "uniform", is: "uniform" },
    { name: "hardest", is: "hardest" },
    { name: "easy-to-hard", is: "easy-to-hard" },
  ],
  seeds: [1, 2, 3, 4, 5],
  contrasts: [
    { of: "learned", against: "uniform" },
    { of: "failure-weighted", against: "uniform" },
    { of: "frontier", against: "uniform" },
    { of: "hardest", against: "uniform" },
    { of: "easy-to-hard", against: "uniform" },
    { of: "learned", against: "failure-weighted" },
  ],
})
