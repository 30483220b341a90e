import type { RunEvent } from "../../record/event.ts"
import type { Recipe } from "../../record/recipe.ts"
import { type History, playedMs } from "../../run/history.ts"
import { count, counted, duration, percent } from "../format.ts"
import { isModelRun, isSimulatedRun } from "../progress.ts"
import { type Html, html } from "./html.ts"
import { details, meter, number, section, table, text } from "./parts.ts"
import type { Story } from "./story.ts"

/** The stage that an event ends, in the order of a round. */
const STAGES: readonly (readonly [RunEvent["kind"], string])[] = [
  ["round.posed", "posing"],
  ["round.attempted", "solving"],
  ["round.judged", "judging"],
  ["canaries.tried", "probing"],
  ["round.curated", "curating"],
  ["proposer.taught", "teaching"],
  ["round.trained", "training"],
  ["evaluated", "evaluating"],
  ["round.decided", "deciding"],
  ["round.measured", "measuring"],
  ["round.closed", "closing"],
]

/** What the run cost, in tokens and in time. */
export function costSection(history: History, story: Story): Html {
  const { rounds, opened, pausedMs } = history
  const sampled = rounds.reduce((sum, { attempted }) => sum + (attempted?.tokens ?? 0), 0)
  const trained = rounds.reduce((sum, { trained }) => sum + (trained?.tokens ?? 0), 0)
  const spent = STAGES.map(([kind, name]) => ({
    name,
    ms: rounds.reduce((sum, { stageMs }) => sum + (stageMs[kind] ?? 0), 0),
  }))
  const total = Math.max(1, playedMs(history))
  const paused = pausedMs > 0 ? `; ${duration(pausedMs)} between its processes are left out` : ""
  const isModel = isModelRun(opened.recipe)
  const rows = spent
    .filter(({ ms }) => ms > 0 || !isModel)
    .map(({ name, ms }) => [
      name,
      `${(ms / 1000).toFixed(1)} s`,
      percent(ms / total),
      meter(ms / total),
    ])
  return section(
    "cost",
    "Cost and time",
    `${isModel ? "What models cost stands above" : `${counted(sampled, "token")} sampled and ${count(trained)} trained on, for ${counted(story.pairs, "pair")}`}. Times are of the machine that ran it${paused}; they are labels and no part of the hashed record.`,
    [
      table(
        `Wall time by stage, of ${duration(total)} in all`,
        [text("stage"), number("time"), number("share"), text("")],
        rows,
      ),
    ],
  )
}

/** Everything that names this run exactly, and how to get the same bytes again. */
export function reproduceSection(history: History, story: Story, runId: string): Html {
  const { recipe, verifiers } = history.opened
  const isModel = isModelRun(recipe)
  const last = history.rounds.findLast(({ closed }) => closed)?.closed
  const hashes: [string, string][] = [
    [`journal head, after ${count(history.events)} events`, history.head],
    ...(last ? [["curriculum", last.curriculum] as [string, string]] : []),
    ...(story.champion
      ? [[isModel ? "name of the solver" : "champion", story.champion] as [string, string]]
      : []),
    ...[...history.suites.values()].map(({ name, hash, problems }): [string, string] => [
      `sealed suite ${name}, ${counted(problems.length, "problem")}`,
      hash,
    ]),
  ]
  const commands = [
    [`npx agon audit ${runId}`, "every label again, from the journal"],
    [`npx agon replay ${runId}`, "every decision again: ends at the same journal head"],
    [`npx agon export ${runId}`, "the curriculum as training data"],
    [
      "npx agon run recipe.json",
      `${isModel ? "another run of" : "the whole run again, from"} the recipe below, saved as recipe.json`,
    ],
  ] as const
  const columns = Math.max(...commands.map(([command]) => command.length))
  const lines = commands.map(([command, why]) => `${command.padEnd(columns)}  # ${why}`)
  return section(
    "reproduce",
    "Reproduce it",
    isModel
      ? "The journal holds every reply, so a replay asks nobody and ends at the same head and curriculum. A new run asks the models again, and they may answer otherwise. The exact recipe is below."
      : "The same recipe and seed, played by the same verifiers, give the same journal head, curriculum and weights. The journal’s file differs: it also holds wall times. The exact recipe is below.",
    [
      html`<pre class="box" tabindex="0" aria-label="Commands"><code>${lines.join("\n")}</code></pre>`,
      table(
        "Hashes (SHA-256)",
        [text("of"), text("hash")],
        hashes.map(([name, hash]) => [name, html`<code>${hash}</code>`]),
      ),
      table(
        "Verifiers",
        [text("name"), text("version"), text("source")],
        verifiers.map(({ name, version, source }) => [name, version, html`<code>${source}</code>`]),
      ),
      details(
        "The recipe",
        html`<pre class="box" tabindex="0" aria-label="Recipe"><code>${JSON.stringify(recipe, null, 2)}</code></pre>`,
      ),
    ],
  )
}

const CAUSE =
  "That co-evolution caused the gain is not shown here. A compute-matched arm with a frozen or uniform proposer is the comparison that could show it."

/** What trained weights do not show, by whose they are. */
const TRAINED_LIMITS = {
  embedded: [
    CAUSE,
    "The embedded learner is a transformer of toy size, made to show the whole loop on one machine.",
  ],
  trained: [CAUSE],
  simulated: [
    "Nobody learned. Abilities, answers and what training does to them are a simulation; no figure here is evidence about any model.",
  ],
}

const MODEL_LIMITS = [
  "Nothing was trained, so nothing has improved. That the pairs make a solver better is for a training job to show.",
  "A provider may change a model under the same name. The name is recorded, and what answered under it is not.",
  "Attempts at one problem count as independent of each other. Those of one model seldom are wholly.",
]

function limitsOf(recipe: Recipe): readonly string[] {
  if (isModelRun(recipe)) return MODEL_LIMITS
  if (isSimulatedRun(recipe)) return TRAINED_LIMITS.simulated
  return recipe.seats?.solver?.provider === "trained"
    ? TRAINED_LIMITS.trained
    : TRAINED_LIMITS.embedded
}

/** What a careful reader should not conclude from this page. */
export function limitsSection({ opened }: History): Html {
  const { recipe } = opened
  const limits = [
    "One run with one seed is one sample. Intervals on this page cover the choice of test problems, not the luck of the seed; a study over seeds and arms does.",
    ...limitsOf(recipe),
    `The ${counted(recipe.skills.length, "skill")} are synthetic and narrow. Accuracy on them says nothing about mathematics at large.`,
    "The label audit bounds errors of the kind that a second method can see. Both methods trust the same formal spec, so a spec that is not what was meant passes both.",
    "The beyond-the-ladder set is reported, never trained on and never used to decide.",
  ]
  return section(
    "limits",
    "What is not claimed",
    "A page of numbers invites more than it proves.",
    [html`<ul class="prose">${limits.map((limit) => html`<li>${limit}</li>`)}</ul>`],
  )
}
