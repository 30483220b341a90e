/**
 * A ledger in one unit, tokens today. `reserve` says whether a cost still fits and sets it aside,
 * `settle` puts what was really spent in its place. A run asks before every round.
 */
export interface Budget {
  readonly limit: number
  readonly spent: number
  readonly reserved: number
}

export function openBudget(limit: number): Budget {
  return { limit, spent: 0, reserved: 0 }
}

/** The ledger with the reservation made, or undefined when the limit leaves no room for it. */
export function reserve(budget: Budget, worst: number): Budget | undefined {
  if (budget.spent + budget.reserved + worst > budget.limit) return undefined
  return { ...budget, reserved: budget.reserved + worst }
}

/** Replaces a reservation by what was spent; an unknown cost settles at the worst case. */
export function settle(budget: Budget, worst: number, actual: number | undefined): Budget {
  const spent = budget.spent + (actual ?? worst)
  return { ...budget, spent, reserved: budget.reserved - worst }
}
