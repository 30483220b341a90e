import { cosTurns } from "../../rule/math.ts"

export interface Schedule {
  readonly learningRate: number
  /** The rate at the last step; equal to `learningRate` when left out. */
  readonly learningRateEnd?: number
  /** Steps of linear rise from 0; they count among the job's steps. */
  readonly warmupSteps?: number
  /**
   * How the rate goes from one to the other: half a cosine (Loshchilov & Hutter 2017) unless told
   * otherwise.
   */
  readonly decay?: "cosine" | "linear"
}

/** The learning rate of step 0 … steps − 1. */
export function learningRateAt(schedule: Schedule, step: number, steps: number): number {
  const { learningRate: start, learningRateEnd: end = start, warmupSteps = 0 } = schedule
  if (step < warmupSteps) return (start * (step + 1)) / warmupSteps
  const span = steps - 1 - warmupSteps
  const progress = span > 0 ? (step - warmupSteps) / span : 0
  const left = schedule.decay === "linear" ? 1 - progress : (1 + cosTurns(progress / 2)) / 2
  return end + (start - end) * left
}
