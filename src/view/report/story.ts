import type { Label } from "../../record/pair.ts"
import { mcnemar, pairedGain } from "../../rule/statistics.ts"
import type { History, Result, RoundHistory } from "../../run/history.ts"
import type { LabelAudit } from "../format.ts"

/** The few numbers that the whole page is about. */
export interface Story {
  readonly first: Result | undefined
  readonly last: Result | undefined
  /** The two compared problem by problem; undefined until a second checkpoint sat the set. */
  readonly gain: (ReturnType<typeof pairedGain> & { readonly pValue: number }) | undefined
  readonly audit: LabelAudit
  readonly rounds: number
  readonly pairs: number
  readonly tokens: number
  /** Every label source that made a kept pair: a warm-up uses another than the rest. */
  readonly labels: ReadonlyMap<Label, number>
  readonly state: "finished" | "stopped" | "halted" | "unfinished"
  readonly champion: string | undefined
}

export function storyOf(history: History): Story {
  const measured = history.champions.flatMap(({ results }) => results.test ?? [])
  const first = measured[0]
  const last = measured.at(-1)
  const closed = history.rounds.filter((round) => round.closed)
  return {
    first,
    last,
    gain: first && last && first !== last ? compare(first.marks, last.marks) : undefined,
    audit: auditOf(history.rounds),
    rounds: closed.length,
    pairs: history.rounds.reduce((sum, { curated }) => sum + (curated?.pairs.length ?? 0), 0),
    tokens: closed.at(-1)?.closed?.tokens ?? 0,
    labels: labelsOf(history.rounds),
    state: history.closed?.outcome ?? "unfinished",
    champion: history.champions.at(-1)?.checkpoint,
  }
}

export function auditOf(rounds: readonly RoundHistory[]): LabelAudit {
  let checked = 0
  let errors = 0
  for (const { curated } of rounds) {
    checked += curated?.audit.checked ?? 0
    errors += curated?.audit.errors ?? 0
  }
  return { checked, errors }
}

function compare(before: string, after: string) {
  let gained = 0
  let lost = 0
  for (let at = 0; at < before.length; at++) {
    const was = before[at] === "c"
    const is = after[at] === "c"
    if (is && !was) gained++
    if (was && !is) lost++
  }
  return { ...pairedGain(gained, lost, before.length), pValue: mcnemar(gained, lost) }
}

function labelsOf(rounds: readonly RoundHistory[]): Map<Label, number> {
  const labels = new Map<Label, number>()
  for (const { curated } of rounds) {
    for (const { label } of curated?.pairs ?? []) labels.set(label, (labels.get(label) ?? 0) + 1)
  }
  return labels
}
