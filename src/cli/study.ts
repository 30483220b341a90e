import { availableParallelism } from "node:os"
import { basename, join } from "node:path"
import { writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { Study } from "../record/study.ts"
import { findingsOf, type StudyFindings } from "../rule/study-findings.ts"
import { studyData } from "../view/study/data.ts"
import { studyPage, studyText } from "../view/study/report.ts"
import { sentenceOf } from "../view/study/verdicts.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION, wholeNumber } from "./command.ts"
import { EXIT } from "./exit.ts"
import { runsFolder } from "./runs.ts"
import { readArms } from "./study-exams.ts"
import { holdToTerms, loadStudy, studyFolder } from "./study-load.ts"
import { type PlannedRun, planRuns } from "./study-plan.ts"
import { playAll } from "./study-play.ts"
import { nearPath, note, print, printJson } from "./terminal.ts"
import { version } from "./version.ts"

const JOBS_MAX = 64

/** `agon study`: several arms × seeds under one contract, and what they show. */
export const study = defineCommand({
  usage: "agon study <study> [--jobs n]",
  about: [
    "Plays every arm of a study under every seed, a core each, and writes one report: what improved",
    "and what caused it, with intervals over seeds and problems, or why that cannot be told. Arms",
    "share their first rounds where the study says so. Kill it at any moment; the same command goes",
    "on, and ends with the same figures.",
  ],
  options: {
    jobs: { type: "string", value: "n", about: "runs at the same time (default: one a core)" },
    name: { type: "string", value: "name", about: "name of the study's folder" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon study label-noise", "what do labels cost that nobody proved?"],
    ["agon study my-study.ts --jobs 4", "your own arms, four at a time"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [wanted]) {
    const terms = await loadStudy(wanted!)
    const runs = planRuns(terms)
    const jobs = wholeNumber("jobs", values.jobs, { min: 1, max: JOBS_MAX })
    const folder = studyFolder(runsFolder(values.runs), values.name ?? `study-${terms.name}`)
    holdToTerms(folder, terms)
    endInWords()
    await playAll(runs, { folder, jobs: jobs ?? availableParallelism(), heard: teller(runs) })
    const findings = findingsOf(terms, await readArms(terms, folder, runs))
    const report = writeReports(folder, findings, commandOf(wanted!))
    const { comparisons, spaces } = studyData(findings)
    const isContractKept = spaces.every(({ contract }) => contract.isKept)
    if (values.json) printJson({ study: terms.name, report, isContractKept, comparisons })
    else say(terms, findings, report)
    return EXIT.done
  },
})

/** The runs end with the pipe to this process, and lose nothing that they had acknowledged. */
function endInWords(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      note("stopped; nothing that was finished is lost: the same command goes on")
      process.exit(EXIT.interrupted)
    })
  }
}

function teller(runs: readonly PlannedRun[]) {
  let ended = 0
  return ({ space, arm, seed }: PlannedRun, state: "begins" | "ended" | "was there") => {
    if (state !== "begins") ended++
    note(`${ended} of ${runs.length} runs: ${space} ${arm} seed ${seed} ${state}`)
  }
}

/** What makes the report again: a study that comes with Agon by its name, another by its file's. */
function commandOf(wanted: string): string {
  return `npx agon study ${basename(wanted)}`
}

/** The same findings as a page, as text and as data. */
function writeReports(folder: string, findings: StudyFindings, command: string): string {
  const about = { version: version(), command }
  const path = join(folder, "report.html")
  writeAtomic(path, studyPage(findings, about))
  writeAtomic(join(folder, "report.md"), studyText(findings, about))
  writeAtomic(join(folder, "report.json"), `${canonicalJson(studyData(findings))}\n`)
  return path
}

function say(terms: Study, { comparisons, spaces }: StudyFindings, report: string): void {
  print(terms.question)
  print()
  for (const one of comparisons) print(sentenceOf(one, spaces.length))
  print()
  for (const { space, contract } of spaces) {
    for (const { name, isKept, found } of contract.checks) {
      if (!isKept) print(`${space}: the contract was not kept: ${name}: ${found}`)
    }
  }
  print(`report  ${nearPath(report)}`)
}
