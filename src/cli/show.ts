import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { EXIT } from "./exit.ts"
import { findRecord } from "./find-record.ts"
import { findRun, runHomes, runsFolder } from "./runs.ts"
import { jobStory, problemStory } from "./story.ts"
import { jobLines, problemLines } from "./story-lines.ts"
import { print, printJson } from "./terminal.ts"

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
      if (values.json) printJson({ id: place.found.id, ...story })
      else for (const line of problemLines(story, place.found.id)) print(line)
    })
    return EXIT.done
  },
})
