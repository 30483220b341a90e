import { expect } from "vitest"
import { outcomeOf, outcomesOf } from "./harness.ts"

export interface Amount {
  readonly microdollars: number
  readonly tokens: number
}

/** What a run's journal says about money: tries, how those that failed ended, and replies. */
export type Entry =
  | { readonly kind: "try"; readonly call: string; readonly role: string; readonly worst: Amount }
  | { readonly kind: "try-ended"; readonly call: string; readonly charged: Amount }
  | { readonly kind: "reply"; readonly call: string; readonly charged: Amount }
  | { readonly kind: "failure"; readonly call: string }

export async function entriesOf(runs: string, name: string): Promise<Entry[]> {
  return (await outcomesOf(runs, name)).flatMap((outcome): Entry[] => {
    const { id, kind, body } = outcome
    if (kind === "try" || kind === "try-ended") return [{ kind, ...JSON.parse(body) }]
    if (kind !== "call") return []
    const said = outcomeOf(outcome)
    if (said.kind === "failure") return [{ kind: "failure", call: id }]
    return [{ kind: "reply", call: id, charged: said.charged! }]
  })
}

/** What a run, or a role in it, was charged in all: every line of its ledger added up. */
export async function chargedIn(runs: string, name: string, role?: string): Promise<Amount> {
  const all = await entriesOf(runs, name)
  const roles = new Map(all.flatMap((one) => (one.kind === "try" ? [[one.call, one.role]] : [])))
  const entries = all.filter(({ call }) => role === undefined || roles.get(call) === role)
  const open = new Map<string, Amount[]>()
  let sum = NOTHING
  for (const entry of entries) {
    if (entry.kind === "try") open.set(entry.call, [...(open.get(entry.call) ?? []), entry.worst])
  }
  for (const entry of entries) {
    if (entry.kind === "try" || entry.kind === "failure") continue
    open.get(entry.call)!.pop()
    sum = plus(sum, entry.charged)
  }
  // A try without an end may have been billed for all that it could cost.
  return [...open.values()].flat().reduce(plus, sum)
}

const NOTHING: Amount = { microdollars: 0, tokens: 0 }

function plus(a: Amount, b: Amount): Amount {
  return { microdollars: a.microdollars + b.microdollars, tokens: a.tokens + b.tokens }
}

/**
 * Every request is a try that was written down before it, and every try has one end: a reply, or a
 * failure that was tried again or kept.
 */
export async function expectLedger(
  runs: string,
  name: string,
  asked: readonly string[],
): Promise<void> {
  const entries = await entriesOf(runs, name)
  const callsOf = (...kinds: Entry["kind"][]) =>
    entries
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ call }) => call)
      .toSorted()
  expect(asked.toSorted()).toEqual(callsOf("try"))
  expect(callsOf("reply", "try-ended")).toEqual(callsOf("try"))
  const answered = callsOf("reply", "failure")
  expect(new Set(answered).size).toBe(answered.length)
  expect(new Set(answered)).toEqual(new Set(asked))
}
