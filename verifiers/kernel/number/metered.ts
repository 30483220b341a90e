import type { Ball } from "./ball.ts"
import { ball, type Real, type Scope, toBall } from "./value.ts"

const GUARD_BITS = 8 // of an argument, beyond the bits of the result

/** What arithmetic needs of a scope. */
export type Workspace = Pick<Scope, "bits" | "setting">

/** A function of balls at a real value, with its cost charged. */
export function applied(
  of: (x: Ball, bits: number) => Ball | null,
  x: Real,
  work: Workspace,
): Real | { readonly is: "unclear" } {
  spendSeries(work)
  return ball(of(toBall(x, work.bits + GUARD_BITS), work.bits))
}

/** A series costs some √bits products of so many bits: measured 7 µs at 200 bits, 1 ms at 4,000. */
export function spendSeries({ bits, setting }: Workspace): void {
  setting.fuel.spend(2 + bits / 30 + (bits / 140) ** 2)
}

/** A product, quotient or square root. */
export function spendProduct({ bits, setting }: Workspace, times = 1): void {
  setting.fuel.spend(times * (bits / 512 + (bits / 2_000) ** 2))
}
