import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { doubling, HOLDING, pluginOf } from "../sandbox/plugins.ts"
import { type Agon, type Essence, essenceOf, runAgon, startAgon } from "./agon.ts"
import { HAS_PYTHON, recipeIn, rectangleIn } from "./python-plugin.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-plugin-run-"))
const runs = join(folder, "runs")
const IN_RUNS = ["--runs", runs]
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Why nothing below can be shown on this machine; a run plays no plug-in without a sandbox. */
const LACKING = [HOLDING.ok ? [] : [HOLDING.why], HAS_PYTHON ? [] : ["there is no python3"]].flat()
const WHY = LACKING.length === 0 ? "" : ` (left out: ${LACKING.join("; ")})`

describe.skipIf(LACKING.length > 0)(`the Python plug-in of docs/verifiers.md${WHY}`, () => {
  const own = rectangleIn(folder)
  const recipe = recipeIn(folder)
  const short = ["--rounds", "2", "--set", "training.steps=150", "--no-report"]
  const copy = (run: string) => join(runs, run, "plugins", "rectangle")
  let whole: Essence

  beforeAll(async () => {
    const ended = await runAgon(["run", recipe, ...IN_RUNS, ...short, "--name", "whole"])
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stdout).toContain("promoted")
    whole = await essenceOf(runs, "whole")
  })

  it("teaches a skill that no verifier of Agon's has, with every label proved", async () => {
    const rows = readFileSync(join(runs, "whole.jsonl"), "utf8").trimEnd().split("\n")
    expect(rows.length).toBeGreaterThan(400)
    for (const row of rows) {
      expect(JSON.parse(row)).toMatchObject({
        skill: "rectangle-perimeter",
        verdict: { outcome: "correct", proof: { level: "proved" } },
        verifier: { name: "rectangle", version: "1.0.0" },
      })
    }
  })

  it("gives the bytes of an undisturbed run to one that is killed in every stage", async () => {
    const stages = ["opening", "posing", "judging", "training", "promoting"]
    const run = ["run", recipe, ...IN_RUNS, ...short, "--json", "--name", "killed"]
    const resume = ["resume", "killed", ...IN_RUNS, "--json", "--no-report"]
    for (const [at, stage] of stages.entries()) {
      const agon = startAgon(at === 0 ? run : resume)
      await killIn(stage, agon)
    }
    expect(await runAgon(resume)).toMatchObject({ code: 0 })
    expect(await essenceOf(runs, "killed")).toEqual(whole)
  }, 600_000)

  it("is found again by replay, audit, show, recall and a fork", async () => {
    const replayed = await runAgon(["replay", "whole", ...IN_RUNS])
    expect(replayed).toMatchObject({ code: 0 })
    expect(replayed.stdout).toContain(whole.head)
    const audited = await runAgon(["audit", "whole", ...IN_RUNS])
    expect(audited.stdout).toContain("no fault found")
    const [first = ""] = readFileSync(join(runs, "whole.jsonl"), "utf8").split("\n")
    const shown = await runAgon(["show", JSON.parse(first).pair, ...IN_RUNS, "--json"])
    expect(JSON.parse(shown.stdout)).toMatchObject({ verifier: { name: "rectangle" } })
    const recalled = await runAgon(["recall", "whole", ...IN_RUNS, "--dry-run"])
    expect(recalled.stdout).toContain("everything stands")
    const past = ["fork", "whole", "--at", "1", ...IN_RUNS, "--no-report", "--name", "forked"]
    expect(await runAgon([...past, "--set", "attempts=3"])).toMatchObject({ code: 0 })
    expect(await runAgon(["audit", "forked", ...IN_RUNS])).toMatchObject({ code: 0 })
  })

  it("is what a bundle is audited with, and nothing else of its name", async () => {
    const out = join(folder, "bundles")
    const exported = await runAgon([
      "export",
      "whole",
      ...IN_RUNS,
      "--target",
      "jsonl,trl-grpo",
      "--out",
      out,
    ])
    expect(exported).toMatchObject({ code: 0 })
    const bundle = exported.stdout.trim()
    const card = readFileSync(join(bundle, "README.md"), "utf8")
    expect(card).toMatch(/- rectangle, sha256:[0-9a-f]{64}\n/)
    expect(card).not.toContain("from this folder alone")
    expect(card).toContain("`agon serve` does not serve")
    const audited = await runAgon(["audit", bundle, "--plugin", own])
    expect(audited.stdout).toContain("no fault found")
    expect(audited).toMatchObject({ code: 0 })
    const alone = await runAgon(["audit", bundle])
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("--plugin <folder>") })
    const other = rectangleIn(folder, "other", (code) => `${code}# another\n`)
    const refused = await runAgon(["audit", bundle, "--plugin", other])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.stderr).toMatch(/another plug-in rectangle: sha256:\w+ then, sha256:\w+ here/)
  })

  it("withdraws by its mended self what it let through, and exports leave it out", async () => {
    const mended = rectangleIn(folder, "mended", (code) =>
      code.replace('(q["spec"])))', '(q["spec"])) + (q["spec"]["a"] % 7 == 0))'),
    )
    const recall = ["recall", "forked", ...IN_RUNS, "--plugin", mended, "--json"]
    const recalled = await runAgon([...recall, "--verifier", "rectangle"])
    expect(recalled).toMatchObject({ code: 3 })
    const [run] = JSON.parse(recalled.stdout).runs
    expect(run.findings[0]).toMatchObject({ of: "key", reason: "key-changed" })
    const out = join(folder, "recalled")
    const order = ["--target", "jsonl", "--out", out]
    const exported = await runAgon(["export", "forked", ...IN_RUNS, ...order])
    expect(exported.stderr).toMatch(/\d+ were left out that `.*` has withdrawn/)
    const audited = await runAgon(["audit", exported.stdout.trim(), "--plugin", own])
    expect(audited.stdout).toContain("no fault found")
  })

  it("is the run's own: another in its place, or none, is refused", async () => {
    const code = readFileSync(join(own, "verifier.py"), "utf8")
    cpSync(join(runs, "whole"), join(runs, "hurt"), { recursive: true })
    writeFileSync(join(copy("hurt"), "verifier.py"), `${code}# changed\n`)
    const replayed = await runAgon(["replay", "hurt", ...IN_RUNS])
    expect(replayed).toMatchObject({ code: 1, stderr: expect.stringContaining("is damaged") })
    const audited = await runAgon(["audit", "hurt", ...IN_RUNS])
    expect(audited).toMatchObject({ code: 3 })
    expect(audited.stdout).toContain("plugins/rectangle/verifier.py")
    // Sealed again it is whole, and another.
    cpSync(join(folder, "other"), copy("hurt"), { recursive: true })
    const other = await runAgon(["replay", "hurt", ...IN_RUNS])
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("another plug-in") })
    rmSync(copy("hurt"), { recursive: true })
    const gone = await runAgon(["export", "hurt", ...IN_RUNS, "--target", "jsonl", "--out", folder])
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("is not there") })
  })

  it("may change in its author's folder, which is then for another run", async () => {
    const author = rectangleIn(folder, "author/rectangle", (code) => `${code}# later\n`)
    expect(author).toBe(join(folder, "author", "rectangle"))
    const later = recipeIn(join(folder, "author"))
    const resumed = await runAgon(["resume", "whole", later, ...IN_RUNS])
    expect(resumed).toMatchObject({ code: 1 })
    expect(resumed.stderr).toMatch(/- recipe\.plugins: .*digest.* → .*digest/)
  })
})

describe.skipIf(LACKING.length > 0)(`a plug-in that cannot be played${WHY}`, () => {
  const recipe = () => recipeIn(folder)
  const run = (place: string, ...more: readonly string[]) =>
    runAgon(["run", recipe(), ...IN_RUNS, "--no-report", "--set", `plugins=${place}`, ...more])

  it("ends a run that it keeps dying in, with its name, and the same after a resume", async () => {
    const judge = "def judge(spec, key, answer):\n"
    const place = rectangleIn(folder, "dying", (code) =>
      code.replace(judge, `${judge}    if not answer.isdigit(): sys.exit(3)\n`),
    )
    const said = /the plug-in rectangle has left 10 questions in a row without an answer/
    const ended = await run(place, "--name", "dying")
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(said) })
    const resumed = await runAgon(["resume", "dying", ...IN_RUNS])
    expect(resumed).toMatchObject({ code: 1, stderr: expect.stringMatching(said) })
  })

  it("has a name or a skill that is taken", async () => {
    const module = doubling().replaceAll('"double"', '"integer-addition"')
    const manifest = { name: "integer-addition", module: "verifier.js" }
    const place = pluginOf({ "verifier.js": module }, manifest)
    const ended = await run(place, "--set", "skills=integer-addition")
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toContain("two skills are named integer-addition")
  })

  it("is not sealed, or is not there", async () => {
    const place = rectangleIn(folder, "unsealed")
    writeFileSync(join(place, "more.py"), "")
    expect(await run(place)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("more.py is not listed"),
    })
    expect(await run(join(folder, "nowhere"))).toMatchObject({ code: 2 })
  })

  it("would be posed by a model", async () => {
    const place = rectangleIn(folder, "seated")
    const seat = '{"provider":"anthropic","model":"claude-sonnet-4-5","maxTokens":512}'
    const seated = await run(place, "--set", `seats.proposer=${seat}`)
    expect(seated).toMatchObject({ code: 2, stderr: expect.stringContaining("no schema") })
  })

  it("puts no command of its own into a sheet", async () => {
    const attacks = ["$\\\\input{/etc/passwd}$", "$\\\\text{^^5cinput{/etc/passwd}}$"]
    for (const latex of attacks) {
      const module = doubling().replace(/latex: verb[^,]*,/, `latex: verb + " ${latex}",`)
      const place = pluginOf({ "verifier.js": module })
      for (const format of ["latex", "md", "html"]) {
        const args = ["problems", "--plugin", place, "--skill", "double", "--count", "2"]
        const sheet = await runAgon([...args, "--format", format, "--key"])
        expect(sheet).toMatchObject({ code: 0 })
        expect(sheet.stdout).toMatch(/(Double|Take twice|Add to itself) \d+\./)
        expect(sheet.stdout).not.toContain("etc/passwd")
      }
    }
  })
})

/** Ends the process in the middle of a stage, with everything that it has started. */
async function killIn(stage: string, agon: Agon): Promise<void> {
  await agon.until((line) => line.stage === stage)
  agon.killAll()
  expect(await agon.ended).toMatchObject({ signal: "SIGKILL" })
  // The plug-in is in a group of its own, and dies all the same.
  await expect.poll(() => commandsNaming(runs), { timeout: 10_000 }).toEqual([])
}

/** Command lines of living processes that name a path. */
function commandsNaming(path: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf)
    .filter((command) => command.includes(path))
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return "" // it has ended since
  }
}
