import type { Expr } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"
import { assignedNames, assignmentIn } from "./assignment.ts"
import { compareFamilies, type Family, familyIn } from "./family.ts"
import { type Outcome, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"

/** Families written without their "n ∈ ℤ" look like values; the same name means the same number. */
export function compareSolutionFamilies(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (task.plain) return null
  const outcome = compareFamilyAnswers(key, answer, task)
  return outcome?.is === "undecided" ? null : outcome
}

export function compareFamilyAnswers(key: Expr, answer: Expr, task: Task): Outcome | null {
  const dummies = task.options.dummies.filter((name) => task.options.assume[name] === "integer")
  const wanted =
    familyIn(key, dummies) ?? impliedFamily(key, familyIn(answer, dummies)) ?? turnsIn(key)
  if (wanted === null) return null
  const given = familyIn(answer, [...dummies, wanted.parameter, ...COUNTERS])
  if (given === null) return null
  const [names, others] = [assignedNames(key), assignedNames(answer)]
  const strange = names.size > 0 && [...others].some((name) => !names.has(name))
  if (strange && holds(task, "names")) return wrong("family", "different-names", "names")
  return compareFamilies(wanted, given, task)
}

/** A key such as 2πk that leaves "k ∈ ℤ" to the reader, where the answer says it. */
function impliedFamily(key: Expr, given: Family | null): Family | null {
  if (given === null) return null
  const names = namesIn(key)
  const parameter = [given.parameter, ...COUNTERS].find((name) => names.has(name))
  if (parameter === undefined) return null
  const family = familyIn(key, [parameter])
  return family === null ? null : { ...family, part: given.part }
}

const COUNTERS = ["n", "k", "m"] // what a family counts with where nobody says so

/** π/6 + 2πn: a counter's name beside π counts whole turns, whether or not "n ∈ ℤ" is said. */
function turnsIn(key: Expr): Family | null {
  if (!mentions(key, (node) => node.kind === "constant" && node.name === "pi")) return null
  const names = namesIn(assignmentIn(key)?.value ?? key)
  const parameter = COUNTERS.find((name) => names.has(name))
  if (parameter === undefined || names.size > 1 || mentions(key, isBent)) return null
  return familyIn(key, [parameter])
}

/** A function or a power of the counter: a sequence, and no row of evenly spaced solutions. */
function isBent(node: Expr): boolean {
  return (node.kind === "call" || node.kind === "power") && namesIn(node).size > 0
}
