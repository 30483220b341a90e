import { describe, expect, it } from "vitest"
import type { RunEvent } from "../../src/record/event.ts"
import { hashOf } from "../../src/record/id.ts"
import { GENESIS, Journal, linkHash, readEvents } from "../../src/run/journal.ts"
import type { Store, StoredEvent } from "../../src/store.ts"
import { all } from "../contract/store.ts"
import { countingWorld, withStore } from "./table-world.ts"

const { clock } = countingWorld()
const created = (name: string): RunEvent => ({ kind: "base.created", checkpoint: hashOf(name) })

async function write(store: Store, names: readonly string[]): Promise<Journal> {
  const journal = await Journal.open(store, clock, "write")
  for (const name of names) await journal.record(created(name))
  return journal
}

/** The same store, as it would be if somebody had changed what it holds. */
function tampered(store: Store, change: (event: StoredEvent) => StoredEvent): Store {
  const read = async function* (from: number) {
    for await (const event of store.read(from)) yield change(event)
  }
  return new Proxy(store, { get: (on, name) => (name === "read" ? read : Reflect.get(on, name)) })
}

describe("the journal", () => {
  it("chains each event to all before it, from one fixed beginning", () =>
    withStore(async (store) => {
      const journal = await write(store, ["a", "b", "a"])
      const events = await all(store.read(0))
      expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2])
      expect(events[0]!.prev).toBe(GENESIS)
      for (const [at, event] of events.entries()) {
        expect(event.hash).toBe(linkHash(event.prev, event.body))
        expect(event.prev).toBe(events[at - 1]?.hash ?? GENESIS)
      }
      expect(events[0]!.hash).not.toBe(events[2]!.hash)
      expect(journal.head).toBe(events[2]!.hash)
      expect((await all(readEvents(store))).map(({ event }) => event)).toEqual(
        ["a", "b", "a"].map(created),
      )
    }))

  it("keeps the clock out of its hashes", () =>
    withStore((one) =>
      withStore(async (other) => {
        const first = await write(one, ["a"])
        const later = await Journal.open(other, countingWorld(9_999).clock, "write")
        await later.record(created("a"))
        expect(later.head).toBe(first.head)
        expect((await all(other.read(0)))[0]!.at).not.toBe((await all(one.read(0)))[0]!.at)
      }),
    ))

  it("goes through its past without writing, then goes on", () =>
    withStore(async (store) => {
      await write(store, ["a", "b"])
      const heard: boolean[] = []
      const again = await Journal.open(store, clock, "write", (_, isNew) => heard.push(isNew))
      for (const name of ["a", "b", "c"]) await again.record(created(name))
      expect(heard).toEqual([false, false, true])
      expect(await store.length()).toBe(3)
    }))

  it("names the event that comes out differently, and rewrites nothing", () =>
    withStore(async (store) => {
      await write(store, ["a", "b"])
      const again = await Journal.open(store, clock, "write")
      await again.record(created("a"))
      await expect(again.record(created("x"))).rejects.toMatchObject({
        boundary: "journal",
        code: "diverged",
        message: "event 1 came out differently: recorded base.created, now base.created",
      })
      expect((await all(readEvents(store))).map(({ event }) => event)).toEqual(
        ["a", "b"].map(created),
      )
    }))

  it("refuses an event that was changed, moved or left out, and says which", () =>
    withStore(async (store) => {
      await write(store, ["a", "b", "c"])
      const body = JSON.stringify(created("forged"))
      for (const [change, at] of [
        [(event: StoredEvent) => (event.seq === 1 ? { ...event, body } : event), 1],
        [(event: StoredEvent) => ({ ...event, seq: event.seq + 1 }), 0],
        [(event: StoredEvent) => (event.seq === 2 ? { ...event, prev: GENESIS } : event), 2],
        [(event: StoredEvent) => (event.seq === 0 ? { ...event, hash: hashOf("x") } : event), 0],
      ] as const) {
        await expect(Journal.open(tampered(store, change), clock, "write")).rejects.toMatchObject({
          code: "corrupt-event",
          message: `event ${at} of the journal does not match its hash`,
        })
      }
    }))

  it("writes nothing in a replay, and says where the past ends", () =>
    withStore(async (store) => {
      await write(store, ["a"])
      const replay = await Journal.open(store, clock, "replay")
      await replay.record(created("a"))
      await expect(replay.record(created("b"))).rejects.toMatchObject({
        code: "incomplete",
        message: "the journal ends before event 1 (base.created)",
      })
      expect(await store.length()).toBe(1)
    }))

  it("refuses to end before its past does", () =>
    withStore(async (store) => {
      await write(store, ["a", "b"])
      const replay = await Journal.open(store, clock, "replay")
      await replay.record(created("a"))
      expect(() => replay.finish()).toThrow("the run ends with event 0, and the journal goes on")
    }))

  it("refuses an event that is none, before it is written", () =>
    withStore(async (store) => {
      const journal = await Journal.open(store, clock, "write")
      await expect(journal.record({ ...created("a"), checkpoint: "no" } as never)).rejects.toThrow()
      expect(await store.length()).toBe(0)
    }))
})
