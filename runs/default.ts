import { defineRecipe } from "../src/record/recipe.ts"

/** What `npm start` runs: nine skills, a learning proposer, about a minute on two cores. */
export default defineRecipe({
  name: "default",
  seed: 1,
  rounds: 24,
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
  problemsPerRound: 2_000,
  attempts: 4,
  proposer: { policy: "learned", reward: "failure" },
  gate: {},
  training: {
    steps: 150,
    batch: 96,
    replay: 1.4,
    learningRate: 3e-3,
    learningRateEnd: 1e-4,
    warmupSteps: 50,
  },
  suites: { developmentPerLevel: 24, testPerLevel: 24 },
  promotion: {},
  stop: {},
})
