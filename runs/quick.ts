import { wholeNumbers } from "../curricula/school-arithmetic.ts"
import { defineRecipe } from "../src/record/recipe.ts"
import standard from "./default.ts"

/** What `npm start -- --quick` runs: the same loop on three skills, in about fifteen seconds. */
export default defineRecipe({
  ...standard,
  name: "quick",
  ...wholeNumbers,
  rounds: 6,
  problemsPerRound: 1_500,
  training: { ...standard.training, steps: 120 },
})
