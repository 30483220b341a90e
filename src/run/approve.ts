import type { EventOf } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import type { Store } from "../store.ts"
import type { Clock } from "../world.ts"
import type { Desk } from "./desk.ts"
import { Effects, effectId } from "./effect.ts"
import { RunFailure } from "./failure.ts"

type Decision = Omit<EventOf<"round.decided">, "kind" | "round">

/** What a person has said of a challenger. */
export type Approval = NonNullable<Decision["approval"]>

/** What a person is asked: the challenger that the test found better, and the test's numbers. */
export interface ApprovalAsked {
  readonly round: number
  readonly decision: Decision
}

/**
 * A promotion that waits for a person. The question is an effect and so is the answer: without an
 * answer the run pauses here, and with one it goes on as if it had always been there.
 */
export async function approved(
  { effects }: Desk,
  round: number,
  champion: Hash,
  tested: Decision,
): Promise<Decision> {
  if (tested.decision !== "promoted") return tested
  const about = aboutOf(round, tested)
  const asked: ApprovalAsked = { round, decision: tested }
  await effects.once(ASKED, about, async () => asked)
  const approval = await effects.once<Approval>(ANSWERED, about, async () => {
    throw awaiting(asked)
  })
  if (approval.approved) return { ...tested, approval }
  return { ...tested, decision: "rolled-back", reason: "rejected", champion, approval }
}

/** What a paused run waits for; undefined where it waits for nothing. */
export async function awaited(store: Store): Promise<ApprovalAsked | undefined> {
  const asked: ApprovalAsked[] = []
  for await (const { kind, body } of store.outcomes()) {
    if (kind === ASKED) asked.push(JSON.parse(body) as ApprovalAsked)
  }
  const ids = asked.map(({ round, decision }) => effectId(ANSWERED, aboutOf(round, decision)))
  const answered = await store.settled(ids)
  return asked.find((_, at) => !answered.has(ids[at]!))
}

/** Writes a person's answer where the run looks for it. */
export async function answer(
  store: Store,
  clock: Clock,
  { round, decision }: ApprovalAsked,
  approval: Approval,
): Promise<void> {
  const effects = new Effects(store, clock, "write")
  await effects.once(ANSWERED, aboutOf(round, decision), async () => approval)
}

const ASKED = "approval-asked"
const ANSWERED = "approval"

function aboutOf(round: number, { challenger }: Decision) {
  return { round, challenger }
}

function awaiting({ round, decision }: ApprovalAsked): RunFailure {
  const { challenger, gained, lost, gain, gainLow, gainHigh } = decision
  const points = (share: number) => (100 * share).toFixed(1)
  return new RunFailure(
    "run",
    "awaiting-approval",
    `round ${round}: challenger ${challenger.slice(0, 12)} is better by ${points(gain)} points ` +
      `[${points(gainLow)}, ${points(gainHigh)}] on the development set (${gained} problems gained, ` +
      `${lost} lost) and waits for a person`,
    "`agon approve <run>` promotes it, `agon approve <run> --reject` does not; " +
      "then `agon resume` goes on",
  )
}
