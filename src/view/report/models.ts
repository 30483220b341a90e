import type { Tally } from "../../record/event.ts"
import { promptTokens } from "../calls.ts"
import { count, counted, largest, money, percent } from "../format.ts"
import { dollarsOf } from "../ledger.ts"
import { costOfAll, costOfPair, type ModelPlayer, type Models, sumOf } from "../models.ts"
import { type Html, html } from "./html.ts"
import { number, rateHtml, section, table, text } from "./parts.ts"

/** Which models played, what they were asked, and what came of it. */
export function modelSection(models: Models): Html {
  const { players, total, ledger } = models
  const cost = money(costOfAll(total))
  const pair = costOfPair(models)
  const each = pair === undefined ? "" : `, ${money(pair)} for each kept pair`
  return section(
    "models",
    "Models and what they cost",
    `${counted(total.replies, "reply", "replies")} for ${cost}${each}. Every figure is read from the recorded calls.`,
    [
      table(
        "Calls by role",
        [
          text("role"),
          text("model"),
          number("replies"),
          number("requests"),
          number("failed tries"),
          number("never answered"),
          number("cut off or refused"),
        ],
        players.map(callRow),
      ),
      table(
        "Tokens and dollars by role",
        [
          text("role"),
          number("tokens in"),
          number("served by a cache"),
          number("tokens out"),
          number("dollars"),
          number("of it at the worst case"),
        ],
        [...players.map(costRow), ...(players.length > 1 ? [totalRow(models)] : [])],
      ),
      html`<p class="note">${savedText(models)} ${worstText(models)}</p>`,
      html`<div class="columns">${tallyTable("Failed tries, by reason", total.failedTries)}${tallyTable(
        "Calls never answered, by reason",
        total.failures,
      )}${toolTable(models)}</div>`,
      ...(models.claims.tried + models.claims.undecided > 0 ? [claims(models)] : []),
      ...(ledger.batches > 0
        ? [
            html`<p class="note">${counted(total.batched, "reply", "replies")} came in ${counted(ledger.batches, "batch", "batches")}.</p>`,
          ]
        : []),
    ],
  )
}

function callRow({ role, seat, own }: ModelPlayer) {
  return [
    role,
    `${seat.provider} ${seat.model}`,
    count(own?.replies ?? 0),
    count(own?.tries ?? 0),
    count(sumOf(own?.failedTries ?? {})),
    count(sumOf(own?.failures ?? {})),
    tallyWords({ ...own?.stops, tool: 0 }),
  ]
}

function costRow({ role, own }: ModelPlayer) {
  if (own === undefined) return [role, "0", "0", "0", money(0), money(0)]
  const { tokens, worst } = own
  return [
    role,
    count(promptTokens(tokens)),
    count(tokens.cacheRead),
    count(tokens.output),
    money(dollarsOf(own)),
    money(worst.microdollars),
  ]
}

function totalRow({ total }: Models) {
  const { tokens } = total
  return [
    "all",
    count(promptTokens(tokens)),
    count(tokens.cacheRead),
    count(tokens.output),
    money(costOfAll(total)),
    money(total.worst),
  ]
}

/** What caches and batches changed, in tokens and in dollars. */
function savedText({ total }: Models): string {
  const { tokens, savedByCache, savedByBatch, batched } = total
  const { cacheRead, cacheWrite } = tokens
  const isCached = cacheRead + cacheWrite > 0
  const share = percent(cacheRead / Math.max(1, promptTokens(tokens)))
  const figures = `${count(cacheRead)} tokens (${share} of all prompts) and wrote ${count(cacheWrite)}`
  const effect = `which ${savedByCache < 0 ? "cost" : "saved"} ${money(Math.abs(savedByCache))}`
  const cache = isCached
    ? `Caches served ${figures}, ${effect}.`
    : "No token was served by a cache: what prompts share is shorter than providers keep, or they keep nothing."
  if (batched === 0) return cache
  return `${cache} Batches saved ${money(savedByBatch)} against the price of single calls.`
}

function worstText({ total }: Models): string {
  if (total.worst === 0) return "All of the cost is as the providers counted."
  const lost = total.lost > 0 ? `, ${counted(total.lost, "try", "tries")} cut off among them` : ""
  return `${money(total.worst)} are for calls of which nobody said what they cost${lost}; they are charged at the worst case and may have cost less.`
}

function tallyTable(caption: string, tally: Tally): Html {
  if (sumOf(tally) === 0) return html``
  return table(
    caption,
    [text("reason"), number("number")],
    largest(tally).map(([name, times]) => [name, count(times)]),
  )
}

function toolTable({ ledger }: Models): Html {
  if (ledger.tools.length === 0) return html``
  return table(
    "Tool uses that the solver asked for",
    [text("tool"), number("done"), text("failed")],
    ledger.tools.map(({ name, done, failed }) => [name, count(done), tallyWords(failed)]),
  )
}

function claims({ claims, written, rendered }: Models): Html {
  const undecided = claims.undecided > 0 ? `, ${count(claims.undecided)} undecided` : ""
  const words =
    written > 0
      ? ` ${counted(written, "problem")} stood in the model’s own words, ${count(rendered)} in the verifier’s.`
      : ""
  return html`<p class="note">With each proposal the model said which answer it believes in. Of the posed problems it agreed with the verifier’s key in ${rateHtml(claims)}${undecided}. No claim is ever a label.${words}</p>`
}

function tallyWords(tally: Tally): string {
  const known = largest(tally).filter(([, times]) => times > 0)
  if (known.length === 0) return "0"
  return known.map(([name, times]) => `${name} ${count(times)}`).join(", ")
}
