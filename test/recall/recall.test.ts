import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { tombstonesIn } from "../../src/store/tombstones.ts"
import { lastJson } from "../cli/agon.ts"
import { filesIn, rowsIn } from "../training/exporting.ts"
import { EARLIER, only, otherwiseIn, plantedRuns, type Told } from "./planted-runs.ts"

const { agon, folder, runs, start, play, eventsOf, plantedIn, findings } = plantedRuns()
let told: Told

beforeAll(async () => {
  told = await play()
}, 600_000) // four runs and their exports: a minute on two idle cores

describe("agon recall, when a verifier that made keys was wrong", () => {
  it("withdraws exactly the planted keys and labels, in every run", async () => {
    for (const run of ["sums", "branch", "rest", "said"]) {
      const { wrong, bad } = await plantedIn(run)
      const stones = findings(run)
      const keys = stones.flatMap((one) => (one.of === "key" ? one.problem : []))
      expect(new Set(keys)).toEqual(wrong)
      expect(keys).toHaveLength(wrong.size)
      if (run === "said") continue
      const labels = stones.flatMap((one) => (one.of === "label" ? one.pair : []))
      expect(new Set(labels)).toEqual(bad)
      expect(labels).toHaveLength(bad.size)
      expect(run === "rest" ? bad.size === 0 : bad.size > 3).toBe(true)
    }
  })

  it("says which version said what, and where a key is sealed", async () => {
    const stones = findings("sums")
    const { sealed } = await plantedIn("sums")
    for (const one of stones) {
      expect(one).toMatchObject({
        state: "withdrawn",
        reason: "key-changed",
        was: { verifier: { name: "arithmetic", version: "0.9.0" } },
        now: { verifier: { name: "arithmetic", version: "1.0.0" } },
      })
    }
    const inSuites = stones.filter((one) => one.of === "key" && one.suite !== undefined)
    expect(inSuites).toHaveLength(sealed.length)
    expect(inSuites.length).toBeGreaterThan(0)
    const measured = told.measured.filter(({ run }) => run === "sums")
    const bySuite = inSuites.map((one) => (one.of === "key" ? one.suite : undefined))
    for (const { suite, keys } of measured) {
      expect(keys).toBe(bySuite.filter((name) => name === suite).length)
    }
    expect(measured.reduce((sum, { keys }) => sum + keys, 0)).toBe(inSuites.length)
    const key = stones.find((one) => one.of === "key")!
    expect(Number(key.was.says) - Number(key.now.says)).toBe(1)
  })

  it("names every bundle with a bad row, by the rows themselves", async () => {
    const due = new Map<string, number>()
    for (const run of ["sums", "branch", "rest"]) {
      const { events, bad } = await plantedIn(run)
      for (const { bundle } of only(events, "round.trained")) {
        const rows = rowsIn(join(runs, run, "bundles", bundle, "provenance.jsonl"))
        const count = rows.filter(({ pair }) => bad.has(pair as never)).length
        if (count > 0) due.set(`${run} ${bundle}`, count)
      }
    }
    const said = told.training
    const counts = said.map((one) => [`${one.run} ${one.bundle}`, one.withdrawn] as const)
    expect(new Map(counts)).toEqual(due)
    expect(due.size).toBeGreaterThanOrEqual(5) // three rounds, and three of the fork, one shared
  })

  it("names every export with a bad row, and none without", async () => {
    const exported = filesIn(join(folder, "exports")).filter((path) => /provenance/.test(path))
    expect(exported).toHaveLength(3)
    const { bad, wrong } = await plantedIn("sums")
    const due = new Map<string, number>()
    for (const path of exported) {
      const rows = rowsIn(path)
      const hits = rows.filter((row) => {
        return bad.has(row.pair as never) || wrong.has(row.problem as never)
      })
      if (hits.length > 0) due.set(path.split("/").at(-2)!, hits.length)
    }
    const said = told.exports
    const withdrawn = said.filter((one) => one.withdrawn > 0 && due.has(one.bundle))
    expect(new Map(withdrawn.map((one) => [one.bundle, one.withdrawn]))).toEqual(due)
    expect(due.size).toBe(1)
    expect(told.exportsSeen).toBe(3)
  })

  it("names every checkpoint that one has reached, and no other", async () => {
    const due = new Set<string>()
    const promoted = new Set<string>()
    for (const run of ["sums", "branch", "rest"]) {
      const { events, bad } = await plantedIn(run)
      for (const event of events) {
        if (event.kind === "round.trained") {
          const path = join(runs, run, "bundles", event.bundle, "provenance.jsonl")
          const isBad = rowsIn(path).some(({ pair }) => bad.has(pair as never))
          if (isBad || due.has(event.base)) due.add(event.checkpoint)
        }
        if (event.kind === "round.decided" && event.decision === "promoted") {
          if (due.has(event.challenger)) promoted.add(`${run} ${event.round}`)
        }
      }
    }
    const said = told.checkpoints
    expect(new Set(said.map(({ checkpoint }) => checkpoint))).toEqual(due)
    const resting = told.promotions
    expect(new Set(resting.map(({ run, round }) => `${run} ${round}`))).toEqual(promoted)
    expect(promoted.size).toBeGreaterThan(0)
    const rest = only(await eventsOf("rest"), "round.trained")
    for (const { checkpoint } of rest) expect(due.has(checkpoint)).toBe(false)
  })
})

describe("agon recall, of what was measured", () => {
  it("counts the sealed answers that are judged otherwise, and the decisions by them", async () => {
    const measured = told.measured
    for (const run of ["sums", "branch", "rest", "said"]) {
      const { events } = await plantedIn(run)
      const due = await otherwiseIn(join(runs, run, "journal.sqlite"), events)
      const said = measured.filter((one) => one.run === run)
      const counts = said.map(({ suite, answers }) => [suite, answers] as const)
      expect(new Map(counts.filter(([, answers]) => answers > 0))).toEqual(due)
      if (run === "rest") expect(said).toEqual([])
    }
    expect(measured.some(({ run, answers }) => run === "said" && answers > 0)).toBe(true)
  })
})
describe("agon recall, when a verifier that judged answers was wrong", () => {
  it("withdraws the accepted answers that were one too large, and nothing else", async () => {
    const { events, pairs } = await plantedIn("said")
    const posed = new Map(
      only(events, "round.posed").flatMap(({ problems }) => problems.map((p) => [p.id, p])),
    )
    const wrong = pairs.filter(({ problem, completion }) => {
      const { skill, spec } = posed.get(problem)!
      const { first, second } = spec as { first: number; second: number }
      const value = skill === "integer-multiplication" ? first * second : first - second
      return Number(completion) !== value
    })
    expect(wrong.length).toBeGreaterThan(0)
    const stones = findings("said")
    const labels = stones.flatMap((one) => (one.of === "label" ? one.pair : []))
    expect(new Set(labels)).toEqual(new Set(wrong.map(({ id }) => id)))
    expect(stones.every((one) => one.reason === "incorrect")).toBe(true)
  })

  it("reports answers that were right after all apart, and withdraws nothing for them", () => {
    const [said] = told.runs.filter(({ run }) => run === "said")
    expect(said!.verdicts.falseAccepts).toBeGreaterThan(0)
    expect(said!.verdicts.falseRejects).toBeGreaterThan(0)
    expect(said!.different.rates).toBeGreaterThan(0)
    expect(said!.keys).toEqual({})
    const [sums] = told.runs.filter(({ run }) => run === "rest")
    expect(sums).toMatchObject({ keys: {}, labels: {}, different: { rates: 0 } })
    expect(sums!.verdicts).toEqual({ falseAccepts: 0, falseRejects: 0, otherwise: 0 })
  })
})

describe("agon recall, again", () => {
  it("writes nothing twice, and still says that something is bad", async () => {
    const before = readFileSync(join(runs, "sums", "tombstones.jsonl"))
    const { code, out } = await agon("recall")
    expect(code).toBe(3)
    expect(out).toContain("nothing new")
    expect(readFileSync(join(runs, "sums", "tombstones.jsonl")).equals(before)).toBe(true)
    expect(existsSync(join(runs, "rest", "tombstones.jsonl"))).toBe(false)
  })

  it("judges only what it is asked for", async () => {
    const one = lastJson((await agon("recall", "rest", "--json")).out)
    expect(one).toMatchObject({ bad: false, exports: [] })
    const other = await agon("recall", "--verifier", "algebra", "--json")
    expect(other.code).toBe(0)
    const early = await agon("recall", "--verifier", "arithmetic", "--before", "0.9.0", "--json")
    expect(lastJson(early.out)).toMatchObject({ bad: false, runs: [] })
    const skill = ["--skill", "integer-multiplication"]
    const mine = lastJson(
      (await agon("recall", "--dry-run", ...skill, "--json")).out,
    ) as unknown as Told
    const runsSaid = mine.runs
    expect(runsSaid.find(({ run }) => run === "sums")).toMatchObject({ labels: {}, keys: {} })
    expect(runsSaid.find(({ run }) => run === "said")!.verdicts.falseAccepts).toBeGreaterThan(0)
  })

  it("restores what a later judge finds right again", async () => {
    const count = findings("sums").length
    await start(["recall", "sums"], EARLIER).ended
    const later = findings("sums")
    expect(later).toHaveLength(2 * count)
    expect(later.slice(count).every(({ state }) => state === "restored")).toBe(true)
    await agon("recall", "sums")
    expect(findings("sums")).toHaveLength(3 * count)
  })
})

describe("what comes after a recall", () => {
  const exported = (run: string, out: string, target = "trl-sft,trl-grpo") =>
    agon("export", run, "--target", target, "--out", out, "--json").then(({ out: text }) => {
      return lastJson(text) as unknown as Exported
    })

  it("leaves withdrawn pairs out of a bundle, with the number and the reason", async () => {
    const { bad } = await plantedIn("sums")
    const after = await exported("sums", "after")
    const tombstones = tombstonesIn(join(runs, "sums", "tombstones.jsonl")).at(-1)!.hash
    const reasons = { "key-changed": bad.size }
    expect(after.withdrawn).toEqual({ pairs: bad.size, proposals: 0, reasons, tombstones })
    const rows = rowsIn(join(after.folder, "provenance.jsonl"))
    expect(rows.filter(({ pair }) => bad.has(pair as never))).toEqual([])
    const audit = await agon("audit", after.folder)
    expect(audit, audit.out).toMatchObject({ code: 0 })
    const plain = await agon("export", "sums", "--out", "sums.jsonl", "--json")
    expect(lastJson(plain.out)).toMatchObject({ withdrawn: bad.size })
  })

  it("marks the rows whose solve rate is another now", async () => {
    const after = await exported("said", "after", "trl-sft,trl-kto")
    const rows = rowsIn(join(after.folder, "provenance.jsonl"))
    const marked = rows.filter(({ recorded }) => recorded !== undefined)
    expect(marked.length).toBeGreaterThan(0)
    for (const { recorded, solveRate } of marked) {
      const { correct, tried } = solveRate as { correct: number; tried: number }
      expect({ correct, tried }).not.toEqual(recorded)
    }
    const audit = await agon("audit", after.folder)
    expect(audit, audit.out).toMatchObject({ code: 0 })
  })

  it("names the withdrawn rows of an old bundle that is audited with the tombstones", async () => {
    const old = told.exports.find(({ folder: at }) =>
      readFileSync(join(at, "README.md"), "utf8").includes("# small:"),
    )
    const words = ["audit", old!.folder, "--tombstones", join("runs", "sums"), "--json"]
    const { code, out } = await agon(...words)
    expect(code).toBe(3)
    const { faults } = lastJson(out) as unknown as Faults
    const withdrawn = faults.filter(({ fault }) => /was withdrawn: key-changed/.test(fault))
    expect(withdrawn).toHaveLength(old!.withdrawn)
    expect(withdrawn[0]!.where).toMatch(/^data\/trl-\w+\/train\.jsonl:\d+$/)
    const none = await agon("audit", old!.folder, "--tombstones", "nowhere")
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining("no tombstones at nowhere"),
    })
  })

  it("shows in the list and in the report that something was withdrawn", async () => {
    const { wrong, bad } = await plantedIn("sums")
    const list = await agon("list")
    expect(list.out).toContain(`sums: ${wrong.size} keys and ${bad.size} labels withdrawn`)
    expect(list.out).not.toContain("rest: ")
    await agon("report", "sums")
    const page = readFileSync(join(runs, "sums", "report.html"), "utf8")
    expect(page).toContain(`withdrew ${wrong.size} keys and ${bad.size} labels`)
  })

  it("tells why a pair that is withdrawn is in nobody's data any more", async () => {
    const { bad } = await plantedIn("sums")
    const [pair] = [...bad]
    const shown = await agon("show", pair!, "--run", "sums")
    expect(shown.out).toMatch(/its key was withdrawn \(key-changed\): 0\.9\.0 said \d+3?/)
    expect(shown.out).toContain("its label was withdrawn")
  })

  it("names tombstones that were edited", async () => {
    const path = join(runs, "branch", "tombstones.jsonl")
    const text = readFileSync(path, "utf8")
    writeFileSync(path, text.replace('"state":"withdrawn"', '"state":"restored"'))
    const { code, err } = await agon("export", "branch")
    expect(code).toBe(1)
    expect(err).toContain("line 1 does not match its hash")
    writeFileSync(path, text.split("\n").slice(1).join("\n"))
    expect((await agon("recall", "branch")).err).toContain("does not follow the one before")
  })
})

interface Exported {
  readonly folder: string
  readonly withdrawn: object
}

interface Faults {
  readonly faults: readonly { readonly where: string; readonly fault: string }[]
}
