import type { ProblemId } from "../record/id.ts"
import { familiesIn } from "../rule/partition.ts"
import type { Evidence, Split } from "../training/export/example.ts"
import type { Finding } from "./audit-bundle-rows.ts"

/** Relatives on both sides of a split would let a model be tested on what it was taught. */
export function splitFaults({ lessons, offers }: Evidence): Finding[] {
  const placed = [
    ...lessons.map(({ problem, split, pair }) => ({ problem, split, where: pair.id as string })),
    ...offers.flatMap(({ problem, split, call, seat }) =>
      problem === undefined ? [] : [{ problem, split, where: `${call} seat ${seat}` }],
    ),
  ]
  const own = new Map<ProblemId, Split>(placed.map(({ problem, split }) => [problem.id, split]))
  const sides = new Map<string, Split>()
  return placed.flatMap(({ problem: { family, lineage }, split, where }) => {
    const families = familiesIn(family)
    const made = lineage.parent && own.get(lineage.parent)
    const isApart =
      (made ?? split) !== split || families.some((one) => (sides.get(one) ?? split) !== split)
    for (const one of families) sides.set(one, sides.get(one) ?? split)
    return isApart ? [{ where, fault: "a relative of it is in the other split" }] : []
  })
}
