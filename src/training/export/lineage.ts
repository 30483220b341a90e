import { hashWord, type ProblemId } from "../../record/id.ts"
import type { Problem } from "../../record/problem.ts"
import { familiesIn } from "../../rule/partition.ts"
import type { Split } from "./example.ts"

/** Where each problem goes; `apart` for one that has relatives on both sides. */
export type Side = Split | "apart"

/**
 * Splits by lineage family and never by row: a problem goes where its family went before it, else
 * where the problem went that it was made from, else where the hash of its family says. What is
 * related to both sides is kept out of both. Problems are taken in the order in which they were
 * posed, so a run that goes on moves nothing: a feed can rely on what was decided before.
 */
export function sidesOf(
  posed: readonly Problem[],
  validationPermille: number,
): ReadonlyMap<ProblemId, Side> {
  const families = new Map<string, Side>()
  const sides = new Map<ProblemId, Side>()
  for (const { id, family, lineage } of posed) {
    const own = familiesIn(family)
    const ofFamilies = own.map((one) => families.get(one)).reduce(joined)
    const ofParent = lineage.parent && sides.get(lineage.parent)
    const side = joined(ofFamilies, ofParent) ?? sideByHash(family, validationPermille)
    sides.set(id, side)
    // Relatives that came before stay where they are.
    for (const one of own) families.set(one, families.get(one) ?? side)
  }
  return sides
}

/**
 * Which family is on which side, for what was proposed and never posed: a duplicate that the screen
 * refused is a relative of what it repeats. Of a family that nobody posed, the first that is seen
 * decides for those after it.
 */
export function familySides(posed: readonly Problem[], sides: ReadonlyMap<ProblemId, Side>) {
  const known = new Map<string, Side>()
  for (const { id, family } of posed) claim(family, sides.get(id)!)
  function claim(family: string, side: Side): boolean {
    const own = familiesIn(family)
    const isElsewhere = own.some((one) => (known.get(one) ?? side) !== side)
    if (!isElsewhere) for (const one of own) known.set(one, side)
    return !isElsewhere
  }
  /** Whether a family may stand on a side; if so, it stays there. */
  return { claim }
}

function joined(a: Side | undefined, b: Side | undefined): Side | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a === b ? a : "apart"
}

function sideByHash(family: string, validationPermille: number): Side {
  const point = hashWord(`agon export split 1 ${family}`) % 1_000
  return point < validationPermille ? "validation" : "train"
}
