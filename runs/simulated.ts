import { schoolArithmetic } from "../curricula/school-arithmetic.ts"
import { defineRecipe } from "../src/record/recipe.ts"
import standard from "./default.ts"

/**
 * The default recipe with a solver of known ability in the learner's place: seconds instead of a
 * minute, to try settings and rules. It says nothing of any model; docs/simulation.md says what it
 * does say, and how to plant a fault.
 */
export default defineRecipe({
  ...standard,
  name: "simulated",
  ...schoolArithmetic,
  seats: { solver: { provider: "simulated" } },
  problemsPerRound: 600,
})
