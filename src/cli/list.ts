import { count, counted, rateText } from "../view/format.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { EXIT } from "./exit.ts"
import { type Overview, overviewAt } from "./overview.ts"
import { runHomes, runsFolder } from "./runs.ts"
import { clean, note, print, printJson, table } from "./terminal.ts"

/** `agon list`: every run, the newest last. */
export const list = defineCommand({
  usage: "agon list",
  about: ["Shows every run with its state, how far it got, who solves and how it does."],
  options: { json: JSON_OPTION, runs: RUNS_OPTION },
  examples: [
    ["agon list", "all runs under runs/"],
    ["agon list --json", "for a script"],
  ],
  words: { min: 0, max: 0 },
  async run(values) {
    const folder = runsFolder(values.runs)
    const found = await Promise.all(
      runHomes(folder).map(async (home) => ({ run: home.id, ...(await overviewAt(home)) })),
    )
    found.sort((a, b) => a.startedAt - b.startedAt || (a.run < b.run ? -1 : 1))
    if (values.json) printJson(found)
    else if (found.length === 0) note(`no runs in ${folder} yet: \`agon run\` starts one`)
    else for (const line of [...tableOf(found), ...recallLines(found)]) print(line)
    return EXIT.done
  },
})

function recallLines(found: readonly (Overview & { run: string })[]): string[] {
  return found.flatMap(({ run, withdrawn }) => {
    if (withdrawn === undefined) return []
    const { keys, labels } = withdrawn
    const what = `${counted(keys, "key")} and ${counted(labels, "label")}`
    return [`${clean(run)}: ${what} withdrawn by \`agon recall\``]
  })
}

function tableOf(found: readonly (Overview & { run: string })[]): string[] {
  const rows = found.map(({ run, outcome, rounds, roundsMax, pairs, test, startedAt, solver }) => [
    run,
    outcome,
    `${rounds}/${roundsMax ?? "?"}`,
    count(pairs),
    solver ?? (outcome === "damaged" ? "" : "embedded"),
    test === undefined ? "" : rateText(test),
    startedAt === 0 ? "" : new Date(startedAt).toISOString().slice(0, 16).replace("T", " "),
  ])
  const header = [
    "run",
    "state",
    "rounds",
    "pairs",
    "solver",
    "sealed test (95 %)",
    "started (UTC)",
  ]
  return table(header, rows, [2, 3])
}
