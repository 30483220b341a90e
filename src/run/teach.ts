import type { Cell, Lesson, Posed } from "../agent.ts"
import type { Paid } from "../record/event.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { mergeFrontier } from "../rule/frontier.ts"
import { type Desk, offersOf, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"
import { coachingFrom } from "./pay.ts"

/** The proposer learns from what its problems earned, where anything was decided about them. */
export async function teach(
  desk: Desk,
  memory: Memory,
  posed: Posed,
  rates: readonly SolveRate[],
  paid: readonly Paid[],
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
    reward: paid[index]!.reward,
    family: problem.family,
    format: problem.statement.format,
  }))
  const lessons = all.filter(({ rate }) => rate.tried > 0)
  const policy = recipe.proposer.frozen
    ? memory.policy
    : desk.proposer.learn(memory.policy, lessons, offersOf(desk, recipe), recipe)
  const meanReward = paid.reduce((sum, { reward }) => sum + reward, 0) / paid.length
  await desk.journal.record({
    kind: "proposer.taught",
    round,
    meanReward,
    // Where no model proposes, marks and recipe give the same figures again.
    ...(posed.proposals && { paid: [...paid], ...coachingFrom(posed, paid) }),
    policy,
  })
  const posedBy = memory.policy
  return { memory: { ...memory, posedBy, policy, frontier: mergeFrontier(memory.frontier, cells) } }
}
