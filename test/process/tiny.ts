import { defineRecipe } from "../../src/record/recipe.ts"
import small from "./small.ts"

/** The same, small enough that a run of it can be damaged and audited a hundred times. */
export default defineRecipe({
  ...small,
  name: "tiny",
  rounds: 2,
  skills: ["integer-remainder"],
  problemsPerRound: 40,
  training: { ...small.training, steps: 10, batch: 16 },
  suites: { developmentPerLevel: 2, testPerLevel: 2 },
})
