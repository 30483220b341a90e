import type { Ask, Draft } from "../../src/agent.ts"
import type { PolicyName } from "../../src/record/recipe.ts"
import { shareOf } from "../../src/record/solve-rate.ts"
import { drawIndex } from "../../src/rule/random.ts"
import { unreachable } from "../../src/rule/unreachable.ts"

type FixedPolicy = Exclude<PolicyName, "learned">

/** Baselines: a weight for every skill × level from its last solve rate, and nothing learned. */
export function draftFixed(ask: Ask, policy: FixedPolicy, count: number): Draft[] {
  const cells = ask.offers.flatMap(({ skill }) =>
    skill.levels.map((rung, index) => ({ skill, rung, level: index + 1 })),
  )
  const shares = cells.map(({ skill, level }) => {
    const known = ask.frontier.find((cell) => cell.skill === skill.name && cell.level === level)
    return known === undefined ? 0 : shareOf(known.rate, 0)
  })
  const weights = weigh(policy, shares)
  return Array.from({ length: count }, () => {
    const { skill, rung } = cells[drawIndex(weights, ask.random)]!
    const wording = ask.random.int(skill.wordings)
    return { skill: skill.name, spec: skill.sample(rung, ask.random), wording, move: "fresh" }
  })
}

const HARDEST_CELLS = 5
const FRONTIER_FLOOR = 0.05 // so that a cell at 0 or 1 is still looked at now and then

/** A weight for each cell from its last solve rate. */
export function weigh(policy: FixedPolicy, shares: readonly number[]): number[] {
  switch (policy) {
    case "uniform":
      return shares.map(() => 1)
    case "failure":
      return shares.map((p) => 1.03 - p)
    case "frontier":
      return shares.map((p) => 4 * p * (1 - p) + FRONTIER_FLOOR)
    case "hardest": {
      const limit = [...shares].sort((a, b) => a - b)[HARDEST_CELLS - 1] ?? 1
      return shares.map((p) => (p <= limit ? 1 : 0))
    }
    default:
      return unreachable(policy)
  }
}
