import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import { type JobFolder, jobFolder } from "../../src/training/job-folder.ts"
import { type Agon, freshRuns, runAgon, startAgon } from "./agon.ts"
import {
  processesAbout,
  recipeFile,
  startsOf,
  startTrainer,
  trainedEssence,
  trainedRecipe,
} from "./trained.ts"

// `AGON_JOB_KILLS=60 AGON_KILL_SEED=3 npx vitest run test/process/job-kill.test.ts`: the long one.
const KILLS = Number(process.env.AGON_JOB_KILLS ?? 2)
const SEED = Number(process.env.AGON_KILL_SEED ?? 1)
const LEAVE_MS_MAX = 20_000 // a server's guard looks for its run, ends its program, then itself

const { runs, remove } = freshRuns()
const recipe = recipeFile(runs, "recipe", trainedRecipe({ trainer: ["--slow", "250"] }))
const play = (command: string) => [command, "--runs", runs, "--json", "--no-report"]
const commandFor = (id: string) =>
  existsSync(join(runs, id)) ? [...play("resume"), id] : [...play("run"), recipe, "--name", id]

let whole: Awaited<ReturnType<typeof trainedEssence>>
let wholeMs = 0

beforeAll(async () => {
  const begun = performance.now()
  const { code, stderr } = await runAgon(commandFor("undisturbed"))
  wholeMs = performance.now() - begun
  expect(code, stderr).toBe(0)
  whole = await trainedEssence(runs, "undisturbed")
  expect(whole.decisions).toEqual(["promoted"])
  expect(startsOf(runs, "undisturbed")).toEqual([
    { begun: 1, done: 1 },
    { begun: 1, done: 1 },
  ])
})

afterAll(remove)

/** What can be seen of a job from outside, in the order in which it comes to be. */
const POINTS: readonly (readonly [what: string, isReached: (files: JobFolder) => boolean])[] = [
  ["the job file is written", ({ job }) => existsSync(job)],
  ["a supervisor holds the job", ({ holder }) => existsSync(holder)],
  ["the program runs", ({ program }) => existsSync(program)],
  ["the program makes progress", ({ progress }) => existsSync(progress)],
  ["the result is written", ({ result }) => existsSync(result)],
  ["the program has ended", ({ end }) => existsSync(end)],
  ["the checkpoint has its name", ({ sealed }) => existsSync(sealed)],
  ["the checkpoint is moved", ({ sealed, out }) => existsSync(sealed) && !existsSync(out)],
  ["the receipt is written", ({ receipt }) => existsSync(receipt)],
]

describe("a run that is killed in the middle of a job", () => {
  it.each(POINTS)(
    "ends with one job, one checkpoint, the same decision: when %s",
    async (...at) => {
      const [what, isReached] = at
      const id = what.replace(/\W+/g, "-")
      const agon = startAgon(commandFor(id))
      await until(() => jobsOf(id).some((files) => isReached(files)), agon)
      agon.killAll()
      expect((await agon.ended).signal, "it was killed, and had not ended").toBe("SIGKILL")
      await finish(id)
      // The program survives the run that wanted it: it was begun once, or not before the kill.
      expect(startsOf(runs, id)).toEqual(startsOf(runs, "undisturbed"))
    },
  )

  it("ends the same while a server of checkpoints answers", async () => {
    const agon = startAgon(commandFor("serving"))
    await agon.until(({ stage }) => stage === "promoting")
    agon.killAll()
    await agon.ended
    await finish("serving")
    expect(startsOf(runs, "serving")).toEqual(startsOf(runs, "undisturbed"))
  })

  it("ends the same when the trainer and its supervisor die with it", async () => {
    const agon = startAgon(commandFor("power"))
    await until(() => trainingOf("power").some(({ program }) => existsSync(program)), agon)
    agon.killAll()
    for (const pid of processesAbout(join(runs, "power"))) process.kill(pid, "SIGKILL")
    await agon.ended
    await finish("power")
    expect(startsOf(runs, "power").map(({ done }) => done)).toEqual([1, 1])
  })

  it(`ends the same wherever it is killed (${KILLS} kills, seed ${SEED})`, {
    timeout: 120_000 + KILLS * 30_000,
  }, async () => {
    const random = randomStream(SEED, "job-kill")
    for (let kill = 0; kill < KILLS; kill++) {
      const id = `random-${kill}`
      const agon = startAgon(commandFor(id))
      const timer = setTimeout(() => agon.killAll(), random.next() * wholeMs)
      await agon.ended
      clearTimeout(timer)
      await finish(id)
      const starts = startsOf(runs, id)
      expect(starts, `kill ${kill}, seed ${SEED}`).toEqual(startsOf(runs, "undisturbed"))
    }
  })
})

describe("a run that is interrupted in the middle of a job", () => {
  it("stops the program, and goes on with it later", async () => {
    const agon = startAgon(commandFor("interrupted"))
    await until(() => trainingOf("interrupted").some(({ program }) => existsSync(program)), agon)
    agon.child.kill("SIGINT")
    expect((await agon.ended).code).toBe(130)
    await gone("interrupted")
    await finish("interrupted")
    expect(startsOf(runs, "interrupted").map(({ done }) => done)).toEqual([1, 1])
  })
})

describe("a run whose jobs another machine runs", () => {
  it("goes on with a job in which it was interrupted, and then killed", async () => {
    const server = await startTrainer(runs, ["--slow", "3000"])
    try {
      const http = { by: { kind: "http", command: undefined } }
      const path = recipeFile(runs, "remote-recipe", trainedRecipe(http))
      const start = (command: readonly string[]) =>
        startAgon(command, process.execPath, { AGON_TRAINER_URL: server.url })
      const resume = [...play("resume"), "remote"]
      const first = start([...play("run"), path, "--name", "remote"])
      await until(() => begunThere() === 1, first)
      first.child.kill("SIGINT")
      expect((await first.ended).code).toBe(130)
      const second = start(resume)
      await until(() => begunThere() === 2, second)
      second.killAll()
      await second.ended
      const { code, stderr } = await start(resume).ended
      expect(code, stderr).toBe(0)
      expect(begunThere(), "the job that it was killed in went on").toBe(2)
      const { checkpoint, decisions } = await trainedEssence(runs, "remote")
      expect([checkpoint, decisions]).toEqual([whole.checkpoint, whole.decisions])
    } finally {
      server.child.kill("SIGTERM")
    }
  })
})

/** How often training was begun at the other machine. */
function begunThere(): number {
  const jobs = join(runs, "jobs", "jobs")
  const logs = existsSync(jobs) ? readdirSync(jobs).map((job) => join(jobs, job, "log")) : []
  const words = logs.filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"))
  return words.join("").split("begun train").length - 1
}

/** Resumes to the end, which must be that of the undisturbed run, with nobody left behind. */
async function finish(id: string): Promise<void> {
  const { code, stderr } = await runAgon(commandFor(id))
  expect(code, `${id}: ${stderr}`).toBe(0)
  expect(await trainedEssence(runs, id)).toEqual(whole)
  expect((await runAgon(["audit", id, "--runs", runs])).code).toBe(0)
  await gone(id)
}

async function gone(id: string): Promise<void> {
  const begun = performance.now()
  while (processesAbout(join(runs, id)).length > 0) {
    const waited = performance.now() - begun
    expect(waited, "every program of the run has left").toBeLessThan(LEAVE_MS_MAX)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function jobsOf(id: string): JobFolder[] {
  const jobs = join(runs, id, "jobs")
  return existsSync(jobs) ? readdirSync(jobs).map((job) => jobFolder(jobs, job)) : []
}

/** The jobs after the first, which makes the untrained checkpoint. */
function trainingOf(id: string): JobFolder[] {
  const done = jobsOf(id).filter(({ receipt }) => existsSync(receipt))
  return done.length === 0 ? [] : jobsOf(id).filter(({ receipt }) => !existsSync(receipt))
}

/** Looks as often as it can: some of what is waited for is there for a millisecond. */
async function until(isReached: () => boolean, agon: Agon): Promise<void> {
  while (!isReached()) {
    expect(agon.child.exitCode, `it ended before that: ${agon.stderr()}`).toBeNull()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
