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
  const standings = cells.map(({ skill, level }) => {
    const known = ask.frontier.find((cell) => cell.skill === skill.name && cell.level === level)
    const share = known === undefined ? 0 : shareOf(known.rate, 0)
    return { share, level, levels: skill.levels.length }
  })
  const weights = weigh(policy, standings, ask.round / ask.recipe.rounds)
  return Array.from({ length: count }, () => {
    const { skill, rung } = cells[drawIndex(weights, ask.random)]!
    const wording = ask.random.int(skill.wordings)
    return { skill: skill.name, spec: skill.sample(rung, ask.random), wording, move: "fresh" }
  })
}

const HARDEST_CELLS = 5
const FRONTIER_FLOOR = 0.05 // so that a cell at 0 or 1 is still looked at now and then

/** A cell's last solve rate, and its place on its skill's ladder. */
interface Standing {
  readonly share: number
  readonly level: number
  readonly levels: number
}

/** A weight for each cell; `progress` is the share of the run's rounds that this one completes. */
export function weigh(policy: FixedPolicy, cells: readonly Standing[], progress: number): number[] {
  switch (policy) {
    case "uniform":
      return cells.map(() => 1)
    case "failure":
      return cells.map(({ share }) => 1.03 - share)
    case "frontier":
      return cells.map(({ share }) => 4 * share * (1 - share) + FRONTIER_FLOOR)
    case "hardest": {
      const shares = cells.map(({ share }) => share)
      const limit = [...shares].sort((a, b) => a - b)[HARDEST_CELLS - 1] ?? 1
      return shares.map((p) => (p <= limit ? 1 : 0))
    }
    // The rungs of every ladder in order, each for its share of the rounds, whatever is solved.
    case "easy-to-hard":
      return cells.map(({ level, levels }) => (level === Math.ceil(progress * levels) ? 1 : 0))
    default:
      return unreachable(policy)
  }
}
