import { describe, expect, it } from "vitest"
import { planRuns } from "../../src/cli/study-plan.ts"
import { Study, type StudyInput } from "../../src/record/study.ts"
import { advantagesOf } from "../../src/rule/advantage.ts"
import { expressArm, KNOWN_ARMS, withSettings } from "../../src/rule/study-arms.ts"
import small from "../process/small.json" with { type: "json" }

const { seed: _seed, name: _name, ...recipe } = small
const CLAUDE = { provider: "anthropic", model: "claude-haiku-4-5", tools: ["calculator"] }

function studyOf(over: Partial<StudyInput> = {}): Study {
  return Study.parse({
    name: "trial",
    question: "Which is better?",
    recipe,
    arms: [{ name: "learned" }, { name: "static", is: "static" }],
    seeds: [1, 2],
    contrasts: [{ of: "learned", against: "static" }],
    ...over,
  })
}

const planned = (over: Partial<StudyInput>) => () => planRuns(studyOf(over))

describe("a study's plan", () => {
  it("has every arm under every seed in every space, by configuration alone", () => {
    const spaces = [
      { name: "one", set: {} },
      { name: "two", set: { skills: ["integer-remainder"] } },
    ]
    const runs = planRuns(studyOf({ spaces }))
    expect(runs).toHaveLength(8)
    expect(new Set(runs.map(({ id }) => id)).size).toBe(8)
    const one = runs.find(({ id }) => id === "two-static-s2")
    expect(one?.recipe).toMatchObject({
      seed: 2,
      skills: ["integer-remainder"],
      proposer: { policy: "uniform" },
    })
  })

  it("has no arm that shares rounds which other players would have played", () => {
    const arms = [
      { name: "tools" },
      { name: "none", is: "no-tools", from: { arm: "tools", at: 1 } },
    ] as const
    const seated = { ...recipe, seats: { solver: CLAUDE }, training: null } as never
    const over = { recipe: seated, arms: [...arms], contrasts: [{ of: "tools", against: "none" }] }
    expect(planned(over)).toThrow(
      /arm none shares rounds with arm tools, and has other seats.solver/,
    )
    const apart = [arms[0], { name: "none", is: "no-tools" }]
    expect(planned({ ...over, arms: apart })()).toHaveLength(4)
  })

  it("has no plug-ins, in whatever place they are set", () => {
    const plugins = ["./rectangle"]
    expect(planned({ recipe: { ...recipe, plugins } })).toThrow(/has plug-ins/)
    const arms = [{ name: "learned" }, { name: "static", set: { plugins } }]
    expect(planned({ arms })).toThrow(/has plug-ins/)
  })

  it("puts a run after those that it forks from and follows", () => {
    const runs = planRuns(
      studyOf({
        arms: [
          {
            name: "majority",
            is: "majority-labels",
            from: { arm: "learned", at: 1 },
            follow: "learned",
          },
          { name: "learned" },
        ],
        contrasts: [{ of: "learned", against: "majority" }],
      }),
    )
    expect(runs.map(({ id }) => id)).toEqual([
      "main-learned-s1",
      "main-learned-s2",
      "main-majority-s1",
      "main-majority-s2",
    ])
    expect(runs.map(({ start }) => start)).toEqual([1, 1, 1, 1])
  })

  it("refuses an arm that is another one under a second name", () => {
    const arms = [
      { name: "static", is: "static" },
      { name: "uniform", is: "uniform" },
    ]
    const contrasts = [{ of: "static", against: "uniform" }]
    expect(planned({ arms, contrasts })).toThrow("one and the same condition")
  })

  it("sees through a default that is spelled out, and through a name", () => {
    for (const set of [{ temperature: 1 }, { name: "another" }]) {
      const arms = [{ name: "learned" }, { name: "again", set }]
      const contrasts = [{ of: "learned", against: "again" }]
      expect(planned({ arms, contrasts })).toThrow("one and the same condition")
    }
  })

  it("counts no seed twice: by spaces of one name or one world, or by names that join", () => {
    const few = { set: { skills: ["integer-remainder"] } }
    const twice = [
      { name: "one", ...few },
      { name: "one", set: {} },
    ]
    expect(planned({ spaces: twice })).toThrow("two spaces are named one")
    const same = [
      { name: "one", set: {} },
      { name: "two", set: { attempts: 2 } },
    ]
    expect(planned({ spaces: same })).toThrow("spaces one and two are one and the same world")
    const joined = {
      spaces: [
        { name: "a", set: {} },
        { name: "a-b", ...few },
      ],
      arms: [{ name: "b-c" }, { name: "c", is: "static" }],
      contrasts: [{ of: "b-c", against: "c" }],
    }
    expect(planned(joined)).toThrow("would both be the run a-b-c-s1")
  })

  it("compares no arm with itself, and none twice", () => {
    const itself = [{ of: "learned", against: "learned" }]
    expect(planned({ contrasts: itself })).toThrow("arm learned is compared with itself")
    const twice = [
      { of: "learned", against: "static" },
      { of: "static", against: "learned" },
    ]
    expect(planned({ contrasts: twice })).toThrow("arms learned and static are compared twice")
  })

  it("lets no arm choose its seed or its sealed sets", () => {
    const arm = (set: Record<string, unknown>) => [{ name: "learned" }, { name: "static", set }]
    expect(planned({ arms: arm({ seed: 3 }) })).toThrow("seeds are the study's")
    for (const set of [{ suites: { testPerLevel: 5 } }, { skills: ["integer-remainder"] }]) {
      expect(planned({ arms: arm(set) })).toThrow("learned and static would sit other sealed sets")
    }
  })

  it("says of arms that the embedded learner cannot express what they need", () => {
    for (const is of ["no-tools", "one-policy", "two-policies"]) {
      const arms = [{ name: "learned" }, { name: "odd", is }]
      const contrasts = [{ of: "learned", against: "odd" }]
      expect(planned({ arms, contrasts })).toThrow(/needs a model in the (solver|proposer)'s seat/)
    }
  })

  it("refuses names that nobody has, circles, and futures after the end", () => {
    const contrasts = [{ of: "learned", against: "nobody" }]
    expect(planned({ contrasts })).toThrow("no arm nobody")
    const circle = [
      { name: "learned", follow: "static" },
      { name: "static", is: "static", follow: "learned" },
    ]
    expect(planned({ arms: circle })).toThrow("wait for each other")
    const late = [
      { name: "learned" },
      { name: "static", is: "static", from: { arm: "learned", at: 3 } },
    ]
    expect(planned({ arms: late })).toThrow("begins after round 3")
    const wrong = [{ name: "learned" }, { name: "static", set: { proposer: { polcy: "x" } } }]
    expect(planned({ arms: wrong })).toThrow("proposer.polcy: there is no such setting")
  })
})

describe("arms by name", () => {
  it("are each recipes that differ from the plain one", () => {
    const seated = { ...recipe, training: null, seats: { proposer: CLAUDE, solver: CLAUDE } }
    for (const [name, { seats }] of Object.entries(KNOWN_ARMS)) {
      const base = seats === undefined ? { ...recipe, proposer: { policy: "hardest" } } : seated
      const expressed = expressArm(name, base)
      expect(typeof expressed, `${name}: ${expressed}`).toBe("object")
    }
  })

  it("take the tools away, and give the solver's model the other seat", () => {
    const seated = { ...recipe, seats: { proposer: { provider: "x" }, solver: CLAUDE } }
    expect(expressArm("no-tools", seated)).toMatchObject({ seats: { solver: { tools: [] } } })
    expect(expressArm("one-policy", seated)).toMatchObject({
      seats: { proposer: { provider: "anthropic", model: CLAUDE.model } },
    })
  })

  it("leave out what pays for variety, and the pull back to all skills", () => {
    const paid = { proposer: { policy: "learned", terms: { repetition: -1, format: 0.5 } } }
    expect(expressArm("no-diversity", paid)).toEqual({
      proposer: { policy: "learned", forgetting: 0, terms: { format: 0.5 } },
    })
  })

  it("put settings over settings as deep as they go, and null over all", () => {
    const base = { a: { b: 1, c: [1, 2] }, training: { steps: 1 } }
    expect(withSettings(base, { a: { c: [3] }, training: null })).toEqual({
      a: { b: 1, c: [3] },
      training: null,
    })
  })
})

describe("a random reward", () => {
  const judged = (outcomes: string) =>
    [...outcomes].map((mark, seat) => ({
      answer: { kind: "answered" as const, text: `${seat}${outcomes}` },
      verdict: { outcome: mark === "c" ? "correct" : "incorrect" } as never,
    }))

  it("does not follow the verdict, and falls alike every time", () => {
    const groups = Array.from({ length: 200 }, (_, at) => judged(`c${"i".repeat((at % 7) + 2)}`))
    const weights = groups.map((group) => advantagesOf(group, "random"))
    expect(weights).toEqual(groups.map((group) => advantagesOf(group, "random")))
    const first = weights.flatMap((group) => group.filter(({ seat }) => seat === 0))
    const paid = first.filter(({ weight }) => weight > 0).length / first.length
    expect(paid).toBeGreaterThan(0.3) // the right answer is paid about half the time
    expect(paid).toBeLessThan(0.7)
    const truly = advantagesOf(groups[0]!)
    expect(truly.find(({ seat }) => seat === 0)!.weight).toBeGreaterThan(0)
  })
})
