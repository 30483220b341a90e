import { proposalsIn } from "../../agents/proposer/proposals.ts"
import { Call, CallOutcome } from "../record/call.ts"
import { canonicalJson, type Json } from "../record/canonical.ts"
import type { EventOf } from "../record/event.ts"
import type { CallId } from "../record/id.ts"
import { RunFailure } from "../run/failure.ts"
import { readEvents } from "../run/journal.ts"
import { askedId } from "../run/till.ts"
import type { Store } from "../store.ts"

type Taught = EventOf<"proposer.taught">

/** What was asked, as messages, and the proposals of the reply, each as JSON of its own. */
export interface Talk {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly proposals: readonly Json[]
}

/** A proposer's training data: rewarded proposals, or the best and the worst of each call. */
export async function proposerRows(
  store: Store,
  shape: "rewards" | "preferences",
): Promise<object[]> {
  const rows: object[] = []
  for await (const { event } of readEvents(store)) {
    if (event.kind !== "proposer.taught" || event.lessons === undefined) continue
    const talks = await talksOf(store, [...new Set(event.lessons.map(({ call }) => call))])
    rows.push(...(shape === "rewards" ? rewarded(event, talks) : preferred(event, talks)))
  }
  if (rows.length > 0) return rows
  throw new RunFailure(
    "run",
    "no-proposals",
    "no model proposed anything in this run",
    "the embedded proposer is a policy: what it has learnt stands in the journal",
  )
}

function rewarded({ round, lessons = [] }: Taught, talks: ReadonlyMap<CallId, Talk>): object[] {
  return lessons.map(({ call, seat, reward, problem, refused }) => {
    const { messages, proposals } = talks.get(call)!
    const own = lessons.filter((lesson) => lesson.call === call)
    const mean = own.reduce((sum, lesson) => sum + lesson.reward, 0) / own.length
    return {
      messages,
      completion: canonicalJson({ proposals: [proposals[seat]!] }),
      reward,
      advantage: reward - mean,
      ...(problem && { problem }),
      ...(refused && { refused }),
      call,
      seat,
      round,
    }
  })
}

function preferred(
  { round, lessons = [], preferences = [] }: Taught,
  talks: ReadonlyMap<CallId, Talk>,
): object[] {
  return preferences.map(({ call, chosen, rejected }) => {
    const { messages, proposals } = talks.get(call)!
    const earned = (seat: number) =>
      lessons.find((lesson) => lesson.call === call && lesson.seat === seat)!.reward
    return {
      messages,
      chosen: canonicalJson({ proposals: [proposals[chosen]!] }),
      rejected: canonicalJson({ proposals: [proposals[rejected]!] }),
      rewards: { chosen: earned(chosen), rejected: earned(rejected) },
      call,
      round,
    }
  })
}

export async function talksOf(store: Store, calls: readonly CallId[]): Promise<Map<CallId, Talk>> {
  const asked = await store.settled(calls.map(askedId))
  const replies = await store.settled(calls)
  return new Map(
    calls.map((id) => {
      const tried = JSON.parse(asked.get(askedId(id))!.body) as { readonly asked: unknown }
      const outcome = CallOutcome.parse(JSON.parse(replies.get(id)!.body))
      const text = outcome.kind === "reply" ? outcome.samples[0]!.text : ""
      return [id, { messages: messagesOf(Call.parse(tried.asked)), proposals: proposalsIn(text) }]
    }),
  )
}

function messagesOf({ system, prompt, turns = [] }: Call): Talk["messages"] {
  return [
    ...(system === undefined ? [] : [{ role: "system", content: system }]),
    { role: "user", content: prompt },
    ...turns.flatMap((turn) => {
      if (turn.from === "tools") return [] // a proposer has none
      const role = turn.from === "model" ? "assistant" : "user"
      return [{ role, content: turn.text }]
    }),
  ]
}
