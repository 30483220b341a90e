import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import { type Essence, essenceOf, freshRuns, runAgon, SMALL, startAgon } from "./agon.ts"

// `AGON_KILLS=100 AGON_KILL_SEED=7 npx vitest run test/process/kill.test.ts` is the long version.
const KILLS = Number(process.env.AGON_KILLS ?? 12)
const SEED = Number(process.env.AGON_KILL_SEED ?? 1)
const LANES = 2 // runs that are killed side by side: one a core
const KILLS_PER_RUN = 9 // then a run may finish, and the next one begins
const STARTUP_SHARE = 0.1 // of the kills, before the first event of the process
const SPAN_SHARE = 0.3 // of the undisturbed time: the longest that a process may live at first

const { runs, remove } = freshRuns()
const play = (command: string) => [command, "--runs", runs, "--json", "--no-report"]
const ONE_THREAD = ["--threads", "1"] // two lanes on two cores; the bytes must be those of two
let whole: Essence
let startupMs = 0
let playMs = 0

beforeAll(async () => {
  const begun = performance.now()
  const args = [...play("run"), SMALL, "--name", "undisturbed", "--threads", "2"]
  const agon = startAgon(args)
  await agon.until(({ kind }) => kind === "run.opened")
  startupMs = performance.now() - begun
  expect((await agon.ended).code).toBe(0)
  playMs = performance.now() - begun - startupMs
  whole = await essenceOf(runs, "undisturbed")
})

afterAll(remove)

describe("a run that is killed again and again", () => {
  it(`ends with the bytes of an undisturbed one (${KILLS} kills, seed ${SEED})`, {
    timeout: 60_000 + KILLS * 20_000,
  }, async () => {
    const stages = new Map<string, number>()
    const left = { kills: KILLS }
    const lanes = Array.from({ length: LANES }, (_, lane) => runLane(lane, left, stages))
    const finished = (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0)
    const told = [...stages].map(([stage, count]) => `${stage} ${count}`).join(", ")
    console.log(`seed ${SEED}: ${KILLS} kills in ${finished} runs, fallen in: ${told}`)
    expect([...stages.values()].reduce((sum, count) => sum + count, 0)).toBe(KILLS)
    expect(stages.get("training"), "a kill must have hit training").toBeGreaterThan(0)
  })
})

/** Plays runs one after the other, killing each many times; returns how many finished. */
async function runLane(
  lane: number,
  left: { kills: number },
  stages: Map<string, number>,
): Promise<number> {
  const random = randomStream(SEED, "kill", lane)
  for (let finished = 0; ; finished++) {
    if (left.kills === 0) return finished
    const id = `lane-${lane}-${finished}`
    let span = playMs * SPAN_SHARE
    for (let kills = 0; kills < KILLS_PER_RUN && left.kills > 0; kills++) {
      left.kills--
      const isEarly = random.next() < STARTUP_SHARE
      const delay = isEarly ? random.next() * startupMs : startupMs + random.next() * span
      const killed = await playAndKill(id, delay)
      if (killed.finished) {
        left.kills++ // it was faster than the kill
        break
      }
      stages.set(killed.stage, (stages.get(killed.stage) ?? 0) + 1)
      // A process that got nowhere gives the next one more time, so that every run comes to an end.
      if (!killed.moved && !isEarly) span *= 1.5
    }
    await finish(id)
    expect(await essenceOf(runs, id), `${id}, seed ${SEED}`).toEqual(whole)
    rmSync(join(runs, id), { recursive: true })
  }
}

/** One process, killed with its learner after so many milliseconds. */
async function playAndKill(
  id: string,
  delay: number,
): Promise<{ finished: boolean; moved: boolean; stage: string }> {
  const agon = startAgon(commandFor(id))
  const timer = setTimeout(() => agon.killAll(), delay)
  const { code, signal, stderr } = await agon.ended
  clearTimeout(timer)
  if (signal === null) expect(code, stderr).toBe(0)
  else expect(stderr, "a killed process has said nothing").toBe("")
  const stage = agon.lines.findLast(({ kind }) => kind === "stage")?.stage ?? "catching up"
  const moved = agon.lines.some(({ kind = "" }) => /\./.test(kind) || kind === "evaluated")
  return { finished: signal === null, moved, stage }
}

async function finish(id: string): Promise<void> {
  const { code, stderr } = await runAgon(commandFor(id))
  expect(code, `${id}, seed ${SEED}: ${stderr}`).toBe(0)
}

/** A kill may come before the run's folder is there; then there is nothing to resume. */
function commandFor(id: string): string[] {
  if (existsSync(join(runs, id))) return [...play("resume"), id, ...ONE_THREAD]
  return [...play("run"), SMALL, "--name", id, ...ONE_THREAD]
}
