import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { readHistory } from "../../src/run/history.ts"
import { notePause, pausedIn, pausesIn } from "../../src/run/pause.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { freshRuns, startAgon, TINY } from "../process/agon.ts"

const { runs, remove } = freshRuns()
afterAll(remove)

describe("the time in which nobody played", () => {
  it("is what a span and the pauses share", () => {
    const span = fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([a, b]) => ({
      from: Math.min(a, b),
      until: Math.max(a, b),
    }))
    const claim = fc.property(span, fc.array(span, { maxLength: 4 }), (whole, lengths) => {
      let end = 0
      const pauses = lengths.map(({ from, until }) => {
        const pause = { from: end + from, until: end + until }
        end = pause.until
        return pause
      })
      const covered = (ms: number) => pauses.some(({ from, until }) => from <= ms && ms < until)
      let due = 0
      for (let ms = whole.from; ms < whole.until; ms++) if (covered(ms)) due++
      expect(pausedIn(pauses, whole.from, whole.until)).toBe(due)
    })
    fc.assert(claim, { seed: 1, numRuns: 200 })
  })

  it("is left out of a stage that a kill cut in two", { timeout: 60_000 }, async () => {
    const killed = startAgon(["run", TINY, "--name", "cut", "--runs", runs, "--json"])
    await killed.until(({ kind }) => kind === "round.judged")
    killed.killAll()
    await killed.ended
    const store = openSqliteStore(`${runs}/cut/journal.sqlite`)
    const before = (await readHistory(store))!
    // As if the next process had begun an hour later, and the one after it at the same moment.
    const later = before.lastAt + 3_600_000
    const clock = { now: () => later, monotonic: () => 0 }
    await notePause(store, clock)
    await notePause(store, clock)
    const [pause, ...more] = await pausesIn(store)
    expect(more).toEqual([])
    expect(pause!.until).toBe(later)
    expect(pause!.from).toBeGreaterThanOrEqual(before.lastAt)
    expect((await readHistory(store))!.pausedMs).toBe(0) // nothing has come after it yet
    await store.close()
  })

  it("is written down by a resume, and moves no hash", { timeout: 60_000 }, async () => {
    const whole = startAgon(["run", TINY, "--name", "whole", "--runs", runs, "--no-report"])
    const killed = startAgon(["run", TINY, "--name", "killed", "--runs", runs, "--json"])
    await killed.until(({ kind }) => kind === "round.judged")
    killed.killAll()
    await killed.ended
    await whole.ended
    const resumed = startAgon(["resume", "killed", "--runs", runs, "--no-report"])
    expect((await resumed.ended).code).toBe(0)
    const read = async (run: string) => {
      const store = openSqliteStore(`${runs}/${run}/journal.sqlite`, { readOnly: true })
      const history = (await readHistory(store))!
      const pauses = await pausesIn(store)
      await store.close()
      return { history, pauses }
    }
    const { history, pauses } = await read("killed")
    expect(pauses).toHaveLength(1)
    const [{ from, until }] = pauses as [{ from: number; until: number }]
    expect(history.pausedMs).toBe(until - from)
    const stages = history.rounds.flatMap(({ stageMs }) => Object.values(stageMs))
    const played = history.lastAt - history.startedAt - history.pausedMs
    expect(stages.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(played)
    const undisturbed = await read("whole")
    expect(undisturbed.pauses).toEqual([])
    expect(history.head).toBe(undisturbed.history.head)
  })
})
