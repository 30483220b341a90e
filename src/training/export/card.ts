import { percent, smallPercent } from "../../rule/percent.ts"
import type { Manifest } from "./manifest.ts"
import { TARGETS } from "./targets.ts"

/** The dataset card: for people, and for hubs that read the front matter. */
export function cardFor(manifest: Manifest): string {
  const { run, role, labels, splits, contamination, verifiers } = manifest
  const data = manifest.files.filter(({ split }) => split !== undefined)
  return [
    ...frontMatter(manifest),
    `# ${run.recipe}: training data of the ${role}`,
    "",
    `Made by agon ${manifest.agon} from the run with head \`${run.head}\` (${run.events} events, seed`,
    `${run.seed}), rounds ${manifest.sequence.firstRound} to ${manifest.sequence.lastRound}.`,
    whoDecided(manifest),
    ...auditLines(verifiers),
    "",
    "## Rows",
    "",
    ...table(
      ["target", "split", "rows", "bytes", "file"],
      data.map(({ target, split, rows, bytes, path }) => [target, split, rows, bytes, path]),
    ),
    "",
    "Rows hold what their trainer reads and no more. `provenance.jsonl` has the way from each of them",
    "to its problem, pair, calls, verdict and solve rate; `evidence/` has what they were made of.",
    "",
    ...useLines(manifest),
    "## Labels",
    "",
    ...(labels.checked === 0
      ? []
      : [
          `${labels.checked} checked, ${labels.errors} wrong; error rate below ${smallPercent(labels.errorBound95)} (95 %).`,
          `Whose words: ${words(labels.sources)}. How known: ${words(labels.proofs)}.`,
        ]),
    `Judges: ${verifiers.map(({ name, version }) => `${name} ${version}`).join(", ")}.`,
    "",
    ...withdrawnLines(manifest),
    "## Splits",
    "",
    `By lineage family: ${splits.train.problems} problems of ${splits.train.families} families for training,`,
    `${splits.validation.problems} of ${splits.validation.families} for validation, ${splits.apart} kept out as related to ${role === "solver" ? "both" : "both, or to what is sealed"}.`,
    "",
    "## Contamination",
    "",
    `${contamination.checked} texts held against ${contamination.lists} lists: ${contamination.dropped} dropped.`,
    "`decontamination.json` names the methods and the lists.",
    "",
    ...difficultyLines(manifest),
    ...limitLines(manifest),
  ].join("\n")
}

/** Never more than is so: an arm of a study may have been labelled by a vote on purpose. */
function whoDecided({ role, labels }: Manifest): string {
  if (role === "proposer")
    return "Rewards come from executed records; no vote and no model decided one."
  if (labels.sources.majority === undefined) {
    return "Every label follows from a formal spec by a verifier; no vote and no model decided one."
  }
  return "UNSAFE: labels of this run are majority votes, and a verifier was asked only how many are wrong."
}

/** A plug-in is named by its content, and lies elsewhere: nobody runs code out of a data set. */
function auditLines(verifiers: Manifest["verifiers"]): string[] {
  const plugins = verifiers.flatMap(({ name, plugin }) => (plugin ? [{ name, plugin }] : []))
  if (plugins.length === 0)
    return ["`agon audit <folder>` checks all of it again from this folder alone."]
  return [
    "`agon audit <folder>` checks all of it again from this folder and, with `--plugin <folder>` for",
    "each, from the plug-ins that judged it:",
    "",
    ...plugins.map(({ name, plugin }) => `- ${name}, sha256:${plugin}`),
  ]
}

/**
 * What `datasets.load_dataset` reads. It takes all of a folder for one format, so that Parquet is
 * named only where there is nothing else.
 */
function frontMatter({ targets, files }: Manifest): string[] {
  const data = files.filter(({ split }) => split !== undefined)
  const lines = data.filter(({ path }) => path.endsWith(".jsonl"))
  const readable = lines.length > 0 ? lines : data
  const configs = targets.flatMap((target) => {
    const own = readable.filter((file) => file.target === target)
    if (own.length === 0) return []
    return [
      `  - config_name: ${target}`,
      "    data_files:",
      ...own.map(({ split, path }) => `      - { split: ${split}, path: ${path} }`),
    ]
  })
  return [
    "---",
    "language: en",
    "task_categories: [text-generation]",
    "tags: [mathematics, verified, synthetic]",
    "configs:",
    ...configs,
    "---",
    "",
  ]
}

/** How to begin, for targets whose files cannot say so themselves. */
function useLines({ targets }: Manifest): string[] {
  const lines = TARGETS.flatMap(({ name, use }) =>
    use !== undefined && targets.includes(name) ? [`- ${name}: ${use}`] : [],
  )
  return lines.length === 0 ? [] : ["## Training", "", ...lines, ""]
}

function withdrawnLines({ withdrawn }: Manifest): string[] {
  if (withdrawn === undefined) return []
  const { pairs, proposals, reasons, tombstones } = withdrawn
  return [
    "## Withdrawn",
    "",
    `${pairs + proposals} left out that a later verifier found wrong: ${words(reasons)}.`,
    `The run's tombstones end in \`${tombstones}\`.`,
    "",
  ]
}

function difficultyLines({ difficulty }: Manifest): string[] {
  if (difficulty.length === 0) return [] // a proposer's rows have no pairs
  return [
    "## Difficulty",
    "",
    ...table(
      ["skill", "level", "pairs", "solve rate", "95 %"],
      difficulty.map(({ skill, level, problems, rate }) => [
        skill,
        level,
        problems,
        `${rate.correct}/${rate.tried}`,
        `${percent(rate.low)} to ${percent(rate.high)}`,
      ]),
    ),
    "",
  ]
}

function limitLines({ targets, tokens, limits, licence }: Manifest): string[] {
  return [
    "## Size",
    "",
    ...targets.map((target) => `- ${target}: about ${tokens.byTarget[target]} tokens`),
    "",
    `Counted as ${tokens.method}.`,
    "",
    "## Known limits",
    "",
    ...limits.map((limit) => `- ${limit}`),
    "",
    `Licence: ${licence}.`,
    "",
  ]
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  const line = (cells: readonly unknown[]) => `| ${cells.map(String).join(" | ")} |`
  return [line(head), line(head.map(() => "---")), ...rows.map(line)]
}

/** In the order of their names: a manifest that was read back has them in that order, too. */
function words(counts: Readonly<Record<string, number>>): string {
  const names = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = names.map(([name, count]) => `${count} ${name}`)
  return parts.join(", ") || "none"
}
