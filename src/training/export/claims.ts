import { simulationIn } from "../../record/seat.ts"
import { addRates, NO_RATE, type SolveRate } from "../../record/solve-rate.ts"
import { ruleOfThree, wilson } from "../../rule/statistics.ts"
import type { BundleFile } from "./assemble.ts"
import type { Evidence, Lesson } from "./example.ts"
import type { Manifest } from "./manifest.ts"
import type { Target } from "./target.ts"

/** What a bundle says of its own rows: all of it follows from what lies in the bundle. */
export type Claims = Pick<Manifest, "splits" | "tokens" | "difficulty" | "labels" | "limits">

export interface Claimed extends Pick<Manifest, "role" | "solver" | "players" | "verifiers"> {
  readonly evidence: Evidence
  readonly targets: readonly Target[]
  readonly files: readonly BundleFile[]
  readonly validationPermille: number
  readonly apart: number
}

const CHARACTERS_PER_TOKEN = 4 // English and numerals in common tokenizers: three to five

/** A pure function: an audit makes the claims again and compares. */
export function claimsOf(claimed: Claimed): Claims {
  const { evidence, targets, files, validationPermille, apart } = claimed
  return {
    splits: splitsOf(evidence, validationPermille, apart),
    tokens: tokensOf(targets, files),
    difficulty: difficultyOf(evidence.lessons),
    labels: labelsOf(evidence.lessons),
    limits: limitsOf(claimed),
  }
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

function limitsOf(claimed: Claimed): string[] {
  const { role, solver, players, verifiers, evidence, targets } = claimed
  const sources = new Set(evidence.lessons.map(({ pair }) => pair.label))
  return [
    ...(players.some(({ seat }) => simulationIn(seat) !== undefined)
      ? ["UNSAFE: a simulated solver answered; its solve rates and mistakes are no model's."]
      : []),
    "Problems come from the skills of the run's verifiers; nothing is claimed beyond them.",
    "Solve rates are those of the checkpoint that played the round, with few attempts a problem.",
    ...(sources.has("majority")
      ? ["UNSAFE: labels of this run are majority votes that nobody checked; some are wrong."]
      : []),
    ...(solver === "seated" && role === "solver"
      ? [
          "Rows ask in the plain form of the prompt; a model without a temperature was also told ways to go about it.",
          "Replies that used tools are left out of preferences and labels.",
        ]
      : []),
    ...(role === "proposer"
      ? ["A proposer's rows have been rewarded by executed records, never by a model's opinion."]
      : []),
    ...(verifiers.some(({ plugin }) => plugin !== undefined)
      ? ["A plug-in judged it, which is no part of Agon and which `agon serve` does not serve."]
      : []),
    "Token counts are estimates.",
    ...targets.flatMap(({ name, limits = [] }) => limits.map((limit) => `${name}: ${limit}.`)),
  ]
}
