import { describe, expect, it } from "vitest"
import { canonicalJson } from "../../src/record/canonical.ts"
import type { Hash } from "../../src/record/id.ts"
import { GENESIS, linkHash } from "../../src/run/journal.ts"
import type { Store, StoredEvent, StoredOutcome } from "../../src/store.ts"

/** A place that can hold one store, opened as often as a test likes. */
export interface StorePlace {
  open(mode: "write" | "read"): Store
}

/** Events of a chain that begins after `prev`, as a journal would append them. */
export function chainOf(count: number, from = 0, prev: Hash = GENESIS): StoredEvent[] {
  const events: StoredEvent[] = []
  let tip = prev
  for (let seq = from; seq < from + count; seq++) {
    const body = canonicalJson({ kind: "base.created", seq })
    const hash = linkHash(tip, body)
    events.push({ seq, prev: tip, hash, kind: "base.created", body, at: 1_000 + seq })
    tip = hash
  }
  return events
}

export function outcomeOf(id: string, value: unknown): StoredOutcome {
  return { id, kind: "call", body: canonicalJson(value), at: 7 }
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

/** What a store promises, whatever stands behind the door. */
export function storeContract(
  name: string,
  inPlace: (work: (place: StorePlace) => Promise<void>) => Promise<void>,
): void {
  const claim = (words: string, work: (store: Store, place: StorePlace) => Promise<void>) =>
    it(words, () =>
      inPlace(async (place) => {
        const store = place.open("write")
        try {
          await work(store, place)
        } finally {
          await store.close()
        }
      }),
    )

  describe(`${name} as a store of events`, () => {
    claim("gives back what was appended, in order, from any position", async (store) => {
      const events = chainOf(5)
      await store.append(events.slice(0, 2))
      await store.append(events.slice(2))
      expect(await all(store.read(0))).toEqual(events)
      expect(await all(store.read(3))).toEqual(events.slice(3))
      expect(await all(store.read(5))).toEqual([])
      expect(await store.length()).toBe(5)
    })

    claim("appends all or nothing", async (store) => {
      await store.append(chainOf(2))
      const [third, second] = [chainOf(1, 2)[0]!, chainOf(2)[1]!]
      await expect(store.append([third, second])).rejects.toThrow()
      expect(await all(store.read(0))).toEqual(chainOf(2))
      expect(await store.length()).toBe(2)
    })

    claim("can be appended to after a reader stopped half way", async (store) => {
      await store.append(chainOf(3))
      for await (const _ of store.read(0)) break
      const more = chainOf(1, 3, chainOf(3)[2]!.hash)
      await store.append(more)
      expect(await store.length()).toBe(4)
    })
  })

  describe(`${name} as a store of outcomes`, () => {
    claim("keeps the first outcome of an id", async (store) => {
      await store.settle([outcomeOf("a", 1), outcomeOf("a", 2)])
      await store.settle([outcomeOf("a", 3), outcomeOf("b", 4)])
      const found = await store.settled(["a", "b", "c"])
      expect([...found].map(([id, { body }]) => [id, body]).sort()).toEqual([
        ["a", "1"],
        ["b", "4"],
      ])
      expect((await all(store.outcomes())).map(({ id }) => id)).toEqual(["a", "b"])
    })

    claim("looks up more ids at once than fit one statement", async (store) => {
      const ids = Array.from({ length: 1_300 }, (_, i) => `id ${i}`)
      await store.settle(ids.map((id, i) => outcomeOf(id, i)))
      const found = await store.settled(ids)
      expect(found.size).toBe(1_300)
      expect(found.get("id 777")?.body).toBe("777")
      expect(await store.settled([])).toEqual(new Map())
    })
  })

  describe(`${name} between processes`, () => {
    claim("holds what was acknowledged when it is opened again", async (store, place) => {
      await store.append(chainOf(3))
      await store.settle([outcomeOf("a", 1)])
      await store.close()
      const again = place.open("write")
      expect(await all(again.read(0))).toEqual(chainOf(3))
      expect((await again.settled(["a"])).size).toBe(1)
      await again.close()
    })

    claim("refuses a second writer, by name", async (_store, place) => {
      expect(() => place.open("write")).toThrow(/journal.* is in use/)
    })

    claim("shows a reader what is there while a writer goes on", async (store, place) => {
      await store.append(chainOf(2))
      const reader = place.open("read")
      const seen: number[] = []
      for await (const { seq } of reader.read(0)) {
        if (seq === 0) await store.append(chainOf(1, 2, chainOf(2)[1]!.hash))
        seen.push(seq)
      }
      expect(seen.slice(0, 2)).toEqual([0, 1])
      expect(seen).toEqual(seen.map((_, at) => at))
      expect((await all(reader.read(0))).map(({ seq }) => seq)).toEqual([0, 1, 2])
      await reader.close()
    })

    claim("takes nothing from a reader", async (store, place) => {
      await store.append(chainOf(2))
      await store.close()
      const reader = place.open("read")
      const more = chainOf(1, 2, chainOf(2)[1]!.hash)
      await expect(reader.append(more)).rejects.toThrow()
      await expect(reader.settle([outcomeOf("a", 1)])).rejects.toThrow()
      expect(await all(reader.read(0))).toEqual(chainOf(2))
      await reader.close()
    })
  })
}
