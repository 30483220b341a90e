import type { SolverAgent } from "../agent.ts"
import type { Model } from "../model.ts"
import type { Answer } from "../record/attempt.ts"
import { type Hash, hashJson, hashWord } from "../record/id.ts"
import { type Problem, type Question, question } from "../record/problem.ts"
import type { ExamFacts } from "../rule/study-facts.ts"
import type { Sampled } from "../rule/study-pass.ts"
import { verdictOn } from "../run/judge.ts"
import { type Hall, sitIn } from "../run/sit.ts"
import type { Verifier } from "../verifier.ts"

export interface Paper {
  readonly checkpoint: Hash
  readonly problems: readonly Problem[]
  /** 1 with temperature 0: the answer that it would give. */
  readonly samples: number
  readonly temperature: number
  readonly maxTokens: number
}

/** What names an exam's result: the same paper for the same weights is sat once. */
export function paperId({ problems, ...paper }: Paper): Hash {
  return hashJson({ ...paper, set: setOf(problems) })
}

/** A checkpoint answers every problem so often; each sample is judged, and the votes counted. */
export async function sitExam(
  paper: Paper,
  solver: SolverAgent,
  model: Model,
  verifiers: readonly Verifier[],
): Promise<ExamFacts> {
  const { checkpoint, problems, samples, temperature, maxTokens } = paper
  const hall: Hall = {
    solver,
    player: undefined,
    tools: [],
    complete: (calls) => Promise.all(calls.map((call) => model.complete(call, NEVER))),
    run: () => Promise.reject(new Error("an exam has no tools")),
  }
  const sheet = {
    questions: problems.map(question),
    checkpoint,
    samples,
    temperature,
    maxTokens,
    seed: ({ problem }: Question) => hashWord(`exam ${problem}`),
  }
  const replies = await sitIn(hall, sheet)
  const sampled = problems.map((problem, at) => {
    const verifier = verifiers.find(({ name }) => name === problem.verifier)!
    return tally(verifier, problem, replies[at]!.answers)
  })
  const tokens = replies.reduce((sum, reply) => sum + reply.tokens, 0)
  return { checkpoint, set: setOf(problems), sampled, tokens }
}

const NEVER = new AbortController().signal // an exam is over when its last answer is in

function setOf(problems: readonly Problem[]): Hash {
  return hashJson(problems.map(({ id }) => id))
}

/** The most frequent answer is the first of those given most often. */
function tally(verifier: Verifier, problem: Problem, answers: readonly Answer[]): Sampled {
  const isRight = (answer: Answer) => verdictOn(verifier, problem, answer).outcome === "correct"
  const votes = new Map<string, number>()
  for (const answer of answers) {
    if (answer.kind === "answered") votes.set(answer.text, (votes.get(answer.text) ?? 0) + 1)
  }
  const most = Math.max(0, ...votes.values())
  const vote = answers.find(
    (answer) => answer.kind === "answered" && votes.get(answer.text) === most,
  )
  return {
    samples: answers.length,
    correct: answers.filter(isRight).length,
    votes: most,
    isVoteCorrect: vote !== undefined && isRight(vote),
  }
}
