import { wholeNumbers } from "../../curricula/school-arithmetic.ts"
import { defineStudy } from "../../src/record/study.ts"
import { fair } from "./fair.ts"

/**
 * From one checkpoint on, three arms are posed the same problems and keep other labels for them:
 * the verifier's key, the solver's own answer where the verifier proved it, and the majority's.
 */
export default defineStudy({
  name: "label-noise",
  question: "What do labels cost that nobody proved, on the same problems from the same weights?",
  recipe: {
    ...fair,
    ...wholeNumbers,
    rounds: 10,
    problemsPerRound: 800,
    attempts: 8,
    proposer: { policy: "learned" },
    label: "reference",
  },
  arms: [
    { name: "reference", is: "reference-labels" },
    {
      name: "accepted",
      is: "accepted-labels",
      from: { arm: "reference", at: 5 },
      follow: "reference",
    },
    {
      name: "majority",
      is: "majority-labels",
      from: { arm: "reference", at: 5 },
      follow: "reference",
    },
  ],
  seeds: [1, 2, 3, 4, 5],
  contrasts: [
    { of: "reference", against: "majority" },
    { of: "accepted", against: "majority" },
    { of: "reference", against: "accepted" },
  ],
})
