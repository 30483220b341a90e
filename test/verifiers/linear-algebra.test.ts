import { describe, expect, it } from "vitest"
import type { SkillSpec } from "../../src/verifier.ts"
import { linearAlgebra } from "../../verifiers/linear-algebra/verifier.ts"

type Fields = Omit<SkillSpec, "skill">

/** Answers that stand in textbooks, so that a slip shared by both methods would be seen. */
describe("matrices have the answers that textbooks give", () => {
  const KNOWN: readonly (readonly [skill: string, fields: Fields, key: string, also: string])[] = [
    [
      "matrix-product",
      {
        first: [
          [1, 2],
          [3, 4],
        ],
        second: [
          [5, 6],
          [7, 8],
        ],
      },
      "[[19, 22], [43, 50]]",
      "\\begin{bmatrix}19&22\\\\43&50\\end{bmatrix}",
    ],
    [
      "determinant",
      {
        matrix: [
          [2, -3, 1],
          [2, 0, -1],
          [1, 4, 5],
        ],
      },
      "49",
      "\\boxed{49}",
    ],
    [
      "matrix-inverse",
      {
        matrix: [
          [4, 7],
          [2, 6],
        ],
      },
      "[[3/5, -7/10], [-1/5, 2/5]]",
      "\\frac{1}{10}\\begin{pmatrix}6&-7\\\\-2&4\\end{pmatrix}",
    ],
    [
      "matrix-rank",
      {
        matrix: [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      },
      "2",
      "rank = 2",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [2, 1],
          [1, 2],
        ],
      },
      "{3, 1}",
      "\\lambda = 1, 3",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [1, 1],
          [1, 0],
        ],
      },
      "{(1 + sqrt(5))/2, (1 - sqrt(5))/2}",
      "\\frac{1\\pm\\sqrt5}{2}",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [0, -1],
          [1, 0],
        ],
      },
      "{i, -i}",
      "\\pm i",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [3, 1],
          [-1, 1],
        ],
      },
      "{2}",
      "2",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [2, 0, 0],
          [1, 2, 1],
          [-1, 0, 1],
        ],
      },
      "{1, 2}",
      "2, 1",
    ],
    [
      "matrix-equation",
      {
        matrix: [
          [2, 1],
          [1, 3],
        ],
        right: [3, 5],
      },
      "(4/5, 7/5)",
      "(0.8, 1.4)",
    ],
  ]

  for (const [skill, fields, key, also] of KNOWN) {
    it(`${skill} ${JSON.stringify(fields)} is ${key}, also as ${also}`, () => {
      const spec = { skill, ...fields } as SkillSpec
      expect(linearAlgebra.spec.parse(spec)).toEqual(spec)
      expect(linearAlgebra.derive(spec)).toMatchObject({ ok: true, key })
      expect(linearAlgebra.recheck(spec, key).outcome).toBe("correct")
      expect(linearAlgebra.judge(spec, key, also).outcome).toBe("correct")
    })
  }
})

describe("matrices that ask nothing are refused", () => {
  const REFUSED: readonly (readonly [skill: string, fields: Fields, reason: string])[] = [
    ["determinant", { matrix: [[1, 2], [3]] }, "not-square"],
    [
      "determinant",
      {
        matrix: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      "not-square",
    ],
    [
      "matrix-product",
      {
        first: [
          [1, 2],
          [3, 4],
        ],
        second: [[1, 2]],
      },
      "no-product",
    ],
    [
      "matrix-inverse",
      {
        matrix: [
          [1, 2],
          [2, 4],
        ],
      },
      "no-inverse",
    ],
    [
      "matrix-equation",
      {
        matrix: [
          [1, 2],
          [2, 4],
        ],
        right: [1, 2],
      },
      "no-unique-solution",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [1, 2],
          [0, 3],
        ],
      },
      "already-triangular",
    ],
    [
      "eigenvalues",
      {
        matrix: [
          [0, 1, 0],
          [0, 0, 1],
          [1, 1, 0],
        ],
      },
      "no-simple-eigenvalues",
    ],
  ]

  for (const [skill, fields, reason] of REFUSED) {
    it(`${skill} ${JSON.stringify(fields)}: ${reason}`, () => {
      const derived = linearAlgebra.derive({ skill, ...fields } as SkillSpec)
      expect(derived).toEqual({ ok: false, reason })
    })
  }

  it("and eigenvalues that are missing or too many do not pass the second method", () => {
    const spec: SkillSpec = {
      skill: "eigenvalues",
      matrix: [
        [2, 0, 0],
        [1, 2, 1],
        [-1, 0, 1],
      ],
    }
    for (const key of ["{2}", "{1}", "{1, 2, 3}", "{1, -2}", "{sqrt(2), sqrt(3)}", "{}"]) {
      expect(linearAlgebra.recheck(spec, key).outcome).toBe("incorrect")
    }
  })
})
