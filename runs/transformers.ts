import { defineRecipe } from "../src/record/recipe.ts"

/**
 * A small `transformers` model with random weights, fine-tuned by TRL on this run's own bundles and
 * served back over HTTP. `npm run transformers` makes the Python environment and plays it.
 */
export default defineRecipe({
  name: "transformers",
  rounds: 4,
  skills: ["integer-addition", "integer-remainder"],
  problemsPerRound: 256,
  attempts: 2,
  seats: {
    solver: {
      provider: "trained",
      form: "bare",
      maxTokens: 8,
      concurrency: 64,
      serve: {
        command: [
          "python3",
          "{agon}/src/training/transformers/serve.py",
          "--checkpoints",
          "{checkpoints}",
          "--port",
          "{port}",
        ],
      },
    },
  },
  proposer: { policy: "learned" },
  gate: { noveltyRounds: 1 },
  training: {
    by: {
      kind: "command",
      command: ["python3", "{agon}/src/training/transformers/train.py"],
      model: "tiny",
      method: "sft",
    },
    steps: 200,
    batch: 64,
    replay: 1,
    learningRate: 0.003,
    learningRateEnd: 0.0005,
    warmupSteps: 20,
  },
  suites: { developmentPerLevel: 12, testPerLevel: 12 },
  promotion: { alpha: 0.1 },
  stop: { yieldMin: 0 },
})
