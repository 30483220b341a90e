import type { Ask, Cell, SkillOffer } from "../../src/agent.ts"
import type { Move } from "../../src/record/problem.ts"
import { NO_RATE, shareOf } from "../../src/record/solve-rate.ts"
import { type Archive, type Elite, pickElite } from "../../src/rule/archive.ts"
import { drawIndex } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { weigh } from "./fixed.ts"
import type { Notebook } from "./notebook.ts"

/** What one call is asked for. */
export interface Goal {
  readonly offer: SkillOffer
  readonly level: number
  readonly count: number
  readonly move: Move
  readonly axis?: string
  readonly parent?: Elite
  /** Of the skill's latest problems. */
  readonly families: readonly string[]
}

const PER_CALL = 4 // proposals, where the recipe does not say
const SPARE = 1.25 // a quarter more than is missing: the screen refuses some
const UNKNOWN_WEIGHT = 1 // a cell nobody has tried is as interesting as one at one half
const FLOOR = 0.05 // so that a cell at 0 or 1 is still looked at now and then
const EVOLVE_SHARE = 0.5 // of calls that start from an archived problem, once there are some

/**
 * Where to aim: cells of skill and level in proportion to 4p(1−p), the variance of success, which
 * is largest where the solver succeeds half the time; or by another policy that the recipe names.
 */
export function goalsFor(ask: Ask, notebook: Notebook, missing: number): Goal[] {
  const perCall = ask.recipe.proposer.proposalsPerCall ?? PER_CALL
  const calls = Math.ceil((missing * SPARE) / perCall)
  const cells = ask.offers.flatMap((offer) =>
    offer.skill.levels.map((_, index) => ({ offer, level: index + 1 })),
  )
  const weights = weightsOf(ask, cells)
  return Array.from({ length: calls }, () => {
    const { offer, level } = cells[drawIndex(weights, ask.random)]!
    const families = notebook.families[offer.skill.name] ?? []
    return evolved(ask, { offer, level, count: perCall, move: "fresh", families }, notebook)
  })
}

function weightsOf(ask: Ask, cells: readonly Pick<Goal, "offer" | "level">[]): number[] {
  const rates = cells.map(({ offer, level }) => {
    const isIt = (cell: Cell) => cell.skill === offer.skill.name && cell.level === level
    return ask.frontier.find(isIt)?.rate ?? NO_RATE
  })
  const { policy } = ask.recipe.proposer
  if (policy !== "frontier" && policy !== "learned") {
    const standings = cells.map(({ offer, level }, at) => {
      return { share: shareOf(rates[at]!, 0), level, levels: offer.skill.levels.length }
    })
    return weigh(policy, standings, ask.round / ask.recipe.rounds)
  }
  return rates.map((rate) => {
    if (rate.tried === 0) return UNKNOWN_WEIGHT
    const p = shareOf(rate, 0)
    return 4 * p * (1 - p) + FLOOR
  })
}

/** Often starts from an elite: harder along an axis, in other words, or as a part of another. */
function evolved(ask: Ask, goal: Goal, { archive }: Notebook): Goal {
  const { random, recipe } = ask
  const { mutate, wording } = recipe.proposer
  if (!mutate || random.next() >= EVOLVE_SHARE) return goal
  const composed = composedOf(goal, archive, random)
  if (composed !== undefined) return composed
  const parent = pickElite(archive, random, goal.offer.skill.name)
  if (parent === undefined) return goal
  const moves: Move[] = ["mutate", "harden", ...(wording === "written" ? ["recast" as const] : [])]
  const move = moves[random.int(moves.length)]!
  if (move !== "harden") return { ...goal, level: parent.level, move, parent }
  const { axes, levels } = goal.offer.skill
  const axis = axes[random.int(axes.length)]!.name
  return { ...goal, level: Math.min(levels.length, parent.level + 1), move, axis, parent }
}

/** For a skill of problems made of others: an elite becomes a part, which the axis names. */
function composedOf(goal: Goal, archive: Archive, random: Random): Goal | undefined {
  const { parts, levels } = goal.offer.skill
  if (parts === undefined || random.int(2) === 0) return undefined
  const axes = Object.keys(parts)
  const axis = axes[random.int(axes.length)]!
  const parent = pickElite(
    archive.filter(({ skill }) => parts[axis]!.includes(skill)),
    random,
  )
  if (parent === undefined) return undefined
  const level = Math.min(levels.length, Math.max(goal.level, parent.level))
  return { ...goal, level, move: "compose", axis, parent }
}
