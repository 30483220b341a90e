import { defineRecipe } from "../src/record/recipe.ts"

/** The run that is committed in runs/sample/: one skill, learnt from nothing in five seconds. */
export default defineRecipe({
  name: "sample",
  seed: 1,
  rounds: 4,
  skills: ["integer-remainder"],
  problemsPerRound: 100,
  attempts: 2,
  proposer: { policy: "learned" },
  gate: { noveltyRounds: 1 },
  training: {
    steps: 40,
    batch: 64,
    replay: 2,
    learningRate: 5e-3,
    learningRateEnd: 5e-4,
    warmupSteps: 10,
    weightDecay: 0.3,
  },
  suites: { developmentPerLevel: 12, testPerLevel: 12 },
  promotion: { alpha: 0.1 },
  stop: {},
})
