import { hashJson } from "../../record/id.ts"
import type { ExamFacts } from "../../rule/study-facts.ts"
import type {
  ArmFindings,
  Attempts,
  ComparisonFindings,
  SpaceFindings,
  StudyFindings,
} from "../../rule/study-findings.ts"
import type { Sampled } from "../../rule/study-pass.ts"

/**
 * A study as data, from which a stranger can work out every figure of its report: the marks of each
 * run on each sealed problem, what became of all samples, and what the journals were counted for.
 * What a JSON cannot hold, as the bounds of a single seed, is null.
 */
export function studyData({ study, rule, comparisons, spaces }: StudyFindings) {
  return {
    study,
    rule,
    comparisons: comparisons.map(comparisonData),
    spaces: spaces.map(spaceData),
  }
}

function comparisonData(comparison: ComparisonFindings) {
  const { space, of, against, contrast, verdict, bySeed } = comparison
  return {
    space,
    of,
    against,
    seeds: contrast.seeds,
    items: contrast.items,
    gain: contrast.gain,
    interval: finite(contrast.interval),
    bootstrap: finite(contrast.bootstrap),
    pValue: contrast.pValue,
    meanSquares: contrast.spread,
    outcome: verdict.outcome,
    sentence: verdict.sentence,
    pAdjusted: verdict.pAdjusted,
    seedsNeeded: verdict.seedsNeeded ?? null,
    detectable: Number.isFinite(verdict.detectable) ? verdict.detectable : null,
    bySeed: bySeed.map((one) => ({ ...one, bootstrap: finite(one.bootstrap) })),
  }
}

function spaceData({ space, contract, arms, parts }: SpaceFindings) {
  const exams: Record<string, Sat> = {}
  /** What several runs began or ended with is told once; the runs name it. */
  const nameOf = (sat: Sat) => {
    const name = hashJson(sat).slice(0, 16)
    exams[name] = sat
    return name
  }
  return {
    space,
    contract,
    arms: arms.map((arm) => armData(arm, nameOf)),
    parts: parts.map(({ name, contrast: { gain, interval, pValue } }) => {
      return { name, gain, interval: finite(interval), pValue }
    }),
    exams,
  }
}

function armData(findings: ArmFindings, nameOf: (sat: Sat) => string) {
  const { arm, start, end, area, fresh, beyond, labels, attempts } = findings
  return {
    arm,
    start: start.bySeed,
    end: end.bySeed,
    area: area.bySeed,
    beyond: beyond.bySeed,
    fresh: fresh?.end.bySeed ?? null,
    attempts: attempts
      ? { start: attemptData(attempts.start), end: attemptData(attempts.end) }
      : null,
    labels,
    runs: findings.runs.map(({ space: _space, arm: _arm, ...run }, at) => {
      const sat = findings.exams[at]
      if (sat === undefined) return { ...run, exams: null }
      const { startTest, startFresh, endTest, endFresh } = sat
      const start = nameOf(satData(startTest, startFresh))
      return { ...run, exams: { start, end: nameOf(satData(endTest, endFresh)) } }
    }),
  }
}

function attemptData({ k, vote, calibration }: Attempts) {
  return {
    pass: k.map((one) => ({ k: one.k, bySeed: one.pass.bySeed })),
    vote: vote.bySeed,
    calibration: calibration.bySeed,
  }
}

type Sat = ReturnType<typeof satData>

/** Item by item: right samples, those with the most frequent answer, and whether it is right. */
function satData(test: ExamFacts, fresh: ExamFacts) {
  const marks = (sampled: readonly Sampled[], isRight: (item: Sampled) => boolean) =>
    sampled.map((item) => (isRight(item) ? "c" : "i")).join("")
  return {
    samples: test.sampled[0]?.samples ?? 0,
    correct: test.sampled.map(({ correct }) => correct),
    votes: test.sampled.map(({ votes }) => votes),
    vote: marks(test.sampled, ({ isVoteCorrect }) => isVoteCorrect),
    fresh: marks(fresh.sampled, ({ correct }) => correct > 0),
  }
}

function finite({ low, high }: { low: number; high: number }) {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null
}
