import type { Pair } from "./verifier-corpus.ts"
import type { Player, Timed } from "./verifier-players.ts"

const TOLD_MAX = 40

/** Median, mean and tail of a verdict, in microseconds. */
export function timeTable(
  players: readonly Player[],
  times: ReadonlyMap<string, readonly number[]>,
  first: ReadonlyMap<string, readonly number[]>,
): string[] {
  return [
    "| microseconds a verdict | n | median | mean | p99 | longest | mean of the first round |",
    "|---|---|---|---|---|---|---|",
    ...players.map(({ name }) => {
      const { n, median, mean, p99, longest } = summaryOf(times.get(name)!)
      const cells = [n, median, mean, p99, longest, summaryOf(first.get(name)!).mean]
      return `| ${name} | ${cells.map(whole).join(" | ")} |`
    }),
  ]
}

export function summaryOf(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  return { n: sorted.length, median: at(0.5), mean, p99: at(0.99), longest: sorted.at(-1)! }
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString("en")
}

/** What each accepts of what is right, and of what is not. */
export function accuracyTable(
  players: readonly Player[],
  pairs: readonly Pair[],
  verdicts: ReadonlyMap<string, readonly boolean[]>,
): string[] {
  const right = pairs.filter(({ expect }) => expect === "correct").length
  const count = (name: string, wanted: boolean) =>
    pairs.filter(({ expect }, at) => verdicts.get(name)![at]! && (expect === "correct") === wanted)
      .length
  const lines = [
    `| accepted | of ${right} right | of ${pairs.length - right} not right: false accepts |`,
    "|---|---|---|",
    ...players.map(({ name }) => {
      const accepted = count(name, true)
      const share = ((100 * accepted) / right).toFixed(1)
      return `| ${name} | ${accepted} (${share} %) | ${count(name, false)} |`
    }),
  ]
  const [one, other] = players
  if (one === undefined || other === undefined) return lines
  const both = (a: boolean, b: boolean) =>
    pairs.filter(
      (_, at) => verdicts.get(one.name)![at] === a && verdicts.get(other.name)![at] === b,
    ).length
  return [
    ...lines,
    "",
    `| | ${other.name} accepts | ${other.name} does not |`,
    "|---|---|---|",
    `| ${one.name} accepts | ${both(true, true)} | ${both(true, false)} |`,
    `| ${one.name} does not | ${both(false, true)} | ${both(false, false)} |`,
  ]
}

/** The same for one player in words. */
export function accuracyOf(pairs: readonly Pair[], marks: readonly Timed[]): string {
  const accepted = (wanted: boolean) =>
    pairs.filter(({ expect }, at) => marks[at]!.isCorrect && (expect === "correct") === wanted)
      .length
  const right = pairs.filter(({ expect }) => expect === "correct").length
  return `${accepted(true)} of ${right} right and ${accepted(false)} of ${pairs.length - right} not right`
}

/** The pairs that our judge gets wrong, for whoever works on it. */
export function disagreements(
  players: readonly Player[],
  pairs: readonly Pair[],
  verdicts: ReadonlyMap<string, readonly boolean[]>,
): string[] {
  const own = verdicts.get(players[0]!.name)!
  return pairs
    .filter(({ expect }, at) => own[at] !== (expect === "correct"))
    .slice(0, TOLD_MAX)
    .map(({ id, expect, key, answer }) => JSON.stringify({ id, expect, key, answer }))
}
