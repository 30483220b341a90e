import { composeVerifiers } from "../kernel/compose.ts"
import { defineVerifier } from "../kernel/define.ts"
import { exactVerifier } from "../kernel/exact-skill.ts"
import { absoluteValueEquation } from "./absolute-value-equation.ts"
import { expand } from "./expand.ts"
import { factor } from "./factor.ts"
import { EquationSpec, equation } from "./linear-equation.ts"
import { linearInequality } from "./linear-inequality.ts"
import { linearSystem } from "./linear-system.ts"
import { polynomialDivision } from "./polynomial-division.ts"
import { quadraticEquation } from "./quadratic-equation.ts"
import { quadraticInequality } from "./quadratic-inequality.ts"
import { radicalEquation } from "./radical-equation.ts"
import { rationalEquation } from "./rational-equation.ts"
import { simplifyRational } from "./simplify-rational.ts"

const ABOUT = { name: "algebra", version: "1.0.0" }

/** Equations, inequalities and polynomials in x, and systems in x, y and z. */
export const algebra = composeVerifiers({
  ...ABOUT,
  parts: [
    exactVerifier<EquationSpec>({ ...ABOUT, spec: EquationSpec, skills: [equation] }),
    defineVerifier({
      ...ABOUT,
      skills: [
        ...([expand, factor, simplifyRational, polynomialDivision] as const),
        ...[quadraticEquation, rationalEquation, absoluteValueEquation, radicalEquation],
        ...[linearSystem, linearInequality, quadraticInequality],
      ],
    }),
  ],
})
