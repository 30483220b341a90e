import { customAlphabet } from "nanoid"
import type { World } from "../world.ts"

const freshName = customAlphabet("23456789abcdefghjkmnpqrstuvwxyz", 8) // no letters that look alike

/** The real world: this machine's clock and entropy. */
export const machineWorld: World = {
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  freshName: () => freshName(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener("abort", done, { once: true })
    }),
  jitter: () => Math.random(),
}
