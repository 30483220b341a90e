import { exp } from "../rule/math.ts"

/** What decides how an answer of known ability falls out. */
export interface Response {
  readonly discrimination: number
  readonly guess: number
  readonly slip: number
}

/**
 * The probability of a right answer: guess + (1 − guess − slip) · logistic(a · (ability −
 * difficulty)). With guess and slip at 0 and a at 1 it is Rasch's model (1960, Probabilistic Models
 * for Some Intelligence and Attainment Tests), with a and guess Birnbaum's (1968, in Lord & Novick,
 * Statistical Theories of Mental Test Scores), and with slip Barton & Lord's (1981, ETS RR-81-20).
 */
export function chanceOf(response: Response, ability: number, difficulty: number): number {
  const { discrimination, guess, slip } = response
  return guess + (1 - guess - slip) * logistic(discrimination * (ability - difficulty))
}

/** 1 where the odds are even, towards 0 where they are not: an item's information, 4p(1 − p). */
export function informationAt(ability: number, difficulty: number): number {
  const p = logistic(ability - difficulty)
  return 4 * p * (1 - p)
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x))
}
