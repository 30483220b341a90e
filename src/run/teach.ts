import type { Cell, Lesson, Posed } from "../agent.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { mergeFrontier } from "../rule/frontier.ts"
import { type Desk, offersOf, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"

/** The proposer learns from what its problems earned, where anything was decided about them. */
export async function teach(
  desk: Desk,
  memory: Memory,
  posed: Posed,
  rates: readonly SolveRate[],
  rewards: readonly number[],
  cells: readonly Cell[],
): Promise<{ memory: Memory }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const all: Lesson[] = posed.admitted.map((problem, index) => ({
    problem: problem.id,
    skill: problem.skill,
    level: problem.level,
    spec: problem.spec,
    move: problem.lineage.move,
    ...(problem.lineage.axis && { axis: problem.lineage.axis }),
    rate: rates[index]!,
    reward: rewards[index]!,
  }))
  const lessons = all.filter(({ rate }) => rate.tried > 0)
  const policy = desk.proposer.learn(memory.policy, lessons, offersOf(desk, recipe), recipe)
  const meanReward = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  await desk.journal.record({ kind: "proposer.taught", round, meanReward, policy })
  return { memory: { ...memory, policy, frontier: mergeFrontier(memory.frontier, cells) } }
}
