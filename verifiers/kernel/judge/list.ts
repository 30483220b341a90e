import { product, sum, symbol } from "../build.ts"
import type { Expr, TupleNode } from "../tree.ts"
import { namesIn, partsOf } from "../walk.ts"
import { assignedNames, assignmentIn } from "./assignment.ts"
import { compareInOrder, compareWhateverOrder } from "./collection.ts"
import { every, type Outcome, under, unsettled, wrong } from "./outcome.ts"
import { compareCurves } from "./parametric.ts"
import { branchesIn, recordIn, valuesIn } from "./solutions.ts"
import { holds, type Task } from "./task.ts"

/** Several values on one side at least: lists, sets, both branches of a ±, named values. */
export function compareLists(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [valuesIn(key), valuesIn(answer)]
  if (wanted === null && given === null) return null
  if (areStrange(key, answer) && holds(task, "names")) {
    return wrong("list", "different-names", "names")
  }
  if (isJoinedOtherwise(key, answer)) return unsettled("list", "and-or")
  if (isGrouped(key, given) || isGrouped(answer, wanted)) {
    return unsettled("read", "ambiguous", "ambiguous") // 100,200 may be two numbers or one
  }
  if (wanted === null) return compareWithOne(key, given!, answer, task)
  if (key.kind === "set" && !isSoleTuple(wanted) && FENCED.has(answer.kind)) return null
  if (given === null) return compareWithMany(key, wanted, answer, task)
  if (task.options.ordered || (key.kind === "list" && !holds(task, "order"))) {
    return compareInOrder("list", wanted, given, task)
  }
  const counted = key.kind === "list" && answer.kind === "list"
  const outcome = compareWhateverOrder(key.kind, wanted, given, counted, insideOf(key, task))
  return key.kind === "list" ? under("order", outcome) : outcome
}

/** x > 0 and y > 0 against x > 0 or y > 0: of several unknowns the word between tells. */
function isJoinedOtherwise(key: Expr, answer: Expr): boolean {
  const [word, other] = [joinOf(key), joinOf(answer)]
  if (word === null || other === null || (word === "or") === (other === "or")) return false
  const isRelation = (part: Expr) => part.kind === "relation" || part.kind === "congruence"
  return partsOf(key).every(isRelation) && namesIn(key).size > 1
}

function joinOf(expr: Expr): string | null {
  if (expr.kind === "list") return expr.word
  return expr.kind === "logic" ? expr.name : null
}

const GROUP = 1_000n

/** Whether a number is made of the numbers of a list, as 100,200 is of 200 and 100. */
function isGrouped(one: Expr, list: readonly Expr[] | null): boolean {
  if (list === null || one.kind !== "number" || one.written !== "integer") return false
  const parts = list.map((item) => {
    const value = item.kind === "quantity" ? item.value : item
    return value.kind === "number" ? value.value.numerator : -1n
  })
  if (parts.length < 2 || parts.some((part) => part < 1n || part >= GROUP)) return false
  if (parts.filter((part) => part < GROUP / 10n).length > 1) return false // only the first is short
  const groups: bigint[] = []
  for (let rest = one.value.numerator; rest > 0n; rest /= GROUP) groups.push(rest % GROUP)
  return `${groups.toSorted()}` === `${parts.toSorted()}`
}

const FENCED: ReadonlySet<Expr["kind"]> = new Set(["tuple", "interval"])

function isSoleTuple(items: readonly Expr[]): boolean {
  return items.length === 1 && items[0]!.kind === "tuple"
}

/** Inside a set {2} is a set, and not its element. */
function insideOf(key: Expr, task: Task): Task {
  if (key.kind !== "set") return task
  const policies = { ...task.options.policies, singleton: false }
  const inside: Task = {
    ...task,
    options: { ...task.options, policies },
    compare: (one, other) => task.compareIn(inside, one, other),
  }
  return inside
}

/** Both sides name their unknown, and the answer has a name that the key has not. */
export function areStrange(key: Expr, answer: Expr): boolean {
  const [names, others] = [key, answer].map((side) => [...assignedNames(side)].map(baseOf))
  return names!.length > 0 && others!.some((name) => !names!.includes(name))
}

/** x_1 and x_2 are two values of x. */
function baseOf(name: string): string {
  return name.split("_")[0]!
}

const RESTATED_MAX = 3 // one value in other words: 1/2, 0.5, 50 %

/** One value is asked for: a list is right only if all of it is, and otherwise a hedge. */
function compareWithOne(
  key: Expr,
  given: readonly Expr[],
  answer: Expr,
  task: Task,
): Outcome | null {
  if (given.length === 0) return null
  if (given.length === 1 && answer.kind === "set" && !holds(task, "singleton")) return null
  const parts = given.map((part) => task.compare(key, part))
  if (parts.length === 1)
    return answer.kind === "relation" ? parts[0]! : under("singleton", parts[0]!)
  if (parts.length > RESTATED_MAX || !areOne(given, task)) return wrong("hedge", "hedged", "hedge")
  const outcome = every("list", parts)
  return outcome.is === "incorrect" ? wrong("hedge", "hedged", "hedge") : outcome
}

/** A tolerance forgives one value its error; it makes no one value of 4.5 ± 0.5. */
function areOne(given: readonly Expr[], task: Task): boolean {
  const { tolerance, ...options } = task.options
  if (tolerance === undefined) return true
  const exactly: Task = {
    ...task,
    options,
    compare: (one, other) => task.compareIn(exactly, one, other),
  }
  const [first, ...others] = given
  return others.every((other) => exactly.compare(first!, other).is === "correct")
}

/** Several values are asked for and one is given. */
function compareWithMany(
  key: Expr,
  wanted: readonly Expr[],
  answer: Expr,
  task: Task,
): Outcome | null {
  const value = assignmentIn(answer)?.value ?? answer
  if (wanted.length === 0 || (key.kind === "set" && !holds(task, "singleton"))) return null
  const outcome = compareWhateverOrder("list", wanted, [value], false, task)
  return outcome.is === "incorrect" || wanted.length === 1 ? under("singleton", outcome) : outcome
}

/** `x = 1, y = 2` by names, against the same or against (1, 2) in the order of the names. */
export function compareRecords(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [recordIn(key), recordIn(answer)]
  if (wanted === null && given === null) return null
  if (wanted !== null && given !== null) {
    if (wanted.size !== given.size) return wrong("record", "different-size")
    if (![...wanted.keys()].every((name) => given.has(name))) {
      return wrong("record", "different-names", "names")
    }
    const outcome = every(
      "record",
      [...wanted].map(([name, value]) => task.compare(value, given.get(name)!)),
    )
    return outcome.is === "incorrect" ? asCurves(wanted, given, outcome, task) : outcome
  }
  const [record, other] = wanted === null ? [given!, key] : [wanted, answer]
  const bare = other.kind === "relation" ? (assignmentIn(other)?.value ?? other) : other
  const items = itemsInOrder(bare)
  if (items === null || items.length !== record.size) return null
  const values = [...record].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, value]) => value)
  const outcome =
    wanted === null
      ? compareInOrder("record", items, values, task)
      : compareInOrder("record", values, items, task)
  return under("assignment", outcome)
}

/** x = 2 + t, y = 3 − t: a line by its coordinates, which may have a parameter of another name. */
function asCurves(
  key: ReadonlyMap<string, Expr>,
  answer: ReadonlyMap<string, Expr>,
  found: Outcome,
  task: Task,
): Outcome {
  const [one, other] = [key, answer].map<TupleNode>((record) => {
    const items = [...key.keys()].map((name) => record.get(name)!)
    return { kind: "tuple", items, fence: "round" }
  })
  const curves = compareCurves(one!, other!, task)
  return curves?.is === "undecided" ? curves : found
}

function itemsInOrder(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "list" && expr.word === "or") return null
  return expr.kind === "tuple" || expr.kind === "list" ? expr.items : null
}

/**
 * Tuples in order. A column or a row of a matrix is a vector; a list without brackets is taken as a
 * tuple where the key is one, and the other way round.
 */
export function compareTuples(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [vectorIn(key), vectorIn(answer)]
  const named = wanted === null || given === null ? compareNamedParts(key, answer, task) : null
  if (named !== null) return named
  if (wanted !== null && given !== null) {
    return compareInOrder("tuple", wanted.items, given.items, task)
  }
  const isNamed = [key, answer].some(
    (side) => side.kind === "list" && side.items.some(({ kind }) => kind === "relation"),
  )
  if (isNamed) return null // x = 0, x = 1 are two values and no point
  if (isOfPoints(key, answer) || isOfPoints(answer, key)) return null
  if (wanted !== null && answer.kind === "list") {
    return compareInOrder("tuple", wanted.items, answer.items, task)
  }
  if (given !== null && key.kind === "list") {
    return compareInOrder("tuple", key.items, given.items, task)
  }
  return null
}

/** (±1, 2) against (1, 2), (−1, 2): several points, and no point of points. */
function isOfPoints(one: Expr, other: Expr): boolean {
  if (branchesIn(one) === null || other.kind !== "list") return false
  return other.items.every((item) => vectorIn(item) !== null)
}

/** (3, 4) against the point P(3, 4), and against 3i + 4j in the unit vectors. */
function compareNamedParts(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [tuple, other] = vectorIn(key) === null ? [vectorIn(answer), key] : [vectorIn(key), answer]
  if (tuple === null) return null
  if (other.kind === "apply" || (other.kind === "call" && other.name === "permutations")) {
    const point: TupleNode = { kind: "tuple", items: other.args, fence: "round" }
    return other === key ? task.compare(point, answer) : task.compare(key, point)
  }
  const names = namesIn(other)
  if (!UNITS.some((name) => names.has(name)) || tuple.items.length > UNITS.length) return null
  const parts = tuple.items.map((item, i) => product(item, symbol(UNITS[i]!)))
  const spread = sum(...parts)
  return other === key ? task.compare(key, spread) : task.compare(spread, answer)
}

const UNITS = ["î", "ĵ", "k̂"] as const

function vectorIn(expr: Expr): TupleNode | null {
  if (expr.kind === "tuple") return expr
  if (expr.kind !== "matrix") return null
  if (expr.rows.length === 1 && expr.rows[0]!.length > 1) {
    return { kind: "tuple", items: expr.rows[0]!, fence: "angle" }
  }
  if (expr.rows.length < 2 || expr.rows.some((row) => row.length !== 1)) return null
  return { kind: "tuple", items: expr.rows.map((row) => row[0]!), fence: "angle" }
}
