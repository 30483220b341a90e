import { createActor, toPromise } from "xstate"
import type { Posed, Sat, SolverReply } from "../agent.ts"
import { hashJson, hashOf } from "../record/id.ts"
import { question } from "../record/problem.ts"
import { settle } from "../rule/budget.ts"
import { type Desk, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"

interface Solved {
  readonly replies: readonly SolverReply[]
  readonly memory: Memory
}

/** The champion answers every posed problem k times, knowing nothing but the statements. */
export async function solve(desk: Desk, memory: Memory, posed: Posed): Promise<Solved> {
  const { round, champion } = memory
  const recipe = recipeFor(desk, round)
  const sat = (await toPromise(
    createActor(desk.solver.machine, {
      input: {
        questions: posed.admitted.map(question),
        checkpoint: champion,
        samples: recipe.attempts,
        temperature: recipe.temperature,
        maxTokens: recipe.maxTokens,
        seed: ({ problem }: { problem: string }) => seedFor(recipe.seed, round, problem),
        complete: (calls: Parameters<Desk["effects"]["complete"]>[1]) =>
          desk.effects.complete(desk.model, calls),
      },
    }).start(),
  )) as Sat
  const tokens = sat.replies.reduce((sum, reply) => sum + reply.tokens, 0)
  await desk.journal.record({
    kind: "round.attempted",
    round,
    checkpoint: champion,
    attempts: sat.replies.length * recipe.attempts,
    tokens,
    digest: hashJson(sat.replies),
  })
  return { replies: sat.replies, memory: { ...memory, budget: settle(memory.budget, 0, tokens) } }
}

/** A call's seed depends on the problem alone, so no reply depends on its neighbours. */
export function seedFor(seed: number, round: number, problem: string): number {
  return Number.parseInt(hashOf(`${seed} ${round} ${problem}`).slice(0, 8), 16)
}
