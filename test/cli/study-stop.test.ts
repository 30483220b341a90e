import { once } from "node:events"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { bench, TINY } from "./agon.ts"

const { file, runs, start } = bench()

it("a study that is interrupted says that the same command goes on", async () => {
  const { name: _, ...recipe } = TINY
  const path = file(
    "stopped.json",
    JSON.stringify({
      name: "stopped",
      question: "Does training help?",
      recipe: { ...recipe, rounds: 40 },
      arms: [
        { name: "taught", is: "reference-labels" },
        { name: "untaught", is: "no-training" },
      ],
      seeds: [1, 2],
      contrasts: [{ of: "taught", against: "untaught" }],
    }),
  )
  const { child, ended } = start(["study", path, "--jobs", "1"])
  await once(child.stderr, "data") // the first run begins
  child.kill("SIGINT")
  const { code, err } = await ended
  expect(err).toContain("the same command goes on")
  expect(code).toBe(130)
  expect(existsSync(join(runs, "study-stopped", "report.html"))).toBe(false)
})
