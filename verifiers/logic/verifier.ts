import { defineVerifier } from "../kernel/define.ts"
import { argumentValidity } from "./argument.ts"
import { equivalence } from "./equivalence.ts"
import { knightsAndKnaves } from "./knights.ts"
import { satisfyingAssignments } from "./models.ts"
import { truthValue } from "./truth-value.ts"

/** Propositions. Keys come from truth tables and are proved by polynomials. */
export const logic = defineVerifier({
  name: "logic",
  version: "1.0.0",
  skills: [truthValue, equivalence, satisfyingAssignments, argumentValidity, knightsAndKnaves],
})
