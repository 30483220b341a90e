import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Queue, type Waiting } from "../../src/serve/queue.ts"

const TURN = 8

function waiting(name: string, chars = 1): Waiting {
  const task = { kind: "key", key: name, options: "", answer: "x".repeat(chars) } as const
  return { task, since: 0, tell: () => {}, isSuspect: false, isTold: false }
}

function nameOf({ task }: Waiting): string {
  return task.kind === "key" ? task.key : ""
}

/** A queue of requests with so many tasks, named by request and place. */
function queueOf(sizes: readonly number[]): Queue {
  const queue = new Queue()
  for (const [at, size] of sizes.entries()) {
    const from = {}
    for (let count = 0; count < size; count++) queue.push(waiting(`${at}.${count}`), from)
  }
  return queue
}

function emptied(queue: Queue, most: number): string[] {
  const names: string[] = []
  while (queue.size > 0) names.push(...queue.take(most).map(nameOf))
  return names
}

const Sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 })

describe("what waits to be judged", () => {
  it("is taken once each, in the order of its request", () => {
    fc.assert(
      fc.property(Sizes, fc.integer({ min: 1, max: 32 }), (sizes, most) => {
        const names = emptied(queueOf(sizes), most)
        const wanted = sizes.map((size, at) => Array.from({ length: size }, (_, n) => `${at}.${n}`))
        for (const [at, own] of wanted.entries()) {
          expect(names.filter((name) => name.startsWith(`${at}.`))).toEqual(own)
        }
        expect(names).toHaveLength(wanted.flat().length)
      }),
    )
  })

  it("waits for one turn of every other request, and for no more of a long one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 400 }), { maxLength: 6 }), (long) => {
        const names = emptied(queueOf([...long, 1]), 32)
        expect(names.indexOf(`${long.length}.0`)).toBe(TURN * long.length)
      }),
    )
  })

  it("goes alone where it is a suspect, before all others", () => {
    const queue = queueOf([3, 3])
    const batch = queue.take(4)
    queue.suspect(batch)
    expect(queue.size).toBe(6)
    for (const one of batch) expect(queue.take(32)).toEqual([one])
    expect(queue.take(32).map(nameOf)).toEqual(["1.1", "1.2"])
  })

  it("is no more text at once than a megabyte, but for a text that is longer by itself", () => {
    const queue = new Queue()
    const from = {}
    for (const [at, chars] of [3_000_000, 600_000, 400_000, 600_000].entries()) {
      queue.push(waiting(`${at}`, chars), from)
    }
    const batches = [1, 2, 3].map(() => queue.take(32).map(nameOf))
    expect(batches).toEqual([["0"], ["1", "2"], ["3"]])
  })

  it("is let go of wherever it waits, and counted no more", () => {
    fc.assert(
      fc.property(Sizes, fc.nat({ max: 20 }), (sizes, taken) => {
        const queue = queueOf(sizes)
        queue.suspect(queue.take(taken))
        const before = queue.size
        const isDropped = (one: Waiting) => nameOf(one).endsWith("1")
        const dropped = queue.dropWhere(isDropped)
        expect(dropped.every(isDropped)).toBe(true)
        expect(queue.size).toBe(before - dropped.length)
        const left = emptied(queue, 5)
        expect(left.filter((name) => name.endsWith("1"))).toEqual([])
        expect(left).toHaveLength(before - dropped.length)
      }),
    )
  })
})
