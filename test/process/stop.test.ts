import { execFileSync } from "node:child_process"
import { chmodSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startLearner } from "../../src/model/embedded/learner.ts"
import {
  type Agon,
  childrenOf,
  type Ended,
  type Essence,
  essenceOf,
  freshRuns,
  isGone,
  runAgon,
  startAgon,
  TINY,
} from "./agon.ts"

const ORPHAN_MS_MAX = 5_000 // the learner looks up every 50 ms; the rest is for a busy machine
const onLinux = it.skipIf(process.platform !== "linux")

const { runs, remove } = freshRuns()
const options = ["--runs", runs, "--json", "--no-report"]
let whole: Essence

beforeAll(async () => {
  expect((await runAgon(["run", TINY, "--name", "whole", ...options])).code).toBe(0)
  whole = await essenceOf(runs, "whole")
})
afterAll(remove)

describe("a run that is stopped", () => {
  onLinux("takes its learner with it when only the run itself is killed", async () => {
    const agon = await inTraining("parent-killed")
    const [learner] = childrenOf(agon.child.pid!)
    expect(learner).toBeDefined()
    agon.child.kill("SIGKILL")
    await agon.ended
    const begun = performance.now()
    while (!isGone(learner!) && performance.now() - begun < ORPHAN_MS_MAX) await sleep(20)
    expect(isGone(learner!), "the learner has outlived its run").toBe(true)
    // What a kill in the middle of a checkpoint leaves behind is swept away by the next process.
    const checkpoints = join(runs, "parent-killed", "checkpoints")
    for (const name of ["job_half.part", ".job_half.part.99.tmp"]) {
      writeFileSync(join(checkpoints, name), "half")
    }
    await expectSameAfterResume("parent-killed")
  })

  onLinux("fails in a sentence when only its learner is killed, and can be resumed", async () => {
    const agon = await inTraining("learner-killed")
    process.kill(childrenOf(agon.child.pid!)[0]!, "SIGKILL")
    const ended = await agon.ended
    expectRefusal(ended, /the learner died of SIGKILL/)
    expect(ended.stderr).toMatch(/agon resume/)
    await expectSameAfterResume("learner-killed")
  })

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends with 130 on %s and can be resumed",
    async (name) => {
      const id = name.toLowerCase()
      const agon = await inTraining(id)
      agon.child.kill(name)
      const { code, stderr } = await agon.ended
      expect(code).toBe(130)
      expect(stderr).toContain(`agon resume ${id}`)
      await expectSameAfterResume(id)
    },
  )

  it("keeps a second writer out, and says of which run", async () => {
    const first = await inTraining("two-writers")
    expectRefusal(await runAgon(["resume", "two-writers", ...options]), /two-writers.* in use/)
    expect((await first.ended).code).toBe(0)
    expect(await essenceOf(runs, "two-writers")).toEqual(whole)
  })

  onLinux("stops when its journal can grow no more, and goes on when it can", async () => {
    const agon = await inTraining("disk-full")
    // The limit holds for the journal's process alone, and stands where the log now ends.
    const limit = statSync(join(runs, "disk-full", "journal.sqlite-wal")).size
    execFileSync("prlimit", ["--pid", String(agon.child.pid), `--fsize=${limit}`])
    expectRefusal(await agon.ended, /journal\.sqlite.*(full|I\/O)/)
    await expectSameAfterResume("disk-full")
  })

  onLinux(
    "stops when a checkpoint cannot be written whole, and leaves no half of one",
    async () => {
      const agon = await inTraining("checkpoint-full")
      const [learner] = childrenOf(agon.child.pid!)
      execFileSync("prlimit", ["--pid", String(learner), "--fsize=100000"])
      expectRefusal(await agon.ended, /EFBIG|too large/)
      await expectSameAfterResume("checkpoint-full")
    },
  )
})

describe("the learner's last words", () => {
  onLinux("are no bug of ours when its death cuts them off", async () => {
    const dying = join(runs, "dying-node.sh")
    writeFileSync(dying, '#!/bin/sh\nread line\nprintf \'{"id":1,"ok":tr\'\nkill -9 $$\n')
    chmodSync(dying, 0o755)
    const learner = startLearner({ execPath: dying })
    const outcome = await learner.create({ path: join(runs, "never"), seed: 1 })
    expect(outcome).toMatchObject({ ok: false, code: "exited" })
    await learner.close()
  })
})

/** A run of the tiny recipe that has begun to train its first challenger. */
async function inTraining(id: string): Promise<Agon> {
  const agon = startAgon(["run", TINY, "--name", id, ...options])
  await agon.until(({ kind, stage }) => kind === "stage" && stage === "training")
  return agon
}

function expectRefusal({ code, stderr }: Ended, message: RegExp): void {
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/bug in Agon|^\s+at /m)
  expect(code).toBe(1)
}

async function expectSameAfterResume(id: string): Promise<void> {
  const { code, stderr } = await runAgon(["resume", id, ...options])
  expect(code, stderr).toBe(0)
  expect(await essenceOf(runs, id)).toEqual(whole)
}
