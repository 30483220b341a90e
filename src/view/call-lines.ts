import type { Pressure } from "../rule/purse.ts"
import { type CallsNow, failuresOf, promptTokens, repliesOf } from "./calls.ts"
import { count, counted, largest, money, percent } from "./format.ts"
import { inert } from "./inert.ts"
import { lengthOf, NAME_COLUMNS, named, progressBar, wrapped } from "./lines.ts"
import { isModelRun, type Progress } from "./progress.ts"
import { type Line, plain } from "./span.ts"

/** What stands beside the stage while models work on it. */
export function roundCalls(progress: Progress): Line {
  const { calls, repliesBefore, stage, funnel, recipe } = progress
  if (calls === undefined) return []
  const came = repliesOf(calls) - repliesBefore
  const isSolving = stage === "solving" && funnel.posed !== undefined && isModelRun(recipe)
  if (!isSolving) return came > 0 ? [plain(` · ${counted(came, "reply", "replies")}`)] : []
  const least = funnel.posed * recipe.attempts
  const most = funnel.posed * Math.max(recipe.attempts, recipe.sampling?.attemptsMax ?? 0)
  const range = least === most ? count(least) : `${count(least)} to ${count(most)}`
  return [plain(` · ${counted(came, "reply", "replies")} for ${range} attempts`)]
}

/** Calls, retries, tokens and money of a run that models play. */
export function callLines({ calls, recipe, pairs }: Progress, columns: number): Line[] {
  if (calls === undefined) return []
  const lines = (name: string, parts: readonly string[]) =>
    wrapped(parts, " · ", columns - NAME_COLUMNS).map((text, at) =>
      named(at === 0 ? name : "", [plain(text)]),
    )
  return [
    ...lines("Calls out", lanesOf(calls)),
    ...lines("Replies", repliesText(calls)),
    ...lines("Tokens", tokensText(calls)),
    ...costLines(calls, columns),
    ...lines("", costParts(calls, pairs, isModelRun(recipe))),
  ]
}

function lanesOf({ lanes, batched }: CallsNow): string[] {
  const open = lanes.map(
    ({ model, inFlight, limit }) => `${count(inFlight)} of ${count(limit)} at ${inert(model)}`,
  )
  return batched === 0 ? open : [...open, `${count(batched)} in batches`]
}

const REASONS_SHOWN = 3

function repliesText(calls: CallsNow): string[] {
  const failed = failuresOf(calls)
  const replies = `${count(repliesOf(calls))} came`
  if (failed === 0) return [replies, "no try failed"]
  const reasons = largest(calls.failures).slice(0, REASONS_SHOWN)
  const [first, ...rest] = reasons.map(([code, times]) => `${inert(code)} ${count(times)}`)
  return [replies, `${counted(failed, "failed try", "failed tries")}: ${first}`, ...rest]
}

/** "61,203 in (8.0 % from a cache)", "12,400 out" */
export function tokensText({ tokens }: Pick<CallsNow, "tokens">): string[] {
  const asked = promptTokens(tokens)
  const cached =
    tokens.cacheRead === 0 ? "" : ` (${percent(tokens.cacheRead / asked)} from a cache)`
  return [`${count(asked)} in${cached}`, `${count(tokens.output)} out`]
}

/** One line for a log: how calls and money stand in the whole run. */
export function callsText(calls: CallsNow): string {
  const limit = calls.limits.find(({ of, unit }) => of === "run" && unit === "microdollars")
  const of = limit === undefined ? "" : ` of ${money(limit.limit)}`
  const spent = `${money(calls.spent.microdollars)}${of} spent`
  return `replies: ${repliesText(calls).join(", ")}; tokens: ${tokensText(calls).join(", ")}; ${spent}`
}

/** A line a limit, with a bar where there is room for one. */
function costLines({ limits, spent }: CallsNow, columns: number): Line[] {
  const run = limits.filter(({ of }) => of === "run")
  if (!run.some(({ unit }) => unit === "microdollars")) {
    const text = `${money(spent.microdollars)}, and no limit in dollars`
    return [named("Cost", [plain(text)]), ...run.map((limit) => limitLine(limit, "", columns))]
  }
  return run.map((limit, at) => limitLine(limit, at === 0 ? "Cost" : "", columns))
}

const BAR_COLUMNS = 20

function limitLine(pressure: Pressure, name: string, columns: number): Line {
  const { limit, unit, spent, reserved } = pressure
  const say = unit === "microdollars" ? money : (tokens: number) => `${count(tokens)} tokens`
  const used = spent / Math.max(1, limit)
  const share = ` ${percent(used)}`
  const aside = reserved > 0 ? ` · ${say(reserved)} set aside for calls out` : ""
  const head = named(name, [plain(`${say(spent)} of ${say(limit)}`)])
  const room = columns - lengthOf(head) - share.length - 1
  const tone = pressure.share > NEAR ? "warm" : "accent"
  const bar = room >= BAR_COLUMNS ? [plain(" "), ...progressBar(used, BAR_COLUMNS, tone)] : []
  const line = [...head, ...bar, plain(share)]
  return lengthOf(line) + aside.length <= columns ? [...line, plain(aside, "dim")] : line
}

const NEAR = 0.9 // spent and set aside together: what is left may soon not do

function costParts(
  { spentBy, spent, limits }: CallsNow,
  pairs: number,
  isSolved: boolean,
): string[] {
  const roles = Object.entries(spentBy).map(([role, { microdollars }]) => {
    const own = limits.find(({ of, unit }) => of === role && unit === "microdollars")
    return `${role} ${money(microdollars)}${own ? ` of ${money(own.limit)}` : ""}`
  })
  if (!isSolved || pairs === 0) return roles
  return [...roles, `${money(spent.microdollars / pairs)} a kept pair`]
}
