import { mkdirSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { defineCommand, JSON_OPTION, RUNS_OPTION, wholeNumber } from "./command.ts"
import { EXIT } from "./exit.ts"
import { runsFolder } from "./runs.ts"
import { holdToTerms, loadStudy } from "./study-load.ts"
import { planRuns } from "./study-plan.ts"
import { playAll } from "./study-play.ts"
import { note, print } from "./terminal.ts"

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
    const folder = join(runsFolder(values.runs), values.name ?? `study-${terms.name}`)
    mkdirSync(folder, { recursive: true })
    holdToTerms(folder, terms)
    const jobs = wholeNumber("jobs", values.jobs, { min: 1, max: JOBS_MAX })
    let ended = 0
    await playAll(runs, {
      folder,
      jobs: jobs ?? availableParallelism(),
      heard: (run, state) => {
        if (state !== "begins") ended++
        note(`${ended} of ${runs.length} runs: ${run.space} ${run.arm} seed ${run.seed} ${state}`)
      },
    })
    print(folder)
    return EXIT.done
  },
})
