const WAITING_MAX = 4_096 // a thousand solvers with a few programs each

/** A few may be inside at a time; the others wait in line, and may be called off there. */
export class Queue {
  private free: number
  private readonly waiting = new Set<() => void>()

  constructor(places: number) {
    this.free = places
  }

  /** Whoever is `inside` must leave. */
  enter(signal?: AbortSignal): Promise<"inside" | "called-off" | "full"> {
    if (signal?.aborted) return Promise.resolve("called-off")
    if (this.free > 0) {
      this.free--
      return Promise.resolve("inside")
    }
    if (this.waiting.size >= WAITING_MAX) return Promise.resolve("full")
    return new Promise((resolve) => {
      const callOff = () => {
        this.waiting.delete(admit)
        resolve("called-off")
      }
      const admit = () => {
        signal?.removeEventListener("abort", callOff)
        resolve("inside")
      }
      signal?.addEventListener("abort", callOff, { once: true })
      this.waiting.add(admit)
    })
  }

  /** Gives the place to the one that has waited longest. */
  leave(): void {
    const [next] = this.waiting
    if (next === undefined) {
      this.free++
      return
    }
    this.waiting.delete(next)
    next()
  }
}
