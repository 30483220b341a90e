import { ruleOfThree } from "../../rule/statistics.ts"
import type { ArmFindings, SpaceFindings, StudyFindings } from "../../rule/study-findings.ts"
import { count, percent, smallPercent } from "../format.ts"
import { type Block, type Section, table } from "./blocks.ts"

/** Third question: how was it measured, and could it have leaked? */
export function measuredSection({ spaces }: StudyFindings): Section {
  return {
    id: "measured",
    title: "How it was measured",
    lead: "Sealed sets are drawn by family before round 0 and are the same for all arms and seeds. A fresh set, where one was sat, is drawn after all training, from a seed that the trained weights name, without any form that an arm was posed.",
    blocks: spaces.flatMap((space): Block[] => [
      contractTable(space),
      setTable(space),
      leakTable(space),
    ]),
  }
}

function contractTable({ space, contract }: SpaceFindings): Block {
  const rows = contract.checks.map(({ name, isKept, found }) => [
    name,
    isKept ? "kept" : "NOT KEPT",
    found,
  ])
  return table(`${space}: the contract, checked in the journals`, ["what", "", "found"], rows, true)
}

function setTable({ space, arms, freshProblems }: SpaceFindings): Block {
  const suites = Object.entries(arms[0]!.runs[0]!.suites)
  const uses: Readonly<Record<string, string>> = {
    development: "decides promotions",
    test: "decides nothing",
    beyond: "harder than anything posed; decides nothing",
  }
  const rows = suites.map(([name, { hash, problems }]) => [
    name,
    count(problems),
    uses[name] ?? "",
    hash.slice(0, 16),
  ])
  const fresh = ["fresh", count(freshProblems), "decides nothing", "drawn for this report"]
  const sets = freshProblems === 0 ? rows : [...rows, fresh]
  return table(`${space}: sets`, ["set", "problems", "use", "hash"], sets, true)
}

function leakTable({ space, arms }: SpaceFindings): Block {
  const columns = [
    "arm",
    "posed, checked",
    "sealed forms posed",
    "sealed families posed",
    "labels proved again",
    "wrong",
    "wrong, 95 % below",
    "canaries planted",
    "accepted",
  ]
  return table(`${space}: leaks, labels and canaries`, columns, arms.map(leakRow))
}

function leakRow({ arm, runs, labels }: ArmFindings): string[] {
  const sum = (counted: (run: ArmFindings["runs"][number]) => number) =>
    count(runs.reduce((total, run) => total + counted(run), 0))
  const { checked, errors } = labels
  const bound =
    errors === 0 ? smallPercent(ruleOfThree(checked)) : `${percent(errors / checked)} were wrong`
  return [
    arm,
    sum(({ leaks }) => leaks.checked),
    sum(({ leaks }) => leaks.forms),
    sum(({ leaks }) => leaks.families),
    count(checked),
    count(errors),
    checked === 0 ? "none made" : bound,
    sum(({ canaries }) => canaries.planted),
    sum(({ canaries }) => canaries.accepted),
  ]
}
