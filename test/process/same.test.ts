import { readFileSync } from "node:fs"
import { delimiter } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Essence, essenceOf, freshRuns, runAgon, SMALL } from "./agon.ts"

// Other engines, where they are at hand: AGON_NODES=/opt/node22/bin/node:/opt/node26/bin/node
const NODES = (process.env.AGON_NODES ?? "").split(delimiter).filter(Boolean)

/**
 * The end of the small recipe, whoever plays it. It moves when a verifier, an agent, a rule, the
 * learner or the recipe decides anything differently; after a change that is meant to,
 * `node scripts/make-sample.ts` writes it again. Moved without such a change, it is a finding.
 */
const golden = JSON.parse(readFileSync(new URL("./golden.json", import.meta.url), "utf8"))

const { runs, remove } = freshRuns()
afterAll(remove)

describe("one recipe", () => {
  let first: Essence
  beforeAll(async () => {
    first = await played("two-threads", ["--threads", "2"])
  })

  it("ends where it ended when the golden value was written", () => {
    const { head, curriculum, champion } = first
    const advice =
      "meant? `node scripts/make-sample.ts` writes it again; not meant? it is a finding"
    expect({ head, curriculum, champion }, advice).toEqual(golden)
  })

  it("ends in the same bytes with one thread as with two, and when played again", async () => {
    expect(await played("one-thread", ["--threads", "1"])).toEqual(first)
  })

  it.each(NODES)("ends in the same bytes on %s", async (node) => {
    expect(await played(`node-${NODES.indexOf(node)}`, ["--threads", "2"], node)).toEqual(first)
  })

  it("replays and audits without a model", async () => {
    const replay = await runAgon(["replay", "one-thread", "--runs", runs, "--json"])
    expect(JSON.parse(replay.stdout)).toMatchObject(golden)
    const audit = await runAgon(["audit", "one-thread", "--runs", runs])
    expect(audit.code, audit.stdout).toBe(0)
  })
})

async function played(name: string, options: readonly string[], node?: string): Promise<Essence> {
  const args = ["run", SMALL, "--runs", runs, "--name", name, "--no-report", ...options]
  const { code, stderr } = await runAgon(args, node)
  expect(code, stderr).toBe(0)
  return essenceOf(runs, name)
}
