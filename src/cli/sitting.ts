import { cardOf } from "../model/card.ts"
import { type Answer, type Attempt, mintAttempt } from "../record/attempt.ts"
import { type Call, CallOutcome } from "../record/call.ts"
import type { Hash } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { Effects } from "../run/effect.ts"
import { examSheet } from "../run/evaluate.ts"
import type { RoundHistory } from "../run/history.ts"
import { type Hall, sitIn } from "../run/sit.ts"
import { attemptAll } from "../run/solve.ts"
import type { Store } from "../store.ts"
import { verifiersOf } from "./plugins.ts"
import { seatsOf } from "./seats.ts"
import { solverOf } from "./solver.ts"
import { toolsFor } from "./tools.ts"
import { machineWorld } from "./world.ts"

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
  // How many attempts followed depended on what the judge of then said, not on the one at hand.
  const then = new Map(
    round.posed.problems.map(({ id }, at) => [id, round.judged?.marks[at] ?? ""]),
  )
  const replies = await attemptAll(recordedHall(store, recipe), {
    recipe,
    round: round.round,
    champion: round.attempted.checkpoint,
    verifiers: verifiersOf(recipe),
    problems,
    ...(round.judged && { marks: problems.map(({ id }) => then.get(id)!) }),
  })
  return problems.map((problem, at) => {
    const { call, calls, answers } = replies[at]!
    return {
      problem,
      call,
      attempts: answers.map((answer, seat) =>
        mintAttempt({ problem: problem.id, seat, call: calls?.[seat] ?? call, answer }),
      ),
    }
  })
}

/** What a checkpoint answered to a sealed set. */
export async function sealedAnswers(
  store: Store,
  recipe: Recipe,
  checkpoint: Hash,
  problems: readonly Problem[],
): Promise<readonly Answer[]> {
  const sheet = examSheet(problems, checkpoint, recipe.maxTokens)
  const replies = await sitIn(recordedHall(store, recipe), sheet)
  return replies.map(({ answers }) => answers[0]!)
}

/** Where nobody is asked and no tool is run: all is looked up. */
function recordedHall(store: Store, recipe: Recipe): Hall {
  const { solver: seat } = seatsOf(recipe)
  const effects = new Effects(store, machineWorld.clock, "replay")
  return {
    solver: solverOf(recipe),
    player: seat && { seat, card: cardOf(seat) },
    tools: toolsFor(recipe),
    complete: (calls) => recorded(store, calls),
    run: (_tool, call, use) =>
      effects.once("tool", { call, use }, () => Promise.reject(new Error("a look back runs none"))),
  }
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
