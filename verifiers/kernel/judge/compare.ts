import { number } from "../build.ts"
import type { Expr, RelationNode } from "../tree.ts"
import { mentions, namesIn, partsOf } from "../walk.ts"
import { compareAntiderivatives } from "./antiderivative.ts"
import { assignedNames, assignmentIn, chainValue, isSound, statedValue } from "./assignment.ts"
import { compareMatrices } from "./collection.ts"
import { compareResidues } from "./congruence.ts"
import { conclusionOf } from "./derivation.ts"
import { compareFamilies, type Family, familyIn } from "./family.ts"
import { areStrange, compareLists, compareRecords, compareTuples } from "./list.ts"
import { compareLogic } from "./logic.ts"
import { matrixIn } from "./matrix.ts"
import { compareNamedSets } from "./named-set.ts"
import { type Outcome, right, under, unsettled, wrong } from "./outcome.ts"
import { comparePiecewise } from "./piecewise.ts"
import {
  compareExtraUnit,
  comparePercent,
  compareQuantities,
  compareWithoutUnit,
  percentIn,
  quantityIn,
} from "./quantity.ts"
import { comparePieces, compareRanges, rangeOf } from "./range.ts"
import { compareRatios } from "./ratio.ts"
import { compareRelations } from "./relation.ts"
import { holds, type Task } from "./task.ts"
import { compareValues, isConsistent } from "./value.ts"
import { compareWords, plain } from "./words.ts"

/**
 * One key against one answer, whatever their kinds. The first way that applies decides; what no way
 * applies to is of another kind, and so another answer.
 */
export function compareAny(key: Expr, answer: Expr, task: Task): Outcome {
  task.fuel.spend(1)
  if (isValue(key) && isValue(answer)) {
    return (
      compareAntiderivatives(key, answer, task) ??
      compareSolutionFamilies(key, answer, task) ??
      comparePiecewise(key, answer, task) ??
      compareResidues(key, answer, task) ??
      compareValues(key, answer, task)
    )
  }
  for (const way of WAYS) {
    const outcome = way(key, answer, task)
    if (outcome !== null) return outcome
  }
  return wrong("kind", "different-kind", undefined, `${key.kind} expected, ${answer.kind} given`)
}

/** A way to compare some kinds; null where it does not apply. */
type Way = (key: Expr, answer: Expr, task: Task) => Outcome | null

const WAYS: readonly Way[] = [
  compareTexts,
  comparePropositions,
  compareUnits,
  compareRatios,
  compareResidues,
  compareFamilyAnswers,
  compareConclusions,
  compareRecords,
  compareFences,
  compareSameKind,
  compareNamedSets,
  compareSets,
  compareAssignments,
  compareLists,
]

/** What stands for a number: no sets, no relations, no units, no ± inside. */
export function isValue(expr: Expr): boolean {
  if (STRUCTURES.has(expr.kind)) return false
  if (expr.kind === "call" && OF_MATRICES.has(expr.name)) return true
  if (expr.kind === "piecewise") {
    return expr.cases.every(({ value }) => isValue(value)) && isValue(expr.otherwise ?? ZERO)
  }
  return partsOf(expr).every(isValue)
}

const OF_MATRICES: ReadonlySet<string> = new Set(["determinant", "trace"])
const ZERO = number(0)

const STRUCTURES: ReadonlySet<Expr["kind"]> = new Set([
  ...(["plus-minus", "percent", "quantity", "ratio", "matrix", "tuple", "list", "set"] as const),
  ...(["builder", "interval", "named-set", "set-operation", "congruence", "logic"] as const),
  ...(["truth", "text"] as const),
  "relation",
])

function compareTexts(key: Expr, answer: Expr, _task: Task): Outcome | null {
  if (key.kind !== "text" && answer.kind !== "text") return null
  if (isNothing(key) && isNothing(answer)) return right("words")
  const [wanted, given] = [wordIn(key), wordIn(answer)]
  if (wanted !== null && given !== null) return compareWords(wanted, given)
  return wrong("kind", "different-kind")
}

/** The empty set, in symbols or as the word for it. */
function isNothing(expr: Expr): boolean {
  if (expr.kind === "set") return expr.items.length === 0
  if (expr.kind === "named-set") return expr.name === "empty"
  return expr.kind === "text" && plain(expr.text) === "none"
}

function wordIn(expr: Expr): string | null {
  if (expr.kind === "text") return expr.text
  if (expr.kind === "symbol") return expr.name
  if (expr.kind === "truth") return `${expr.value}`
  if (expr.kind === "tuple" && expr.items.length === 1) return wordIn(expr.items[0]!)
  return null
}

function comparePropositions(key: Expr, answer: Expr, task: Task): Outcome | null {
  const isProposition = (expr: Expr) =>
    expr.kind === "truth" ||
    (expr.kind === "logic" && !mentions(expr, ({ kind }) => kind === "relation"))
  if (!isProposition(key) && !isProposition(answer)) return null
  if (key.kind === "list" || answer.kind === "list") return null
  return compareLogic(key, answer, task)
}

function compareUnits(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (percentIn(key) !== null || percentIn(answer) !== null) {
    const plain = (expr: Expr) => percentIn(expr) !== null || isValue(expr)
    return plain(key) && plain(answer) ? comparePercent(key, answer, task) : null
  }
  const [wanted, given] = [quantityIn(key), quantityIn(answer)]
  if (wanted !== null && given !== null) return compareQuantities(wanted, given, task)
  if (wanted !== null && isValue(answer)) return compareWithoutUnit(wanted, answer, task)
  if (given !== null && isValue(key)) return compareExtraUnit(key, given, task)
  return null
}

/** Families written without their "n ∈ ℤ" look like values; the same name means the same number. */
function compareSolutionFamilies(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (task.plain) return null
  const outcome = compareFamilyAnswers(key, answer, task)
  return outcome?.is === "undecided" ? null : outcome
}

function compareFamilyAnswers(key: Expr, answer: Expr, task: Task): Outcome | null {
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

function compareFences(key: Expr, answer: Expr, task: Task): Outcome | null {
  const tuples = [key, answer].filter(({ kind }) => kind === "tuple").length
  const [wanted, given] = tuples === 2 ? [null, null] : [matrixIn(key), matrixIn(answer)]
  if (wanted !== null && given !== null) {
    const isTurned = tuples === 1 && (wanted.length === 1) !== (given.length === 1)
    if (!isTurned) return compareMatrices(wanted, given, task)
  }
  return compareTuples(key, answer, task)
}

function compareSameKind(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind === "relation" && answer.kind === "relation") {
    return compareRelations(key, answer, task)
  }
  if (key.kind === "interval" && answer.kind === "interval") {
    return comparePieces(key, answer, task)
  }
  return null
}

const INEQUALITIES: ReadonlySet<string> = new Set(["<", "≤", ">", "≥", "≠"])

/** Intervals, their unions, sets with a condition; an inequality only where the key is one. */
function compareSets(key: Expr, answer: Expr, task: Task): Outcome | null {
  const finite = (expr: Expr) => !isRange(expr)
  if (finite(key) && finite(answer)) return null
  if (isInequality(answer) && !isInequality(key) && key.kind !== "builder") {
    if (holds(task, "echo")) return wrong("echo", "echo", "echo")
  }
  const names = [key, answer].map(unknownsOf)
  const differ = names[0] !== names[1] && names[0] !== "" && names[1] !== ""
  if (differ && holds(task, "names")) return wrong("relation", "different-names", "names")
  if (names.some((list) => list.includes(" "))) return null
  const wanted = rangeOf(key, task)
  const given = wanted === null ? null : rangeOf(answer, task)
  return wanted === null || given === null ? null : compareRanges(wanted, given, task)
}

/** The unknowns of a set, in one text; the name inside { x | … } is bound and counts for none. */
function unknownsOf(expr: Expr): string {
  return expr.kind === "builder" ? "" : [...namesIn(expr)].sort().join(" ")
}

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

function isRange(expr: Expr): boolean {
  if (expr.kind === "relation") return isInequality(expr) || expr.signs[0] === "∈"
  if (expr.kind === "list") return isInequality(expr)
  if (expr.kind === "logic") return expr.of.every(isRange)
  return RANGES.has(expr.kind)
}

const RANGES: ReadonlySet<Expr["kind"]> = new Set([
  "interval",
  "named-set",
  "set-operation",
  "builder",
])

function isInequality(expr: Expr): boolean {
  if (expr.kind === "list") return expr.items.length > 0 && expr.items.every(isInequality)
  if (expr.kind === "logic") return expr.of.every(isInequality)
  return expr.kind === "relation" && expr.signs.some((sign) => INEQUALITIES.has(sign))
}

/** The end of a derivation, where a value or its name is asked for. */
function compareConclusions(key: Expr, answer: Expr, task: Task): Outcome | null {
  const wanted = assignmentIn(key)?.value ?? key
  const end = isValue(wanted) && answer.kind !== "relation" ? conclusionOf(answer, task) : null
  return end === null ? null : task.compare(key, end)
}

/** An equation on one side only: a name before the answer is taken off, the rest is an echo. */
function compareAssignments(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind === "relation" && !isSound(key, task))
    return unsettled("chain", "bad-key", "bad-key")
  if (key.kind === "relation" && answer.kind !== "relation") {
    const wanted = statedValue(key)
    if (areStrange(key, answer) && holds(task, "names")) {
      return wrong("list", "different-names", "names")
    }
    return wanted === null ? null : under("assignment", task.compare(wanted.value, answer))
  }
  if (answer.kind !== "relation" || key.kind === "relation") return null
  return compareNamed(key, answer, task)
}

function compareNamed(key: Expr, answer: RelationNode, task: Task): Outcome | null {
  if (answer.signs[0] === "∈" && answer.signs.length === 1) {
    const isName = answer.sides[0]!.kind === "symbol" || answer.sides[0]!.kind === "tuple"
    return isName ? task.compare(key, answer.sides[1]!) : null
  }
  if (assignmentIn(answer) !== null && !isSound(answer, task)) {
    return wrong("chain", "false-equation")
  }
  const given = statedValue(answer) ?? chainValue(answer, task)
  if (given === false) return wrong("chain", "false-equation")
  if (given === null || !holds(task, "assignment")) {
    return holds(task, "echo") ? wrong("echo", "echo", "echo") : null
  }
  if (given.about !== null && !isConsistent(given.value, given.about, task)) {
    return wrong("hedge", "hedged", "hedge")
  }
  const outcome = task.compare(key, given.value)
  if (outcome.is === "correct" || given.about === null) return under("assignment", outcome)
  const about = task.compare(key, given.about)
  return under("assignment", about.is === "correct" ? about : outcome)
}
