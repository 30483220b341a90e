import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { bench, TINY } from "../cli/agon.ts"
import { exporting, rowsIn } from "./exporting.ts"

const { agon, folder, file } = bench()
const { bundle, fed, withRun } = exporting(folder)
let embedded: string

beforeAll(async () => {
  const recipe = { ...TINY, problemsPerRound: 30 }
  await agon("run", file("tiny.json", JSON.stringify(recipe)), "--name", "tiny", "--no-report")
  embedded = (await bundle("tiny", ["trl-sft"])).folder
}, 60_000)

it("feeds round by round what it feeds at once, each row once", async () => {
  const [byRound, atOnce] = [join(folder, "rounds.jsonl"), join(folder, "once.jsonl")]
  const cuts = await withRun("tiny", async (store) => {
    const seen: number[] = []
    for await (const { seq, kind } of store.read(0)) if (kind === "round.closed") seen.push(seq + 1)
    return seen
  })
  let since = "start"
  let rows = 0
  for (const cut of cuts) {
    const next = await fed("tiny", byRound, "reasoning-gym", since, cut)
    expect(next.added).toBeGreaterThan(0)
    rows += next.added
    since = next.cursor
  }
  expect(cuts.length).toBeGreaterThan(1)
  const whole = await fed("tiny", atOnce, "reasoning-gym", "start")
  expect(readFileSync(byRound, "utf8")).toBe(readFileSync(atOnce, "utf8"))
  expect(whole.rows).toBe(rows)
  await expect(fed("tiny", atOnce, "reasoning-gym", "start")).rejects.toThrow(/the feed stands at/)
  const other = { ...TINY, seed: 2, problemsPerRound: 30 }
  await agon("run", file("other.json", JSON.stringify(other)), "--name", "other", "--no-report")
  await expect(fed("other", atOnce, "reasoning-gym", whole.cursor)).rejects.toThrow(/no place/)
})

it("cuts off what a kill left half appended, and leaves a file that is no feed alone", async () => {
  const out = join(folder, "feed.jsonl")
  const first = await agon(
    "export",
    "tiny",
    "--target",
    "trl-sft",
    "--out",
    out,
    "--since",
    "start",
  )
  const whole = readFileSync(out)
  expect(rowsIn(out)).toEqual(rowsIn(join(embedded, "data/trl-sft/train.jsonl")))
  writeFileSync(out, Buffer.concat([whole, Buffer.from('{"prompt":"half')]))
  expect((await fed("tiny", out, "trl-sft", first.out.trim())).added).toBe(0)
  expect(readFileSync(out).equals(whole)).toBe(true)
  const other = file("other.jsonl", "mine\n")
  await expect(fed("tiny", other, "trl-sft", "start")).rejects.toThrow(/is no feed/)
  expect(readFileSync(other, "utf8")).toBe("mine\n")
})

it("feeds once where two exports begin at the same cursor", async () => {
  const out = join(folder, "twice.jsonl")
  const both = [1, 2].map(() => fed("tiny", out, "trl-sft", "start"))
  const ended = await Promise.allSettled(both)
  expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  const refused = ended.find((one) => one.status === "rejected")
  expect(String(refused?.reason)).toMatch(/the feed stands at/)
  expect(rowsIn(out)).toEqual(rowsIn(join(embedded, "data/trl-sft/train.jsonl")))
})

it("keeps the share of families aside that it was begun with", async () => {
  const out = join(folder, "aside.jsonl")
  const words = ["export", "tiny", "--target", "trl-sft", "--out", out, "--validation"]
  const first = await agon(...words, "300", "--since", "start")
  const later = await agon(...words, "0", "--since", first.out.trim())
  expect([later.code, later.err]).toEqual([2, expect.stringMatching(/begun with --validation 300/)])
  expect((await agon(...words, "300", "--since", first.out.trim())).code).toBe(0)
})
