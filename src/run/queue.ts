import {
  admit,
  finished,
  type Lane,
  type LaneHeaders,
  type LaneSignal,
  openLane,
  started,
} from "../rule/lane.ts"
import type { World } from "../world.ts"

const AHEAD = 16 // ready and not yet out: what comes home while one write is on its way to the disk

/**
 * The line of calls before one provider. The rule (src/rule/lane.ts) says how many may be out; here
 * they wait their turn, first come first served.
 */
export class Queue {
  private lane: Lane
  private readonly world: Pick<World, "clock" | "wait">
  private readonly waiting: Waiting[] = []
  private readonly preparing: Waiting[] = []
  private prepared = 0
  private isSleeping = false
  private closedBy: Error | undefined

  constructor(world: Pick<World, "clock" | "wait">, callsMax: number) {
    this.world = world
    this.lane = openLane({ start: callsMax, max: callsMax })
  }

  get inFlight(): number {
    return this.lane.inFlight
  }

  get limit(): number {
    return this.lane.limit
  }

  /**
   * Resolves when a call may get ready: set money aside and write that down, so that the disk is
   * not in its way when its turn comes. A few more may be ready than out. `release` has to follow.
   */
  prepare(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.preparing.push({ resolve, reject })
      this.advance()
    })
  }

  release(): void {
    this.prepared--
    this.advance()
  }

  /** Resolves when the call may be made; then `leave` has to follow. Rejects once it is closed. */
  enter(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.advance()
    })
  }

  /** Turns away all that wait and all that come: no call of this provider would fare better. */
  close(reason: Error): void {
    this.closedBy ??= reason
    this.advance()
  }

  leave(signal: LaneSignal, headers?: LaneHeaders): void {
    this.lane = finished(this.lane, signal, headers, this.now())
    this.advance()
  }

  private advance(): void {
    if (this.closedBy !== undefined) {
      const all = [...this.waiting.splice(0), ...this.preparing.splice(0)]
      for (const { reject } of all) reject(this.closedBy)
    }
    while (this.preparing.length > 0 && this.prepared < this.lane.limit + AHEAD) {
      this.prepared++
      this.preparing.shift()!.resolve()
    }
    while (this.waiting.length > 0) {
      const admission = admit(this.lane, this.now())
      if (!admission.may) {
        if (admission.why === "wait") this.sleep(admission.at)
        return
      }
      this.lane = started(this.lane)
      this.waiting.shift()!.resolve()
    }
  }

  private sleep(until: number): void {
    if (this.isSleeping) return
    this.isSleeping = true
    void this.world.wait(Math.max(1, until - this.now())).then(() => {
      this.isSleeping = false
      this.advance()
    })
  }

  private now(): number {
    return this.world.clock.monotonic()
  }
}

interface Waiting {
  resolve(): void
  reject(reason: Error): void
}
