import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { covers, fitting, settingOf } from "./axes.ts"
import type { DefinedSkill } from "./define.ts"

/**
 * A spec that has a key and lies within the rung; three times in four one that no level below the
 * rung holds. The easiest is for rungs that the draws miss: it has to fit all of them.
 */
export function drawWithin<Spec extends Record<string, unknown>>(
  skill: DefinedSkill,
  rung: Rung,
  random: Random,
  draw: () => Spec,
  easiest: Spec,
): Spec {
  const setting = (spec: Spec) => settingOf(skill.axes, skill.measure(spec))
  const lower = levelsBelow(skill.levels, rung)
  const mayBeLower = random.int(4) === 0
  const fits = (spec: Spec) => {
    if (typeof skill.solve(spec) !== "string" || !covers(rung, setting(spec))) return false
    return mayBeLower || !lower.some((level) => covers(level, setting(spec)))
  }
  return fitting(draw, fits, easiest)
}

/** The levels before the one that the rung is; for a rung off the ladder, those that it covers. */
function levelsBelow(levels: readonly Rung[], rung: Rung): readonly Rung[] {
  const own = levels.findIndex((level) => covers(level, rung) && covers(rung, level))
  if (own !== -1) return levels.slice(0, own)
  return levels.filter((level) => covers(rung, level))
}
