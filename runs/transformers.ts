import { defineRecipe } from "../src/record/recipe.ts"

/**
 * A small `transformers` model with random weights, fine-tuned by TRL on this run's own bundles and
 * served back over HTTP. `npm run transformers` makes the Python environment and plays it.
 */
export default defineRecipe({
  name: "transformers",
  rounds: 4,
  skills: ["integer-remainder"],
  problemsPerRound: 400,
  attempts: 2,
  seats: {
    solver: {
      provider: "trained",
      form: "bare",
      maxTokens: 4,
      concurrency: 64,
      serve: {
        command: [
          "python3",
          "{agon}/src/training/transformers/serve.py",
          "--checkpoints",
          "{checkpoints}",
          "--port",
          "{port}",
          "--threads",
          "1",
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
      // One thread: two would be quicker, and round sums otherwise on another machine.
      settings: {
        threads: 1,
        tiny: { layers: 2, width: 128, heads: 4 },
        // Idle here; a fork with method "grpo" and objective "policy-gradient" uses them.
        generations: 8,
        maxTokens: 4,
      },
    },
    steps: 200,
    batch: 32,
    replay: 2,
    learningRate: 0.003,
    learningRateEnd: 0.0003,
    warmupSteps: 20,
  },
  suites: { developmentPerLevel: 100, testPerLevel: 60, sealedPermille: 150 },
  promotion: {},
  stop: { yieldMin: 0 },
})
