import type { Judged } from "../rule/gate.ts"
import type { History } from "../run/history.ts"
import type { Models } from "./models.ts"
import { isModelRun } from "./progress.ts"
import { canarySection } from "./report/canaries.ts"
import { driftSection } from "./report/drift.ts"
import { costSection, limitsSection, reproduceSection } from "./report/ending.ts"
import { type Html, html } from "./report/html.ts"
import { learningSection, promotionSection } from "./report/learning.ts"
import { modelSection } from "./report/models.ts"
import { opening, type Withdrawn } from "./report/opening.ts"
import { wholePage } from "./report/page.ts"
import { proposerSection } from "./report/proposer.ts"
import { sampleSection } from "./report/samples.ts"
import { skillSection } from "./report/skills.ts"
import { solvingSection } from "./report/solving.ts"
import { storyOf } from "./report/story.ts"
import { auditSection, yieldSection } from "./report/yield.ts"

export interface ReportAbout {
  readonly runId: string
  readonly version: string
  /** What was answered to `sampledProblems`, by problem id; without it their marks are shown. */
  readonly attempts?: ReadonlyMap<string, readonly Judged[]>
  /** What models did and cost, where any has a seat. */
  readonly models?: Models | undefined
  /** What a recall has withdrawn since. */
  readonly withdrawn?: Withdrawn | undefined
}

/**
 * A run as one HTML file that opens anywhere, offline. A function of the history alone: the same
 * journal gives the same bytes. An unfinished run renders too, and says so.
 */
export function renderReport(history: History, about: ReportAbout): string {
  const story = storyOf(history)
  const { models } = about
  const isModel = isModelRun(history.opened.recipe)
  const body = [
    ...(isModel ? [solvingSection(history)] : learning(history)),
    ...(models ? [modelSection(models)] : []),
    skillSection(history, story),
    proposerSection(history),
    yieldSection(history),
    auditSection(history, story),
    driftSection(history),
    canarySection(history),
    sampleSection(history, about.attempts ?? new Map()),
    costSection(history, story),
    reproduceSection(history, story, about.runId),
    limitsSection(history),
  ]
  return wholePage({
    title: `Agon report: ${about.runId}`,
    skip: { to: "learning", what: isModel ? "solve rate" : "learning curve" },
    opening: opening(history, story, about.runId, models, about.withdrawn),
    contents: contents(isModel, models !== undefined),
    body,
    footer: html`Made by Agon ${about.version} from the journal of run ${about.runId}, ${history.events} events.`,
  })
}

function learning(history: History): Html[] {
  return [learningSection(history), promotionSection(history)]
}

const TRAINED_CONTENTS = [
  ["learning", "Learning curve"],
  ["promotions", "Promotions"],
] as const
const CONTENTS = [
  ["skills", "Skills"],
  ["proposer", "Proposer"],
  ["yield", "Yield"],
  ["labels", "Labels"],
  ["drift", "Drift"],
  ["canaries", "Canaries"],
  ["samples", "Samples"],
  ["cost", "Cost"],
  ["reproduce", "Reproduce"],
  ["limits", "Not claimed"],
] as const

function contents(isModel: boolean, hasModels: boolean): Html {
  const entries = [
    ...(isModel ? ([["learning", "Solve rate"]] as const) : TRAINED_CONTENTS),
    ...(hasModels ? ([["models", "Models"]] as const) : []),
    ...CONTENTS,
  ]
  return html`<nav aria-label="Contents"><ol>${entries.map(
    ([id, name]) => html`<li><a href="#${id}">${name}</a></li>`,
  )}</ol></nav>`
}
