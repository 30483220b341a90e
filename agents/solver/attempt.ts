import { assign, fromPromise, setup } from "xstate"
import type { Sitting } from "../../src/agent.ts"
import type { Answer } from "../../src/record/attempt.ts"
import {
  type Call,
  type CallOutcome,
  mintCall,
  type Sample,
  type Turn,
} from "../../src/record/call.ts"
import type { CallId } from "../../src/record/id.ts"
import { finalAnswer } from "./final-answer.ts"

const USES_PER_TURN_MAX = 8 // more in one reply are told that they were not run

interface Input {
  readonly call: Call
  readonly sitting: Sitting
}

interface Context extends Input {
  readonly outcome: CallOutcome | undefined
  readonly turns: number
  /** Tool uses that were executed. */
  readonly uses: number
  readonly tokens: number
}

/** What came of one attempt. `call` is its last: the one whose words are the answer. */
export interface Attempted {
  readonly call: CallId
  readonly answer: Answer
  readonly tokens: number
  readonly uses: number
}

/** One attempt: the model is asked, its tool uses are run and told to it, until it answers. */
export const attemptMachine = setup({
  types: { input: {} as Input, context: {} as Context, output: {} as Attempted },
  actors: {
    ask: fromPromise<CallOutcome, Context>(async ({ input: { call, sitting } }) => {
      const [outcome] = await sitting.complete([call])
      return outcome!
    }),
    use: fromPromise<Used, Context>(({ input }) => useTools(input)),
  },
  guards: {
    wantsTools: ({ context: { outcome, sitting, turns } }) =>
      wantedBy(outcome) !== undefined && turns < (sitting.table?.seat.toolTurnsMax ?? 0),
  },
}).createMachine({
  id: "attempt",
  context: ({ input }) => ({ ...input, outcome: undefined, turns: 0, uses: 0, tokens: 0 }),
  initial: "asking",
  states: {
    asking: {
      invoke: {
        src: "ask",
        input: ({ context }) => context,
        onDone: {
          target: "reading",
          actions: assign(({ context, event }) => heard(context, event.output)),
        },
      },
    },
    reading: {
      always: [{ guard: "wantsTools", target: "using" }, { target: "answered" }],
    },
    using: {
      invoke: {
        src: "use",
        input: ({ context }) => context,
        onDone: {
          target: "asking",
          actions: assign(({ context, event }) => ({
            call: event.output.call,
            turns: context.turns + 1,
            uses: context.uses + event.output.executed,
          })),
        },
      },
    },
    answered: { type: "final" },
  },
  output: ({ context: { call, outcome, tokens, uses } }) => ({
    call: call.id,
    answer: answerOf(outcome),
    tokens,
    uses,
  }),
})

interface Used {
  readonly call: Call
  readonly executed: number
}

function heard(context: Context, outcome: CallOutcome): Partial<Context> {
  if (outcome.kind === "failure") return { outcome }
  return { outcome, tokens: context.tokens + outcome.promptTokens + outcome.completionTokens }
}

function answerOf(outcome: CallOutcome | undefined): Answer {
  if (outcome?.kind !== "reply") return { kind: "abstained", why: "failed" }
  return finalAnswer(outcome.samples[0]!)
}

function wantedBy(outcome: CallOutcome | undefined): Sample | undefined {
  if (outcome?.kind !== "reply") return undefined
  const sample = outcome.samples[0]!
  return sample.stop === "tool" && (sample.uses?.length ?? 0) > 0 ? sample : undefined
}

/** The next call: all that was said, what the model wanted used, and what came of it. */
async function useTools({ call, outcome, sitting }: Context): Promise<Used> {
  const sample = wantedBy(outcome)!
  const uses = sample.uses ?? []
  const results = await Promise.all(
    uses.map(async (use, at) => {
      if (at >= USES_PER_TURN_MAX) {
        const text = `not run: at most ${USES_PER_TURN_MAX} tool uses in one reply`
        return { use: use.id, text, failed: true }
      }
      const { text, failed } = await sitting.table!.use(call.id, use)
      return { use: use.id, text, failed }
    }),
  )
  const said: Turn = {
    from: "model",
    text: sample.text,
    uses,
    ...(sample.echo !== undefined && { echo: sample.echo }),
  }
  const { id: _, turns = [], ...asked } = call
  return {
    call: mintCall({ ...asked, turns: [...turns, said, { from: "tools", results }] }),
    executed: Math.min(uses.length, USES_PER_TURN_MAX),
  }
}
