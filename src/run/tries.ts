import { type NextTry, nextTry, type RetryRule, type TryFailure } from "../rule/retry.ts"
import type { World } from "../world.ts"

/** The failed tries of one request, counted for the rule that says whether there is another. */
export class Tries {
  private readonly world: World
  private readonly rule: RetryRule
  private readonly alike = new Map<string, number>()
  private since: number | undefined
  count = 0

  constructor(world: World, rule: RetryRule) {
    this.world = world
    this.rule = rule
  }

  /** Starts the clock, with the first try. */
  begin(): void {
    this.since ??= this.world.clock.monotonic()
  }

  after(failure: TryFailure): NextTry {
    this.count++
    const alike = (this.alike.get(failure.code) ?? 0) + 1
    this.alike.set(failure.code, alike)
    const now = this.world.clock.monotonic()
    const history = { tries: this.count, elapsedMs: now - (this.since ?? now), alike }
    return nextTry(history, failure, this.rule, this.world.jitter())
  }
}
