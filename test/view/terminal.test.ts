import { Writable } from "node:stream"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import type { RunEvent } from "../../src/record/event.ts"
import { shareOf } from "../../src/record/solve-rate.ts"
import { wilson } from "../../src/rule/statistics.ts"
import { openView } from "../../src/view/terminal.ts"
import { HOSTILE, poisonEvent } from "./hostile.ts"
import { Screen } from "./screen.ts"
import { playSmallRun, RECIPE, retell, type SmallRun, type Told } from "./small-run.ts"

const ESC = "\\u001b\\[" // as a regular expression reads it

let run: SmallRun
beforeAll(async () => {
  run = await playSmallRun()
})

/** A clock that moves a second at every look, so that no draw is skipped. */
function fastClock(): () => number {
  let now = 0
  return () => {
    now += 1_000
    return now
  }
}

function collect(): { out: { write(text: string): void }; text(): string } {
  const written: string[] = []
  return { out: { write: (text) => void written.push(text) }, text: () => written.join("") }
}

function poisoned(told: readonly Told[]): Told[] {
  return told.map((one) => (one.what === "event" ? { ...one, event: poisonEvent(one.event) } : one))
}

describe("the live block", () => {
  for (const columns of [20, 40, 60, 80, 120]) {
    it(`never wraps at ${columns} columns and leaves one block standing`, () => {
      const screen = new Screen(columns)
      const view = openView(screen, { json: false, recipe: RECIPE, now: fastClock() })
      retell(view, run.told)
      view.close()
      expect(screen.overflows).toBe(0)
      expect(screen.text.match(/Sealed test/g)).toHaveLength(1)
      expect(screen.text).toContain("finished")
    })
  }

  it("never takes more lines than the window has", () => {
    for (const rows of [5, 12, 24]) {
      const screen = new Screen(80, rows)
      const view = openView(screen, { json: false, recipe: RECIPE, now: fastClock() })
      retell(view, run.told)
      view.close()
      expect(screen.lines.length).toBeLessThanOrEqual(rows)
    }
  })

  it("shows the champion's interval as src/rule/statistics.ts computes it", () => {
    const screen = new Screen(120)
    const view = openView(screen, { json: false, recipe: RECIPE, now: fastClock() })
    retell(view, run.told)
    view.close()
    const { rate } = run.history.champions.at(-1)!.results.test!
    const { low, high } = wilson(rate)
    const percent = (share: number) => (100 * share).toFixed(1)
    expect(screen.text).toContain(
      `${percent(shareOf(rate, 0))} % [${percent(low)}, ${percent(high)}] of ${rate.tried}`,
    )
  })

  it("draws at most a dozen times a second however fast training reports", () => {
    const screen = new Screen(80)
    const view = openView(screen, { json: false, recipe: RECIPE, now: () => 0 })
    retell(view, run.told)
    expect(screen.writes).toBe(1)
    view.close()
  })

  it("writes nothing more once it is closed, so that what is said below it stays", () => {
    const screen = new Screen(80)
    const view = openView(screen, { json: false, recipe: RECIPE, now: fastClock() })
    view.stage("posing", 1)
    view.close()
    screen.write("stopped\n")
    view.close()
    expect(screen.text).toMatch(/stopped$/)
    expect(screen.text.match(/agon view/g)).toHaveLength(1)
  })

  it("obeys nothing that an agent wrote", () => {
    const screen = new Screen(60)
    const recipe = { ...RECIPE, name: HOSTILE, skills: [HOSTILE, ...RECIPE.skills] }
    const view = openView(screen, { json: false, recipe, now: fastClock() })
    retell(view, poisoned(run.told))
    view.close()
    expect(screen.overflows).toBe(0)
  })

  it("redraws over itself after the window has become narrower", () => {
    const wide = new Screen(120)
    const shrinking = {
      isTTY: true,
      columns: 120,
      rows: 40,
      write: (text: string) => wide.write(text),
    }
    const view = openView(shrinking, { json: false, recipe: RECIPE, now: fastClock() })
    view.stage("opening", 0)
    const climbed: string[] = []
    shrinking.columns = 40
    shrinking.write = (text) => void climbed.push(text)
    view.stage("posing", 1)
    view.close()
    const up = Number(new RegExp(`${ESC}(\\d+)A`).exec(climbed[0]!)![1])
    expect(up).toBeGreaterThan(wide.lines.length - 1)
  })
})

describe("colour", () => {
  afterEach(() => vi.unstubAllEnvs())

  function coloured(): string {
    let text = ""
    const stream = new Writable({
      write(chunk, _encoding, done) {
        text += chunk
        done()
      },
    })
    Object.assign(stream, { isTTY: true, columns: 80, rows: 40, getColorDepth: depth })
    const view = openView(stream as never, { json: false, recipe: RECIPE, now: fastClock() })
    retell(view, run.told)
    view.close()
    return text
  }
  const depth = () => (process.env.NO_COLOR ? 1 : 8)

  it("is used on a terminal that has it", () => {
    vi.stubEnv("NO_COLOR", undefined)
    vi.stubEnv("FORCE_COLOR", undefined)
    expect(coloured()).toContain("\x1b[36m")
  })

  it("is left out where NO_COLOR is set", () => {
    vi.stubEnv("FORCE_COLOR", undefined)
    vi.stubEnv("NO_COLOR", "1")
    expect(coloured()).not.toMatch(new RegExp(`${ESC}\\d+m`))
  })
})

/** What comes in round 3 or after it: the part that a resumed run plays for the first time. */
function isLate(event: RunEvent): boolean {
  return event.kind === "run.closed" || ("round" in event && event.round === 3)
}

describe("a log", () => {
  it("gets a line a round and a line a promotion, without a control character", () => {
    const { out, text } = collect()
    const view = openView(out, { json: false, recipe: RECIPE, now: fastClock() })
    retell(view, poisoned(run.told))
    view.close()
    const lines = text().trimEnd().split("\n")
    expect(text().replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(lines.filter((line) => line.startsWith("round "))).toHaveLength(RECIPE.rounds)
    const promoted = run.history.champions.length - 1
    expect(lines.filter((line) => line.startsWith("  promoted: "))).toHaveLength(promoted)
    expect(lines).toHaveLength(3 + RECIPE.rounds + promoted)
  })

  it("says once how many rounds were gone through again", () => {
    const { out, text } = collect()
    const view = openView(out, { json: false, recipe: RECIPE, now: fastClock() })
    retell(view, run.told, isLate)
    view.close()
    expect(text().match(/went through 2 rounds recorded earlier/g)).toHaveLength(1)
    expect(text().match(/^round /gm)).toHaveLength(1)
  })
})

describe("JSON lines", () => {
  it("carry every event once, lists as counts, with stages and training progress", () => {
    const { out, text } = collect()
    const view = openView(out, { json: true, recipe: RECIPE })
    retell(view, run.told)
    view.close()
    const lines = text().trimEnd().split("\n")
    const kinds = lines.map((line) => JSON.parse(line).kind as string)
    const events = run.told.flatMap((one) => (one.what === "event" ? one.event.kind : []))
    expect(kinds.filter((kind) => kind !== "stage" && kind !== "training")).toEqual(events)
    expect(kinds).toContain("stage")
    expect(kinds).toContain("training")
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(4_000)
    const posed = lines.map((line) => JSON.parse(line)).find(({ kind }) => kind === "round.posed")
    expect(posed.problems).toBe(run.history.rounds[0]!.posed.problems.length)
  })

  it("are plain ASCII that parses to what an agent wrote", () => {
    const { out, text } = collect()
    const view = openView(out, { json: true, recipe: RECIPE })
    retell(view, poisoned(run.told))
    view.close()
    expect(text()).toMatch(/^[\x20-\x7e\n]*$/)
    const opened = JSON.parse(
      text()
        .split("\n")
        .find((line) => line.includes('"run.opened"'))!,
    )
    expect(opened.recipe.name).toBe(`view ${HOSTILE}`)
  })

  it("sum up a recalled past in one line", () => {
    const { out, text } = collect()
    const view = openView(out, { json: true, recipe: RECIPE })
    // A run that only goes through its past trains nothing, so no progress is told.
    retell(
      view,
      run.told.filter(({ what }) => what !== "training"),
      () => false,
    )
    view.close()
    const lines = text().trimEnd().split("\n")
    expect(JSON.parse(lines[0]!)).toMatchObject({ kind: "recalled", rounds: 3 })
  })
})
