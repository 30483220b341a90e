import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { hashOf } from "../../src/record/id.ts"
import { bench, type Ended, lastJson, TINY } from "./agon.ts"
import { tamper } from "./tamper.ts"

const RECIPE = {
  ...TINY,
  name: "gradient",
  rounds: 4,
  warmupRounds: 2,
  attempts: 8,
  skills: ["integer-remainder"], // few answers: a hundred steps get some of them right
  training: { ...TINY.training, objective: "policy-gradient", steps: 60, learningRateEnd: 0.003 },
}

const { agon, runs, file } = bench()
let ran: Ended
let bundles: Bundle[]

interface Row {
  readonly completion: string
  readonly weight?: number
}

interface Bundle {
  readonly hash: string
  readonly round: number
  readonly rows: readonly Row[]
}

beforeAll(async () => {
  const recipe = file("gradient.json", JSON.stringify(RECIPE))
  ran = await agon("run", recipe, "--name", "gradient", "--no-report", "--json")
  const home = join(runs, "gradient", "bundles")
  bundles = readdirSync(home)
    .map((hash) => {
      const { round } = JSON.parse(readFileSync(join(home, hash, "manifest.json"), "utf8"))
      const text = readFileSync(join(home, hash, "data", "train.jsonl"), "utf8")
      return { hash, round, rows: text.trimEnd().split("\n").map(parse) }
    })
    .sort((a, b) => a.round - b.round)
})

it("imitates while it warms up, and then weighs attempts beside what it rehearses", () => {
  expect(ran.code).toBe(0)
  const weighed = bundles.map(({ rows }) => rows.filter(isWeighed).length)
  const rehearsed = bundles.map(({ rows }) => rows.filter((row) => !isWeighed(row)).length)
  expect(weighed.map((count) => count > 0)).toEqual([false, false, true, true])
  expect(rehearsed).toEqual([60, 120, 60, 60])
})

it("passes its audit and replays to the same head", async () => {
  const [audit, replay] = await Promise.all([
    agon("audit", "gradient", "--json"),
    agon("replay", "gradient", "--json"),
  ])
  const { head } = lastJson(ran.out)
  expect(lastJson(audit.out)).toMatchObject({ faults: [], bundles: 4, head })
  expect([audit.code, replay.code]).toEqual([0, 0])
  expect(lastJson(replay.out)).toMatchObject({ head })
})

it("names a weight that was changed by hand", async () => {
  const { hash } = forge("by-hand", (row) => ({ ...row, weight: row.weight! * 2 }), false)
  const { code, out } = await agon("audit", "by-hand")
  expect(code).toBe(3)
  expect(out).toContain(`bundle ${hash}: data/train.jsonl does not match its hash`)
})

it("names a weight, a missing weight and a completion although every hash fits", async () => {
  const forgeries: [name: string, change: (row: Row) => Row, fault: RegExp][] = [
    [
      "weight",
      (row) => ({ ...row, weight: row.weight! + 1e-6 }),
      /weighs \S+, and seat \d+ of call_\w+ has advantage/,
    ],
    ["bare", ({ weight: _, ...row }) => row, /weighs 1, and seat \d+ of call_\w+ has advantage/],
    [
      "words",
      (row) => ({ ...row, completion: `${row.completion}0` }),
      /is not what call_\w+ says in seat \d+/,
    ],
  ]
  await Promise.all(
    forgeries.map(async ([name, change, fault]) => {
      const { hash, at } = forge(name, change, true)
      const { code, out } = await agon("audit", name)
      expect(code).toBe(3)
      expect(out).toContain(`bundle ${hash}: row ${at} `)
      expect(out).toMatch(fault)
    }),
  )
})

it("names a weight given to a row that comes from a pair", async () => {
  const { hash, at } = forge(
    "pair",
    (row) => ({ ...row, weight: 1 }),
    true,
    (row) => !isWeighed(row),
  )
  const { code, out } = await agon("audit", "pair")
  expect(code).toBe(3)
  expect(out).toContain(`bundle ${hash}: row ${at} weighs 1, and pair_`)
})

/** A copy of the run in which one row of its last bundle is another; with `fit`, so is its name. */
function forge(name: string, change: (row: Row) => Row, fit: boolean, which = isWeighed) {
  const folder = join(runs, name)
  cpSync(join(runs, "gradient"), folder, { recursive: true })
  const { hash, rows } = bundles.at(-1)!
  const home = join(folder, "bundles", hash)
  const path = join(home, "data", "train.jsonl")
  const at = rows.findIndex(which)
  const forged = rows.map((row, index) => (index === at ? change(row) : row))
  const before = hashOf(readFileSync(path))
  writeFileSync(path, forged.map((row) => `${JSON.stringify(row)}\n`).join(""))
  if (!fit) return { hash, at }
  const manifestPath = join(home, "manifest.json")
  const manifest = readFileSync(manifestPath, "utf8")
  const fitting = manifest.replace(before, hashOf(readFileSync(path)))
  writeFileSync(manifestPath, fitting)
  const renamed = hashOf(fitting)
  renameSync(home, join(folder, "bundles", renamed))
  tamper(join(folder, "journal.sqlite"), (body) => body.replaceAll(hash, renamed), { relink: true })
  return { hash: renamed, at }
}

function isWeighed({ weight }: Row): boolean {
  return weight !== undefined
}

function parse(line: string): Row {
  return JSON.parse(line) as Row
}
