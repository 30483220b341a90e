import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { openRewards } from "../../src/cli/trained.ts"
import { type JobProgram, mintCreation, mintJob } from "../../src/record/job.ts"
import type { Problem } from "../../src/record/problem.ts"
import { randomStream } from "../../src/rule/random.ts"
import { isRefusal } from "../../src/rule/screen.ts"
import { problemFrom } from "../../src/run/screen.ts"
import { checkpointFiles, checkpointHash } from "../../src/training/checkpoint-folder.ts"
import { openCommandTrainer } from "../../src/training/command.ts"
import { jobFolder, Receipt } from "../../src/training/job-folder.ts"
import { openShelf } from "../../src/training/shelf.ts"
import { skillNamed } from "../../verifiers/index.ts"
import { CONFIG, jobIn, ROWS } from "../contract/trainer.ts"
import { BY, commandPlace, DONE, inFolder, jobsIn, program } from "./trainer-places.ts"

/** The name of the job in which a program makes its first checkpoint. */
const creationOf = (by: JobProgram) => mintCreation({ seed: 1, by }).id

/** What comes of having a program make a checkpoint. */
const made = (folder: string, by: JobProgram) =>
  commandPlace(folder, by)
    .open()
    .then((trainer) => trainer.create(1, by).finally(() => trainer.close()))

describe("a training program that goes wrong ends in words", () => {
  const cases: [what: string, lines: string, code: string, says: RegExp][] = [
    ["it fails", 'console.error("no memory"); process.exit(3)', "program-failed", /3.*no memory/],
    ["it writes no result", 'write("a", "b")', "no-checkpoint", /no result.json/],
    ["it writes no checkpoint", "end()", "no-checkpoint", /holds no file/],
    [
      "its checkpoint leads elsewhere",
      'write("a", "b"); symlinkSync("/etc", job.out + "/b"); end()',
      "no-checkpoint",
      /holds b, which is no file/,
    ],
    [
      "it says nonsense",
      'write("a", "b"); writeFileSync("result.json", "{")',
      "no-checkpoint",
      /./,
    ],
  ]
  it.each(cases)("%s", async (_what, lines, code, says) => {
    await inFolder(async (folder) => {
      const making = made(folder, program(folder, lines))
      await expect(making).rejects.toMatchObject({ boundary: "trainer", code })
      await expect(making).rejects.toThrow(says)
    })
  })

  it("it is not there", () =>
    inFolder(async (folder) => {
      const by: JobProgram = { ...BY, kind: "command", command: ["no-such-program-anywhere"] }
      await expect(made(folder, by)).rejects.toMatchObject({ code: "not-started" })
    }))

  it("it takes longer than it may", () =>
    inFolder(async (folder) => {
      const by = { ...program(folder, "setInterval(() => {}, 1000)"), minutesMax: 0.01 }
      await expect(made(folder, by)).rejects.toMatchObject({ code: "time-limit" })
    }))

  it.skipIf(process.platform !== "linux")("the disk takes none of its words", () =>
    inFolder(async (folder) => {
      const by = program(folder, 'console.log("words"); setTimeout(() => process.exit(3), 300)')
      const files = jobFolder(jobsIn(folder).jobs, creationOf(by))
      mkdirSync(files.folder, { recursive: true })
      symlinkSync("/dev/full", files.log)
      const making = made(folder, by)
      await expect(making).rejects.toMatchObject({
        code: "program-failed",
        message: expect.stringMatching(/exit code 3; its log could not be written: ENOSPC/),
        advice: expect.stringMatching(/room on the disk/),
      })
    }),
  )

  it("something that it has left behind writes on, and it is run again", () =>
    inFolder(async (folder) => {
      const writer = `const file = require("node:fs").openSync(process.argv[1], "a")
const end = performance.now() + 3_000
while (performance.now() < end) require("node:fs").writeSync(file, "x")`
      const lines = `import { spawn } from "node:child_process"
write("a", "b"); end()
if (!existsSync(job.work + "/tried")) {
  writeFileSync(job.work + "/tried", "")
  const stray = ["-e", ${JSON.stringify(writer)}, job.out + "/a"]
  spawn(process.execPath, stray, { detached: true, stdio: "ignore" }).unref()
  await new Promise((resolve) => setTimeout(resolve, 500))
}`
      const by = program(folder, lines)
      const making = made(folder, by)
      await expect(making).rejects.toMatchObject({ code: "no-checkpoint" })
      await expect(making).rejects.toThrow(/was changed after that/)
      const hash = await made(folder, by)
      const files = await checkpointFiles(join(jobsIn(folder).checkpoints, hash))
      expect(files).toMatchObject([{ path: "a", bytes: 1 }])
    }))

  it("it fails once, and is run again when it is asked for again", () =>
    inFolder(async (folder) => {
      const lines = `if (!existsSync(job.work + "/tried")) {
  writeFileSync(job.work + "/tried", "")
  process.exit(1)
}
write("a", "b"); end()`
      const by = program(folder, lines)
      await expect(made(folder, by)).rejects.toMatchObject({ code: "program-failed" })
      expect(await made(folder, by)).toMatch(/^[0-9a-f]{64}$/) // what it kept is there still
    }))
})

describe("a training program", () => {
  it("may talk as much as it likes; the log keeps its first words and its last", () =>
    inFolder(async (folder) => {
      const lines = `const line = "x".repeat(999)
writeFileSync(1, "first words\\n")
for (let at = 0; at < 20_000; at++) writeFileSync(1, line + "\\n")
writeFileSync(2, "out of memory"); process.exit(1)`
      const making = made(folder, program(folder, lines))
      await expect(making).rejects.toThrow(/its last words: x+ out of memory$/)
      const [log] = logsIn(jobsIn(folder).jobs)
      expect(statSync(log!).size).toBeLessThan(17 * 1024 ** 2)
      const kept = readFileSync(log!, "utf8")
      expect(kept).toMatch(/^first words/)
      expect(kept).toMatch(/\n3\d{6} bytes more are not kept here\n/)
    }))

  it("may take as long as a recipe can say", () =>
    inFolder(async (folder) => {
      const lines = 'setTimeout(() => { write("a", "b"); end() }, 200)'
      const by = { ...program(folder, lines), minutesMax: 43_200 }
      expect(await made(folder, by)).toMatch(/^[0-9a-f]{64}$/)
    }))

  it("is not begun, or ended, when its trainer is closed before it has begun", () =>
    inFolder(async (folder) => {
      const lines = `writeFileSync(job.work + "/begun", "")
setTimeout(() => { writeFileSync(job.work + "/finished", ""); write("a", "b"); end() }, 1_500)`
      const by = program(folder, lines)
      for (const ms of [0, 20, 60, 150]) {
        const trainer = await commandPlace(folder, by).open()
        const making = trainer.create(ms, by)
        await new Promise((resolve) => setTimeout(resolve, ms))
        await Promise.all([trainer.close(), expect(making).rejects.toThrow(/asked to stop/)])
      }
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      const files = readdirSync(jobsIn(folder).jobs, { recursive: true, encoding: "utf8" })
      expect(files.filter((name) => name.endsWith("finished"))).toEqual([])
    }))

  it("names a checkpoint by its files alone, and binds it to its job", () =>
    inFolder(async (folder) => {
      const lines = `import { mkdirSync } from "node:fs"
mkdirSync(job.out + "/é"); mkdirSync(job.out + "/.cache")
for (const name of ["z.txt", "é/a.txt", ".hidden", ".cache/b", "c.part"]) write(name, name)
end()`
      const by = program(folder, lines)
      const hash = await made(folder, by)
      const { jobs, checkpoints } = jobsIn(folder)
      const files = await checkpointFiles(join(checkpoints, hash))
      expect(files.map(({ path }) => path)).toEqual(["z.txt", "é/a.txt"])
      expect(checkpointHash(files)).toBe(hash)
      const [log] = logsIn(jobs)
      const receipt = Receipt.parse(
        JSON.parse(readFileSync(join(log!, "..", "receipt.json"), "utf8")),
      )
      expect(receipt).toMatchObject({ verb: "create", checkpoint: hash, files, result: DONE })
      expect(log).toContain(receipt.job)
    }))

  it("has no key of this program's own", () =>
    inFolder(async (folder) => {
      process.env.ANTHROPIC_API_KEY = "sk-very-secret-indeed"
      try {
        const by = program(folder, 'write("env", JSON.stringify(process.env)); end()')
        const hash = await made(folder, by)
        const env = readFileSync(join(jobsIn(folder).checkpoints, hash, "env"), "utf8")
        expect(env).not.toContain("sk-very-secret-indeed")
      } finally {
        delete process.env.ANTHROPIC_API_KEY
      }
    }))

  it("is given a chat's prompts as messages, the system's words first", () =>
    inFolder(async (folder) => {
      const lines = 'write("rows", job.data ? readFileSync(job.data, "utf8") : "none"); end()'
      const by: JobProgram = { ...program(folder, lines), form: "chat", system: "Be brief." }
      const place = commandPlace(folder, by)
      const trainer = await place.open()
      const job = await jobIn(place, trainer)
      const { hash } = await trainer.fetch(await trainer.submit(job))
      await trainer.close()
      const [first] = readFileSync(join(jobsIn(folder).checkpoints, hash, "rows"), "utf8").split(
        "\n",
      )
      expect(JSON.parse(first!)).toMatchObject({
        prompt: [
          { role: "system", content: "Be brief." },
          { role: "user", content: ROWS[0]!.prompt },
        ],
        completion: ROWS[0]!.completion,
      })
    }))

  it("asks the judge about the rows' problems, by id", () =>
    inFolder(async (folder) => {
      const problem = additionProblem()
      const lines = `if (job.verb === "create") { write("a", "b"); end(); process.exit() }
const { problem, completion } = JSON.parse(readFileSync(job.data, "utf8").split("\\n")[0])
const items = [completion, completion + "1"].map((answer) => ({ problem, answer }))
const body = JSON.stringify({ items })
const headers = { "content-type": "application/json" }
const reply = await fetch(job.reward.url + "/v1/judge", { method: "POST", headers, body })
write("verdicts", (await reply.json()).verdicts.map(({ outcome }) => outcome).join(" "))
write("shim", readFileSync("agon_reward.py"))
end()`
      const by: JobProgram = { ...program(folder, lines), method: "grpo" }
      const shelf = openShelf(join(folder, "bundles"), { naming: true })
      const row = {
        prompt: problem.statement.text,
        completion: problem.answer,
        problem: problem.id,
      }
      const bundle = await shelf.write([row], { run: "grpo", round: 1 })
      const trainer = openCommandTrainer({
        ...jobsIn(folder),
        trainingFile: shelf.trainingFile,
        rewards: (_bundle, port) => openRewards([problem], port),
      })
      const base = await trainer.create(1, by)
      const job = mintJob({ bundle, base, config: CONFIG, by })
      const { hash } = await trainer.fetch(await trainer.submit(job))
      await trainer.close()
      const out = join(jobsIn(folder).checkpoints, hash)
      expect(readFileSync(join(out, "verdicts"), "utf8")).toBe("correct incorrect")
      expect(readFileSync(join(out, "shim"), "utf8")).toContain("def agon_reward")
    }))

  it("makes a checkpoint good that was damaged, by making the same one", () =>
    inFolder(async (folder) => {
      const by = program(folder, 'write("a", "b"); end()')
      const hash = await made(folder, by)
      const path = join(jobsIn(folder).checkpoints, hash, "a")
      writeFileSync(path, "c")
      await expect(made(folder, by)).rejects.toMatchObject({ code: "corrupt-checkpoint" })
      const trainer = await commandPlace(folder, by).open()
      expect(await trainer.create(2, by)).toBe(hash)
      await trainer.close()
      expect(readFileSync(path, "utf8")).toBe("b")
    }))

  it("is not begun again where a receipt lies, and a foreign receipt is named", () =>
    inFolder(async (folder) => {
      const by = program(folder, 'write("a", "b"); end()')
      const hash = await made(folder, by)
      const [log] = logsIn(jobsIn(folder).jobs)
      const files = jobFolder(jobsIn(folder).jobs, log!.split("/").at(-2)!)
      const receipt = readFileSync(files.receipt, "utf8")
      writeFileSync(by.kind === "command" ? by.command[1]! : "", "process.exit(1)")
      expect(await made(folder, by)).toBe(hash)
      writeFileSync(files.receipt, receipt.replace(/job_[0-9a-f]{24}/, `job_${"0".repeat(24)}`))
      await expect(made(folder, by)).rejects.toMatchObject({ code: "corrupt-receipt" })
    }))
})

function logsIn(jobs: string): string[] {
  return readdirSync(jobs)
    .map((job) => join(jobs, job, "log"))
    .filter((path) => existsSync(path))
}

function additionProblem(): Problem {
  const { skill, verifier } = skillNamed("integer-addition")!
  const spec = skill.sample(skill.levels[0]!, randomStream(1, "job-command"))
  const problem = problemFrom(verifier, skill, spec, 0, { round: 0, seat: 0, move: "fresh" })
  if (isRefusal(problem)) throw new Error(problem.refused)
  return problem
}
