import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { auditFolder } from "../../src/cli/audit-bundle.ts"
import { hashOf } from "../../src/record/id.ts"
import type { Offered } from "../../src/training/export/example.ts"
import { jsonLine, jsonLines } from "../../src/training/export/jsonl.ts"
import { Manifest } from "../../src/training/export/manifest.ts"
import { environmentFor, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { exporting, rowsIn } from "../training/exporting.ts"
import { type AnyManifest, forging, resealed, rewrite } from "../training/forging.ts"
import { bench, TINY } from "./agon.ts"

const { agon, folder, file, start } = bench()
const { bundle } = exporting(folder)
const { copyOf } = forging(folder)
const TRAIN = "data/trl-sft/train.jsonl"
const LESSONS = "evidence/lessons.jsonl"
let tiny: string
let composed: string
let proposed: string

beforeAll(async () => {
  const server = await startAnthropicServer({ player: "mediocre" })
  const skills = ["integer-addition", "determinant", "composed"]
  const recipe = { ...RECIPE, rounds: 2, skills, problemsPerRound: 16, attempts: 3 }
  const models = file("models.json", JSON.stringify(recipe))
  await Promise.all([
    start(["run", models, "--name", "models", "--no-report"], environmentFor({ anthropic: server }))
      .ended,
    agon("run", file("tiny.json", JSON.stringify(TINY)), "--name", "tiny", "--no-report"),
  ])
  await server.close()
  tiny = (await bundle("tiny", ["trl-sft"])).folder
  composed = (await bundle("models", ["trl-sft", "trl-dpo"])).folder
  proposed = (await bundle("models", ["trl-dpo"], { role: "proposer" })).folder
}, 240_000)

async function faultsOf(home: string): Promise<string[]> {
  const { faults } = await auditFolder(home)
  return faults.map(({ where, fault }) => `${where}: ${fault}`)
}

it("finds no fault in a bundle of models' replies to composed problems", async () => {
  const attempts = rowsIn(join(composed, "evidence/attempts.jsonl")) as { verdict?: object }[]
  const both = attempts.filter(({ verdict = {} }) => "span" in verdict && "witness" in verdict)
  expect(both.length).toBeGreaterThan(0) // two fields whose order is the verifier's own
  expect(await faultsOf(composed)).toEqual([])
  expect(await faultsOf(tiny)).toEqual([])
  expect(await faultsOf(proposed)).toEqual([])
})

/** Another answer, or question, in the evidence, the row and its provenance alike. */
function poisoned(as: string, edit: (row: Record<string, unknown>) => void): string {
  const copy = copyOf(tiny, as)
  const lessons = rowsIn(join(copy, LESSONS))
  const first = lessons.find(({ split }) => split === "train")!
  const row = rowsIn(join(copy, TRAIN))[0]!
  edit(first)
  edit(row)
  writeFileSync(join(copy, LESSONS), jsonLines(lessons))
  rewrite(copy, TRAIN, (text) => text.replace(/^.*/, jsonLine(row)))
  rewrite(copy, "provenance.jsonl", (text) =>
    text.replace(/"sha256":"\w+"/, `"sha256":"${hashOf(jsonLine(row))}"`),
  )
  return resealed(copy)
}

it("names a completion that is not its pair's, though evidence, row and hashes agree", async () => {
  const home = poisoned("completion", (row) => {
    row.completion = `${row.completion}1`
  })
  expect((await faultsOf(home)).join("\n")).toMatch(/^pair_\w+: its completion is not the pair's$/m)
})

it("names a question that is not its problem's, though all hashes agree", async () => {
  const home = poisoned("question", (row) => {
    const asked = "1 + 1 = ?"
    row.prompt = typeof row.prompt === "string" ? asked : [{ role: "user", content: asked }]
  })
  expect((await faultsOf(home)).join("\n")).toMatch(
    /^pair_\w+: its prompt is not what the problem/m,
  )
})

it("names a file that was taken away together with its line in the manifest", async () => {
  const copy = copyOf(tiny, "fewer")
  rmSync(join(copy, TRAIN))
  const home = resealed(copy, (manifest) => {
    manifest.files = manifest.files.filter(({ path }) => path !== TRAIN)
  })
  expect(await faultsOf(home)).toContain(`${TRAIN}: the manifest does not list it`)
})

it("names a file that was added together with a line in the manifest", async () => {
  const copy = copyOf(tiny, "more")
  const path = "data/trl-sft/more.jsonl"
  writeFileSync(join(copy, path), '{"prompt":"1 + 1 = ?","completion":"3"}\n')
  const home = resealed(copy, ({ files }) => {
    files.push({ ...files[0]!, path })
  })
  expect(await faultsOf(home)).toContain(`${path}: nothing in the evidence gives such a file`)
})

const BOASTS: readonly (readonly [claim: string, boast: (manifest: AnyManifest) => void])[] = [
  ["labels", ({ labels }) => Object.assign(labels as object, { errorBound95: 0.000_001 })],
  ["difficulty", (manifest) => Object.assign(manifest, { difficulty: [] })],
  ["tokens", ({ tokens }) => Object.assign(tokens as object, { byTarget: { "trl-sft": 1 } })],
  [
    "splits",
    ({ splits }) =>
      Object.assign((splits as Manifest["splits"]).train, { problems: 1, families: 1 }),
  ],
  ["limits", (manifest) => Object.assign(manifest, { limits: ["None."] })],
]

it.each(BOASTS)("holds what a manifest says of %s against its rows", async (claim, boast) => {
  const home = resealed(copyOf(tiny, `boast-${claim}`), boast)
  expect(await faultsOf(home)).toContain(
    `manifest.json: what it says of ${claim} is not so by its rows`,
  )
})

it("names a card that says more than its manifest", async () => {
  const copy = copyOf(tiny, "card")
  rewrite(copy, "README.md", (text) => text.replace("0 wrong", "0 wrong, certified"))
  expect(await faultsOf(resealed(copy))).toEqual(["README.md: it is not what the manifest gives"])
})

it("misses sealed problems that were taken out of what the rows are held against", async () => {
  const copy = copyOf(tiny, "unsealed")
  rewrite(copy, "decontamination.json", (text) => text.replace(/"sealed":\[.*\]/, '"sealed":[]'))
  expect(await faultsOf(resealed(copy))).toEqual([
    "decontamination.json: it has not the sealed problems that it counts",
  ])
})

it("names a verifier that judged and is not in the manifest", async () => {
  const home = resealed(copyOf(tiny, "judge"), (manifest) => {
    manifest.verifiers = []
  })
  expect((await faultsOf(home)).join()).toContain("does not name the verifier arithmetic")
})

it("names proposals whose words or ranks are another's", async () => {
  const offers = rowsIn(join(proposed, "evidence/offers.jsonl")) as unknown as Offered[]
  const [one, other] = offers.filter(({ problem }) => problem !== undefined)
  const swapped = copyOf(proposed, "swapped")
  const texts = offers.map((offer) => (offer === one ? { ...offer, text: other!.text } : offer))
  writeFileSync(join(swapped, "evidence/offers.jsonl"), jsonLines(texts))
  expect(await faultsOf(resealed(swapped))).toContain(
    `${one!.call} seat ${one!.seat}: its words are of another problem`,
  )
  const turned = copyOf(proposed, "turned")
  const rank = { best: "worst", worst: "best" } as const
  const ranks = offers.map((offer) => (offer.rank ? { ...offer, rank: rank[offer.rank] } : offer))
  writeFileSync(join(turned, "evidence/offers.jsonl"), jsonLines(ranks))
  expect((await faultsOf(resealed(turned))).join("\n")).toMatch(
    /another of its call has earned more/,
  )
})

it("names a proposal whose relative is in the other split", async () => {
  const copy = copyOf(proposed, "split")
  const offers = rowsIn(join(copy, "evidence/offers.jsonl")) as unknown as Offered[]
  const child = offers.find(({ problem }) => {
    const parent = problem?.lineage.parent
    return parent !== undefined && offers.some((one) => one.problem?.id === parent)
  })!
  const split = child.split === "train" ? "validation" : "train"
  const moved = offers.map((offer) => (offer === child ? { ...offer, split } : offer))
  writeFileSync(join(copy, "evidence/offers.jsonl"), jsonLines(moved))
  expect((await faultsOf(resealed(copy))).join("\n")).toMatch(
    /a relative of it is in the other split/,
  )
})

it("takes a bundle without its provenance or its manifest for a damaged bundle", async () => {
  for (const name of ["provenance.jsonl", "manifest.json"]) {
    const copy = copyOf(tiny, `without-${name}`)
    rmSync(join(copy, name))
    const { code, out } = await agon("audit", copy)
    expect([code, out.includes(`${name}: it is missing`)]).toEqual([3, true])
  }
})

it("follows a link to a bundle, and tells a folder that was renamed its name", async () => {
  const copy = copyOf(tiny, "moved")
  const link = join(dirname(copy), "latest")
  symlinkSync(basename(copy), link)
  expect((await agon("audit", link)).code).toBe(0)
  const renamed = join(dirname(copy), "mine")
  renameSync(copy, renamed)
  expect(await faultsOf(renamed)).toEqual([
    `manifest.json: the folder is not named by its hash, ${basename(copy)}`,
  ])
})

it("says where compiled Python comes from that would run instead of its source", async () => {
  const copy = copyOf(tiny, "compiled")
  const cache = join(copy, "data/trl-sft/__pycache__")
  mkdirSync(cache)
  writeFileSync(join(cache, "agon_reward.cpython-312.pyc"), "code")
  expect((await faultsOf(copy)).join()).toMatch(/does not list it; Python leaves such files/)
})

it("says which version wrote what this one would write otherwise", async () => {
  const copy = copyOf(tiny, "older")
  rewrite(copy, "README.md", (text) => text.replace("## Rows", "## All rows"))
  const home = resealed(copy, (manifest) => {
    manifest.agon = "0.0.9"
  })
  const { agon: now } = Manifest.parse(
    JSON.parse(readFileSync(join(tiny, "manifest.json"), "utf8")),
  )
  expect(await faultsOf(home)).toEqual([
    `README.md: it is not what the manifest gives; agon 0.0.9 wrote it, and this is ${now}`,
  ])
})
