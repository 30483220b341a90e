import { promptedSolver } from "../../agents/solver/machine.ts"
import type { SolverAgent } from "../agent.ts"
import type { EventOf } from "../record/event.ts"
import { hashOf, type PairId, type ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import { type Problem, question } from "../record/problem.ts"
import { type Standing, withdrawalOf } from "../rule/recall.ts"
import { wilson } from "../rule/statistics.ts"
import { Aside } from "../run/aside.ts"
import { readEvents } from "../run/journal.ts"
import type { Store } from "../store.ts"
import { TARGETS } from "../training/export/targets.ts"
import { asciiJson } from "../view/inert.ts"
import { defineCommand, JSON_OPTION, oneOf, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT, UsageError } from "./exit.ts"
import { deliverBundle, refuseBundleOptions } from "./export-bundle-order.ts"
import { proposerRows } from "./export-proposer.ts"
import { deliver } from "./problems.ts"
import { recalledIn } from "./recall-left-out.ts"
import { findRun, runsFolder } from "./runs.ts"
import { solverOf } from "./solver.ts"
import { note, printJson } from "./terminal.ts"

const NAME_WIDTH = Math.max(...TARGETS.map(({ name }) => name.length)) + 2
const NO_PAIR = "this run has kept no pair so far; `agon show` says what its gate refused"

/** `agon export`: the curriculum, every row with the way back to its evidence. */
export const exportPairs = defineCommand({
  usage: "agon export <run> [--target names --out folder] [--role proposer] [--out file]",
  about: [
    "Writes every kept pair of a run, in the order of the curriculum, as one JSON object a line:",
    "prompt and completion, and where they come from: problem, round, level, solve rate with its",
    "95 % interval, how the label was proved and by which verifier. `agon show <pair>` explains one.",
    "With --role proposer: what a proposer that is a model can be trained on. Every proposal with the",
    "messages it answered, its reward and the reward's parts; or, as preferences, for each call the",
    "proposal that earned most beside the one that earned least.",
    "With --target: an immutable folder for trainers, named by the hash of its manifest, split by",
    "lineage family and decontaminated; `agon audit <folder>` checks it from itself alone.",
  ],
  options: {
    target: { type: "string", value: "names", about: "a bundle in these shapes, with commas" },
    role: { type: "string", value: "solver|proposer", about: "whose training data (solver)" },
    as: { type: "string", value: "rewards|preferences", about: "of a proposer (rewards)" },
    out: { type: "string", value: "file", about: "a file; with --target a folder" },
    format: { type: "string", value: "jsonl", about: "the only one so far" },
    validation: { type: "string", value: "permille", about: "of families kept aside (100)" },
    against: { type: "string", multiple: true, value: "file", about: "texts not to train on" },
    "drop-contaminated": { type: "boolean", about: "leave out what is in them, and say so" },
    since: { type: "string", value: "cursor", about: "append what is new to --out; begin: start" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  notes: ["Targets:", ...TARGETS.map(({ name, about }) => `  ${name.padEnd(NAME_WIDTH)}${about}`)],
  examples: [
    ["agon export default-k3m9x2ab --out pairs.jsonl", "a file for a trainer"],
    ["agon export default-k3m9x2ab | head -3", "a look at it"],
    ["agon export default-k3m9x2ab --target trl-sft,trl-grpo --out bundles", "for TRL"],
  ],
  words: { min: 1, max: 1 },
  async run(values, [id]) {
    oneOf("format", values.format, ["jsonl"])
    const home = findRun(runsFolder(values.runs), id!)
    const role = oneOf("role", values.role, ["solver", "proposer"])
    if (values.target !== undefined) {
      return deliverBundle(home, { ...values, target: values.target, role })
    }
    refuseBundleOptions(values)
    const shape = oneOf("as", values.as, ["rewards", "preferences"])
    if (values.as !== undefined && role !== "proposer") {
      throw new UsageError("--as is for --role proposer", "pairs of a solver have one shape")
    }
    const { standing } = recalledIn(home.folder) ?? {}
    const all = await withStore(home, "read", (store) =>
      role === "proposer" ? proposerRows(store, shape ?? "rewards") : rowsOf(store),
    )
    const rows = standing ? all.filter((row) => !isWithdrawn(row, standing)) : all
    const withdrawn = all.length - rows.length
    if (withdrawn > 0) note(`${withdrawn} rows were left out that \`agon recall\` has withdrawn`)
    const text = rows.map((row) => `${asciiJson(row)}\n`).join("")
    deliver(text, values.out)
    if (rows.length === 0) note(NO_PAIR)
    if (values.json && values.out !== undefined) {
      const { length } = rows
      printJson({ run: home.id, file: values.out, rows: length, withdrawn, sha256: hashOf(text) })
    }
    return EXIT.done
  },
})

function isWithdrawn(row: object, standing: Standing): boolean {
  const { pair, problem } = row as { pair?: PairId; problem?: ProblemId }
  return withdrawalOf(standing, pair, problem) !== undefined
}

async function rowsOf(store: Store): Promise<object[]> {
  const problems = new Map<ProblemId, Problem>()
  const rows: ReturnType<typeof rowOf>[] = []
  let judges: EventOf<"run.opened">["verifiers"] = []
  let solver: SolverAgent = promptedSolver
  const aside = new Aside()
  for await (const { event } of readEvents(store)) {
    aside.take(event)
    if (event.kind === "run.opened") {
      judges = event.verifiers
      solver = solverOf(event.recipe)
    }
    if (event.kind === "round.posed") {
      for (const problem of event.problems) problems.set(problem.id, problem)
    }
    if (event.kind !== "round.curated") continue
    for (const pair of event.pairs) {
      const problem = problems.get(pair.problem)!
      const version = judges.find(({ name }) => name === problem.verifier)?.version
      rows.push(rowOf(pair, problem, solver, { name: problem.verifier, version }))
    }
  }
  return rows.filter(({ pair }) => !aside.has(pair))
}

function rowOf(pair: Pair, problem: Problem, solver: SolverAgent, verifier: object) {
  const { verdict, solveRate, round, label, completion } = pair
  const { low, high } = wilson(solveRate)
  return {
    prompt: solver.prompt(question(problem)),
    completion: solver.completion?.(completion) ?? completion,
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
