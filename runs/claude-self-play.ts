import { defineRecipe } from "../src/record/recipe.ts"

/**
 * Claude poses and Claude solves. Needs ANTHROPIC_API_KEY; `--dry-run` says first what it may cost.
 * Nothing is trained here: what comes out is a curriculum of pairs whose labels are proved.
 */
export default defineRecipe({
  name: "claude-self-play",
  seed: 1,
  rounds: 4,
  skills: ["integer-multiplication", "order-of-operations", "linear-equation", "determinant"],
  problemsPerRound: 24,
  attempts: 4,
  sampling: { attemptsMax: 8 },
  seats: {
    proposer: { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 4_096 },
    solver: { provider: "anthropic", model: "claude-haiku-4-5", maxTokens: 2_048 },
  },
  budget: { dollars: 5 },
  proposer: { policy: "frontier", reward: "uncertainty" },
  gate: { solveRateMin: 0.1, solveRateMax: 0.9 },
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 2 },
  promotion: {},
  stop: { yieldMin: 0 },
})
