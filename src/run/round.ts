import { assign, fromPromise, setup } from "xstate"
import { tryCanaries } from "./canaries.ts"
import { closeRound } from "./close.ts"
import { curate } from "./curate.ts"
import type { Desk, Stage } from "./desk.ts"
import { judge } from "./judge.ts"
import type { Memory } from "./memory.ts"
import { pose } from "./pose.ts"
import { promote } from "./promote.ts"
import { solve } from "./solve.ts"
import { teach } from "./teach.ts"
import { train } from "./train.ts"

/**
 * THE MAIN PATH. One round, from top to bottom:
 *
 *   the proposer poses → the solver attempts → the verifier judges → canaries are tried →
 *   the gate curates → the proposer is taught → a job trains a challenger → it is promoted, or not
 *   → the round closes
 *
 * Each state is one stage, each stage one file, and each stage writes what it decided to the
 * journal before the next begins. `Work` is what the stages have made so far.
 */
export interface RoundInput {
  readonly desk: Desk
  readonly memory: Memory
}

type Made<Step extends (...args: never) => Promise<unknown>> = Awaited<ReturnType<Step>>

type Work = RoundInput &
  Made<typeof pose> &
  Made<typeof solve> &
  Made<typeof judge> &
  Made<typeof curate> &
  Made<typeof train> &
  Made<typeof promote>

export const roundMachine = setup({
  types: { input: {} as RoundInput, context: {} as Work, output: {} as Memory },
  actors: {
    pose: stage("posing", ({ desk, memory }) => pose(desk, memory)),
    solve: stage("solving", ({ desk, memory, posed }) => solve(desk, memory, posed)),
    judge: stage("judging", ({ desk, memory, posed, replies }) =>
      judge(desk, memory, posed, replies),
    ),
    probe: stage("probing", ({ desk, memory, posed }) => tryCanaries(desk, memory, posed)),
    curate: stage("curating", ({ desk, memory, posed, replies, judged, rates }) =>
      curate(desk, memory, posed, replies, judged, rates),
    ),
    teach: stage("teaching", ({ desk, memory, posed, rates, paid, cells }) =>
      teach(desk, memory, posed, rates, paid, cells),
    ),
    train: stage("training", ({ desk, memory, lessons, posed, replies, judged }) =>
      train(desk, memory, lessons, { posed, replies, judged }),
    ),
    promote: stage("promoting", ({ desk, memory, challenger }) =>
      promote(desk, memory, challenger),
    ),
    close: stage("closing", ({ desk, memory, ...results }) => closeRound(desk, memory, results)),
  },
  guards: {
    /** Nothing of a round in which a canary passed is kept, taught or trained on. */
    halted: ({ event }) =>
      (event as unknown as { output: Made<typeof tryCanaries> }).output.memory.ending !== undefined,
  },
  actions: {
    /** Takes over what the finished stage has made. */
    carry: assign(({ event }) => (event as unknown as { output: Partial<Work> }).output),
  },
}).createMachine({
  id: "round",
  // Later fields of Work are absent until their stage has made them; no stage reads ahead.
  context: ({ input }) => input as Work,
  initial: "posing",
  states: {
    posing: {
      invoke: { src: "pose", input: work, onDone: { target: "solving", actions: "carry" } },
    },
    solving: {
      invoke: { src: "solve", input: work, onDone: { target: "judging", actions: "carry" } },
    },
    judging: {
      invoke: { src: "judge", input: work, onDone: { target: "probing", actions: "carry" } },
    },
    probing: {
      invoke: {
        src: "probe",
        input: work,
        onDone: [
          { guard: "halted", target: "closed", actions: "carry" },
          { target: "curating", actions: "carry" },
        ],
      },
    },
    curating: {
      invoke: { src: "curate", input: work, onDone: { target: "teaching", actions: "carry" } },
    },
    teaching: {
      invoke: { src: "teach", input: work, onDone: { target: "training", actions: "carry" } },
    },
    training: {
      invoke: { src: "train", input: work, onDone: { target: "promoting", actions: "carry" } },
    },
    promoting: {
      invoke: { src: "promote", input: work, onDone: { target: "closing", actions: "carry" } },
    },
    closing: {
      invoke: { src: "close", input: work, onDone: { target: "closed", actions: "carry" } },
    },
    closed: { type: "final" },
  },
  output: ({ context }) => context.memory,
})

function work({ context }: { context: Work }): Work {
  return context
}

/** A stage as an actor: it tells the live view that it has begun, then does its work. */
function stage(name: Stage, run: (work: Work) => Promise<Partial<Work>>) {
  return fromPromise<Partial<Work>, Work>(({ input }) => {
    input.desk.watch.stage(name, input.memory.round)
    return run(input)
  })
}
