import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { auditFolder, byteFaults } from "../../src/cli/audit-bundle.ts"
import { hashOf } from "../../src/record/id.ts"
import { Recipe } from "../../src/record/recipe.ts"
import { printsOf } from "../../src/rule/contamination-prints.ts"
import { sideOf } from "../../src/rule/partition.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Offered } from "../../src/training/export/example.ts"
import { Manifest } from "../../src/training/export/manifest.ts"
import { parquetRows } from "../../src/training/export/parquet.ts"
import { TARGETS } from "../../src/training/export/targets.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { environmentFor, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { exporting, filesIn, rowsIn } from "../training/exporting.ts"
import { forge, forging } from "../training/forging.ts"
import { bench, TINY } from "./agon.ts"

const { agon, folder, file, start } = bench()
const { bundle } = exporting(folder)
const { copyOf } = forging(folder)
let seated: string
let embedded: string

beforeAll(async () => {
  const server = await startAnthropicServer({ player: "mediocre" })
  const environment = environmentFor({ anthropic: server })
  const models = file("models.json", JSON.stringify({ ...RECIPE, rounds: 2 }))
  const tiny = file("tiny.json", JSON.stringify({ ...TINY, problemsPerRound: 30 }))
  await Promise.all([
    start(["run", models, "--name", "seated", "--no-report"], environment).ended,
    agon("run", tiny, "--name", "tiny", "--no-report"),
  ])
  await server.close()
  seated = (
    await bundle(
      "seated",
      TARGETS.map(({ name }) => name),
    )
  ).folder
  embedded = (await bundle("tiny", ["trl-sft", "trl-kto", "trl-grpo", "llama-factory"])).folder
}, 240_000)

it("names the folder by its manifest's hash, and the same export makes the same", async () => {
  expect(basename(seated)).toBe(hashOf(readFileSync(join(seated, "manifest.json"))))
  const names = TARGETS.map(({ name }) => name)
  const words = ["export", "seated", "--target", names.join(","), "--out"]
  const again = await agon(...words, join(folder, "out"))
  expect(again.out.trimEnd()).toBe(seated)
  expect(again.err).toContain("already")
  const elsewhere = await bundle("seated", names, { out: join(folder, "else") })
  expect(elsewhere.isNew).toBe(true)
  for (const path of filesIn(seated)) {
    const other = path.replace(seated, elsewhere.folder)
    expect(readFileSync(other).equals(readFileSync(path))).toBe(true)
  }
})

/** The rows of a data file as lines of JSON, whatever form it holds them in. */
async function linesOf(path: string): Promise<string[]> {
  if (!path.endsWith(".parquet")) return readFileSync(path, "utf8").split("\n").slice(0, -1)
  return (await parquetRows(readFileSync(path))).map((row) => JSON.stringify(row))
}

it("has a way back from every row, and no row in two splits", async () => {
  for (const home of [seated, embedded]) {
    const back = rowsIn(join(home, "provenance.jsonl"))
    const data = filesIn(join(home, "data")).filter((path) =>
      /(train|validation)\.(jsonl|parquet)$/.test(path),
    )
    const lines = new Map(
      await Promise.all(
        data.map(async (path) => [path.slice(home.length + 1), await linesOf(path)] as const),
      ),
    )
    expect(back).toHaveLength([...lines.values()].flat().length)
    for (const { file: path, row, sha256 } of back) {
      expect(hashOf(lines.get(String(path))![Number(row)]!)).toBe(sha256)
    }
  }
})

it("sets verified replies against refuted ones of the same problem", () => {
  const attempts = rowsIn(join(seated, "evidence", "attempts.jsonl")) as unknown as {
    text: string
    verdict: { outcome: string }
  }[]
  const outcomeOf = (text: unknown) =>
    new Set(attempts.filter((one) => one.text === text).map(({ verdict }) => verdict.outcome))
  const rows = rowsIn(join(seated, "data/trl-dpo/train.jsonl"))
  expect(rows.length).toBeGreaterThan(0)
  for (const { chosen, rejected } of rows) {
    expect(outcomeOf(chosen)).toContain("correct")
    expect(outcomeOf(rejected)).toContain("incorrect")
  }
})

it("passes its own audit", async () => {
  expect((await auditFolder(embedded)).faults).toEqual([])
  const { code, out } = await agon("audit", seated)
  expect(out).toContain("no fault found")
  expect(code).toBe(0)
})

const FLIPS_PER_FILE = 6
const AUDITS_IN = 17 // one flip in so many goes through the whole audit, which judges every row

it("names a flipped byte anywhere in any file of any target", async () => {
  const copy = copyOf(seated, "flipped")
  const random = randomStream(9, "flipped bytes")
  const { files } = Manifest.parse(JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8")))
  expect(new Set(files.flatMap(({ target }) => target ?? [])).size).toBe(TARGETS.length)
  let flips = 0
  for (const path of filesIn(copy)) {
    const bytes = readFileSync(path)
    if (bytes.length === 0) continue
    const name = path.slice(copy.length + 1)
    const inside = Array.from({ length: FLIPS_PER_FILE - 2 }, () => random.int(bytes.length))
    for (const at of new Set([0, bytes.length - 1, ...inside])) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1 << random.int(8)
      writeFileSync(path, flipped)
      const isWhole = flips++ % AUDITS_IN === 0
      const faults = isWhole ? (await auditFolder(copy)).faults : byteFaults(copy).faults
      expect([name, at, faults.map(({ where }) => where).includes(name)]).toEqual([name, at, true])
    }
    writeFileSync(path, bytes)
  }
  expect(byteFaults(copy).faults).toEqual([])
  expect(flips).toBeGreaterThan(4 * TARGETS.length)
}, 120_000)

it("names files that are missing or new", async () => {
  const copy = copyOf(embedded, "missing")
  rmSync(join(copy, "README.md"))
  writeFileSync(join(copy, "data", "more.jsonl"), "{}\n")
  expect((await auditFolder(copy)).faults).toEqual([
    { where: "README.md", fault: "it is missing" },
    { where: "data/more.jsonl", fault: "the manifest does not list it" },
  ])
})

it("names a row that was edited even where all hashes were made to fit", async () => {
  const path = "data/trl-sft/train.jsonl"
  const home = forge(copyOf(embedded, "row"), path, (text) =>
    text.replace(/"completion":"(.*?)"/, '"completion":"$11"'),
  )
  expect((await auditFolder(home)).faults).toEqual([
    { where: `${path}:1`, fault: "the row is not what its evidence gives" },
    { where: "README.md", fault: "it is not what the manifest gives" }, // it has a byte more
  ])
})

it("names a key and a verdict that were edited, with the reason", async () => {
  const lessons = "evidence/lessons.jsonl"
  const keyed = forge(copyOf(embedded, "key"), lessons, (text) =>
    text.replace(/"answer":"(\d+)"/, '"answer":"$11"'),
  )
  const said = (await auditFolder(keyed)).faults.map(({ fault }) => fault)
  expect(said).toContain(
    "its answer is not its key; its judge is the same, so the row's own words have changed",
  )
  const attempts = "evidence/attempts.jsonl"
  const judged = forge(copyOf(embedded, "verdict"), attempts, (text) =>
    text.replace('"outcome":"incorrect"', '"outcome":"correct"'),
  )
  expect(
    (await auditFolder(judged)).faults.some(({ fault }) => /is incorrect now/.test(fault)),
  ).toBe(true)
})

it("says which judge has changed when verdicts may differ for it", async () => {
  const copy = copyOf(embedded, "judge")
  const text = readFileSync(join(copy, "manifest.json"), "utf8")
  const older = text.replace(/("name":"arithmetic","source":"\w+","version":)"[^"]+"/, '$1"0.0.1"')
  expect(older).not.toBe(text)
  writeFileSync(join(copy, "manifest.json"), older)
  const home = join(dirname(copy), hashOf(older))
  renameSync(copy, home)
  expect((await auditFolder(home)).notes.join()).toMatch(
    /verifier arithmetic: 0\.0\.1 then, .* now/,
  )
})

it("names the rows that are in somebody's list, and drops them when told to", async () => {
  const [first] = rowsIn(join(embedded, "data/trl-sft/train.jsonl"))
  const list = file("list.txt", `${first!.prompt}\n`)
  const words = ["export", "tiny", "--target", "trl-sft", "--out", "out", "--against", list]
  const refused = await agon(...words)
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(/pair_[0-9a-f]{24}: line 1 of list\.txt/)
  const dropped = await bundle("tiny", ["trl-sft"], { against: [list], dropContaminated: true })
  const kept = rowsIn(join(dropped.folder, "data/trl-sft/train.jsonl"))
  expect(kept.map(({ prompt }) => prompt)).not.toContain(first!.prompt)
  const told = JSON.parse(readFileSync(join(dropped.folder, "decontamination.json"), "utf8"))
  expect(told.dropped.length).toBeGreaterThan(0)
  expect((await auditFolder(dropped.folder)).faults).toEqual([])
})

it("passes its own audit where some replies to a problem were dropped and others not", async () => {
  const said = rowsIn(join(seated, "evidence/attempts.jsonl")) as { text: string }[]
  const [longest] = said.map(({ text }) => text).sort((a, b) => b.length - a.length)
  const list = file("replies.jsonl", `${JSON.stringify(longest)}\n`)
  const order = { against: [list], dropContaminated: true }
  const { folder: home, manifest } = await bundle("seated", ["trl-sft", "trl-kto"], order)
  expect(manifest.contamination.dropped).toBeGreaterThan(0)
  const left = rowsIn(join(home, "evidence/attempts.jsonl")) as { text: string }[]
  expect(left.length).toBeLessThan(said.length)
  expect(left.map(({ text }) => text)).not.toContain(longest)
  expect((await auditFolder(home)).faults).toEqual([])
})

it("takes a list of prints in place of its texts", async () => {
  const [first] = rowsIn(join(embedded, "data/trl-sft/train.jsonl"))
  const list = file("prints.jsonl", `${JSON.stringify(printsOf(String(first!.prompt)))}\n`)
  const order = bundle("tiny", ["trl-sft"], { against: [list] })
  await expect(order).rejects.toThrow(/line 1 of prints\.jsonl, the same text/)
  const odd = file("odd.jsonl", '{"answer":"4"}\n')
  await expect(bundle("tiny", ["trl-sft"], { against: [odd] })).rejects.toThrow(/odd\.jsonl:1/)
})

/** The families of the specs that a proposal names, as far as they are specs. */
function familiesProposed(text: string): string[] {
  const { proposals } = JSON.parse(text) as { proposals: { spec?: unknown }[] }
  return proposals.flatMap(({ spec }) =>
    VERIFIERS.flatMap((verifier) => {
      const parsed = verifier.spec.safeParse(spec)
      return parsed.success ? [verifier.identify(parsed.data).family] : []
    }),
  )
}

it("bundles a proposer's proposals, the best of a call against the worst", async () => {
  const proposer = { role: "proposer" } as const
  const home = (await bundle("seated", ["trl-dpo", "trl-kto"], proposer)).folder
  const offers = rowsIn(join(home, "evidence/offers.jsonl"))
  expect(offers.length).toBeGreaterThan(4)
  const families = offers.flatMap(({ text }) => familiesProposed(String(text)))
  const { sealedPermille } = Recipe.parse(RECIPE).suites
  expect(families.length).toBeGreaterThan(4)
  for (const family of families) expect(sideOf(family, sealedPermille)).toBe("trainable")
  const rows = rowsIn(join(home, "data/trl-kto/train.jsonl"))
  expect(new Set(rows.map(({ label }) => label))).toEqual(new Set([true, false]))
  expect((await auditFolder(home)).faults).toEqual([])
  await expect(bundle("tiny", ["trl-dpo"], proposer)).rejects.toThrow(/nothing to make a row of/)
})

it("has a proposer's rows for every target that needs no key", async () => {
  const proposer = { role: "proposer" } as const
  const keyless = TARGETS.filter(({ kind }) => kind !== "task").map(({ name }) => name)
  const home = (await bundle("seated", keyless, proposer)).folder
  const best = (rowsIn(join(home, "evidence/offers.jsonl")) as unknown as Offered[]).filter(
    ({ rank, problem }) => rank === "best" && problem,
  )
  expect(best.length).toBeGreaterThan(0)
  for (const name of ["jsonl", "parquet"]) {
    const paths = filesIn(join(home, "data", name))
    const lines = (await Promise.all(paths.map(linesOf))).flat()
    const said = lines.map((line) => (JSON.parse(line) as { completion: string }).completion)
    expect(said.sort()).toEqual(best.map(({ text }) => text).sort())
  }
  expect((await auditFolder(home)).faults).toEqual([])
  for (const task of ["trl-grpo", "verl"]) {
    const asked = agon("export", "seated", "--target", task, "--role", "proposer", "--out", "out")
    expect((await asked).err).toMatch(/there is no key to give/)
  }
})

it("says so where a run has kept no pair", async () => {
  const gate = { solveRateMin: 0.9, solveRateMax: 0.95 } // two attempts are never between them
  const strict = file("strict.json", JSON.stringify({ ...TINY, rounds: 1, gate }))
  await agon("run", strict, "--name", "strict", "--no-report")
  const { code, out, err } = await agon("export", "strict")
  expect([code, out]).toEqual([0, ""])
  expect(err).toContain("has kept no pair so far")
  const asked = await agon("export", "strict", "--target", "trl-sft", "--out", "out")
  expect(asked.err).toContain("it needs kept pairs")
})

it("says which targets there are, and that a bundle needs a folder", async () => {
  const misspelt = await agon("export", "tiny", "--target", "trl-sfd", "--out", "out")
  expect(misspelt.err).toMatch(/there is no target trl-sfd.*trl-sft/s)
  expect((await agon("export", "tiny", "--target", "trl-sft")).err).toContain("--out is missing")
  expect((await agon("export", "tiny", "--since", "start")).err).toContain(
    "--since is for --target",
  )
})
