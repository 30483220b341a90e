import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Queue } from "../../src/run/queue.ts"
import { pacedWorld, quiet } from "../model-run/paced-world.ts"

describe("the queue before a provider", () => {
  it("lets in as many as may be out, the others in the order in which they came", async () => {
    const queue = new Queue(pacedWorld(), 2)
    const inside: number[] = []
    for (let call = 0; call < 5; call++) void queue.enter().then(() => inside.push(call))
    await quiet()
    expect(inside).toEqual([0, 1])
    queue.leave({ kind: "ok" })
    await quiet()
    expect(inside).toEqual([0, 1, 2])
    queue.leave({ kind: "other" })
    queue.leave({ kind: "ok" })
    await quiet()
    expect(inside).toEqual([0, 1, 2, 3, 4])
    expect(queue.inFlight).toBe(2)
  })

  it("halves the calls that are out when the provider says that it is too much", async () => {
    const queue = new Queue(pacedWorld(), 8)
    for (let call = 0; call < 8; call++) await queue.enter()
    queue.leave({ kind: "limited" })
    expect(queue.limit).toBe(4)
  })

  it("sends nobody before the provider's own time has come", async () => {
    const world = pacedWorld()
    const queue = new Queue(world, 4)
    await queue.enter()
    queue.leave({ kind: "limited", retryAfterMs: 2_000 })
    let isIn = false
    void queue.enter().then(() => {
      isIn = true
    })
    await world.pass(1_999)
    expect(isIn).toBe(false)
    await world.pass(1)
    expect(isIn).toBe(true)
  })

  it("turns everybody away once it is closed, those who wait for the clock too", async () => {
    const world = pacedWorld()
    const queue = new Queue(world, 1)
    await queue.enter()
    const waiting = [queue.enter(), queue.enter()].map((entry) => entry.catch(String))
    queue.leave({ kind: "limited", retryAfterMs: 60_000 })
    queue.close(new Error("no such key"))
    queue.close(new Error("a later reason"))
    expect(await Promise.all(waiting)).toEqual(["Error: no such key", "Error: no such key"])
    await expect(queue.enter()).rejects.toThrow("no such key")
  })

  it("lets a few more get ready than may be out, and no others before one is done", async () => {
    const queue = new Queue(pacedWorld(), 2)
    let ready = 0
    for (let call = 0; call < 40; call++) void queue.prepare().then(() => ready++)
    await quiet()
    expect(ready).toBe(2 + 16)
    queue.release()
    await quiet()
    expect(ready).toBe(2 + 16 + 1)
  })

  it("turns away those that get ready, too, once it is closed", async () => {
    const queue = new Queue(pacedWorld(), 1)
    const getting = Array.from({ length: 20 }, () => queue.prepare())
    queue.close(new Error("no key"))
    const ended = await Promise.allSettled(getting)
    expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(3)
    await expect(queue.prepare()).rejects.toThrow("no key")
  })

  it("never has more out than its limit, and starves nobody", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.constantFrom("ok", "limited", "other"), { minLength: 1, maxLength: 40 }),
        async (max, ends) => {
          const world = pacedWorld()
          const queue = new Queue(world, max)
          let done = 0
          const calls = ends.map(async (end) => {
            await queue.enter()
            expect(queue.inFlight).toBeLessThanOrEqual(max)
            await world.wait(10)
            queue.leave(end === "limited" ? { kind: end, retryAfterMs: 5 } : { kind: end })
            done++
          })
          await world.pass(100_000)
          await Promise.all(calls)
          expect(done).toBe(ends.length)
          expect(queue.inFlight).toBe(0)
        },
      ),
      { seed: 4, numRuns: 30 },
    ))
})
