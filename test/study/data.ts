import { contrastOf, contrastsBySeed } from "../../src/rule/study-contrast.ts"
import { passAtK } from "../../src/rule/study-pass.ts"
import { verdictsOf } from "../../src/rule/study-verdict.ts"
import type { studyData } from "../../src/view/study/data.ts"

/** A `report.json` as a stranger has it. */
export type StudyData = ReturnType<typeof studyData>

/** Every verdict of a study, worked out again from the marks that lie in its data. */
export function verdictsAgain({ spaces, comparisons, rule }: StudyData) {
  const again = comparisons.map(({ space, of, against }) => {
    const { arms } = spaces.find((one) => one.space === space)!
    const runsOf = (name: string) => arms.find(({ arm }) => arm === name)!.runs
    const scoresOf = (name: string) =>
      runsOf(name).map(({ end }) => [...end.test].map((mark) => (mark === "c" ? 1 : 0)))
    const same = runsOf(of).filter(({ end }, at) => {
      return end.checkpoint === runsOf(against)[at]!.end.checkpoint
    }).length
    const bySeed = contrastsBySeed(scoresOf(of), scoresOf(against))
    return { of, against, contrast: contrastOf(scoresOf(of), scoresOf(against)), same, bySeed }
  })
  const verdicts = verdictsOf(again, rule)
  return again.map(({ contrast, bySeed }, at) => ({ contrast, bySeed, verdict: verdicts[at]! }))
}

/** pass@k of an arm's last champions by seed, worked out again from what became of each sample. */
export function passAgain({ spaces }: StudyData, space: string, arm: string, k: number): number[] {
  const { arms, exams } = spaces.find((one) => one.space === space)!
  return arms
    .find((one) => one.arm === arm)!
    .runs.map((run) => {
      const { samples, correct } = exams[run.exams!.end]!
      const passed = correct.map((right) => passAtK({ samples, correct: right }, k))
      return passed.reduce((sum, one) => sum + one, 0) / passed.length
    })
}
