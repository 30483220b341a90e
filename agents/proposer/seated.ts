import { assign, fromPromise, setup } from "xstate"
import type {
  Ask,
  Draft,
  Fate,
  Player,
  Posed,
  Proposed,
  ProposerAgent,
  Screened,
} from "../../src/agent.ts"
import { type Call, type CallOutcome, mintCall } from "../../src/record/call.ts"
import type { Json } from "../../src/record/canonical.ts"
import type { Tally } from "../../src/record/event.ts"
import type { Problem } from "../../src/record/problem.ts"
import { heldTo, settingsOf } from "../seated-call.ts"
import { briefFor, replySchema, systemFor } from "./brief.ts"
import { type Goal, goalsFor } from "./goal.ts"
import { EMPTY_NOTEBOOK, learnFrom, Notebook } from "./notebook.ts"
import { readProposals } from "./proposals.ts"

export const CORRECTIONS_MAX = 2 // times that a conversation hears what is wrong with its proposals
const REFUSALS_TOLD_MAX = 6

/** One call and what it was for; corrections are its later turns. */
interface Talk {
  readonly goal: Goal
  readonly call: Call
  readonly corrections: number
  readonly drafts: readonly Draft[]
  readonly outcome: CallOutcome | undefined
  /** What the model is to hear, if anything. */
  readonly fault: string | undefined
}

interface Context {
  readonly ask: Ask
  readonly talks: readonly Talk[]
  readonly admitted: readonly Problem[]
  readonly refused: Tally
  readonly told: readonly string[]
  readonly proposals: readonly Proposed[]
  readonly drafted: number
  readonly tries: number
}

/**
 * A proposer behind which a model sits. It is asked for several specs a call, hears from the screen
 * which of them became problems and why the others did not, and may put those right a bounded
 * number of times; then it is asked afresh for what is missing, until its tries are used up.
 */
export const seatedProposerMachine = setup({
  types: { input: {} as Ask, context: {} as Context, output: {} as Posed },
  actors: {
    propose: fromPromise<readonly Talk[], Context>(({ input }) => propose(input)),
    screen: fromPromise<Screened, Context>(({ input: { ask, talks, admitted } }) =>
      ask.screen(
        talks.flatMap(({ drafts }) => drafts),
        ask.count - admitted.length,
      ),
    ),
  },
  actions: {
    plan: assign(({ context }) => ({ talks: planned(context), tries: context.tries + 1 })),
    correct: assign(({ context }) => ({ talks: context.talks.flatMap(corrected) })),
  },
  guards: {
    met: ({ context: { admitted, ask } }) => admitted.length >= ask.count,
    mayCorrect: ({ context }) => context.talks.some((talk) => corrected(talk).length > 0),
    mayTryAgain: ({ context: { tries, ask } }) => tries < ask.recipe.proposer.tries,
  },
}).createMachine({
  id: "seatedProposer",
  context: ({ input }) => ({
    ask: input,
    talks: [],
    admitted: [],
    refused: {},
    told: [],
    proposals: [],
    drafted: 0,
    tries: 0,
  }),
  initial: "planning",
  states: {
    planning: { entry: "plan", always: "proposing" },
    proposing: {
      invoke: {
        src: "propose",
        input: ({ context }) => context,
        onDone: {
          target: "screening",
          actions: assign(({ context, event }) => heard(context, event.output)),
        },
      },
    },
    screening: {
      invoke: {
        src: "screen",
        input: ({ context }) => context,
        onDone: {
          target: "weighing",
          actions: assign(({ context, event }) => screened(context, event.output)),
        },
      },
    },
    weighing: {
      always: [
        { guard: "met", target: "posed" },
        { guard: "mayCorrect", target: "proposing", actions: "correct" },
        { guard: "mayTryAgain", target: "planning" },
        { target: "declined" },
      ],
    },
    posed: { type: "final" },
    declined: { type: "final" },
  },
  output: ({ context: { admitted, refused, drafted, proposals } }) => ({
    admitted,
    refused,
    drafted,
    proposals,
  }),
})

export const seatedProposer: ProposerAgent = {
  machine: seatedProposerMachine,
  begin: () => EMPTY_NOTEBOOK as unknown as Json,
  learn: (policy, lessons) => learnFrom(Notebook.parse(policy), lessons) as unknown as Json,
}

function planned({ ask, admitted, told, tries }: Context): Talk[] {
  const player = playerOf(ask)
  const goals = goalsFor(ask, Notebook.parse(ask.policy), ask.count - admitted.length)
  const isWritten = ask.recipe.proposer.wording === "written"
  return goals.map((goal, at) => {
    const call = mintCall({
      role: "proposer",
      checkpoint: player.checkpoint,
      system: systemFor(isWritten),
      prompt: briefFor(ask, goal, told.slice(-REFUSALS_TOLD_MAX)),
      ...heldTo(replySchema(goal, isWritten), player),
      samples: 1,
      ...settingsOf(player),
      maxTokens: player.seat.maxTokens,
      seed: (ask.round * 65_536 + tries * 1_024 + at) >>> 0,
    })
    return { goal, call, corrections: 0, drafts: [], outcome: undefined, fault: undefined }
  })
}

async function propose({ ask, talks }: Context): Promise<readonly Talk[]> {
  const outcomes = await playerOf(ask).complete(talks.map(({ call }) => call))
  return talks.map((talk, at) => ({ ...talk, outcome: outcomes[at]! }))
}

function heard(context: Context, talks: readonly Talk[]): Partial<Context> {
  const refused: Record<string, number> = { ...context.refused }
  let { drafted } = context
  const read = talks.map((talk): Talk => {
    const reply = readProposals(talk.outcome!, talk.call.id, talk.goal, context.ask.random)
    if (reply.kind === "drafts") {
      drafted += reply.drafts.length
      return { ...talk, drafts: reply.drafts, fault: undefined }
    }
    drafted++
    refused[reply.reason] = (refused[reply.reason] ?? 0) + 1
    return { ...talk, drafts: [], fault: reply.again }
  })
  return { talks: read, refused, drafted }
}

function screened(context: Context, result: Screened): Partial<Context> {
  const refused: Record<string, number> = { ...context.refused }
  for (const [reason, count] of Object.entries(result.refused)) {
    refused[reason] = (refused[reason] ?? 0) + count
  }
  let next = 0
  const told: string[] = [...context.told]
  const proposals: Proposed[] = [...context.proposals]
  const talks = context.talks.map((talk): Talk => {
    const fates = result.fates.slice(next, next + talk.drafts.length)
    next += talk.drafts.length
    const faults = fates.flatMap((fate, at) => faultOf(fate, at, talk.drafts[at]!))
    told.push(...faults)
    fates.forEach((fate, at) => {
      const { call, seat } = talk.drafts[at]!.proposal!
      proposals.push({ call, seat, fate })
    })
    return faults.length === 0 ? talk : { ...talk, fault: faults.join("\n") }
  })
  const admitted = [...context.admitted, ...result.admitted]
  return { talks, refused, told, proposals, admitted }
}

function faultOf(fate: Fate, at: number, { skill }: Draft): string[] {
  if ("admitted" in fate) return []
  const detail = fate.detail === undefined ? "" : `: ${fate.detail}`
  return [`proposal ${at + 1} (${skill}) was refused as ${fate.refused}${detail}`]
}

/** The conversation's next call, where it has something to put right and may still do so. */
function corrected(talk: Talk): Talk[] {
  const { call, outcome, fault, corrections } = talk
  if (fault === undefined || corrections >= CORRECTIONS_MAX || outcome?.kind !== "reply") return []
  const sample = outcome.samples[0]!
  const { id: _, turns = [], ...asked } = call
  const words = `<data>\n${fault}\n</data>\nPropose others in place of those, in the same form.`
  const said = {
    from: "model" as const,
    text: sample.text,
    ...(sample.echo !== undefined && { echo: sample.echo }),
  }
  const next = mintCall({ ...asked, turns: [...turns, said, { from: "user", text: words }] })
  return [{ ...talk, call: next, corrections: corrections + 1, drafts: [], fault: undefined }]
}

function playerOf({ player }: Ask): Player {
  if (player === undefined) throw new TypeError("a proposer that is a model is given a player")
  return player
}
