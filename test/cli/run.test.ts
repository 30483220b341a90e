import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { bench, type Ended, lastJson, TINY } from "./agon.ts"

const { agon, start, runs, file, folder } = bench()
let ran: Ended
let summary: Record<string, unknown>

beforeAll(async () => {
  ran = await agon("run", file("tiny.json", JSON.stringify(TINY)), "--name", "one", "--json")
  summary = lastJson(ran.out)
})

describe("a finished run", () => {
  it("ends with a summary: outcome, labels, hashes, report", () => {
    expect(ran.code).toBe(0)
    expect(summary).toMatchObject({ kind: "summary", run: "one", outcome: "finished", pairs: 120 })
    expect(summary.labels).toMatchObject({ checked: 120, errors: 0 })
    expect(existsSync(join(runs, "one", "report.html"))).toBe(true)
  })

  it("prints nothing but JSON with --json", () => {
    for (const line of ran.out.trimEnd().split("\n")) JSON.parse(line)
  })

  it("is not run over by another of the same name", async () => {
    const { code, err } = await agon("run", join(folder, "tiny.json"), "--name", "one")
    expect(code).toBe(2)
    expect(err).toContain("is there already")
  })

  it("is listed", async () => {
    const [entry] = JSON.parse((await agon("list", "--json")).out) as Record<string, unknown>[]
    expect(entry).toMatchObject({ run: "one", outcome: "finished", rounds: 2, pairs: 120 })
  })

  it("has nothing to resume and says what came of it", async () => {
    const { code, out, err } = await agon("resume", "one")
    expect(code).toBe(0)
    expect(err).toContain("has ended already")
    expect(out.replace(/\s+/g, " ")).toContain(
      "0 errors in 120 labels: below 2.5 % with 95 % confidence",
    )
    expect((await agon("resume")).code).toBe(1)
  })

  it("refuses to go on under another recipe, and says what differs", async () => {
    const other = file("other.json", JSON.stringify({ ...TINY, attempts: 3 }))
    const { code, err } = await agon("resume", "one", other)
    expect(code).toBe(1)
    expect(err).toContain("- recipe.attempts: 2 → 3")
  })

  it("passes its audit and replays to the same head", async () => {
    const [audit, replay] = await Promise.all([
      agon("audit", "one", "--json"),
      agon("replay", "one", "--json"),
    ])
    expect(lastJson(audit.out)).toMatchObject({ faults: [], pairs: 120, head: summary.head })
    expect(audit.code).toBe(0)
    expect(lastJson(replay.out)).toMatchObject({
      head: summary.head,
      curriculum: summary.curriculum,
    })
  })

  it("is found by the path of its folder, wherever that lies, and by no other path", async () => {
    const elsewhere = join(folder, "elsewhere", "copy")
    cpSync(join(runs, "one"), elsewhere, { recursive: true })
    const [inside, outside, nowhere, slash] = await Promise.all(
      ["runs/one", elsewhere, "/nonexistent/place/one", "one/"].map((path) => agon("audit", path)),
    )
    expect([inside!.code, outside!.code, slash!.code]).toEqual([0, 0, 0])
    expect(outside!.out).toContain("copy")
    expect(nowhere!.code).toBe(2)
    expect(nowhere!.err).toContain("there is no run in /nonexistent/place/one")
  })

  it("has no drift to show before its first event, and says so", async () => {
    const young = join(runs, "young")
    cpSync(join(runs, "one"), young, { recursive: true })
    for (const name of readdirSync(young)) {
      if (name.startsWith("journal.sqlite")) rmSync(join(young, name))
    }
    await openSqliteStore(join(young, "journal.sqlite")).close()
    const { code, err } = await agon("drift", "young")
    expect(err).toContain("run young has written nothing yet")
    expect(err).not.toContain("bug in Agon")
    expect(code).toBe(1)
    rmSync(young, { recursive: true })
  })

  it("writes the same report again", async () => {
    const before = readFileSync(join(runs, "one", "report.html"), "utf8")
    const { out } = await agon("report", "one")
    expect(out.trim()).toBe("runs/one/report.html")
    expect(readFileSync(join(runs, "one", "report.html"), "utf8")).toBe(before)
    expect(before).toContain("npx agon audit one")
    expect(before).toContain("a second method, which shares no step")
    expect(before).not.toMatch(/byte for byte|every label and verdict|are meant to be/)
  })
})

describe("its data", () => {
  it("is exported with the way back to its evidence", async () => {
    const { code } = await agon("export", "one", "--out", "pairs.jsonl")
    expect(code).toBe(0)
    const rows = readFileSync(join(folder, "pairs.jsonl"), "utf8").trimEnd().split("\n")
    expect(rows).toHaveLength(120)
    expect(JSON.parse(rows[0]!)).toMatchObject({
      label: "reference",
      round: 1,
      solveRate: { tried: 2, low: expect.any(Number), high: expect.any(Number) },
      verdict: { outcome: "correct", proof: { level: "proved" } },
      verifier: { name: "arithmetic", version: expect.any(String) },
    })
  })

  it("explains a pair: problem, answers with verdicts, and the jobs that consumed it", async () => {
    const { pair, problem } = JSON.parse((await agon("export", "one")).out.split("\n")[0]!)
    const story = lastJson((await agon("show", pair, "--json")).out)
    expect(story).toMatchObject({ id: pair, run: "one", problem: { id: problem } })
    const [round] = story.rounds as Record<string, unknown[]>[]
    expect(round!.attempts).toHaveLength(2)
    expect(round!.pair).toMatchObject({ id: pair })
    expect(round!.consumed![0]).toMatchObject({ round: 1, decision: expect.any(String) })

    const { job } = round!.consumed![0] as { job: string }
    const { id } = round!.attempts![1] as { id: string }
    const call = round!.call as unknown as string
    const shown = await Promise.all([job, id, call].map((each) => agon("show", each)))
    for (const { code, out } of shown) {
      expect(code).toBe(0)
      expect(out).toContain("one")
    }
  })

  it("asks for more digits when an id is not unique", async () => {
    const { code, err } = await agon("show", "problem_")
    expect(code).toBe(2)
    expect(err).toContain("is not an id")
    expect((await agon("show", "pair_000000000000")).err).toContain("no run has anything called")
  })
})

describe("a fork", () => {
  it("shares its past to the byte, costs it nothing, and parts ways after it", async () => {
    const args = ["--at", "1", "--set", "proposer.policy=uniform", "--name", "two", "--json"]
    const { code, out } = await agon("fork", "one", ...args)
    expect(code).toBe(0)
    const first = (round: Record<string, unknown>) => (round.rounds as unknown[])[1]
    const forked = lastJson(out)
    expect(first(forked)).toEqual(first(summary))
    expect(forked.head).not.toBe(summary.head)
    const trained = out.split("\n").filter((line) => line.includes('"kind":"training","round":1'))
    expect(trained).toEqual([])
    const [audit, replay] = await Promise.all([agon("audit", "two"), agon("replay", "two")])
    expect([audit.code, replay.code]).toEqual([0, 0])
  })

  it("begins only where the weights to go on from are still there", async () => {
    const thin = join(folder, "thin")
    cpSync(join(runs, "one"), thin, { recursive: true })
    rmSync(join(thin, "checkpoints"), { recursive: true })
    const { code, err } = await agon("fork", thin, "--at", "1", "--name", "never")
    expect(code).toBe(2)
    expect(err).toContain("thin no longer has the checkpoint from which training would go on")
    expect(existsSync(join(runs, "never"))).toBe(false)
  })

  it("keeps seed, skills and suites, and begins at a closed round", async () => {
    const seed = await agon("fork", "one", "--at", "1", "--set", "seed=9")
    expect(seed.err).toContain("a fork keeps its parent's seed")
    expect((await agon("fork", "one", "--at", "7")).err).toContain("its last closed round is 2")
    expect((await agon("fork", "one", "--at", "2")).err).toContain("--rounds 12")
  })
})

describe("a run whose reader leaves", () => {
  it("stops, says that it has not ended, and can be gone on with", async () => {
    const { child, ended } = start(["run", join(folder, "tiny.json"), "--name", "cut", "--json"])
    child.stdout.once("data", () => child.stdout.destroy())
    const { code, err } = await ended
    expect(code).toBe(130)
    expect(err).toContain("`npx agon resume cut` goes on")
    expect(lastJson((await agon("resume", "cut", "--json")).out).head).toBe(summary.head)
  })
})
