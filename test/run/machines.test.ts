import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { type AnyStateMachine, createActor, fromPromise, toPromise } from "xstate"
import { getShortestPaths } from "xstate/graph"
import { proposerMachine } from "../../agents/proposer/machine.ts"
import { edgesOf, MACHINES, redraw, statesOf } from "../../scripts/diagrams.ts"
import type { Ask, Draft, Posed, Screened } from "../../src/agent.ts"
import { problemOf, RECIPE, recipeWith, SUMS_AND_PRODUCTS } from "./table-world.ts"

/** What an invoked actor may bring to each machine, so that every way out of a state is open. */
const NOTHING = { output: {} }
const ENDED = { output: { ending: { outcome: "stopped", reason: "r" }, round: 1 } }
const OUTPUTS: Readonly<Record<string, readonly { readonly output: unknown }[]>> = {
  run: [{ output: { round: 0 } }, ENDED],
  round: [NOTHING],
  "round.probe": [
    { output: { memory: {} } },
    { output: { memory: { ending: { outcome: "halted", reason: "r" } } } },
  ],
  "proposer.draft": [{ output: [{}] }],
  "proposer.screen": [
    { output: { admitted: [], refused: { sealed: 1 } } },
    { output: { admitted: [{}, {}], refused: {} } },
  ],
  solver: [{ output: [] }],
  "seatedProposer.propose": [{ output: [] }],
  "seatedProposer.screen": [
    { output: { admitted: [], refused: {}, fates: [] } },
    { output: { admitted: [{}, {}], refused: {}, fates: [] } },
  ],
  seated: [{ output: [] }],
  "attempt.ask": [
    { output: { kind: "failure", code: "empty", message: "", transient: false } },
    { output: replyThat("tool") },
  ],
  "attempt.use": [{ output: { call: { id: "call" }, executed: 1 } }],
}

function replyThat(stop: "tool") {
  const uses = [{ id: "1", name: "calculator", input: {} }]
  const samples = [{ text: "", stop, uses }]
  return { kind: "reply", samples, promptTokens: 1, completionTokens: 1 }
}
const draft = { skill: "sum", spec: {}, wording: 0, move: "fresh" } satisfies Draft

type Screen = (drafts: readonly Draft[]) => Screened

function askFor(count: number, tries: number, decide: Screen): Ask {
  const screen = async (drafts: readonly Draft[]) => decide(drafts)
  const recipe = recipeWith({ proposer: { policy: "uniform", tries } })
  const random = { next: () => 0, int: () => 0 }
  return { round: 1, count, recipe, policy: null, offers: [], frontier: [], random, screen }
}

const admitAll = (drafts: readonly Draft[]): Screened => ({
  admitted: drafts.map((_, at) => problemOf(`1+${at}`)),
  refused: {},
  fates: [],
})
const INPUTS: Readonly<Record<string, unknown>> = {
  run: { desk: { recipe: RECIPE } },
  round: { desk: {}, memory: {} },
  proposer: askFor(2, 2, admitAll),
  solver: { questions: [], samples: 1 },
  seatedProposer: {
    ...askFor(2, 2, admitAll),
    policy: { archive: [], families: {} },
    offers: [{ verifier: "v", skill: SUMS_AND_PRODUCTS.skills[0], schema: () => ({}) }],
    player: { seat: { provider: "anthropic" }, card: { knobs: [] } },
  },
  seated: { questions: [], samples: 1, table: { tools: [] } },
  attempt: { call: { id: "call" }, sitting: { table: { seat: { toolTurnsMax: 2 } } } },
}

/** States that the machine comes to rest in, by any sequence of actor results. */
function reached(machine: AnyStateMachine): Set<string> {
  const paths = getShortestPaths(machine, {
    input: INPUTS[machine.id],
    limit: 10_000,
    serializeState: (snapshot) =>
      JSON.stringify([snapshot.value, (snapshot as { context: { tries?: number } }).context.tries]),
    events: (snapshot) => {
      const invoked = statesOf(machine).find(({ key }) => key === snapshot.value)?.invoke ?? []
      return invoked.flatMap(({ id, src }) => {
        const results = OUTPUTS[`${machine.id}.${src}`] ?? OUTPUTS[machine.id]!
        return results.map((result) => ({ type: `xstate.done.actor.${id}`, ...result }))
      })
    },
  })
  return new Set(paths.map(({ state }) => String(state.value)))
}

describe("the machines", () => {
  for (const { title, machine } of MACHINES) {
    const states = statesOf(machine)
    const finals = states.filter(({ type }) => type === "final").map(({ key }) => key)
    const transient = states.filter(({ always }) => (always ?? []).length > 0).map(({ key }) => key)

    it(`${title}: every state in which it can rest is reached, and so is every end`, () => {
      const resting = states.map(({ key }) => key).filter((key) => !transient.includes(key))
      expect([...reached(machine)].sort()).toEqual(resting.sort())
      expect(finals.length).toBeGreaterThan(0)
    })

    it(`${title}: from every state there is a way to an end`, () => {
      const edges = edgesOf(machine)
      const ending = new Set(finals)
      for (let before = -1; before !== ending.size; ) {
        before = ending.size
        for (const { from, to } of edges) if (ending.has(to)) ending.add(from)
      }
      expect([...ending].sort()).toEqual(states.map(({ key }) => key).sort())
    })

    it(`${title}: owns no timer and invokes no unnamed actor`, () => {
      for (const state of states) {
        expect(state.after).toEqual([])
        for (const { src } of state.invoke) expect(src).toMatch(/^[a-z]+$/)
      }
    })
  }

  it("are the ones that ARCHITECTURE.md shows", ({ skip }) => {
    if (!existsSync("ARCHITECTURE.md")) skip("the page is not written yet")
    const page = readFileSync("ARCHITECTURE.md", "utf8")
    expect(redraw(page)).toBe(page)
  })
})

describe("the proposer machine", () => {
  const machine = proposerMachine.provide({
    actors: {
      draft: fromPromise<Draft[], { ask: Ask; admitted: readonly unknown[] }>(async ({ input }) =>
        Array.from({ length: input.ask.count - input.admitted.length }, () => draft),
      ) as never, // it reads a part of the context only
    },
  })
  const run = (ask: Ask) =>
    toPromise(createActor(machine, { input: ask }).start()) as Promise<Posed>

  it("asks again for what the screen refused, and no longer than its tries", async () => {
    let turn = 0
    const everyOther = (drafts: readonly Draft[]): Screened =>
      turn++ % 2 === 0
        ? { admitted: [], refused: { sealed: drafts.length }, fates: [] }
        : admitAll(drafts)
    expect(await run(askFor(3, 8, everyOther))).toMatchObject({
      drafted: 6,
      refused: { sealed: 3 },
      admitted: { length: 3 },
    })
    const never = (drafts: readonly Draft[]): Screened => ({
      admitted: [],
      refused: { duplicate: drafts.length },
      fates: [],
    })
    expect(await run(askFor(3, 4, never))).toEqual({
      admitted: [],
      refused: { duplicate: 12 },
      drafted: 12,
    })
  })
})
