import type { Posed, SolverReply } from "../agent.ts"
import { hashJson, hashWord } from "../record/id.ts"
import { type Problem, type Question, question } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { settle } from "../rule/budget.ts"
import { nextSeats, type SamplingRule } from "../rule/sampling.ts"
import type { Verifier } from "../verifier.ts"
import { type Desk, recipeFor } from "./desk.ts"
import { rateOf, rateOfMarks, verdictOn } from "./judge.ts"
import type { Memory } from "./memory.ts"
import { type Hall, hallOf, sitIn } from "./sit.ts"

interface Solved {
  readonly replies: readonly SolverReply[]
  readonly memory: Memory
}

/** The champion answers every posed problem k times, knowing nothing but the statements. */
export async function solve(desk: Desk, memory: Memory, posed: Posed): Promise<Solved> {
  const { round, champion } = memory
  const recipe = recipeFor(desk, round)
  const { verifiers } = desk
  const replies = await attemptAll(hallOf(desk), {
    recipe,
    round,
    champion,
    verifiers,
    problems: posed.admitted,
  })
  const tokens = replies.reduce((sum, reply) => sum + reply.tokens, 0)
  await desk.journal.record({
    kind: "round.attempted",
    round,
    checkpoint: champion,
    attempts: replies.reduce((sum, { answers }) => sum + answers.length, 0),
    tokens,
    digest: hashJson(replies),
  })
  return { replies, memory: { ...memory, budget: settle(memory.budget, 0, tokens) } }
}

interface Round {
  readonly recipe: Recipe
  readonly round: number
  readonly champion: Memory["champion"]
  readonly verifiers: readonly Verifier[]
  readonly problems: readonly Problem[]
  /** What was judged when this was played, by problem: a look back asks no other judge. */
  readonly marks?: readonly string[] | undefined
}

/**
 * All attempts of a round, by problem. A solver that is a model may be given more of them where the
 * first have not decided on which side of the gate's band a problem lies; the solver is not told.
 */
export async function attemptAll(hall: Hall, work: Round): Promise<readonly SolverReply[]> {
  const { recipe, round, champion, problems } = work
  const sheet = {
    checkpoint: champion,
    samples: recipe.attempts,
    temperature: recipe.temperature,
    maxTokens: recipe.maxTokens,
    seed: ({ problem }: Question) => seedFor(recipe.seed, round, problem),
  }
  let replies = await sitIn(hall, { ...sheet, questions: problems.map(question) })
  const rule = hall.player && samplingOf(recipe)
  while (rule !== undefined) {
    const wanted = replies.map((reply, at) => {
      const rate = rateSoFar(work, at, reply)
      return nextSeats(rate, reply.answers.length, rule)
    })
    if (wanted.every((more) => more === 0)) break
    const made = new Map(problems.map(({ id }, at) => [id, replies[at]!.answers.length]))
    const more = new Map(problems.map(({ id }, at) => [id, wanted[at]!]))
    const questions = problems.filter(({ id }) => more.get(id)! > 0).map(question)
    const extra = await sitIn(hall, { ...sheet, questions }, ({ problem }) =>
      Array.from({ length: more.get(problem)! }, (_, at) => made.get(problem)! + at),
    )
    const byProblem = new Map(questions.map(({ problem }, at) => [problem, extra[at]!]))
    replies = replies.map((reply, at) => joined(reply, byProblem.get(problems[at]!.id)))
  }
  return replies
}

export function samplingOf({ sampling, attempts, gate }: Recipe): SamplingRule | undefined {
  if (sampling === undefined) return undefined
  const { attemptsMax: max, confidence } = sampling
  const { solveRateMin: bandMin, solveRateMax: bandMax } = gate
  return { min: Math.min(attempts, max), max, bandMin, bandMax, confidence }
}

function rateSoFar(
  { verifiers, problems, marks }: Round,
  at: number,
  { answers }: SolverReply,
): SolveRate {
  if (marks !== undefined) return rateOfMarks(marks[at]!.slice(0, answers.length))
  const problem = problems[at]!
  const verifier = verifiers.find(({ name }) => name === problem.verifier)!
  return rateOf(
    answers.map((answer) => ({ answer, verdict: verdictOn(verifier, problem, answer) })),
  )
}

function joined(reply: SolverReply, more: SolverReply | undefined): SolverReply {
  if (more === undefined) return reply
  return {
    call: reply.call,
    calls: [...(reply.calls ?? []), ...(more.calls ?? [])],
    answers: [...reply.answers, ...more.answers],
    tokens: reply.tokens + more.tokens,
    ...(reply.uses && { uses: [...reply.uses, ...(more.uses ?? [])] }),
  }
}

/** A call's seed depends on the problem alone, so no reply depends on its neighbours. */
export function seedFor(seed: number, round: number, problem: string): number {
  return hashWord(`${seed} ${round} ${problem}`)
}
