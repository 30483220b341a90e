import { wholeNumbers } from "../../curricula/school-arithmetic.ts"
import { defineStudy } from "../../src/record/study.ts"
import { fair } from "./fair.ts"

const from = { arm: "co-evolved", at: 3 }
/** Small steps, and nothing rehearsed: all that these arms learn comes from their reward. */
const gradient = { training: { learningRate: 1e-3, replay: 0 } }

/** The whole loop, and the same with one part of it switched off from round 3 on. */
export default defineStudy({
  name: "attribution",
  question: "Data, training or more attempts: which part gave the gain?",
  recipe: {
    ...fair,
    ...wholeNumbers,
    rounds: 8,
    problemsPerRound: 800,
    attempts: 4,
    proposer: { policy: "learned" },
  },
  arms: [
    { name: "co-evolved", is: "co-evolved" },
    { name: "no-training", is: "no-training", from },
    { name: "frozen", is: "frozen-proposer", from },
    { name: "static", is: "static", from },
    { name: "no-diversity", is: "no-diversity", from },
    { name: "verdict-reward", is: "verdict-reward", set: gradient, from },
    { name: "random-reward", is: "random-reward", set: gradient, from },
  ],
  seeds: [1, 2, 3, 4, 5],
  contrasts: [
    { of: "co-evolved", against: "no-training" },
    { of: "co-evolved", against: "static" },
    { of: "co-evolved", against: "frozen" },
    { of: "co-evolved", against: "no-diversity" },
    { of: "verdict-reward", against: "random-reward" },
    { of: "random-reward", against: "no-training" },
  ],
})
