import type { Rung } from "../record/problem.ts"
import type { Skill } from "../verifier.ts"

/** The lowest level that is at least this hard on every axis; the top level if none is. */
export function levelOf(skill: Skill, rung: Rung): number {
  const index = skill.levels.findIndex((level) => reaches(level, rung))
  return index === -1 ? skill.levels.length : index + 1
}

/** Whether a rung is harder than every level on some axis. */
export function aboveLadder(skill: Skill, rung: Rung): boolean {
  return !skill.levels.some((level) => reaches(level, rung))
}

/** Whether a rung lies within what a proposer may ask for. */
export function withinAxes(skill: Skill, rung: Rung): boolean {
  return skill.axes.every((axis) => (rung[axis.name] ?? 0) <= axis.values.at(-1)!)
}

/**
 * The skill as a proposer sees it when it is to stay on the ladder: no axis value above what some
 * level has. What is left out is neither posed nor trained on, and can be measured as `beyond`.
 */
export function onLadder(skill: Skill): Skill {
  const axes = skill.axes.map((axis) => {
    const top = Math.max(...skill.levels.map((level) => level[axis.name] ?? 0))
    return { ...axis, values: axis.values.filter((value) => value <= top) }
  })
  return { ...skill, axes }
}

function reaches(level: Rung, rung: Rung): boolean {
  return Object.entries(rung).every(([axis, value]) => value <= (level[axis] ?? 0))
}
