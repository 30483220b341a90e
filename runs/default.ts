import { schoolArithmetic } from "../curricula/school-arithmetic.ts"
import { defineRecipe } from "../src/record/recipe.ts"

/** What `npm start` runs: nine skills, a learning proposer, about a minute on two cores. */
export default defineRecipe({
  name: "default",
  seed: 1,
  ...schoolArithmetic,
  rounds: 20,
  problemsPerRound: 4_000,
  attempts: 4,
  proposer: { policy: "learned", reward: "failure" },
  gate: { noveltyRounds: 1 },
  training: {
    steps: 180,
    batch: 96,
    replay: 2,
    learningRate: 5e-3,
    learningRateEnd: 1.5e-4,
    warmupSteps: 20,
    weightDecay: 0.5,
  },
  promotion: {},
  stop: {},
})
