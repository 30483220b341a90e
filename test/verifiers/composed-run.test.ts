import { afterAll, describe, expect, it } from "vitest"
import type { RunEvent } from "../../src/record/event.ts"
import type { Problem } from "../../src/record/problem.ts"
import type { RecipeInput } from "../../src/record/recipe.ts"
import { randomStream } from "../../src/rule/random.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { composed } from "../../verifiers/composed/verifier.ts"
import { environmentFor, playerIn, RECIPE } from "../model-run/harness.ts"
import { freshRuns } from "../process/agon.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { readStatement } from "../servers/statements.ts"

const { runs, remove } = freshRuns()
afterAll(remove)

const COMPOSING = {
  ...RECIPE,
  rounds: 2,
  skills: ["integer-addition", "composed"],
  problemsPerRound: 16,
} satisfies RecipeInput

describe("a run of models with composed problems", () => {
  it("makes parts of what it posed before, and its audit finds no fault", async () => {
    const server = await startAnthropicServer({ player: "mediocre" })
    const agon = playerIn(runs, environmentFor({ anthropic: server }))
    const { code, stderr } = await agon.run(COMPOSING, "composing")
    await server.close()
    expect(code, stderr).toBe(0)
    const posed = await posedIn("composing")
    const made = posed.filter(({ skill }) => skill === "composed")
    expect(made.length).toBeGreaterThan(4)
    for (const { verifier, statement } of made) {
      expect(verifier).toBe("composed")
      expect(statement.text).toMatch(/(?<!\p{L})[NMKQ](?!\p{L})/u)
    }
    const children = made.filter(({ lineage }) => lineage.move === "compose")
    expect(children.length).toBeGreaterThan(0)
    for (const { lineage } of children) {
      expect(posed.find(({ id }) => id === lineage.parent)?.skill).not.toBe("composed")
    }
    const audit = await agon.command("audit", "composing")
    expect(audit.stdout).toContain("no fault found")
  })
})

describe("the competent player", () => {
  it("reads composed statements back, part by part", () => {
    const [skill] = composed.skills
    const random = randomStream(9, "read composed")
    let read = 0
    for (let i = 0; i < 40; i++) {
      const spec = skill!.sample(skill!.levels[i % 4]!, random)
      const { text, latex } = composed.state(spec, i % skill!.wordings)
      const understood = readStatement(i % 8 < 4 ? text : latex)
      if (understood === undefined) continue
      expect(understood.spec).toEqual(spec)
      read++
    }
    expect(read).toBeGreaterThan(34)
  })
})

async function posedIn(name: string): Promise<Problem[]> {
  const store = openSqliteStore(`${runs}/${name}/journal.sqlite`, { readOnly: true })
  const posed: Problem[] = []
  for await (const { body } of store.read(0)) {
    const event = JSON.parse(body) as RunEvent
    if (event.kind === "round.posed") posed.push(...event.problems)
  }
  await store.close()
  return posed
}
