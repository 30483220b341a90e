import type { Study } from "../record/study.ts"
import { type Interval, mean, meanInterval } from "./statistics.ts"
import { type Contract, contractOf } from "./study-contract.ts"
import {
  type Contrast,
  contrastOf,
  contrastsBySeed,
  type Scores,
  type SeedContrast,
} from "./study-contrast.ts"
import type { ArmRun, Decisions, Exams, RunFacts } from "./study-facts.ts"
import { calibrationError, passAtK, type Sampled } from "./study-pass.ts"
import {
  type Comparison,
  type StudyVerdict,
  VERDICT_RULE,
  type VerdictRule,
  verdictsOf,
} from "./study-verdict.ts"

/** A mean over seeds with its 95 % Student interval, and each seed's value. Shares. */
export interface Spread {
  readonly mean: number
  readonly interval: Interval
  readonly bySeed: readonly number[]
}

/** What more attempts bring at the same weights. */
export interface Attempts {
  readonly k: readonly { readonly k: number; readonly pass: Spread }[]
  /** The most frequent of all samples is right. */
  readonly vote: Spread
  readonly calibration: Spread
}

export interface ArmFindings {
  readonly arm: string
  readonly start: Spread
  readonly end: Spread
  readonly area: Spread
  readonly beyond: Spread
  readonly fresh?: { readonly start: Spread; readonly end: Spread }
  readonly attempts?: { readonly start: Attempts; readonly end: Attempts }
  readonly runs: readonly RunFacts[]
  /** The exams of those runs; none where solvers cost money to ask. */
  readonly exams: readonly Exams[]
  readonly decisions: Decisions
  readonly labels: { readonly checked: number; readonly errors: number }
  /** The skill that fell most from its best round, as a mean over seeds. */
  readonly forgotten?: { readonly skill: string; readonly share: number }
}

export interface ComparisonFindings extends Comparison {
  readonly space: string
  readonly bySeed: readonly ComparedSeed[]
  readonly verdict: StudyVerdict
}

export interface ComparedSeed extends SeedContrast {
  readonly seed: number
  /** Whether both arms ended with the very same checkpoint. */
  readonly isSame: boolean
}

/** The parts of the first arm's gain, each measured with the others off. */
export interface Part {
  readonly name: string
  readonly contrast: Contrast
}

export interface SpaceFindings {
  readonly space: string
  readonly contract: Contract
  readonly arms: readonly ArmFindings[]
  readonly parts: readonly Part[]
  readonly freshProblems: number
}

export interface StudyFindings {
  readonly study: Study
  readonly rule: VerdictRule
  readonly spaces: readonly SpaceFindings[]
  readonly comparisons: readonly ComparisonFindings[]
}

/** All that a study says, from its runs alone: the same runs give the same findings. */
export function findingsOf(study: Study, runs: readonly ArmRun[]): StudyFindings {
  const rule = { ...VERDICT_RULE, smallest: study.smallest / 100 }
  const bySpace = [...Map.groupBy(runs, ({ facts }) => facts.space)]
  const spaces = bySpace.map(([space, own]) => spaceFindings(study, space, own))
  const declared = bySpace.flatMap(([space, own]) =>
    study.contrasts.map(({ of, against }) => {
      return { space, of, against, ...compared(runsOf(own, of), runsOf(own, against)) }
    }),
  )
  const verdicts = verdictsOf(declared, rule)
  const comparisons = declared.map((one, at) => ({ ...one, verdict: verdicts[at]! }))
  return { study, rule, spaces, comparisons }
}

function compared(of: readonly ArmRun[], against: readonly ArmRun[]) {
  const [one, other] = [endScores(of), endScores(against)]
  const bySeed = contrastsBySeed(one, other).map((contrast, at): ComparedSeed => {
    const [run, peer] = [of[at]!.facts, against[at]!.facts]
    return { seed: run.seed, isSame: run.end.checkpoint === peer.end.checkpoint, ...contrast }
  })
  const contrast = contrastOf(one, other)
  const same = bySeed.filter(({ isSame }) => isSame).length
  const isBounded = same < bySeed.length
  return { contrast: isBounded ? contrast : { ...contrast, ...UNBOUNDED }, same, bySeed }
}

/** What one and the same checkpoint bounds: nothing. */
const UNBOUNDED = {
  interval: { low: -Infinity, high: Infinity },
  bootstrap: { low: -Infinity, high: Infinity },
} as const

function spaceFindings(study: Study, space: string, runs: readonly ArmRun[]): SpaceFindings {
  const arms = study.arms.map(({ name }) => armFindings(study, runsOf(runs, name)))
  const subject = runsOf(runs, study.contrasts[0]!.of)
  return {
    space,
    contract: contractOf(study, runs),
    arms,
    parts: partsOf(study, subject),
    freshProblems: subject[0]?.exams?.endFresh.sampled.length ?? 0,
  }
}

/** In the order of the seeds, so that runs of two arms stand beside each other. */
function runsOf(runs: readonly ArmRun[], arm: string): ArmRun[] {
  return runs.filter(({ facts }) => facts.arm === arm).sort((a, b) => a.facts.seed - b.facts.seed)
}

function armFindings(study: Study, runs: readonly ArmRun[]): ArmFindings {
  const facts = runs.map((run) => run.facts)
  const exams = runs.flatMap((run) => (run.exams ? [run.exams] : []))
  const right = ({ sampled }: { sampled: readonly Sampled[] }) =>
    mean(sampled.map(({ correct }) => correct))
  const forgotten = mostForgotten(facts)
  return {
    arm: facts[0]!.arm,
    start: spreadOf(facts.map(({ start }) => shareRight(start.test))),
    end: spreadOf(facts.map(({ end }) => shareRight(end.test))),
    area: spreadOf(facts.map(({ rounds }) => mean(rounds.map(({ test }) => test)))),
    beyond: spreadOf(facts.map(({ end }) => shareRight(end.beyond))),
    ...(exams.length > 0 && {
      fresh: {
        start: spreadOf(exams.map(({ startFresh }) => right(startFresh))),
        end: spreadOf(exams.map(({ endFresh }) => right(endFresh))),
      },
      attempts: {
        start: attemptsOf(
          study,
          exams.map(({ startTest }) => startTest.sampled),
        ),
        end: attemptsOf(
          study,
          exams.map(({ endTest }) => endTest.sampled),
        ),
      },
    }),
    runs: facts,
    exams,
    decisions: sumDecisions(facts),
    labels: {
      checked: sum(facts.flatMap(({ rounds }) => rounds.map(({ labels }) => labels))),
      errors: sum(facts.flatMap(({ rounds }) => rounds.map(({ labelErrors }) => labelErrors))),
    },
    ...(forgotten && { forgotten }),
  }
}

function attemptsOf(study: Study, seeds: readonly (readonly Sampled[])[]): Attempts {
  const over = (score: (items: readonly Sampled[]) => number) => spreadOf(seeds.map(score))
  return {
    k: study.exam.k.map((k) => ({
      k,
      pass: over((items) => mean(items.map((item) => passAtK(item, k)))),
    })),
    vote: over((items) => mean(items.map(({ isVoteCorrect }) => (isVoteCorrect ? 1 : 0)))),
    calibration: over(calibrationError),
  }
}

/**
 * Weights: the greedy answers of the last champion against those of the first. Attempts: the most
 * frequent of all samples against one sample, and against the one greedy answer, which costs as
 * much as a sample and is mostly better; at the old weights and at the new ones.
 */
function partsOf(study: Study, runs: readonly ArmRun[]): Part[] {
  const greedy = { start: startScores(runs), end: endScores(runs) }
  const part = (name: string, of: Scores, against: Scores): Part => {
    return { name, contrast: contrastOf(of, against) }
  }
  const training = `training: ${study.contrasts[0]!.of}, end against start, one greedy answer`
  const weights = part(training, greedy.end, greedy.start)
  const exams = runs.flatMap((run) => (run.exams ? [run.exams] : []))
  if (exams.length === 0) return [weights]
  const votes = (sampled: readonly Sampled[]) =>
    sampled.map(({ isVoteCorrect }) => (isVoteCorrect ? 1 : 0))
  const single = (sampled: readonly Sampled[]) => sampled.map((item) => passAtK(item, 1))
  const starts = exams.map(({ startTest }) => startTest.sampled)
  const ends = exams.map(({ endTest }) => endTest.sampled)
  const vote = `the vote of ${study.exam.samples} samples against one`
  const before = `attempts without training: ${vote}`
  const after = `attempts after training: ${vote}`
  return [
    weights,
    part(`${before} sample, at the start`, starts.map(votes), starts.map(single)),
    part(`${before} greedy answer, at the start`, starts.map(votes), greedy.start),
    part(`${after} sample, at the end`, ends.map(votes), ends.map(single)),
    part(`${after} greedy answer, at the end`, ends.map(votes), greedy.end),
    part(
      "training without attempts: one sample, end against start",
      ends.map(single),
      starts.map(single),
    ),
  ]
}

function startScores(runs: readonly ArmRun[]): Scores {
  return runs.map(({ facts }) => scoresFrom(facts.start.test))
}

function endScores(runs: readonly ArmRun[]): Scores {
  return runs.map(({ facts }) => scoresFrom(facts.end.test))
}

/** An undecided answer is not a right one: every arm has every item. */
function scoresFrom(marks: string): number[] {
  return [...marks].map((mark) => (mark === "c" ? 1 : 0))
}

function shareRight(marks: string): number {
  return mean(scoresFrom(marks))
}

function spreadOf(bySeed: readonly number[]): Spread {
  return { ...meanInterval(bySeed), bySeed }
}

function mostForgotten(facts: readonly RunFacts[]): ArmFindings["forgotten"] {
  const skills = [...new Set(facts.flatMap(({ forgetting }) => Object.keys(forgetting)))]
  return skills
    .map((skill) => ({ skill, share: mean(facts.map((one) => one.forgetting[skill] ?? 0)) }))
    .sort((a, b) => b.share - a.share)[0]
}

function sumDecisions(facts: readonly RunFacts[]): Decisions {
  const names = Object.keys(facts[0]!.decisions) as (keyof Decisions)[]
  return Object.fromEntries(
    names.map((name) => [name, sum(facts.map(({ decisions }) => decisions[name]))]),
  ) as unknown as Decisions
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
