import { cpSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { shareOf } from "../src/record/solve-rate.ts"
import { readHistory } from "../src/run/history.ts"
import { openSqliteStore } from "../src/store/sqlite.ts"
import { SUMS_FILE } from "../src/store/sums.ts"
import { essenceOf, freshRuns, runAgon, sha256 } from "./process/agon.ts"

const SAMPLE = fileURLToPath(new URL("../runs/sample", import.meta.url))
const RECIPE = fileURLToPath(new URL("../runs/sample.ts", import.meta.url))
const BYTES_MAX = 2_500_000 // everybody who clones Agon fetches it

const { runs, remove } = freshRuns()
// Nothing here may touch the committed run, so a copy is what is read.
beforeAll(() => cpSync(SAMPLE, join(runs, "sample"), { recursive: true }))
afterAll(remove)

// When one of these fails after a deliberate change: `node scripts/make-sample.ts`.
describe("the committed run", () => {
  it("replays to the same end, every event compared, with no model to ask", async () => {
    const { code, stdout, stderr } = await runAgon(["replay", "sample", "--runs", runs, "--json"])
    expect(code, stderr).toBe(0)
    const { head, curriculum, champion } = await essenceOf(runs, "sample")
    expect(JSON.parse(stdout)).toMatchObject({ head, curriculum, champion, outcome: "finished" })
  })

  it("passes its audit, and reading it changes none of its bytes", async () => {
    const before = digest(join(runs, "sample"))
    const { code, stdout } = await runAgon(["audit", "sample", "--runs", runs])
    expect(code, stdout).toBe(0)
    expect(digest(join(runs, "sample"))).toBe(before)
    expect(before).toBe(digest(SAMPLE))
  })

  it("is what its recipe makes from nothing", async () => {
    const args = ["run", RECIPE, "--name", "again", "--runs", runs, "--no-report"]
    const { code, stderr } = await runAgon(args)
    expect(code, stderr).toBe(0)
    const { files: _all, ...again } = await essenceOf(runs, "again")
    expect(await essenceOf(runs, "sample")).toMatchObject(again)
  })

  it("shows a skill learnt from nothing to more than half", async () => {
    const store = openSqliteStore(join(runs, "sample", "journal.sqlite"), { readOnly: true })
    const { champions } = (await readHistory(store))!
    await store.close()
    const shares = champions.map(({ results }) => shareOf(results.test!.rate, 0))
    expect(shares[0]).toBeLessThan(0.1)
    expect(shares.at(-1)).toBeGreaterThan(0.5)
  })

  it("is small, and holds no log, lock or half-written file", () => {
    const files = filesIn(SAMPLE)
    const bytes = files.reduce((sum, name) => sum + statSync(join(SAMPLE, name)).size, 0)
    expect(bytes).toBeLessThan(BYTES_MAX)
    expect(files.filter((name) => /-wal$|-shm$|\.lock$|\.part$|\.tmp$/.test(name))).toEqual([])
    expect(files).toContain(SUMS_FILE)
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
}

function digest(folder: string): string {
  return sha256(
    filesIn(folder)
      .map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}`)
      .join("\n"),
  )
}
