import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { places } from "../../src/cli/trained.ts"
import { machineWorld } from "../../src/cli/world.ts"
import { openServedModel, type ServedModel } from "../../src/model/served/model.ts"
import { type Call, mintCall } from "../../src/record/call.ts"
import type { Hash } from "../../src/record/id.ts"
import { TrainedSeat } from "../../src/record/seat.ts"
import { checkedFolder } from "../../src/training/checkpoint-folder.ts"
import { EACH, processesAbout, SERVER } from "../process/trained.ts"
import { commandPlace, flip, inFolder, jobsIn, weightsIn } from "./trainer-places.ts"

const EVERY = [...SERVER, "--checkpoints", "{checkpoints}"]
const ASKED_MAX = 12 // as often as a run asks
const PAUSE_MS = 250 // less than most of its waits

/** Two checkpoints and a server of them. */
async function served(
  command: readonly string[],
  work: (model: ServedModel, hashes: [Hash, Hash], folder: string) => Promise<void>,
  { concurrency = 8, startSeconds = 60 } = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const place = commandPlace(folder)
    const trainer = await place.open()
    const hashes = [await trainer.create(1, place.by), await trainer.create(2, place.by)] as const
    await trainer.close()
    const { checkpoints } = jobsIn(folder)
    const serve = { command: [...command], startSeconds }
    const seat = TrainedSeat.parse({ provider: "trained", form: "bare", concurrency, serve })
    const model = openServedModel({
      seat: { ...seat, model: "small", price: "free" },
      ...{ world: machineWorld, environment: process.env, deadlineMs: 30_000, places: places() },
      checkpoints,
      checked: (hash) => checkedFolder(checkpoints, hash),
      log: join(folder, "serve.log"),
    })
    try {
      await work(model, [...hashes], folder)
    } finally {
      await model.close()
    }
    expect(processesAbout(folder)).toEqual([])
  })
}

function callOf(checkpoint: Hash, seed = 1): Call {
  const prompt = "Compute 2 + 3."
  const sampling = { samples: 2, temperature: 1, maxTokens: 4, seed }
  return mintCall({ role: "solver", checkpoint, prompt, ...sampling })
}

describe.each<[string, readonly string[]]>([
  ["one server for all checkpoints", EVERY],
  ["a server for each checkpoint", EACH],
])("%s", (_, command) => {
  it("answers with the weights that a call names, the same whenever it is asked", () =>
    served(command, async (model, [one, two]) => {
      const first = await model.complete(callOf(one))
      expect(first).toMatchObject({ kind: "reply", samples: [{}, {}] })
      const other = await model.complete(callOf(two))
      expect(other).toMatchObject({ kind: "reply" })
      expect(await model.complete(callOf(one))).toEqual(first)
    }))

  it("is started again when it has died", () =>
    served(command, async (model, [one], folder) => {
      const first = await model.complete(callOf(one))
      const servers = processesAbout(folder).filter((pid) =>
        commandOf(pid).includes("checkpoints.ts"),
      )
      for (const pid of servers) process.kill(pid, "SIGKILL")
      let again = await model.complete(callOf(one))
      // Whoever asked waits and asks again; until its end is heard of, a dead server is asked.
      for (let asked = 1; again.kind === "failure" && asked < ASKED_MAX; asked++) {
        expect(again.transient, again.message).toBe(true)
        await setTimeout(PAUSE_MS)
        again = await model.complete(callOf(one))
      }
      expect(again).toEqual(first)
    }))
})

describe("a server of checkpoints", () => {
  it("is asked for no checkpoint whose bytes have changed", () =>
    served(EVERY, async (model, [one, two], folder) => {
      flip(weightsIn(jobsIn(folder).checkpoints, two))
      expect(await model.complete(callOf(one))).toMatchObject({ kind: "reply" })
      await expect(model.complete(callOf(two))).rejects.toMatchObject({
        code: "corrupt-checkpoint",
      })
    }))

  it("may say nothing: that is an answer, and no trouble", () =>
    served(EVERY, async (model, [one]) => {
      const outcome = await model.complete({ ...callOf(one), maxTokens: 1, temperature: 0 })
      expect(outcome.kind).toBe("reply")
    }))

  it("is not waited for beyond its time", () =>
    served(
      ["node", "-e", "setInterval(() => {}, 1000)", "{port}", "{checkpoints}"],
      async (model, [one]) => {
        const outcome = await model.complete(callOf(one))
        expect(outcome).toMatchObject({
          kind: "failure",
          message: expect.stringMatching(/lists no model after 1 s/),
        })
      },
      { startSeconds: 1 },
    ))

  it("answers many calls that come at once", () =>
    served(EVERY, async (model, [one]) => {
      const calls = Array.from({ length: 40 }, (_, seed) => callOf(one, seed))
      const outcomes = await Promise.all(calls.map((call) => model.complete(call)))
      expect(outcomes.map(({ kind }) => kind)).toEqual(calls.map(() => "reply"))
    }))
})

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return ""
  }
}
