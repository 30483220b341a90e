import { createActor, toPromise } from "xstate"
import { promptedSolver } from "../../agents/solver/machine.ts"
import type { Sat, Sitting } from "../agent.ts"
import { type Attempt, mintAttempt } from "../record/attempt.ts"
import { type Call, CallOutcome } from "../record/call.ts"
import { type Problem, question } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { RoundHistory } from "../run/history.ts"
import { seedFor } from "../run/solve.ts"
import type { Store } from "../store.ts"

/** A problem's call in one round, and the attempts that came of it. */
export interface Sitter {
  readonly problem: Problem
  readonly call: Call["id"]
  readonly attempts: readonly Attempt[]
}

/**
 * Who answered what in a round, read again from the recorded replies. The journal keeps only a
 * digest of attempts: calls are named by what was asked, so they are asked again and looked up.
 */
export async function sittersOf(
  store: Store,
  recipe: Recipe,
  round: RoundHistory,
  problems: readonly Problem[],
): Promise<Sitter[]> {
  if (round.attempted === undefined) return []
  const { attempts, temperature, maxTokens, seed } = recipe
  const sitting: Sitting = {
    questions: problems.map(question),
    checkpoint: round.attempted.checkpoint,
    samples: attempts,
    temperature,
    maxTokens,
    seed: ({ problem }) => seedFor(seed, round.round, problem),
    complete: (calls) => recorded(store, calls),
  }
  const actor = createActor(promptedSolver.machine, { input: sitting })
  const { replies } = (await toPromise(actor.start())) as Sat
  return problems.map((problem, at) => {
    const { call, answers } = replies[at]!
    return {
      problem,
      call,
      attempts: answers.map((answer, seat) =>
        mintAttempt({ problem: problem.id, seat, call, answer }),
      ),
    }
  })
}

async function recorded(store: Store, calls: readonly Call[]): Promise<CallOutcome[]> {
  const settled = await store.settled(calls.map(({ id }) => id))
  return calls.map(({ id }) => {
    const outcome = settled.get(id)
    if (outcome !== undefined) return CallOutcome.parse(JSON.parse(outcome.body))
    const message = "the journal holds no reply"
    return { kind: "failure", code: "unknown", message, transient: false }
  })
}
