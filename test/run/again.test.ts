import { describe, expect, it } from "vitest"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import { hashOf } from "../../src/record/id.ts"
import { linkHash } from "../../src/run/journal.ts"
import { all } from "../contract/store.ts"
import { countingWorld, only, play, RECIPE, recipeWith, Table, withStore } from "./table-world.ts"

describe("a run that is run again", () => {
  it("writes the same journal, whatever the clock and the order of arrival", () =>
    withStore((one) =>
      withStore(async (other) => {
        const first = await play(one, new Table())
        const table = new Table()
        const model = {
          ...table.model,
          complete: async (call: Parameters<typeof table.model.complete>[0]) => {
            const turns = Number.parseInt(hashOf(call.id).slice(0, 2), 16)
            for (let turn = 0; turn < turns; turn++) await null
            return table.model.complete(call)
          },
        }
        const second = await play(other, table, { model, world: countingWorld(5_000) })
        expect(second.head).toBe(first.head)
        expect(second.memory.curriculum).toBe(first.memory.curriculum)
      }),
    ))

  it("ends with the same journal after a stop at any call, and asks nothing twice", () =>
    withStore(async (whole) => {
      const { head } = await play(whole, new Table())
      for (const stopAt of [1, 60, 150]) {
        await withStore(async (store) => {
          const asked = new Set<string>()
          const repeated: string[] = []
          const table = new Table()
          let left = stopAt
          const model = {
            ...table.model,
            complete: async (call: Parameters<typeof table.model.complete>[0]) => {
              if (--left === 0) throw new Error("killed")
              const outcome = await table.model.complete(call)
              if (asked.has(call.id)) repeated.push(call.id)
              return outcome
            },
          }
          await expect(play(store, table, { model })).rejects.toThrow("killed")
          for await (const { id } of store.outcomes()) asked.add(id)
          expect((await play(store, table, { model })).head).toBe(head)
          expect(repeated).toEqual([])
        })
      }
    }))

  it("as a replay acts on nothing and writes nothing", () =>
    withStore(async (store) => {
      const { head } = await play(store, new Table())
      const before = await store.length()
      const idle = new Table(() => {
        throw new Error("it asked")
      })
      const replayed = await play(store, idle, {}, "replay")
      expect(replayed.head).toBe(head)
      expect(idle.calls).toEqual([])
      expect(idle.jobs).toEqual([])
      expect(await store.length()).toBe(before)
    }))

  it("refuses a past that somebody has gone on with", () =>
    withStore(async (store) => {
      await play(store, new Table())
      const last = (await all(store.read(0))).at(-1)!
      const hash = linkHash(last.hash, last.body)
      await store.append([{ ...last, seq: last.seq + 1, prev: last.hash, hash }])
      await expect(play(store, new Table(), {}, "replay")).rejects.toMatchObject({ code: "longer" })
    }))

  it("refuses another recipe, and says what differs", () =>
    withStore(async (store) => {
      await play(store, new Table())
      const recipe = recipeWith({ rounds: 4 })
      await expect(play(store, new Table(), { recipe })).rejects.toMatchObject({
        code: "changed",
        message: expect.stringContaining("- recipe.rounds: 3 → 4"),
      })
    }))
})

describe("a fork", () => {
  for (const [what, proposer] of [
    ["policy", { policy: "uniform" }],
    ["reward", { policy: "learned", reward: "progress" }],
  ] as const) {
    it(`shares its parent's past under the parent's recipe when its ${what} is another`, () =>
      withStore((parent) =>
        withStore(async (store) => {
          const recipe = recipeWith({ proposer })
          const history = [{ recipe: RECIPE, until: 2 }]
          const first = await play(parent, new Table())
          const second = await play(store, new Table(), { recipe, history, parentHead: first.head })
          const bodies = (events: typeof first.events) =>
            only(events, "round.closed").map((closed) => JSON.stringify(closed))
          expect(bodies(second.events).slice(0, 2)).toEqual(bodies(first.events).slice(0, 2))
          expect(bodies(second.events)[2]).not.toBe(bodies(first.events)[2])
        }),
      ))
  }

  it("lets its ancestors' scope bound what they posed", () =>
    withStore(async (store) => {
      const skills = ["integer-multiplication"] // it can be posed beyond its ladder
      const recipe = recipeWith({ skills, proposer: { policy: "learned", scope: "axes" } })
      const history = [{ recipe: recipeWith({ skills }), until: 2 }]
      const settings: number[] = []
      const proposer: typeof embeddedProposer = {
        ...embeddedProposer,
        learn(policy, lessons, offers, own) {
          settings.push(offers[0]!.skill.axes.flatMap(({ values }) => values).length)
          return embeddedProposer.learn(policy, lessons, offers, own)
        },
      }
      await play(store, new Table(), { recipe, history, proposer })
      expect(settings[0]).toBe(settings[1])
      expect(settings[2]).toBeGreaterThan(settings[1]!)
    }))
})
