import { defineRecipe } from "../src/record/recipe.ts"
import selfPlay from "./claude-self-play.ts"

/**
 * Claude poses; an open-weight model behind vLLM, SGLang, llama.cpp or Ollama solves, with a
 * calculator. Needs ANTHROPIC_API_KEY, and the server's address in OPENAI_BASE_URL where it is not
 * http://127.0.0.1:8000/v1.
 */
export default defineRecipe({
  ...selfPlay,
  name: "claude-proposes-vllm-solves",
  attempts: 8,
  sampling: { attemptsMax: 16 },
  seats: {
    proposer: selfPlay.seats.proposer,
    solver: {
      provider: "openai-compatible",
      model: "Qwen/Qwen2.5-7B-Instruct",
      maxTokens: 2_048,
      temperature: 1,
      price: "free",
      tools: ["calculator"],
      concurrency: 64,
    },
  },
})
