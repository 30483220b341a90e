import { assign, createActor, fromPromise, setup, toPromise } from "xstate"
import type { Sat, Sitting, SolverAgent, SolverReply, Table } from "../../src/agent.ts"
import { type Call, mintCall } from "../../src/record/call.ts"
import type { Question } from "../../src/record/problem.ts"
import { settingsOf } from "../seated-call.ts"
import { type Attempted, attemptMachine } from "./attempt.ts"
import { promptWith, systemFor, VARIANT_COUNT } from "./prompt.ts"

interface Context {
  readonly sitting: Sitting
  readonly attempted: readonly Attempted[]
}

/**
 * A solver behind which a model sits: every seat of every question is an attempt of its own, and
 * all of them run at once, as many as the model's card allows. It is handed Questions, so there is
 * no key, spec or level that a prompt could contain.
 */
export const seatedMachine = setup({
  types: { input: {} as Sitting, context: {} as Context, output: {} as Sat },
  actors: {
    attempt: fromPromise<readonly Attempted[], Context>(({ input }) => attemptAll(input.sitting)),
  },
}).createMachine({
  id: "seated",
  context: ({ input }) => ({ sitting: input, attempted: [] }),
  initial: "attempting",
  states: {
    attempting: {
      invoke: {
        src: "attempt",
        input: ({ context }) => context,
        onDone: {
          target: "answered",
          actions: assign({ attempted: ({ event }) => event.output }),
        },
      },
    },
    answered: { type: "final" },
  },
  output: ({ context: { sitting, attempted } }) => ({ replies: repliesOf(sitting, attempted) }),
})

export const seatedSolver: SolverAgent = {
  machine: seatedMachine,
  prompt: (question) => promptWith(question, 0),
  system: systemFor,
  completion: (answer) => `<answer>${answer}</answer>`,
}

/**
 * The first calls of all attempts are handed over together: where they are bought as a batch they
 * have to be. Without tools that is all; with tools each attempt goes on at its own pace.
 */
async function attemptAll(sitting: Sitting): Promise<readonly Attempted[]> {
  const table = tableOf(sitting)
  const calls = callsOf(sitting)
  if (table.tools.length > 0) {
    return Promise.all(calls.map((call) => attempt(call, sitting)))
  }
  const outcomes = await sitting.complete(calls)
  const byCall = new Map(calls.map(({ id }, at) => [id, outcomes[at]!]))
  const complete = async (asked: readonly Call[]) => asked.map(({ id }) => byCall.get(id)!)
  return Promise.all(calls.map((call) => attempt(call, { ...sitting, complete })))
}

function attempt(call: Call, sitting: Sitting): Promise<Attempted> {
  const actor = createActor(attemptMachine, { input: { call, sitting } })
  const done = toPromise(actor) // before it starts, so that an error at its very start is heard
  actor.start()
  return done
}

/** By question, then by seat: the order in which repliesOf takes them apart again. */
function callsOf(sitting: Sitting): Call[] {
  const table = tableOf(sitting)
  return sitting.questions.flatMap((question) =>
    table.seats(question).map((seat) => callFor(question, seat, sitting, table)),
  )
}

const SEED_STEP = 0x9e3779b1 // 2³² over the golden ratio: seats get seeds that are far apart

function callFor(question: Question, seat: number, sitting: Sitting, table: Table): Call {
  const { checkpoint, maxTokens } = sitting
  const { knobs } = table.card
  const samples = knobs.includes("temperature")
  return mintCall({
    role: "solver",
    checkpoint,
    system: systemFor(table.tools.length > 0),
    prompt: promptWith(question, samples ? 0 : seat % VARIANT_COUNT),
    ...(table.tools.length > 0 && { tools: [...table.tools] }),
    samples: 1,
    ...settingsOf(table, sitting.temperature === 0),
    maxTokens,
    seed: (sitting.seed(question) + Math.imul(seat, SEED_STEP)) >>> 0,
  })
}

function repliesOf(sitting: Sitting, attempted: readonly Attempted[]): SolverReply[] {
  const table = tableOf(sitting)
  let next = 0
  return sitting.questions.map((question) => {
    const mine = attempted.slice(next, next + table.seats(question).length)
    next += mine.length
    return {
      call: mine[0]!.call,
      calls: mine.map(({ call }) => call),
      answers: mine.map(({ answer }) => answer),
      tokens: mine.reduce((sum, { tokens }) => sum + tokens, 0),
      ...(table.tools.length > 0 && { uses: mine.map(({ uses }) => uses) }),
    }
  })
}

function tableOf({ table }: Sitting): Table {
  if (table === undefined) throw new TypeError("a solver that is a model is given a table")
  return table
}
