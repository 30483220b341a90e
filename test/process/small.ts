import { defineRecipe } from "../../src/record/recipe.ts"

/** What the tests of this folder play: every stage, real training, a promotion, in a few seconds. */
export default defineRecipe({
  name: "small",
  seed: 7,
  rounds: 3,
  skills: ["integer-remainder", "integer-addition"],
  problemsPerRound: 200,
  attempts: 2,
  proposer: { policy: "learned" },
  gate: { noveltyRounds: 1 },
  training: {
    steps: 40,
    batch: 64,
    replay: 1,
    learningRate: 5e-3,
    learningRateEnd: 1e-3,
    warmupSteps: 10,
    weightDecay: 0.3,
  },
  suites: { developmentPerLevel: 8, testPerLevel: 8 },
  promotion: { alpha: 0.1 },
  stop: { yieldMin: 0 },
})
