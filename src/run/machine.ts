import { assign, fromPromise, setup } from "xstate"
import type { EventOf } from "../record/event.ts"
import type { Desk } from "./desk.ts"
import type { Memory } from "./memory.ts"
import { open } from "./open.ts"
import { roundMachine } from "./round.ts"

type Ending = EventOf<"run.closed">

interface Context {
  readonly desk: Desk
  readonly memory: Memory
  readonly ending: Ending
}

/**
 * A run: opened once, then round after round until the recipe's last, a stop rule or a tripwire.
 * There is no snapshot to restore. Starting the machine on a journal that has a past runs through
 * that past without acting (src/run/effect.ts), which is how resume and replay work.
 */
export const runMachine = setup({
  types: {
    input: {} as { desk: Desk },
    context: {} as Context,
    output: {} as { memory: Memory; ending: Ending },
  },
  actors: {
    open: fromPromise<Memory, Desk>(({ input }) => {
      input.watch.stage("opening", 0)
      return open(input)
    }),
    round: roundMachine,
    close: fromPromise<Ending, Context>(({ input }) => close(input)),
  },
  guards: {
    ended: ({ context: { desk, memory } }) =>
      memory.ending !== undefined || memory.round >= desk.recipe.rounds,
  },
  actions: {
    beginRound: assign({
      memory: ({ context }) => ({ ...context.memory, round: context.memory.round + 1 }),
    }),
  },
}).createMachine({
  id: "run",
  context: ({ input }) => ({ desk: input.desk }) as Context,
  initial: "opening",
  states: {
    opening: {
      invoke: {
        src: "open",
        input: ({ context }) => context.desk,
        onDone: { target: "deciding", actions: assign({ memory: ({ event }) => event.output }) },
      },
    },
    deciding: {
      always: [
        { guard: "ended", target: "closing" },
        { target: "round", actions: "beginRound" },
      ],
    },
    round: {
      invoke: {
        src: "round",
        input: ({ context: { desk, memory } }) => ({ desk, memory }),
        onDone: { target: "deciding", actions: assign({ memory: ({ event }) => event.output }) },
      },
    },
    closing: {
      invoke: {
        src: "close",
        input: ({ context }) => context,
        onDone: { target: "closed", actions: assign({ ending: ({ event }) => event.output }) },
      },
    },
    closed: { type: "final" },
  },
  output: ({ context: { memory, ending } }) => ({ memory, ending }),
})

async function close({ desk, memory }: Context): Promise<Ending> {
  const { champion, curriculum, round } = memory
  const { outcome, reason } = memory.ending ?? {
    outcome: "finished",
    reason: "the last round ended",
  }
  const ending: Ending = {
    kind: "run.closed",
    outcome,
    reason,
    champion,
    curriculum,
    rounds: round,
  }
  await desk.journal.record(ending)
  return ending
}
