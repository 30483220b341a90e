import { describe, expect, it } from "vitest"
import { Recipe } from "../../src/record/recipe.ts"
import type { CallsNow } from "../../src/view/calls.ts"
import { money } from "../../src/view/format.ts"
import { beginProgress } from "../../src/view/progress.ts"
import { openStopwatch } from "../../src/view/stopwatch.ts"
import { openView, type View } from "../../src/view/terminal.ts"
import { HOSTILE } from "./hostile.ts"
import { Screen } from "./screen.ts"

const SEAT = { provider: "anthropic", model: "claude-haiku-4-5" }

const ASKED = Recipe.parse({
  name: "asked",
  rounds: 2,
  skills: ["integer-addition", "linear-equation"],
  problemsPerRound: 24,
  attempts: 4,
  sampling: { attemptsMax: 8 },
  seats: { proposer: SEAT, solver: SEAT },
  proposer: { policy: "frontier" },
  gate: {},
  training: null,
  suites: { developmentPerLevel: 0, testPerLevel: 1 },
  promotion: {},
  stop: {},
})

const LANE = "anthropic/claude-haiku-4-5"
const BEFORE: CallsNow = {
  lanes: [{ model: LANE, inFlight: 0, limit: 32 }],
  batched: 0,
  replies: { solver: 8 },
  failures: {},
  tokens: { input: 2_000, output: 100, cacheRead: 0, cacheWrite: 0 },
  spent: { microdollars: 2_500, tokens: 2_100 },
  spentBy: { solver: { microdollars: 2_500, tokens: 2_100 } },
  limits: [],
}
const AMID: CallsNow = {
  lanes: [{ model: LANE, inFlight: 12, limit: 20 }],
  batched: 40,
  replies: { solver: 49, proposer: 8 },
  failures: { "rate-limited": 6, overloaded: 2, reset: 1 },
  tokens: { input: 60_000, output: 4_000, cacheRead: 20_000, cacheWrite: 0 },
  spent: { microdollars: 4_600_000, tokens: 84_000 },
  spentBy: {
    proposer: { microdollars: 1_000_000, tokens: 40_000 },
    solver: { microdollars: 3_600_000, tokens: 44_000 },
  },
  limits: [
    {
      of: "run",
      unit: "microdollars",
      limit: 5_000_000,
      spent: 4_600_000,
      reserved: 200_000,
      share: 0.96,
    },
  ],
}

const POSED = {
  kind: "round.posed",
  round: 1,
  problems: Array.from({ length: 24 }),
  drafted: 40,
  refused: { duplicate: 9, "malformed-spec": 5, sealed: 2 },
} as never

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

function solveAmid(view: View, calls: CallsNow = AMID): void {
  let now = BEFORE
  view.counted(() => now)
  view.stage("posing", 1)
  view.event(POSED, true)
  view.stage("solving", 1)
  now = calls
  view.event({ kind: "base.created", checkpoint: "0".repeat(64) } as never, true)
}

function drawn(columns: number, rows = 40, calls: CallsNow = AMID): Screen {
  const screen = new Screen(columns, rows)
  const view = openView(screen, { json: false, recipe: ASKED, now: fastClock() })
  solveAmid(view, calls)
  view.close()
  return screen
}

describe("the live block of a run that models play", () => {
  it("says what is out, what came, what failed, what was used and what it cost", () => {
    const { text } = drawn(110)
    expect(text).toContain("Round 1 of 2 ▸ solving · 49 replies for 96 to 192 attempts")
    expect(text).toContain(`12 of 20 at ${LANE} · 40 in batches`)
    expect(text).toContain("57 came · 9 failed tries: rate-limited 6 · overloaded 2 · reset 1")
    expect(text).toContain("80,000 in (25.0 % from a cache) · 4,000 out")
    expect(text).toMatch(/\$4\.60 of \$5\.00 █+░+ 92\.0 % · \$0\.2000 set aside for calls out/)
    expect(text).toContain("proposer $1.00 · solver $3.60")
    expect(text).toContain("refused: duplicate 9 · malformed-spec 5 · sealed 2")
  })

  it("does not know the time left before enough replies have come", () => {
    const few = { ...AMID, replies: { solver: 20 } }
    expect(drawn(110, 40, few).text).toContain("time left not known yet")
    expect(drawn(110, 40, few).text).not.toMatch(/about \d/)
  })

  it("tells it from their pace in the first round", () => {
    let now = 0
    const clock = openStopwatch(() => now)
    const recipe = { ...ASKED, sampling: undefined }
    const solving = { ...beginProgress(recipe), stage: "solving", round: 1 } as const
    const progress = { ...solving, funnel: { posed: 24 }, calls: AMID, repliesBefore: 9 }
    clock.begin()
    now = 10_000
    clock.solve()
    now = 30_000
    // 48 replies in 20 s, and 96 are wanted: 20 s more, then another round of 10 s and 40 s.
    expect(clock.left(progress)).toBe(70_000)
    expect(clock.left({ ...progress, repliesBefore: 38 })).toBeNaN()
    expect(clock.left({ ...progress, stage: "judging" })).toBe(30_000)
  })

  for (const columns of [20, 40, 60, 80, 120]) {
    it(`never wraps at ${columns} columns`, () => {
      const screen = drawn(columns)
      expect(screen.overflows).toBe(0)
      expect(screen.text.match(/Calls out/g)).toHaveLength(1)
    })
  }

  it("never takes more lines than the window has", () => {
    for (const rows of [5, 9, 12]) expect(drawn(60, rows).lines.length).toBeLessThanOrEqual(rows)
  })

  it("obeys no name or code that came from outside", () => {
    const calls: CallsNow = {
      ...AMID,
      lanes: [{ model: HOSTILE, inFlight: 1, limit: 1 }],
      failures: { [HOSTILE]: 3 },
    }
    expect(drawn(60, 40, calls).overflows).toBe(0)
  })

  it("shows a notice within itself, so that no line is left standing above it", () => {
    const screen = new Screen(40)
    const view = openView(screen, { json: false, recipe: ASKED, now: fastClock() })
    view.stage("posing", 1)
    expect(view.notice("stopping when the calls that are out have come home")).toBe(true)
    view.close()
    expect(screen.overflows).toBe(0)
    expect(screen.text.match(/agon asked/g)).toHaveLength(1)
    expect(screen.text.replace(/\s+/g, " ")).toContain("the calls that are out have come home")
    const log = openView(collect().out, { json: false, recipe: ASKED })
    expect(log.notice("stopping")).toBe(false)
    log.close()
  })

  it("says nothing of calls where the embedded agents play", () => {
    const screen = new Screen(110)
    const recipe = { ...ASKED, seats: undefined }
    const view = openView(screen, { json: false, recipe, now: fastClock() })
    view.stage("posing", 1)
    view.close()
    expect(screen.text).not.toMatch(/Calls out|Tokens|Cost/)
  })
})

describe("a log of such a run", () => {
  it("has a line on calls and money below each round", () => {
    const { out, text } = collect()
    const view = openView(out, { json: false, recipe: ASKED, now: fastClock() })
    solveAmid(view)
    const closed = { kind: "round.closed", round: 1, tokens: 1, alarms: [], drift: {} }
    view.event(closed as never, true)
    view.close()
    expect(text()).toContain("(refused: duplicate 9, malformed-spec 5, sealed 2)")
    expect(text()).toContain("replies: 57 came, 9 failed tries: rate-limited 6, overloaded 2")
    expect(text()).toContain("$4.60 of $5.00 spent")
  })
})

describe("JSON lines of such a run", () => {
  it("say how calls stand, and the same only once", () => {
    const { out, text } = collect()
    const view = openView(out, { json: true, recipe: ASKED })
    solveAmid(view)
    view.event({ kind: "round.closed", round: 1 } as never, true)
    view.close()
    const lines = text().trimEnd().split("\n")
    const calls = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "calls")
    expect(calls).toEqual([{ kind: "calls", ...AMID }])
  })
})

describe("money", () => {
  it("shows four digits below a dollar, cents above, and never nothing for something", () => {
    expect([0, 3, 3_100, 999_999, 1_000_000, 1_234_567_890].map(money)).toEqual([
      "$0.00",
      "< $0.0001",
      "$0.0031",
      "$1.0000",
      "$1.00",
      "$1,234.57",
    ])
  })
})
