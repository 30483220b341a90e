import { defineRecipe } from "../src/record/recipe.ts"
import standard from "./default.ts"

/** What `npm start -- --quick` runs: the same loop on three skills, in about ten seconds. */
export default defineRecipe({
  ...standard,
  name: "quick",
  rounds: 8,
  skills: ["integer-addition", "integer-subtraction", "integer-remainder"],
  problemsPerRound: 1_500,
  training: { ...standard.training, steps: 120 },
})
