import type { Tally } from "../record/event.ts"
import { wilson } from "../rule/statistics.ts"
import { promptTokens } from "../view/calls.ts"
import { count, counted, largest, money, percent, rateText } from "../view/format.ts"
import { dollarsOf } from "../view/ledger.ts"
import { costOfAll, costOfPair, type Models, sumOf } from "../view/models.ts"

/** What a person reads of a run's models: who played, what was asked, what it cost. */
export function modelFacts(models: Models): [string, string][] {
  const { players, ledger, refused } = models
  const rows: [string, string | undefined][] = [
    ...players.map(({ role, seat }): [string, string] => [role, `${seat.provider} ${seat.model}`]),
    ["requests", requestsText(models)],
    ["tokens", tokensText(models)],
    ["cost", costText(models)],
    ["saved", savedText(models)],
    ["tools", ledger.tools.length === 0 ? undefined : toolsText(models)],
    ["refused", sumOf(refused) === 0 ? undefined : tallyText(refused)],
    ["claims", claimsText(models)],
  ]
  return rows.filter((row): row is [string, string] => row[1] !== undefined)
}

function requestsText({ total, ledger }: Models): string {
  const { replies, batched, failedTries, failures, lost } = total
  const failed = sumOf(failedTries)
  const parts = [
    `${counted(replies, "reply", "replies")}`,
    ...(batched > 0
      ? [`${count(batched)} of them in ${counted(ledger.batches, "batch", "batches")}`]
      : []),
    failed === 0
      ? "no try failed"
      : `${counted(failed, "failed try", "failed tries")} (${tallyText(failedTries)})`,
    ...(sumOf(failures) > 0 ? [`never answered: ${tallyText(failures)}`] : []),
    ...(lost > 0 ? [`${counted(lost, "try", "tries")} cut off by the end of a process`] : []),
  ]
  return parts.join(", ")
}

function tokensText({ total: { tokens } }: Models): string {
  const asked = promptTokens(tokens)
  const cached =
    tokens.cacheRead === 0 ? "" : `, ${percent(tokens.cacheRead / asked)} of them served by a cache`
  return `${count(asked)} in${cached}; ${count(tokens.output)} out`
}

function costText(models: Models): string {
  const { total, players, pairs } = models
  const byRole = players.flatMap(({ role, own }) => (own ? `${role} ${money(dollarsOf(own))}` : []))
  const worst =
    total.worst === 0
      ? "all of it as the providers counted"
      : `${money(total.measured)} as the providers counted, ${money(total.worst)} charged at the worst case because nobody said`
  const pair = costOfPair(models)
  const each =
    pair === undefined ? "" : `; ${money(pair)} for each of ${counted(pairs, "kept pair")}`
  return `${money(costOfAll(total))} (${byRole.join(", ")}), ${worst}${each}`
}

function savedText({ total }: Models): string | undefined {
  const { savedByCache, savedByBatch, tokens } = total
  const isCached = tokens.cacheRead + tokens.cacheWrite > 0
  const cache =
    savedByCache < 0
      ? `caches cost ${money(-savedByCache)} more than they saved`
      : `${money(savedByCache)} by caches`
  const parts = [
    ...(isCached ? [cache] : []),
    ...(savedByBatch > 0 ? [`${money(savedByBatch)} by batches`] : []),
  ]
  return parts.length === 0 ? undefined : parts.join(", ")
}

function toolsText({ ledger }: Models): string {
  return ledger.tools
    .map(({ name, done, failed }) => {
      const failures =
        sumOf(failed) === 0 ? "" : ` and ${count(sumOf(failed))} failed (${tallyText(failed)})`
      return `${name}: ${count(done)} done${failures}`
    })
    .join("; ")
}

function claimsText({ claims }: Models): string | undefined {
  if (claims.tried + claims.undecided === 0) return undefined
  const undecided = claims.undecided > 0 ? `, ${count(claims.undecided)} undecided` : ""
  return `the proposer's own answers agree with the key in ${count(claims.correct)} of ${count(claims.tried)}: ${rateText(claims)}${undecided}`
}

function tallyText(tally: Tally): string {
  return largest(tally)
    .map(([name, times]) => `${name} ${count(times)}`)
    .join(", ")
}

const MICRO = 1_000_000

/** The same for a program; dollars, not millionths. */
export function modelsJson(models: Models) {
  const { players, ledger, total, claims, refused, pairs, written, rendered } = models
  const pair = costOfPair(models)
  return {
    roles: players.map(({ role, seat, own }) => ({
      role,
      provider: seat.provider,
      model: seat.model,
      replies: own?.replies ?? 0,
      tries: own?.tries ?? 0,
      failedTries: own?.failedTries ?? {},
      failures: own?.failures ?? {},
      lost: own?.lost ?? 0,
      stops: own?.stops ?? {},
      batched: own?.batched ?? 0,
      tokens: own?.tokens,
      dollars: own ? dollarsOf(own) / MICRO : 0,
      worstCaseDollars: own ? own.worst.microdollars / MICRO : 0,
    })),
    dollars: costOfAll(total) / MICRO,
    measuredDollars: total.measured / MICRO,
    worstCaseDollars: total.worst / MICRO,
    dollarsPerPair: pair === undefined ? undefined : pair / MICRO,
    savedByCacheDollars: total.savedByCache / MICRO,
    savedByBatchDollars: total.savedByBatch / MICRO,
    batches: ledger.batches,
    tools: ledger.tools,
    claims: { ...claims, ...wilson(claims) },
    refused,
    written,
    rendered,
    pairs,
  }
}
