import { number } from "../build.ts"
import { sameTree } from "../scalar/compare.ts"
import type { Expr, RelationNode } from "../tree.ts"
import { mentions, namesIn, partsOf } from "../walk.ts"
import { compareAlternatives } from "./alternatives.ts"
import { compareAntiderivatives } from "./antiderivative.ts"
import { compareArbitrary } from "./arbitrary.ts"
import { assignedNames, assignmentIn, chainValue, isSound, statedValue } from "./assignment.ts"
import { compareBuilders } from "./builder.ts"
import { compareClocks } from "./clock.ts"
import { compareMatrices } from "./collection.ts"
import { compareConditioned } from "./conditioned.ts"
import { compareResidues } from "./congruence.ts"
import { compareCountedSets } from "./counted-set.ts"
import { conclusionOf } from "./derivation.ts"
import { compareEvents, hasEvent } from "./event.ts"
import { compareFamilyAnswers, compareSolutionFamilies } from "./family-answers.ts"
import { areStrange, compareLists, compareRecords, compareTuples } from "./list.ts"
import { compareLogic } from "./logic.ts"
import { matrixIn } from "./matrix.ts"
import { compareNamedSets } from "./named-set.ts"
import { inOrder } from "./noncommuting.ts"
import { type Outcome, right, under, unsettled, wrong } from "./outcome.ts"
import { compareCurves } from "./parametric.ts"
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
  return inOrder(compareKinds(key, answer, task), key, answer, task)
}

function compareKinds(key: Expr, answer: Expr, task: Task): Outcome {
  if (isValue(key) && isValue(answer)) {
    return (
      compareAntiderivatives(key, answer, task) ??
      compareSolutionFamilies(key, answer, task) ??
      comparePiecewise(key, answer, task) ??
      compareResidues(key, answer, task) ??
      compareArbitrary(compareValues(key, answer, task), key, answer, task)
    )
  }
  for (const way of WAYS) {
    const outcome = way(key, answer, task)
    if (outcome !== null) return outcome
  }
  if (sameTree(key, answer)) return right("same")
  if (hasEvent(key) && hasEvent(answer)) return unsettled("event", "no-method")
  return wrong("kind", "different-kind", undefined, `${key.kind} expected, ${answer.kind} given`)
}

/** A way to compare some kinds; null where it does not apply. */
type Way = (key: Expr, answer: Expr, task: Task) => Outcome | null

const WAYS: readonly Way[] = [
  compareClocks,
  compareTexts,
  comparePropositions,
  compareUnits,
  compareRatios,
  compareResidues,
  compareFamilyAnswers,
  compareConclusions,
  compareRecords,
  compareAlternatives,
  compareCurves,
  compareFences,
  compareSameKind,
  compareNamedSets,
  compareCountedSets,
  compareSets,
  compareBuilders,
  compareAssignments,
  compareConditioned,
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
  return compareEvents(key, answer, task)
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
    // xy = 0 is no point x = 0, y = 0, though x² + y² = 0 is one.
    const isMade = wanted !== null && assignmentIn(key) === null
    if (isMade && assignedNames(answer).size > 0) return unsettled("relation", "no-method")
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
