import type { Finding } from "../record/tombstone.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { EXIT } from "./exit.ts"
import { findRecord } from "./find-record.ts"
import { recalledIn } from "./recall-left-out.ts"
import { findRun, type RunHome, runHomes, runsFolder } from "./runs.ts"
import { jobStory, type ProblemStory, problemStory } from "./story.ts"
import { jobLines, problemLines } from "./story-lines.ts"
import { clean, print, printJson, style } from "./terminal.ts"

/** What a recall has said of the problem and of its pairs. */
function withdrawnOf({ folder }: RunHome, { problem, rounds }: ProblemStory): Finding[] {
  const { standing } = recalledIn(folder) ?? {}
  if (standing === undefined) return []
  const pairs = rounds.map(({ pair }) => pair && standing.labels.get(pair.id))
  const found = [standing.keys.get(problem.id), ...pairs]
  return [...new Set(found)].filter((finding) => finding !== undefined)
}

function withdrawnLine({ of, reason, was, now }: Finding): string {
  const judges = `${was.verifier.version} said ${was.says}; ${now.verifier.version} says ${now.says}`
  return style("red", `✗ its ${of} was withdrawn (${reason}): ${clean(judges)}`)
}

/** `agon show`: why is this in my data? */
export const show = defineCommand({
  usage: "agon show <id> [--run run]",
  about: [
    "Shows all that is known of an id, or of the only id that begins so: a problem_, pair_,",
    "attempt_, call_ or job_. For a pair that is its problem with key and ancestry, every answer",
    "with its verdict, the solve rate, what the gate decided, and which training jobs consumed it.",
  ],
  options: {
    run: { type: "string", value: "run", about: "look only in this run" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon show pair_3f0c", "why is this pair in my data?"],
    ["agon show job_77ab --json", "a training job, for a program"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    const runs = runsFolder(values.runs)
    const homes = values.run === undefined ? runHomes(runs) : [findRun(runs, values.run)]
    await findRecord(homes, id!, async (place, store) => {
      if (place.found.kind === "job") {
        const story = jobStory(place, place.found.job)
        if (values.json) printJson(story)
        else for (const line of jobLines(story)) print(line)
        return
      }
      const story = await problemStory(place, place.found.problem, store)
      const withdrawn = withdrawnOf(place.home, story)
      if (values.json) printJson({ id: place.found.id, ...story, withdrawn })
      else {
        const lines = problemLines(story, place.found.id)
        for (const line of [...lines, ...withdrawn.map(withdrawnLine)]) print(line)
      }
    })
    return EXIT.done
  },
})
