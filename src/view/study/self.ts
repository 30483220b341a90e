import type { Settings } from "../../record/study.ts"
import type { ArmFindings, StudyFindings } from "../../rule/study-findings.ts"
import { count, counted } from "../format.ts"
import { type Section, table } from "./blocks.ts"

/** Second question: which decisions were the system's, and which the operator's? */
export function selfSection({ study, spaces }: StudyFindings): Section {
  const settings = leaves(study.recipe)
  const answered = answers(spaces.flatMap(({ arms }) => arms))
  const own = study.arms.map((arm) => `${arm.name} ${leaves(arm.set ?? {}) + (arm.is ? 1 : 0)}`)
  return {
    id: "self",
    title: "What the system decided itself",
    lead: `Counted in the journals, all seeds together. The operator wrote the study before any run began and ${answered === 0 ? "was asked nothing after it" : `answered ${counted(answered, "question")} while it ran`}.`,
    blocks: [
      ...spaces.map(({ space, arms }) =>
        table(
          `${space}: decisions of the system`,
          [
            "arm",
            "specs drafted",
            "posed",
            "refused",
            "verdicts",
            "undecided",
            "pairs kept",
            "held back",
            "policy steps",
            "jobs",
            "promoted",
            "held",
            "rolled back",
          ],
          arms.map(decisionRow),
        ),
      ),
      table(
        "Decisions of the operator",
        ["what", "how many"],
        [
          ["settings of the recipe", count(settings)],
          ["settings of each arm", own.join(", ")],
          ["arms, seeds, comparisons", sizes(study)],
          ["answers while it ran", count(answered)],
        ],
        true,
      ),
    ],
  }
}

function sizes({ arms, seeds, contrasts }: StudyFindings["study"]): string {
  return `${arms.length}, ${seeds.length}, ${contrasts.length}`
}

function answers(arms: readonly ArmFindings[]): number {
  return arms.reduce((sum, { decisions }) => sum + decisions.approvals, 0)
}

function decisionRow({ arm, decisions: own }: ArmFindings): string[] {
  return [
    arm,
    ...[
      own.drafted,
      own.posed,
      own.refused,
      own.verdicts,
      own.undecided,
      own.kept,
      own.held,
      own.policySteps,
      own.jobs,
      own.promoted,
      own.notPromoted,
      own.rolledBack,
    ].map(count),
  ]
}

/** Settings that somebody chose, however deep they lie; a list is one. */
function leaves(settings: Settings): number {
  return Object.values(settings).reduce<number>((sum, value) => {
    const isDeep = typeof value === "object" && value !== null && !Array.isArray(value)
    return sum + (isDeep ? leaves(value as Settings) : 1)
  }, 0)
}
