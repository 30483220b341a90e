import { z } from "zod"

/** How often the solver was right. Never a bare float: `tried` says how much it is worth. */
export const SolveRate = z
  .object({ correct: z.int().min(0), tried: z.int().min(0) })
  .refine((rate) => rate.correct <= rate.tried, "correct is at most tried")
export type SolveRate = z.infer<typeof SolveRate>

export const NO_RATE: SolveRate = { correct: 0, tried: 0 }

export function addRates(a: SolveRate, b: SolveRate): SolveRate {
  return { correct: a.correct + b.correct, tried: a.tried + b.tried }
}

/** The point estimate, or the fallback where nothing was tried. Print it with its interval. */
export function shareOf(rate: SolveRate, fallback: number): number {
  return rate.tried === 0 ? fallback : rate.correct / rate.tried
}
