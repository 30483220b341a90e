import { afterAll, describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import { openPlayable } from "../../src/sandbox/playable.ts"
import type { PluginOptions } from "../../src/sandbox/plugin.ts"
import { doubling, HOLDING, NOT_HELD, pluginOf } from "./plugins.ts"

const SPEC = { skill: "double", n: 21 }
const LIMITS = { answerMs: 400 }

class Gone extends Error {}

/** A verifier to play with, in the sandbox or, where the machine has none, without one. */
async function played(module: string, options: PluginOptions = {}) {
  const giveUp = (why: string): never => {
    throw new Gone(why)
  }
  const folder = pluginOf({ "verifier.js": module })
  const opened = await openPlayable(folder, giveUp, { unsafe: true, ...options })
  if (!opened.ok) throw new Error(opened.refused)
  afterAll(() => opened.playable.close())
  return opened.playable.verifier
}

describe("a plug-in that is played", () => {
  it("answers when the call returns, like a verifier of this process", async () => {
    const verifier = await played(doubling())
    expect(verifier).toMatchObject({ name: "double", version: "1.0.0" })
    const [skill] = verifier.skills
    const spec = skill!.sample({ n: 999 }, randomStream(7))
    expect(skill!.sample({ n: 999 }, randomStream(7))).toEqual(spec)
    expect(skill!.measure(spec)).toEqual({ n: 999 })
    expect(verifier.spec.safeParse(spec)).toMatchObject({ success: true, data: spec })
    for (const bad of [{ ...spec, extra: 1 }, { skill: "double" }, null, 7]) {
      expect(verifier.spec.safeParse(bad).success).toBe(false)
    }
    expect(verifier.derive(SPEC)).toMatchObject({ ok: true, key: "42" })
    expect(verifier.recheck(SPEC, "43")).toMatchObject({ outcome: "incorrect" })
    expect(verifier.state(SPEC, 0).text).toBe("Double 21.")
    expect(verifier.present("42")).toBe("42")
    expect(verifier.identify(SPEC)).toEqual({ canonical: "2*21", family: "2*21" })
    expect(verifier.mistakes(SPEC, "42")).toHaveLength(3)
    expect(skill!.mutate(SPEC, randomStream(1))).toEqual({ ...SPEC, n: 20 })
  })

  it("signs every verdict with its sandbox and its digest", async () => {
    const verifier = await played(doubling())
    const sandbox = HOLDING.ok ? "bubblewrap" : "none (--unsafe-plugins)"
    for (const answer of ["42", "43"]) {
      const { evidence } = verifier.judge(SPEC, "42", answer)
      expect(evidence).toMatchObject({ sandbox, plugin: `sha256:${verifier.plugin}` })
    }
  })

  it("is asked once more, of a fresh process, when it dies", async () => {
    const brief = "globalThis.asked = (globalThis.asked ?? 0) + 1"
    const verifier = await played(
      doubling(`${brief}; if (asked === 3) process.exit(0); return yes("text")`),
    )
    for (let n = 0; n < 9; n++) {
      expect(verifier.judge(SPEC, "42", "42")).toMatchObject({ outcome: "correct" })
    }
  })

  it("leaves an answer undecided that it is late for, and goes on", async () => {
    const late = 'if (answer === "late") for (;;); return yes("text")'
    const verifier = await played(doubling(late), { limits: LIMITS })
    expect(verifier.judge(SPEC, "42", "late")).toMatchObject({
      outcome: "undecided",
      reason: "plugin-timed-out",
    })
    expect(verifier.judge(SPEC, "42", "42")).toMatchObject({ outcome: "correct" })
  })

  it("refuses a spec over which it dies", async () => {
    const dying = "derive: ({ n }) => n === 13 ? process.exit(0) :"
    const verifier = await played(doubling().replace("derive: ({ n }) =>", dying))
    expect(verifier.derive({ skill: "double", n: 13 })).toEqual({
      ok: false,
      reason: "plugin-crashed",
    })
    expect(verifier.derive(SPEC)).toMatchObject({ ok: true, key: "42" })
  })
})

describe("nobody plays on without a plug-in", () => {
  it("that has left ten questions in a row without an answer", async () => {
    const verifier = await played(doubling("process.exit(0)"))
    for (let n = 1; n < 10; n++) {
      expect(verifier.judge(SPEC, "42", "41")).toMatchObject({ reason: "plugin-crashed" })
    }
    expect(() => verifier.judge(SPEC, "42", "41")).toThrow(/10 questions in a row/)
  })

  it("that is late for its own key: that is no label error", async () => {
    const late = 'if (answer === "42") for (;;); return no("text")'
    const verifier = await played(doubling(late), { limits: LIMITS })
    expect(() => verifier.judge(SPEC, "42", "42")).toThrow(/does not judge its own key/)
    expect(verifier.judge(SPEC, "42", "41")).toMatchObject({ outcome: "incorrect" })
  })

  it("that proves no key a second time, whatever its judge says", async () => {
    const module = doubling().replace(
      "recheck: ({ n }, key) =>",
      "recheck: () => process.exit(0) ??",
    )
    const verifier = await played(module)
    expect(() => verifier.recheck(SPEC, "42")).toThrow(/no second proof/)
    expect(verifier.judge(SPEC, "42", "42")).toMatchObject({ outcome: "correct" })
  })

  const STATEMENTS: readonly (readonly [what: string, text: string])[] = [
    ["that puts a problem into hidden characters", "\\u001b[2J"],
    ["that puts a problem into half a character", "\\ud800"],
  ]
  for (const [what, hidden] of STATEMENTS) {
    it(what, async () => {
      const verifier = await played(doubling().replace('+ "."', `+ ".${hidden}"`))
      expect(() => verifier.state(SPEC, 0)).toThrow(/gives no answer; to state it was malformed/)
    })
  }

  it("that no sandbox holds", async () => {
    const folder = pluginOf({ "verifier.js": doubling() })
    const giveUp = (): never => expect.unreachable()
    const refused = await openPlayable(folder, giveUp, { holding: NOT_HELD })
    expect(refused).toEqual({ ok: false, refused: NOT_HELD.ok ? "" : NOT_HELD.why, advice: "do" })
  })

  it("whose description no proposer could pose by", async () => {
    const faults = [
      ["levels: [{ n: 999 }]", "levels: []", /no level/],
      ["beyond: [{ n: 9999 }]", "beyond: [{ m: 9999 }]", /axis that it does not have, m/],
      ['name: "double", title', 'name: "Double it", title', /a skill's name/],
    ] as const
    for (const [right, wrong, said] of faults) {
      expect(doubling()).toContain(right)
      await expect(played(doubling().replace(right, wrong))).rejects.toThrow(said)
    }
  })
})
