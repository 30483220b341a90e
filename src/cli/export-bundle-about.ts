import { systemFor } from "../../agents/solver/prompt.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import type { VerifierRef } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import { hashOf } from "../record/id.ts"
import { type ModelSeat, Seat } from "../record/seat.ts"
import { addRates, NO_RATE, type SolveRate } from "../record/solve-rate.ts"
import type { Finding } from "../record/tombstone.ts"
import { ruleOfThree, wilson } from "../rule/statistics.ts"
import type { History } from "../run/history.ts"
import { verifierRef } from "../run/verifier-ref.ts"
import type { BundleFile } from "../training/export/assemble.ts"
import type { Evidence, Lesson } from "../training/export/example.ts"
import { BUNDLE_SCHEMA, type Manifest } from "../training/export/manifest.ts"
import { listed } from "../training/export/store.ts"
import type { Target } from "../training/export/target.ts"
import { solverOf } from "./export-bundle-gather.ts"
import { leftOut, type RecalledRun } from "./recall-left-out.ts"
import { seatsOf } from "./seats.ts"
import { version } from "./version.ts"

export interface AboutBundle {
  readonly history: History
  readonly role: "solver" | "proposer"
  readonly evidence: Evidence
  readonly targets: readonly Target[]
  readonly files: readonly BundleFile[]
  readonly validationPermille: number
  readonly apart: number
  readonly contamination: Manifest["contamination"]
  readonly withdrawn: readonly Finding[]
  readonly recalled?: RecalledRun | undefined
}

const CHARACTERS_PER_TOKEN = 4 // English and numerals in common tokenizers: three to five

/** What a bundle says of itself: every field comes from the journal or from its own files. */
export function manifestOf(about: AboutBundle): Manifest {
  const { history, role, evidence, targets, files, validationPermille, apart } = about
  const { recipe, verifiers, parent } = history.opened
  const rounds = history.rounds.flatMap(({ round, curated }) => (curated ? [round] : []))
  return {
    schema: BUNDLE_SCHEMA,
    agon: version(),
    role,
    run: {
      recipe: recipe.name,
      seed: recipe.seed,
      head: history.head,
      events: history.events,
      parents: parent ? [parent.head] : [],
    },
    sequence: {
      firstRound: rounds[0] ?? 0,
      lastRound: rounds.at(-1) ?? 0,
      pairs: history.rounds.reduce((sum, { curated }) => sum + (curated?.pairs.length ?? 0), 0),
    },
    curriculum: history.rounds.findLast(({ closed }) => closed)?.closed?.curriculum ?? NOTHING,
    players: playersOf(history),
    prompts: promptsOf(history, evidence),
    solver: solverOf(history) === seatedSolver ? "seated" : "prompted",
    verifiers: about.recalled ? verifiers.map(atHand) : verifiers,
    gate: gateOf(history),
    targets: targets.map(({ name }) => name),
    files: files.map(listed),
    splits: splitsOf(evidence, validationPermille, apart),
    tokens: tokensOf(targets, files),
    difficulty: difficultyOf(evidence.lessons),
    labels: labelsOf(evidence.lessons),
    contamination: about.contamination,
    ...(about.recalled && { withdrawn: leftOut(about.recalled, about.withdrawn, role) }),
    licence: "not stated: the run's owner decides",
    limits: limitsOf(about),
  }
}

/** After a recall it is the judge at hand that says what every row says. */
function atHand(was: VerifierRef): VerifierRef {
  const verifier = VERIFIERS.find(({ name }) => name === was.name)
  return verifier === undefined ? was : verifierRef(verifier)
}

const NOTHING = hashOf("") // the curriculum before its first pair

function playersOf({ opened, rounds }: History): Manifest["players"] {
  const seats = Object.entries(seatsOf(opened.recipe))
  const answering = [...new Set(rounds.flatMap(({ attempted }) => attempted?.checkpoint ?? []))]
  const players: Manifest["players"] = seats.map(([role, seat]) => ({
    role,
    seat: Seat.parse(seatSaid(seat)),
    checkpoints: role === "solver" ? answering : [],
  }))
  const known = new Set(seats.map(([role]) => role))
  const embedded = { seat: { provider: "embedded" as const } }
  if (!known.has("solver")) players.push({ role: "solver", ...embedded, checkpoints: answering })
  if (!known.has("proposer")) players.push({ role: "proposer", ...embedded, checkpoints: [] })
  return players
}

/** As the recipe says it: a trained seat's name and price are told elsewhere in it. */
function seatSaid(seat: ModelSeat): object {
  if (seat.provider !== "trained") return seat
  const { model: _, price: __, ...said } = seat
  return said
}

/** Prompts by hash: what all attempts share, and the form with its problem left out. */
function promptsOf(history: History, { offers }: Evidence): Record<string, Hash> {
  const solver = solverOf(history)
  const blank = { text: "", latex: "", format: "integer" as const }
  const system = offers[0]?.prompt.find(({ role }) => role === "system")?.content
  return {
    "solver.form": hashOf(solver.prompt({ problem: "problem_" as never, statement: blank })),
    ...(solver === seatedSolver && { "solver.system": hashOf(systemFor(false)) }),
    ...(system !== undefined && { "proposer.system": hashOf(system) }),
  }
}

function gateOf({ opened }: History): Manifest["gate"] {
  const { label, gate } = opened.recipe
  const { solveRateMin, solveRateMax, noveltyRounds } = gate
  return { label, solveRateMin, solveRateMax, noveltyRounds }
}

function splitsOf(evidence: Evidence, validationPermille: number, apart: number) {
  const side = (split: Lesson["split"]) => {
    const own = [...evidence.lessons, ...evidence.offers].filter((one) => one.split === split)
    const problems = own.flatMap(({ problem }) => problem ?? [])
    return {
      problems: new Set(problems.map(({ id }) => id)).size,
      families: new Set(problems.map(({ family }) => family)).size,
    }
  }
  const by = "lineage family" as const
  return { by, validationPermille, train: side("train"), validation: side("validation"), apart }
}

function tokensOf(targets: readonly Target[], files: readonly BundleFile[]): Manifest["tokens"] {
  const byTarget = targets.map(({ name }) => {
    const own = files.flatMap(({ target, lines = [] }) => (target === name ? lines : []))
    const characters = own.reduce((sum, line) => sum + line.length + 1, 0)
    return [name, Math.ceil(characters / CHARACTERS_PER_TOKEN)] as const
  })
  const method = `characters of the rows / ${CHARACTERS_PER_TOKEN}; count with your own tokenizer`
  return { method, byTarget: Object.fromEntries(byTarget) }
}

function difficultyOf(lessons: readonly Lesson[]): Manifest["difficulty"] {
  const cells = new Map<
    string,
    { skill: string; level: number; problems: number; rate: SolveRate }
  >()
  for (const { problem, pair } of lessons) {
    const { skill, level } = problem
    const name = `${skill} ${level}`
    const before = cells.get(name) ?? { skill, level, problems: 0, rate: NO_RATE }
    const rate = addRates(before.rate, pair.solveRate)
    cells.set(name, { ...before, problems: before.problems + 1, rate })
  }
  return [...cells.values()]
    .sort((a, b) => (a.skill < b.skill ? -1 : a.skill > b.skill ? 1 : a.level - b.level))
    .map((cell) => ({ ...cell, rate: { ...cell.rate, ...wilson(cell.rate) } }))
}

function labelsOf(lessons: readonly Lesson[]): Manifest["labels"] {
  const errors = lessons.filter(({ pair }) => pair.verdict.outcome !== "correct").length
  const tally = (names: readonly string[]) => {
    const counts: Record<string, number> = {}
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1
    return counts
  }
  return {
    checked: lessons.length,
    errors,
    // One-sided; where errors were seen, the Wilson bound of their share.
    errorBound95:
      errors === 0
        ? ruleOfThree(lessons.length)
        : wilson({ correct: errors, tried: lessons.length }).high,
    sources: tally(lessons.map(({ pair }) => pair.label)),
    proofs: tally(
      lessons.map(({ pair: { verdict } }) => ("proof" in verdict ? verdict.proof.level : "none")),
    ),
  }
}

function limitsOf({ role, evidence, targets, history }: AboutBundle): string[] {
  const sources = new Set(evidence.lessons.map(({ pair }) => pair.label))
  const isSeated = solverOf(history) === seatedSolver
  return [
    "Problems come from the skills of the run's verifiers; nothing is claimed beyond them.",
    "Solve rates are those of the checkpoint that played the round, with few attempts a problem.",
    ...(sources.has("majority")
      ? ["UNSAFE: labels of this run are majority votes that nobody checked; some are wrong."]
      : []),
    ...(isSeated && role === "solver"
      ? [
          "Rows ask in the plain form of the prompt; a model without a temperature was also told ways to go about it.",
          "Replies that used tools are left out of preferences and labels.",
        ]
      : []),
    ...(role === "proposer"
      ? ["A proposer's rows have been rewarded by executed records, never by a model's opinion."]
      : []),
    "Token counts are estimates.",
    ...targets.flatMap(({ name, limits = [] }) => limits.map((limit) => `${name}: ${limit}.`)),
  ]
}
