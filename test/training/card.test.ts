import { expect, it } from "vitest"
import { hashOf } from "../../src/record/id.ts"
import { wilson } from "../../src/rule/statistics.ts"
import { cardFor } from "../../src/training/export/card.ts"
import { BUNDLE_SCHEMA, Manifest } from "../../src/training/export/manifest.ts"

const rate = { correct: 1, tried: 100_000 }
const hash = hashOf("a run")
const manifest: Manifest = Manifest.parse({
  schema: BUNDLE_SCHEMA,
  agon: "0.1.0",
  role: "solver",
  run: { recipe: "named", seed: 1, head: hash, events: 9, parents: [] },
  sequence: { firstRound: 1, lastRound: 2, pairs: 64_215 },
  curriculum: hash,
  players: [],
  prompts: {},
  solver: "prompted",
  verifiers: [],
  gate: {},
  targets: ["trl-sft"],
  files: [],
  splits: {
    by: "lineage family",
    validationPermille: 100,
    train: { problems: 9, families: 8 },
    validation: { problems: 2, families: 2 },
    apart: 0,
  },
  tokens: { method: "guessed", byTarget: { "trl-sft": 7 } },
  difficulty: [{ skill: "s", level: 1, problems: 9, rate: { ...rate, ...wilson(rate) } }],
  labels: {
    checked: 64_215,
    errors: 0,
    errorBound95: 0.000_047,
    sources: { reference: 64_215 },
    proofs: { proved: 64_215 },
  },
  contamination: { checked: 9, dropped: 0, lists: 3 },
  licence: "none",
  limits: [],
})

it("never rounds a rate or a bound to nothing", () => {
  const card = cardFor(manifest)
  expect(card).toContain("error rate below 0.0047 % (95 %)")
  expect(card).toContain("| s | 1 | 9 | 1/100000 | < 0.1 % to < 0.1 % |")
  expect(card).not.toMatch(/\b0\.0 %/)
})

it("says that no vote decided a label only where none did", () => {
  const voted = { ...manifest.labels, sources: { reference: 9, majority: 1 } }
  expect(cardFor(manifest)).toContain("no vote and no model decided one")
  const card = cardFor({ ...manifest, labels: voted })
  expect(card).not.toContain("no vote")
  expect(card).toContain("UNSAFE: labels of this run are majority votes")
})

it("claims no error rate of labels where there are none", () => {
  const labels = { checked: 0, errors: 0, errorBound95: 1, sources: {}, proofs: {} }
  const card = cardFor({ ...manifest, role: "proposer", labels, difficulty: [] })
  expect(card).not.toMatch(/checked, |## Difficulty/)
})

it("names no Parquet beside JSON lines to a reader that takes a folder for one format", () => {
  const files = ["trl-sft/train.jsonl", "verl/train.parquet"].map((path) => ({
    path: `data/${path}`,
    target: path.split("/")[0]!,
    split: "train" as const,
    rows: 1,
    bytes: 1,
    sha256: hash,
  }))
  const frontOf = (own: typeof files) =>
    cardFor({ ...manifest, targets: ["trl-sft", "verl"], files: own }).split("---")[1]
  expect(frontOf(files)).toContain("config_name: trl-sft")
  expect(frontOf(files)).not.toContain("verl")
  expect(frontOf(files.slice(1))).toContain("config_name: verl")
})

it("is the same of a manifest that was read back, whose names are in another order", () => {
  const targets = ["verl", "axolotl"]
  const byTarget = { verl: 2, axolotl: 1 }
  const sources = { reference: 1, accepted: 2 }
  const written = { ...manifest, targets, tokens: { method: "guessed", byTarget } }
  const sorted = { ...written, tokens: { method: "guessed", byTarget: { axolotl: 1, verl: 2 } } }
  const labels = { ...manifest.labels, sources }
  const turned = { ...manifest.labels, sources: { accepted: 2, reference: 1 } }
  expect(cardFor({ ...sorted, labels: turned })).toBe(cardFor({ ...written, labels }))
})
