import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { auditFolder } from "../../src/cli/audit-bundle.ts"
import { writeWhole } from "../../src/disk.ts"
import { bench, TINY } from "../cli/agon.ts"
import { exporting } from "./exporting.ts"

const { agon, folder, file, start } = bench()
const { bundle } = exporting(folder)
const apart = mkdtempSync(join(tmpdir(), "agon-bundles-"))
afterAll(() => rmSync(apart, { recursive: true, force: true }))

beforeAll(async () => {
  const recipe = { ...TINY, problemsPerRound: 30 }
  await agon("run", file("tiny.json", JSON.stringify(recipe)), "--name", "tiny", "--no-report")
}, 60_000)

it("does not call a damaged folder the same content", async () => {
  const out = join(apart, "damaged")
  const { folder: home } = await bundle("tiny", ["trl-sft"], { out })
  writeFileSync(join(home, "data/trl-sft/train.jsonl"), "{}\n")
  await expect(bundle("tiny", ["trl-sft"], { out })).rejects.toThrow(
    /is there already, and its data\/trl-sft\/train\.jsonl is not what belongs there/,
  )
  expect(readFileSync(join(home, "data/trl-sft/train.jsonl"), "utf8")).toBe("{}\n")
})

it("writes one whole bundle when several exports make the same at once", async () => {
  const out = join(apart, "together")
  const words = ["export", "tiny", "--target", "trl-sft,trl-kto-chat,verl,jsonl", "--out", out]
  const ended = await Promise.all([1, 2, 3].map(() => agon(...words)))
  expect(ended.map(({ code, err }) => [code, err.includes("bug")])).toEqual(
    ended.map(() => [0, false]),
  )
  expect(ended.filter(({ err }) => err.includes("written"))).toHaveLength(1)
  const [home, ...more] = readdirSync(out)
  expect(more).toEqual([])
  expect((await auditFolder(join(out, home!))).faults).toEqual([])
}, 60_000)

it("leaves nothing that looks like a bundle when it is killed", async () => {
  const out = join(apart, "killed")
  const words = ["export", "tiny", "--target", "trl-sft", "--out", out]
  for (const ms of [350, 500, 650, 800]) {
    const { child, ended } = start(words)
    setTimeout(() => child.kill("SIGKILL"), ms)
    await ended
  }
  const [hash] = (await agon(...words)).out.trim().split("/").slice(-1)
  const seen = readdirSync(out).filter((name) => !name.startsWith("."))
  expect(seen).toEqual([hash])
  expect((await auditFolder(join(out, hash!))).faults).toEqual([])
}, 60_000)

it.runIf(existsSync("/dev/full"))("says which file a full disk has no room for", () => {
  const disk = openSync("/dev/full", "w") // a disk that is full, always
  const refused = expect(() => writeWhole(disk, new Uint8Array(9), "bundles/train.jsonl"))
  refused.toThrow(expect.objectContaining({ code: "ENOSPC", path: "bundles/train.jsonl" }))
  closeSync(disk)
})

it("says so where every family is kept aside, and none is left to train on", async () => {
  const words = ["export", "tiny", "--target", "trl-grpo", "--out", join(apart, "aside")]
  const few = { ...TINY, name: "few", problemsPerRound: 8, rounds: 1 }
  await agon("run", file("few.json", JSON.stringify(few)), "--name", "few", "--no-report")
  const { code, err } = await agon(...words.with(1, "few"), "--validation", "900")
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/none is left to train on.*--validation 0/s),
  ])
}, 60_000)
