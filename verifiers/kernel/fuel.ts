/**
 * Work is counted, not timed, so that a verdict is the same on every machine. One step is about a
 * microsecond of honest work; whoever loops spends what the loop costs before it runs.
 */
export class Fuel {
  spent = 0
  readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  /** Throws `OutOfFuel`, which only the judge catches: it becomes `undecided`, reason `limit`. */
  spend(steps: number): void {
    this.spent += steps
    if (this.spent > this.limit) throw new OutOfFuel(this.limit)
  }

  /** Fuel for a part of the work: what it spends is spent here, too, and it may run dry alone. */
  get left(): number {
    return this.limit - this.spent
  }
}

/** The one exit that is not a value: it leaves a deep recursion at once. */
export class OutOfFuel extends Error {
  constructor(limit: number) {
    super(`more than ${limit} steps`)
    this.name = "OutOfFuel"
  }
}
