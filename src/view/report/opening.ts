import { type History, playedMs } from "../../run/history.ts"
import {
  count,
  counted,
  duration,
  labelErrorBound,
  money,
  percent,
  pointSpan,
  points,
  pText,
  rateText,
  smallPercent,
} from "../format.ts"
import { costOfAll, type Models } from "../models.ts"
import { countMarks, isModelRun, isSimulatedRun } from "../progress.ts"
import { type Html, html } from "./html.ts"
import { rateHtml } from "./parts.ts"
import type { Story } from "./story.ts"

const LABEL_MEANING = {
  reference: "the verifier's own key, derived from the formal problem",
  accepted: "the solver's own words, kept only where the verifier proved them correct",
  majority: "the most frequent answer, proved by nobody",
} as const

/** What a reader should take away if they read nothing else. */
export function opening(
  history: History,
  story: Story,
  runId: string,
  models: Models | undefined,
  withdrawn?: Withdrawn | undefined,
): Html {
  const { recipe } = history.opened
  return html`<header>
<p class="eyebrow">Agon · run ${runId} · recipe ${recipe.name} · seed ${recipe.seed}</p>
<h1>${isSimulatedRun(recipe) && "Simulated. "}${isModelRun(recipe) ? modelHeadline(history, story) : headline(story)}</h1>
<p class="standfirst">${standfirst(history, story, models)}</p>
${banners(history, story)}${withdrawn && recallBanner(withdrawn)}
${isModelRun(recipe) ? modelFigures(history, story, models) : figures(history, story)}
</header>`
}

/** What a later judge found wrong in a run that had ended: the curves above it are as they were. */
export interface Withdrawn {
  readonly keys: number
  readonly labels: number
}

function recallBanner({ keys, labels }: Withdrawn): Html {
  return html`<div class="banner bad" role="note"><b>Recalled.</b> A later verifier withdrew ${counted(keys, "key")} and ${counted(labels, "label")} of this run. What follows is what the run itself decided; <code>npx agon recall</code> names what consumed them.</div>`
}

function headline({ first, last, rounds, audit }: Story): string {
  const labels = audit.checked === 0 ? "" : ` ${labelSentence(audit)}.`
  if (first === undefined || last === undefined) {
    return `No checkpoint has sat the sealed test yet.${labels}`
  }
  const set = `${counted(first.rate.tried, "sealed problem")}`
  if (first === last) return `${rateText(first.rate)} on ${set}, untrained.${labels}`
  const from = percent(first.rate.correct / first.rate.tried)
  return `From ${from} to ${rateText(last.rate)} on ${set} in ${counted(rounds, "round")}.${labels}`
}

/** Nothing was trained: what the run made is what counts. */
function modelHeadline({ rounds }: History, { pairs, audit }: Story): string {
  const labels = audit.checked === 0 ? "" : ` ${labelSentence(audit)}.`
  const made = pairs === 0 ? "No pair yet" : `${counted(pairs, "pair")} kept`
  return `${made} in ${counted(rounds.length, "round")}.${labels}`
}

/** "0 label errors in 46,210 checked (below 0.0065 % at 95 %)" */
export function labelSentence(audit: Story["audit"]): string {
  const bound = smallPercent(labelErrorBound(audit))
  const errors = counted(audit.errors, "label error")
  return `${errors} in ${count(audit.checked)} checked (below ${bound} at 95 %)`
}

function standfirst(
  { opened }: History,
  { gain, labels }: Story,
  models: Models | undefined,
): Html {
  const players = (models?.players ?? []).map(
    ({ role, seat }) => html`<b>${role}</b>: ${seat.model} (${seat.provider}). `,
  )
  const objective =
    opened.recipe.training?.objective === "policy-gradient" &&
    "Training weighs the solver’s own attempts by their verdicts, beside replayed pairs. "
  const rise = gain
    ? `Problem by problem, the last champion stands ${points(gain.gain)} points ${pointSpan(gain.interval)} from the untrained solver, ${pText(gain.pValue)} by McNemar’s exact one-sided test. `
    : ""
  const sources = [...labels].map(
    ([label, pairs]) =>
      html`<b>${label}</b> for ${counted(pairs, "pair")}: ${LABEL_MEANING[label]}. `,
  )
  return html`${players}${rise}${sources.length > 0 ? html`Label source: ${sources}` : ""}${objective}Ranges in brackets are 95 % intervals.`
}

function banners({ opened, rounds, closed }: History, story: Story): Html {
  const { recipe } = opened
  const { errors, checked } = story.audit
  const last = rounds.at(-1)?.round ?? 0
  return html`${
    isSimulatedRun(recipe) &&
    html`<div class="banner" role="note"><b>No model played.</b> The solver and its training are simulated: who answers knows every key, and draws by a formula whether to say it. What this page shows is true of the loop and its rules.</div>`
  }${
    recipe.label === "majority" &&
    html`<div class="banner bad" role="note"><b>Labels of this run are votes, not proofs.</b> It trains on the majority answer, checked by nobody, to measure what that costs: ${count(errors)} of ${count(checked)} labels are wrong by the verifier. Nothing here should be used as training data.</div>`
  }${
    recipe.label !== "majority" &&
    errors > 0 &&
    html`<div class="banner bad" role="note"><b>${counted(errors, "label")} failed the second proof.</b> The run was halted; its curriculum is not to be trusted until the verifier is mended.</div>`
  }${
    closed === undefined &&
    html`<div class="banner" role="note"><b>Unfinished.</b> The journal ends in round ${last} of ${recipe.rounds}; what follows is the run so far. <code>npx agon resume</code> goes on with it.</div>`
  }${
    closed &&
    closed.outcome !== "finished" &&
    html`<div class="banner${closed.outcome === "halted" ? " bad" : ""}" role="note"><b>${closed.outcome === "halted" ? "Halted by a tripwire" : "Stopped early"}</b> after round ${closed.rounds} of ${recipe.rounds}: ${closed.reason}.</div>`
  }${
    opened.parent &&
    html`<div class="banner" role="note"><b>A fork.</b> Rounds up to ${opened.parent.history.at(-1)?.until ?? 0} were played under another recipe; this run goes on from there.</div>`
  }`
}

function modelFigures(history: History, story: Story, models: Models | undefined): Html {
  const marks = countMarks(history.rounds.flatMap(({ judged }) => judged?.marks ?? []))
  const rate = { correct: marks.correct, tried: marks.correct + marks.incorrect }
  const cost = models ? costOfAll(models.total) : 0
  return figureList([
    ["pairs kept", count(story.pairs), `in ${counted(history.rounds.length, "round")}`],
    labelFigure(story),
    [
      "attempts correct",
      rate.tried > 0 ? percent(rate.correct / rate.tried) : "not yet",
      rate.tried > 0 ? rateHtml(rate) : "",
    ],
    [
      "cost",
      money(cost),
      story.pairs > 0 ? `${money(cost / story.pairs)} a kept pair` : "for no pair yet",
    ],
    ["wall time", duration(playedMs(history)), "waiting included"],
  ])
}

function labelFigure({ audit }: Story): Figure {
  const note =
    audit.checked > 0
      ? `of ${count(audit.checked)}, below ${smallPercent(labelErrorBound(audit))}`
      : "no label yet"
  return ["label errors", count(audit.errors), note]
}

type Figure = readonly [name: string, value: Html | string, note: Html | string]

function figures(history: History, story: Story): Html {
  const decisions = history.rounds.flatMap(({ decided }) => decided?.decision ?? [])
  const times = (name: string) => decisions.filter((decision) => decision === name).length
  return figureList([
    [
      "sealed test, last champion",
      story.last ? percent(story.last.rate.correct / story.last.rate.tried) : "not yet",
      story.last ? rateHtml(story.last.rate) : "",
    ],
    labelFigure(story),
    ["pairs kept", count(story.pairs), `in ${counted(story.rounds, "round")}`],
    [
      "promotions",
      count(times("promoted")),
      `${times("held")} held, ${times("rolled-back")} rolled back`,
    ],
    ["wall time", duration(playedMs(history)), "on this machine"],
  ])
}

function figureList(facts: readonly Figure[]): Html {
  return html`<dl class="figures">${facts.map(
    ([name, value, note]) =>
      html`<div><dt>${name}</dt><dd><strong>${value}</strong> <span>${note}</span></dd></div>`,
  )}</dl>`
}
