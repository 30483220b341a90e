import { assign, fromPromise, setup } from "xstate"
import type { Ask, Draft, Posed, ProposerAgent, Screened } from "../../src/agent.ts"
import type { Json } from "../../src/record/canonical.ts"
import type { Tally } from "../../src/record/event.ts"
import type { Problem } from "../../src/record/problem.ts"
import { draftFixed } from "./fixed.ts"
import { beginPolicy, draftLearned, learnPolicy, Policy } from "./policy.ts"

/** How far posing has come. */
export interface Posing {
  readonly ask: Ask
  readonly drafts: readonly Draft[]
  readonly admitted: readonly Problem[]
  readonly refused: Tally
  readonly drafted: number
  readonly tries: number
}

/**
 * The proposer: drafts specs, hears from the screen which of them became problems, and drafts
 * again for those that did not, until the ask is met or its tries are used up.
 */
export const proposerMachine = setup({
  types: { input: {} as Ask, context: {} as Posing, output: {} as Posed },
  actors: {
    draft: fromPromise<Draft[], Posing>(async ({ input }) => draft(input)),
    screen: fromPromise<Screened, Posing>(({ input: { ask, drafts, admitted } }) =>
      ask.screen(drafts, ask.count - admitted.length),
    ),
  },
  guards: {
    met: ({ context }) => context.admitted.length >= context.ask.count,
    mayTryAgain: ({ context }) => context.tries < context.ask.recipe.proposer.tries,
  },
}).createMachine({
  id: "proposer",
  context: ({ input }) => ({
    ask: input,
    drafts: [],
    admitted: [],
    refused: {},
    drafted: 0,
    tries: 0,
  }),
  initial: "drafting",
  states: {
    drafting: {
      invoke: {
        src: "draft",
        input: ({ context }) => context,
        onDone: {
          target: "screening",
          actions: assign({ drafts: ({ event }) => event.output }),
        },
      },
    },
    screening: {
      invoke: {
        src: "screen",
        input: ({ context }) => context,
        onDone: {
          target: "weighing",
          actions: assign(({ context, event }) => countScreened(context, event.output)),
        },
      },
    },
    weighing: {
      always: [
        { guard: "met", target: "posed" },
        { guard: "mayTryAgain", target: "drafting" },
        { target: "declined" },
      ],
    },
    posed: { type: "final" },
    declined: { type: "final" },
  },
  output: ({ context: { admitted, refused, drafted } }) => ({ admitted, refused, drafted }),
})

export function draft({ ask, admitted }: Posing): Draft[] {
  const missing = ask.count - admitted.length
  const { policy } = ask.recipe.proposer
  if (policy !== "learned") return draftFixed(ask, policy, missing)
  return draftLearned(ask, Policy.parse(ask.policy), missing)
}

function countScreened(context: Posing, screened: Screened): Posing {
  const refused: Record<string, number> = { ...context.refused }
  for (const [reason, count] of Object.entries(screened.refused)) {
    refused[reason] = (refused[reason] ?? 0) + count
  }
  return {
    ...context,
    admitted: [...context.admitted, ...screened.admitted],
    refused,
    drafted: context.drafted + context.drafts.length,
    tries: context.tries + 1,
  }
}

/** The embedded proposer: no model behind it, a policy that is trained by its reward. */
export const embeddedProposer: ProposerAgent = {
  machine: proposerMachine,
  begin: (_recipe, offers) => beginPolicy(offers) as unknown as Json,
  learn: (policy, lessons, offers, recipe) =>
    learnPolicy(Policy.parse(policy), lessons, offers, recipe) as unknown as Json,
}
