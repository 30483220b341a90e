import { assign, fromPromise, setup } from "xstate"
import type { Sat, Sitting, SolverAgent, SolverReply } from "../../src/agent.ts"
import { answerFrom } from "../../src/record/attempt.ts"
import { type Call, type CallOutcome, mintCall } from "../../src/record/call.ts"
import type { Question } from "../../src/record/problem.ts"

interface Context {
  readonly sitting: Sitting
  readonly calls: readonly Call[]
  readonly outcomes: readonly CallOutcome[]
}

/**
 * The solver: puts every question to its model, then reads each reply. It is handed Questions, so
 * there is no key, spec or level that a prompt could contain.
 */
export const solverMachine = setup({
  types: { input: {} as Sitting, context: {} as Context, output: {} as Sat },
  actors: {
    attempt: fromPromise<readonly CallOutcome[], Context>(({ input }) =>
      input.sitting.complete(input.calls),
    ),
  },
}).createMachine({
  id: "solver",
  context: ({ input }) => ({
    sitting: input,
    calls: input.questions.map((question) => callFor(question, input)),
    outcomes: [],
  }),
  initial: "attempting",
  states: {
    attempting: {
      invoke: {
        src: "attempt",
        input: ({ context }) => context,
        onDone: { target: "answered", actions: assign({ outcomes: ({ event }) => event.output }) },
      },
    },
    answered: { type: "final" },
  },
  output: ({ context }) => ({
    replies: context.outcomes.map((outcome, index) => read(context, outcome, index)),
  }),
})

/** The words of a prompt. The embedded model reads the bare statement, as a person would. */
export function promptFor(question: Question): string {
  return question.statement.text
}

function callFor(question: Question, sitting: Sitting): Call {
  const { checkpoint, samples, temperature, maxTokens } = sitting
  return mintCall({
    role: "solver",
    checkpoint,
    prompt: promptFor(question),
    samples,
    temperature,
    maxTokens,
    seed: sitting.seed(question),
  })
}

function read({ calls, sitting }: Context, outcome: CallOutcome, index: number): SolverReply {
  const call = calls[index]!.id
  if (outcome.kind === "failure") {
    const abstained = { kind: "abstained", why: "failed" } as const
    return { call, answers: Array.from({ length: sitting.samples }, () => abstained), tokens: 0 }
  }
  return {
    call,
    answers: outcome.samples.map(({ text, stop }) => answerFrom(text, stop)),
    tokens: outcome.promptTokens + outcome.completionTokens,
  }
}

export const promptedSolver: SolverAgent = { machine: solverMachine, prompt: promptFor }
