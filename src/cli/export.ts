import { promptedSolver } from "../../agents/solver/machine.ts"
import type { EventOf } from "../record/event.ts"
import { hashOf, type ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import { type Problem, question } from "../record/problem.ts"
import { wilson } from "../rule/statistics.ts"
import { readEvents } from "../run/journal.ts"
import type { Store } from "../store.ts"
import { asciiJson } from "../view/inert.ts"
import { defineCommand, JSON_OPTION, oneOf, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import { deliver } from "./problems.ts"
import { findRun, runsFolder } from "./runs.ts"
import { printJson } from "./terminal.ts"

/** `agon export`: the curriculum, every row with the way back to its evidence. */
export const exportPairs = defineCommand({
  usage: "agon export <run> [--out file] [--format jsonl]",
  about: [
    "Writes every kept pair of a run, in the order of the curriculum, as one JSON object a line:",
    "prompt and completion, and where they come from: problem, round, level, solve rate with its",
    "95 % interval, how the label was proved and by which verifier. `agon show <pair>` explains one.",
  ],
  options: {
    out: { type: "string", value: "file", about: "write to a file, whole or not at all" },
    format: { type: "string", value: "jsonl", about: "the only one so far" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon export default-k3m9x2ab --out pairs.jsonl", "a file for a trainer"],
    ["agon export default-k3m9x2ab | head -3", "a look at it"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    oneOf("format", values.format, ["jsonl"])
    const home = findRun(runsFolder(values.runs), id!)
    const rows = await withStore(home, "read", rowsOf)
    const text = rows.map((row) => `${asciiJson(row)}\n`).join("")
    deliver(text, values.out)
    if (values.json && values.out !== undefined) {
      printJson({ run: home.id, file: values.out, rows: rows.length, sha256: hashOf(text) })
    }
    return EXIT.done
  },
})

async function rowsOf(store: Store): Promise<object[]> {
  const problems = new Map<ProblemId, Problem>()
  const rows: object[] = []
  let judges: EventOf<"run.opened">["verifiers"] = []
  for await (const { event } of readEvents(store)) {
    if (event.kind === "run.opened") judges = event.verifiers
    if (event.kind === "round.posed") {
      for (const problem of event.problems) problems.set(problem.id, problem)
    }
    if (event.kind !== "round.curated") continue
    for (const pair of event.pairs) {
      const problem = problems.get(pair.problem)!
      const version = judges.find(({ name }) => name === problem.verifier)?.version
      rows.push(rowOf(pair, problem, { name: problem.verifier, version }))
    }
  }
  return rows
}

function rowOf(pair: Pair, problem: Problem, verifier: object): object {
  const { verdict, solveRate, round, label, completion } = pair
  const { low, high } = wilson(solveRate)
  return {
    prompt: promptedSolver.prompt(question(problem)),
    completion,
    label,
    skill: problem.skill,
    level: problem.level,
    problem: problem.id,
    pair: pair.id,
    ...(pair.attempt && { attempt: pair.attempt }),
    round,
    solveRate: { ...solveRate, low, high },
    verdict: {
      outcome: verdict.outcome,
      method: verdict.method,
      ...("proof" in verdict && { proof: verdict.proof }),
    },
    verifier,
  }
}
