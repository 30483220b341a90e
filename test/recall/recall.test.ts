import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import { UsageError } from "../../src/cli/exit.ts"
import { recall } from "../../src/cli/recall.ts"
import { sealedAnswers } from "../../src/cli/sitting.ts"
import type { EventOf, RunEvent } from "../../src/record/event.ts"
import type { Problem } from "../../src/record/problem.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { tombstonesIn } from "../../src/store/tombstones.ts"
import { bench, lastJson } from "../cli/agon.ts"
import { CLAUDE, environmentFor, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { filesIn, rowsIn } from "../training/exporting.ts"

const PLANTED = new URL("./planted-arithmetic.ts", import.meta.url)
/** Under this, a command has the earlier arithmetic, which is wrong, at hand. */
const EARLIER = { NODE_OPTIONS: `--import ${fileURLToPath(PLANTED)}`, NO_COLOR: "1" }

const { agon, folder, runs, file, start } = bench()

/** Two learners, of which one is taught sums, and two futures of that one. */
const TRAINED = {
  ...JSON.parse(readFileSync("test/process/small.json", "utf8")),
  problemsPerRound: 120,
}
/** A model answers products and differences, and its own words are what a pair teaches. */
const SAID = {
  ...RECIPE,
  rounds: 2,
  label: "accepted",
  skills: ["integer-multiplication", "integer-subtraction"],
  problemsPerRound: 40,
  attempts: 3,
  sampling: { attemptsMax: 6 },
  seats: { solver: CLAUDE },
  proposer: { policy: "uniform" },
  suites: { developmentPerLevel: 0, testPerLevel: 2 },
}

let told: Record<string, never>

beforeAll(async () => {
  const server = await startAnthropicServer({ player: "mediocre" })
  const models = { ...environmentFor({ anthropic: server }), ...EARLIER }
  const under = (...args: string[]) => start(args, EARLIER).ended
  const sums = file("sums.json", JSON.stringify(TRAINED))
  const rest = file("rest.json", JSON.stringify({ ...TRAINED, skills: ["integer-remainder"] }))
  const said = file("said.json", JSON.stringify(SAID))
  const ended = await Promise.all([
    under("run", sums, "--name", "sums", "--no-report"),
    under("run", rest, "--name", "rest", "--no-report"),
    start(["run", said, "--name", "said", "--no-report"], models).ended,
  ])
  ended.push(
    await under("fork", "sums", "--at", "2", "--name", "branch", "--set", "label=accepted"),
  )
  for (const name of ["sums", "rest", "said"]) {
    const targets = name === "said" ? "trl-sft,trl-kto,trl-grpo" : "trl-sft,trl-grpo"
    ended.push(await under("export", name, "--target", targets, "--out", "exports"))
  }
  await server.close()
  for (const one of ended) expect(one, one.err).toMatchObject({ code: 0 })
  told = lastJson((await agon("recall", "--json")).out) as typeof told
}, 180_000)

async function eventsOf(run: string): Promise<RunEvent[]> {
  const store = openSqliteStore(join(runs, run, "journal.sqlite"), { readOnly: true })
  const events: RunEvent[] = []
  for await (const { body } of store.read(0)) events.push(JSON.parse(body) as RunEvent)
  await store.close()
  return events
}

function only<Kind extends RunEvent["kind"]>(events: readonly RunEvent[], kind: Kind) {
  return events.filter((event) => event.kind === kind) as EventOf<Kind>[]
}

/** What a problem's key is, worked out here and by no verifier. */
function isKeyWrong({ skill, spec, key }: Problem): boolean {
  const { first, second } = spec as { first: number; second: number }
  return skill === "integer-addition" && String(first + second) !== key
}

/** Problems with a wrong key, and what consumed them, from the journal alone. */
async function plantedIn(run: string) {
  const events = await eventsOf(run)
  const posed = only(events, "round.posed").flatMap(({ problems }) => problems)
  const sealed = only(events, "suite.sealed").flatMap(({ problems }) => problems)
  const wrong = new Set([...posed, ...sealed].filter(isKeyWrong).map(({ id }) => id))
  const pairs = only(events, "round.curated").flatMap(({ pairs: kept }) => kept)
  const bad = new Set(pairs.filter(({ problem }) => wrong.has(problem)).map(({ id }) => id))
  return { events, wrong, bad, pairs, sealed }
}

const findings = (run: string) =>
  tombstonesIn(join(runs, run, "tombstones.jsonl")).map(({ finding }) => finding)

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
    expect(inSuites).toHaveLength(sealed.filter(isKeyWrong).length)
    expect(inSuites.length).toBeGreaterThan(0)
    const measured = (told.measured as unknown as Measured[]).filter(({ run }) => run === "sums")
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
    const said = told.training as unknown as { run: string; bundle: string; withdrawn: number }[]
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
    const said = told.exports as unknown as { bundle: string; withdrawn: number }[]
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
    const said = told.checkpoints as unknown as { checkpoint: string }[]
    expect(new Set(said.map(({ checkpoint }) => checkpoint))).toEqual(due)
    const resting = told.promotions as unknown as { run: string; round: number }[]
    expect(new Set(resting.map(({ run, round }) => `${run} ${round}`))).toEqual(promoted)
    expect(promoted.size).toBeGreaterThan(0)
    const rest = only(await eventsOf("rest"), "round.trained")
    for (const { checkpoint } of rest) expect(due.has(checkpoint)).toBe(false)
  })
})

describe("agon recall, of what was measured", () => {
  it("counts the sealed answers that are judged otherwise, and the decisions by them", async () => {
    const measured = told.measured as unknown as Measured[]
    for (const run of ["sums", "branch", "rest", "said"]) {
      const { events } = await plantedIn(run)
      const due = await otherwiseIn(run, events)
      const said = measured.filter((one) => one.run === run)
      const counts = said.map(({ suite, answers }) => [suite, answers] as const)
      expect(new Map(counts.filter(([, answers]) => answers > 0))).toEqual(due)
      if (run === "rest") expect(said).toEqual([])
    }
    expect(measured.some(({ run, answers }) => run === "said" && answers > 0)).toBe(true)
  })
})

/** Recorded marks of sealed sets against marks made here from the recorded replies. */
async function otherwiseIn(run: string, events: readonly RunEvent[]): Promise<Map<string, number>> {
  const store = openSqliteStore(join(runs, run, "journal.sqlite"), { readOnly: true })
  const opening = only(events, "run.opened")[0]!
  const suites = only(events, "suite.sealed")
  const counts = new Map<string, number>()
  for (const { suite, checkpoint, marks } of only(events, "evaluated")) {
    const { problems } = suites.find(({ name }) => name === suite)!
    const answers = await sealedAnswers(store, opening.recipe, checkpoint, problems)
    problems.forEach(({ skill, spec }, at) => {
      const { first, second } = spec as { first: number; second: number }
      const value = VALUES[skill]?.(first, second)
      const answer = answers[at]!
      if (value === undefined || answer.kind !== "answered") return
      const isRight = answer.text.trim() === String(value)
      if (isRight === (marks[at] === "c")) return
      counts.set(suite, (counts.get(suite) ?? 0) + 1)
    })
  }
  await store.close()
  return counts
}

const VALUES: Readonly<Record<string, (first: number, second: number) => number>> = {
  "integer-addition": (first, second) => first + second,
  "integer-subtraction": (first, second) => first - second,
  "integer-multiplication": (first, second) => first * second,
}

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
    const [said] = (told.runs as unknown as Numbers[]).filter(({ run }) => run === "said")
    expect(said!.verdicts.falseAccepts).toBeGreaterThan(0)
    expect(said!.verdicts.falseRejects).toBeGreaterThan(0)
    expect(said!.different.rates).toBeGreaterThan(0)
    expect(said!.keys).toEqual({})
    const [sums] = (told.runs as unknown as Numbers[]).filter(({ run }) => run === "rest")
    expect(sums).toMatchObject({ keys: {}, labels: {}, different: { rates: 0 } })
    expect(sums!.verdicts).toEqual({ falseAccepts: 0, falseRejects: 0, otherwise: 0 })
  })
})

interface Numbers {
  readonly run: string
  readonly keys: object
  readonly verdicts: { readonly falseAccepts: number; readonly falseRejects: number }
  readonly different: { readonly rates: number }
}

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
    const mine = lastJson((await agon("recall", "--dry-run", ...skill, "--json")).out)
    const runsSaid = mine.runs as Numbers[]
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

  it("names in a sentence what it does not know", async () => {
    const cases = [
      [["--verifier", "algebar"], "Did you mean algebra?"],
      [["--skill", "adition"], "has a skill adition"],
      [["--before", "1.0.0"], "--before needs --verifier"],
      [["--verifier", "algebra", "--before", "new"], "takes a version"],
      [["--bundles", "nowhere"], "there is no folder nowhere"],
      [["nothing"], "there is no run nothing"],
    ] as const
    for (const [words, sentence] of cases) {
      const refused = recall.run([...words, "--runs", runs])
      await expect(refused).rejects.toThrow(sentence)
      await expect(refused).rejects.toBeInstanceOf(UsageError)
    }
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
    const old = (told.exports as unknown as { folder: string; withdrawn: number }[]).find(
      ({ folder: at }) => readFileSync(join(at, "README.md"), "utf8").includes("# small:"),
    )
    const words = ["audit", old!.folder, "--tombstones", join("runs", "sums"), "--json"]
    const { code, out } = await agon(...words)
    expect(code).toBe(3)
    const { faults } = lastJson(out) as unknown as { faults: { where: string; fault: string }[] }
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

interface Measured {
  readonly run: string
  readonly suite: string
  readonly keys: number
  readonly answers: number
  readonly decisions: number
}

interface Exported {
  readonly folder: string
  readonly withdrawn: object
}
