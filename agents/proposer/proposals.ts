import { z } from "zod"
import type { Draft } from "../../src/agent.ts"
import type { CallOutcome } from "../../src/record/call.ts"
import { hasCanonicalForm, type Json } from "../../src/record/canonical.ts"
import type { CallId } from "../../src/record/id.ts"
import type { Random } from "../../src/world.ts"
import { jsonIn } from "../seated-call.ts"
import type { Goal } from "./goal.ts"

const PROPOSALS_MAX = 64 // more in one reply are not read
const CLAIM_CHARS_MAX = 4_096
const STATEMENT_CHARS_MAX = 4_096

const Reply = z.object({
  proposals: z.array(
    z.object({
      spec: z.custom<Json>(hasCanonicalForm, "is no JSON that can be kept"),
      answer: z.union([z.string(), z.number(), z.boolean()]).default(""),
      statement: z.string().max(STATEMENT_CHARS_MAX).optional(),
    }),
  ),
})

export type Heard =
  | { readonly kind: "drafts"; readonly drafts: readonly Draft[] }
  /** `again`: told what was wrong, the model may put it right. */
  | { readonly kind: "fault"; readonly reason: string; readonly again: string | undefined }

/** What a reply proposes, or what is wrong with it. */
export function readProposals(
  outcome: CallOutcome,
  call: CallId,
  goal: Goal,
  random: Random,
): Heard {
  if (outcome.kind === "failure") return fault("no-reply")
  const { text, stop } = outcome.samples[0]!
  if (stop === "refusal") return fault("refused-by-model")
  if (stop !== "end") return fault("cut-reply", "The reply was cut off: propose fewer problems.")
  const parsed = Reply.safeParse(jsonIn(text))
  if (!parsed.success) {
    return fault(
      "malformed-reply",
      `The reply was not of the form asked for. ${z.prettifyError(parsed.error)}`,
    )
  }
  const { offer, move, axis, parent } = goal
  const drafts = parsed.data.proposals.slice(0, PROPOSALS_MAX).map(
    ({ spec, answer, statement }, seat): Draft => ({
      skill: offer.skill.name,
      spec,
      wording: random.int(offer.skill.wordings),
      move,
      ...(axis !== undefined && { axis }),
      ...(parent && { parent: parent.problem }),
      ...(statement !== undefined && { statement }),
      proposal: { call, seat, claimed: `${answer}`.slice(0, CLAIM_CHARS_MAX).toWellFormed() },
    }),
  )
  return drafts.length === 0
    ? fault("malformed-reply", "There was no proposal in the reply.")
    : { kind: "drafts", drafts }
}

/** The proposals of a reply as they stand in it, by seat; none where it cannot be read. */
export function proposalsIn(text: string): Json[] {
  const parsed = z
    .object({ proposals: z.array(z.custom<Json>(hasCanonicalForm)) })
    .safeParse(jsonIn(text))
  return parsed.success ? parsed.data.proposals.slice(0, PROPOSALS_MAX) : []
}

function fault(reason: string, again?: string): Heard {
  return { kind: "fault", reason, again }
}
