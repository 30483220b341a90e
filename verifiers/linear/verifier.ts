import { z } from "zod"
import { EquationSpec, equation } from "../algebra/linear-equation.ts"
import { exactVerifier } from "../kernel/exact-skill.ts"

export const LinearSpec = z.discriminatedUnion("skill", [EquationSpec])
export type LinearSpec = z.infer<typeof LinearSpec>

/** Linear equations in one unknown that have exactly one solution. */
export const linear = exactVerifier<LinearSpec>({
  name: "linear",
  version: "1.0.0",
  spec: LinearSpec,
  skills: [equation],
})
