import type { World } from "../../src/world.ts"

/** A world whose clock moves only when somebody moves it. */
export interface PacedWorld extends World {
  /** Moves the clock, and lets everything happen that was waiting for it. */
  pass(ms: number): Promise<void>
  /** How long everybody has waited, wait by wait. */
  readonly waits: readonly number[]
}

export function pacedWorld(jitter = 0.5): PacedWorld {
  let now = 0
  const waits: number[] = []
  const sleepers: { at: number; wake: () => void }[] = []
  return {
    clock: { now: () => Math.floor(now), monotonic: () => now },
    freshName: () => "paced",
    jitter: () => jitter,
    waits,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        waits.push(ms)
        if (signal?.aborted) return resolve()
        sleepers.push({ at: now + ms, wake: resolve })
        signal?.addEventListener("abort", () => resolve(), { once: true })
      }),
    async pass(ms) {
      const end = now + ms
      await quiet()
      for (;;) {
        const next = sleepers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        sleepers.splice(sleepers.indexOf(next), 1)
        now = Math.max(now, next.at)
        next.wake()
        await quiet()
      }
      now = end
    },
  }
}

/** A world in which waiting takes no time and the clock moves by what was waited. */
export function hastyWorld(jitter = 0.5): World & { readonly waits: readonly number[] } {
  let now = 0
  const waits: number[] = []
  return {
    clock: { now: () => Math.floor(now), monotonic: () => now },
    freshName: () => "hasty",
    jitter: () => jitter,
    waits,
    wait: async (ms) => {
      waits.push(ms)
      now += ms
      await new Promise((resolve) => setTimeout(resolve, 1))
    },
  }
}

/** Until all that can happen without the clock has happened. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
