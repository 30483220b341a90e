import { describe, expect, it } from "vitest"
import { javascriptTool } from "../../src/tools/javascript.ts"
import { toolContract } from "../contract/tool.ts"
import { NOT_HELD } from "../sandbox/plugins.ts"
import { PROGRAMS_HELD } from "../sandbox/programs.ts"

if (PROGRAMS_HELD.ok) {
  toolContract(javascriptTool(), {
    answers: [
      [{ program: "console.log(6 * 7)" }, /^42$/],
      [
        { program: "let n = 1n; for (let k = 1n; k <= 30n; k++) n *= k; n" },
        /^2652528598121910586/,
      ],
      [{ program: "[Math.random(), Math.random()].length" }, /^2$/],
    ],
    runs: 6,
  })
}

describe("the JavaScript tool", () => {
  it("is refused where no sandbox is, each time it is used, and never runs bare", async () => {
    const tool = javascriptTool({ holding: NOT_HELD })
    for (const program of ["1", "process.exit(0)"]) {
      expect(await tool.run({ program })).toEqual({
        kind: "failed",
        code: "unavailable",
        text: "bubblewrap is not installed",
      })
    }
  })

  it("tells the model how long a program may run", () => {
    expect(javascriptTool().about).toContain("after 5 seconds")
    expect(javascriptTool({ limits: { wallMs: 1_500 } }).about).toContain("after 1.5 seconds")
  })
})
