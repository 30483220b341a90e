import type { Posed, SolverReply } from "../agent.ts"
import { hashJson, hashWord } from "../record/id.ts"
import { question } from "../record/problem.ts"
import { settle } from "../rule/budget.ts"
import { type Desk, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"
import { sit } from "./sit.ts"

interface Solved {
  readonly replies: readonly SolverReply[]
  readonly memory: Memory
}

/** The champion answers every posed problem k times, knowing nothing but the statements. */
export async function solve(desk: Desk, memory: Memory, posed: Posed): Promise<Solved> {
  const { round, champion } = memory
  const recipe = recipeFor(desk, round)
  const replies = await sit(desk, {
    questions: posed.admitted.map(question),
    checkpoint: champion,
    samples: recipe.attempts,
    temperature: recipe.temperature,
    maxTokens: recipe.maxTokens,
    seed: ({ problem }) => seedFor(recipe.seed, round, problem),
  })
  const tokens = replies.reduce((sum, reply) => sum + reply.tokens, 0)
  await desk.journal.record({
    kind: "round.attempted",
    round,
    checkpoint: champion,
    attempts: replies.length * recipe.attempts,
    tokens,
    digest: hashJson(replies),
  })
  return { replies, memory: { ...memory, budget: settle(memory.budget, 0, tokens) } }
}

/** A call's seed depends on the problem alone, so no reply depends on its neighbours. */
export function seedFor(seed: number, round: number, problem: string): number {
  return hashWord(`${seed} ${round} ${problem}`)
}
