import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { UsageError } from "../../src/cli/exit.ts"
import { recall } from "../../src/cli/recall.ts"
import { badRowCount, badRowsIn, exportedUnder, hashNaming } from "../../src/cli/recall-bundles.ts"
import { type AttemptId, hashOf, type PairId, type ProblemId } from "../../src/record/id.ts"
import type { Finding } from "../../src/record/tombstone.ts"
import { standingOf } from "../../src/rule/recall.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-rows-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const digits = (number: number) => String(number).padStart(24, "0")
const problem = (number: number) => `problem_${digits(number)}` as ProblemId
const pair = (number: number) => `pair_${digits(number)}` as PairId
const attempt = (number: number) => `attempt_${digits(number)}` as AttemptId
const call = `call_${digits(1)}`

const judge = { verifier: { name: "a", version: "1.0.0", source: hashOf("a") }, says: "1" }
const about = { state: "withdrawn", round: 1, was: judge, now: judge } as const
const key: Finding = { of: "key", reason: "key-changed", problem: problem(1), ...about }
const label: Finding = {
  ...{ of: "label", reason: "incorrect", ...about },
  ...{ problem: problem(2), pair: pair(2) },
}
const bad = {
  standing: standingOf([key, label]),
  verdicts: new Map([[attempt(3), "incorrect"] as const]),
  groups: new Set([`${call} ${problem(4)}`]),
}

function bundleOf(name: string, rows: readonly object[]): string {
  const home = join(folder, name)
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, "manifest.json"), "{}")
  writeFileSync(
    join(home, "provenance.jsonl"),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  )
  return home
}

describe("a bad row", () => {
  it("is, in a job's own bundle, of a withdrawn pair or key, or of attempts judged again", () => {
    const home = bundleOf("training", [
      { pair: pair(1), problem: problem(1) }, // its key
      { pair: pair(2), problem: problem(2) }, // its label
      { pair: pair(5), problem: problem(2) }, // other words for the same problem
      { call, seat: 0, problem: problem(4) }, // its group's weights
      { call, seat: 1, problem: problem(5) }, // another group of the same call
      { call, seat: 0, problem: problem(1) }, // its key
    ])
    const found = badRowsIn(home, bad)!
    expect(found).toMatchObject({ kind: "training", rows: 6, withdrawn: 3, rejudged: 1 })
    expect(found.files).toEqual({ "data/train.jsonl": 4 })
  })

  it("is, in an export, also of an attempt that was judged otherwise when it was made", () => {
    const at = (row: number) => ({ file: "data/trl-dpo/train.jsonl", row })
    const said = (outcome: string) => [{ id: attempt(3), outcome }]
    const home = bundleOf("export", [
      { ...at(0), problem: problem(3), pair: pair(3), attempts: said("correct") },
      { ...at(1), problem: problem(3), pair: pair(3), attempts: said("incorrect") }, // knew better
      { ...at(2), proposals: [{ problem: problem(9) }, { problem: problem(1) }] },
      { ...at(3), problem: problem(9), pair: pair(9) },
    ])
    const found = badRowsIn(home, bad)!
    expect(found).toMatchObject({ kind: "export", rows: 4, withdrawn: 1, rejudged: 1 })
    expect(badRowCount(found)).toBe(2)
  })

  it("is not told of in a line that cannot be read, which is counted", () => {
    const home = bundleOf("torn", [{ pair: pair(1), problem: problem(1) }])
    writeFileSync(join(home, "provenance.jsonl"), '{"pair":"pair_0\n{"problem":\n')
    expect(badRowsIn(home, bad)).toMatchObject({ rows: 2, unread: 2, withdrawn: 0 })
  })

  it("is not looked for where there is no provenance", () => {
    expect(badRowsIn(join(folder, "nowhere"), bad)).toBeUndefined()
  })
})

it("finds exports, not in runs, not in hidden folders and not too deep", () => {
  const hash = hashOf("a bundle")
  const places = [
    "a",
    "a/b/c",
    "run/bundles",
    ".hidden",
    "node_modules",
    "a/b/c/d/e",
    "b/c/d/e/f",
    "other",
  ]
  for (const place of places) bundleOf(`tree/${place}/${hash}`, [])
  bundleOf("tree/a/not-a-hash", [])
  const renamed = bundleOf("tree/a/renamed", [])
  writeFileSync(join(renamed, "manifest.json"), '{"agon":"0.1.0","schema":"agon.bundle/2"}')
  const damaged = bundleOf(`tree/a/damaged/${hash}`, [])
  rmSync(join(damaged, "provenance.jsonl"))
  writeFileSync(join(folder, "tree/run/journal.sqlite"), "")
  const tree = join(folder, "tree")
  const found = exportedUnder([tree, join(tree, "a/b")])
  expect(found).toEqual(
    [
      ...["a/b/c", "a", "a/b/c/d/e", "other"].map((place) => join(tree, place, hash)),
      ...[renamed, damaged],
    ].sort(),
  )
  expect(hashNaming(join(tree, "a", hash))).toBe(hash)
  expect(hashNaming(renamed)).toBe(hashOf('{"agon":"0.1.0","schema":"agon.bundle/2"}'))
})

it("has what it does not know named in a sentence", async () => {
  const cases = [
    [["--verifier", "algebar"], "Did you mean algebra?"],
    [["--skill", "adition"], "has a skill adition"],
    [["--before", "1.0.0"], "--before needs --verifier"],
    [["--verifier", "algebra", "--before", "new"], "takes a version"],
    [["--bundles", "nowhere"], "there is no folder nowhere"],
    [["nothing"], "there is no run nothing"],
  ] as const
  for (const [words, sentence] of cases) {
    const refused = recall.run([...words, "--runs", folder])
    await expect(refused).rejects.toThrow(sentence)
    await expect(refused).rejects.toBeInstanceOf(UsageError)
  }
})
