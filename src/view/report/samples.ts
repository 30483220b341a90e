import type { Pair } from "../../record/pair.ts"
import type { Move, Problem } from "../../record/problem.ts"
import type { SolveRate } from "../../record/solve-rate.ts"
import type { Proof, Verdict } from "../../record/verdict.ts"
import type { Judged } from "../../rule/gate.ts"
import type { History } from "../../run/history.ts"
import { countMarks } from "../progress.ts"
import { type Html, html } from "./html.ts"
import { details, rateHtml, section } from "./parts.ts"

/** A posed problem with what became of it. */
interface Sample {
  readonly problem: Problem
  /** One letter an attempt: c, i or u. */
  readonly marks: string
  readonly pair: Pair | undefined
}

const SAMPLES_PER_SKILL = 3

/**
 * Of the last judged round and every skill, the first problem that was always solved, the first
 * solved sometimes and the first never solved: chosen by place, so that nobody picks the nice ones.
 */
function samplesOf(history: History): Map<string, Sample[]> {
  const last = lastJudged(history)
  const bySkill = new Map<string, Sample[]>()
  if (last === undefined) return bySkill
  const kept = history.rounds.flatMap(({ curated }) => curated?.pairs ?? [])
  const pairs = new Map(kept.map((pair) => [pair.problem, pair]))
  const all = last.posed.problems.map((problem, at) => {
    return { problem, marks: last.judged!.marks[at] ?? "", pair: pairs.get(problem.id) }
  })
  for (const skill of history.opened.recipe.skills) {
    const own = all.filter(({ problem }) => problem.skill === skill)
    const kinds = ["always", "sometimes", "never"] as const
    const picked = kinds.flatMap((kind) => own.find(({ marks }) => solved(marks) === kind) ?? [])
    bySkill.set(skill, picked.slice(0, SAMPLES_PER_SKILL))
  }
  return bySkill
}

/** The problems that a report shows, and the round that they are of: whose attempts to read. */
export function sampledProblems(history: History) {
  const problems = [...samplesOf(history).values()].flat().map(({ problem }) => problem)
  return { round: lastJudged(history), problems }
}

function lastJudged({ rounds }: History) {
  return rounds.findLast(({ judged, curated }) => judged && curated)
}

function solved(marks: string): "always" | "sometimes" | "never" {
  const { correct, incorrect } = countMarks([marks])
  if (correct === 0) return "never"
  return incorrect === 0 ? "always" : "sometimes"
}

/** Undecided attempts say nothing about the solver, so they are left out. */
function rateOf(marks: string): SolveRate {
  const { correct, incorrect } = countMarks([marks])
  return { correct, tried: correct + incorrect }
}

export function sampleSection(
  history: History,
  attempts: ReadonlyMap<string, readonly Judged[]>,
): Html {
  const last = lastJudged(history)
  const bySkill = [...samplesOf(history)].filter(([, samples]) => samples.length > 0)
  const body = bySkill.map(([skill, samples], at) =>
    details(
      html`${skill} <span class="quiet">${samples.length} problems</span>`,
      html`<div class="cards">${samples.map((sample) =>
        card(sample, attempts.get(sample.problem.id) ?? []),
      )}</div>`,
      at === 0,
    ),
  )
  return section(
    "samples",
    "Sample problems",
    last === undefined
      ? "No round has been judged yet."
      : `From round ${last.round}: of each skill the first problem that was always solved, the first solved sometimes and the first never solved, as far as there are any. Nothing was picked by hand.`,
    body,
  )
}

function card({ problem, marks, pair }: Sample, attempts: readonly Judged[]): Html {
  const { lineage } = problem
  const { move, proposal } = lineage
  return html`<article class="card">
<p class="statement">${problem.statement.text}</p>
<dl>
<div><dt>key</dt><dd><code>${problem.answer}</code> <span class="quiet">${proofText(problem.proof)}</span></dd></div>
<div><dt>attempts</dt><dd>${attempts.length > 0 ? attemptLines(attempts) : markList(marks)}</dd></div>
<div><dt>solve rate</dt><dd>${rateHtml(rateOf(marks))}</dd></div>
${proposal && html`<div><dt>claimed</dt><dd><code>${proposal.claimed}</code> <span class="quiet">by its proposer, ${proposal.claim} by the key</span></dd></div>`}
${pair ? pairRows(pair) : html`<div><dt>pair</dt><dd>none was kept</dd></div>`}
<div><dt>where from</dt><dd>level ${problem.level}, ${ORIGINS[move]}${proposal?.isWritten && ", in the proposer’s own words"}, verifier ${problem.verifier}</dd></div>
</dl>
</article>`
}

const ORIGINS: Readonly<Record<Move, string>> = {
  fresh: "drafted afresh",
  ease: "drafted below its level",
  mutate: "a mutation of an earlier problem",
  harden: "a harder form of an earlier problem",
  recast: "an earlier problem in another context",
  compose: "made of an earlier problem and another",
}

function pairRows(pair: Pair): Html {
  return html`<div><dt>kept as</dt><dd><code>${pair.completion}</code> <span class="quiet">${pair.label} label, kept in round ${pair.round}</span></dd></div>
<div><dt>its verdict</dt><dd>${verdictText(pair.verdict)}</dd></div>`
}

const MARKS: Readonly<Record<string, readonly [string, string, string]>> = {
  c: ["correct", "✓", "correct"],
  i: ["incorrect", "✗", "incorrect"],
  u: ["undecided", "?", "undecided"],
}

function markList(marks: string): Html {
  const tally = Object.entries(countMarks([marks])).filter(([, times]) => times > 0)
  const signs = [...marks].map((mark) => {
    const [name, sign] = MARKS[mark] ?? MARKS.u!
    return html`<span class="${name}">${sign}</span> `
  })
  const words = tally.map(([name, times]) => `${times} ${name}`).join(", ")
  return html`<span aria-hidden="true">${signs}</span><span class="quiet">${words}</span>`
}

/** Equal answers have equal verdicts, so each is shown once, with how often it was given. */
function attemptLines(attempts: readonly Judged[]): Html[] {
  const groups = new Map<string, Judged[]>()
  for (const attempt of attempts) {
    const words = JSON.stringify(attempt)
    groups.set(words, [...(groups.get(words) ?? []), attempt])
  }
  return [...groups.values()].map((group) => attemptLine(group[0]!, group.length))
}

function attemptLine({ answer, verdict }: Judged, times: number): Html {
  const words = answer.kind === "answered" ? answer.text : `(${answer.why})`
  return html`<div class="attempt"><code>${words}</code> ${times > 1 && html`<span class="quiet">× ${times}</span> `}${verdictText(verdict)}</div>`
}

function verdictText(verdict: Verdict): Html {
  const [name, sign, word] = MARKS[verdict.outcome[0]!]!
  const reason = verdict.outcome === "correct" ? "" : `, ${verdict.reason}`
  const proof = verdict.outcome === "undecided" ? "" : `, ${proofText(verdict.proof)}`
  const evidence = Object.entries(verdict.evidence)
  return html`<span class="verdict ${name}"><span aria-hidden="true">${sign}</span> ${word}</span> <span class="quiet">by ${verdict.method}${proof}${reason}</span>${
    evidence.length > 0 &&
    html`<ul class="evidence">${evidence.map(([fact, value]) => html`<li>${fact}: <code>${value}</code></li>`)}</ul>`
  }`
}

function proofText(proof: Proof): string {
  switch (proof.level) {
    case "proved":
      return "proved"
    case "probabilistic":
      return `probabilistic, error at most ${proof.errorBound}`
    case "numeric":
      return `numeric to ${proof.digits} digits`
  }
}
