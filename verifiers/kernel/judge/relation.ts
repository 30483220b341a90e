import { difference, negated, number } from "../build.ts"
import { rational } from "../rational.ts"
import { sameUpToFactor, substitute } from "../scalar/compare.ts"
import type { Expr, RelationNode, RelationSign } from "../tree.ts"
import { mentions, namesIn, renamed } from "../walk.ts"
import { areGeneral } from "./arbitrary.ts"
import { assignmentIn, isSound } from "./assignment.ts"
import { isClosed } from "./decimal.ts"
import { orderOf } from "./near.ts"
import { inOrder } from "./noncommuting.ts"
import { every, type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { compareRanges, rangeOf } from "./range.ts"
import { separation } from "./separation.ts"
import { holds, type Task } from "./task.ts"

/** Two equations, inequalities or chains of them. */
export function compareRelations(key: RelationNode, given: RelationNode, task: Task): Outcome {
  return compareNamed(key, withArgument(key, given), task)
}

/** f(t) = t² is f(x) = x²: the argument of a definition is bound, unless its name is taken. */
function withArgument(key: RelationNode, answer: RelationNode): RelationNode {
  const [head, other] = [key.sides[0]!, answer.sides[0]!]
  if (head.kind !== "apply" || other.kind !== "apply" || head.name !== other.name) return answer
  const [wanted, given] = [head.args[0], other.args[0]]
  if (head.args.length !== 1 || other.args.length !== 1) return answer
  if (wanted?.kind !== "symbol" || given?.kind !== "symbol" || namesIn(answer).has(wanted.name)) {
    return answer
  }
  // P(A) = 0.5 defines nothing for other arguments: only a value that mentions its own is bound.
  if (!answer.sides.slice(1).some((side) => namesIn(side).has(given.name))) return answer
  return renamed(answer, new Map([[given.name, wanted.name]])) as RelationNode
}

function compareNamed(key: RelationNode, answer: RelationNode, task: Task): Outcome {
  const [wanted, given] = [assignmentIn(key), assignmentIn(answer)]
  if (wanted !== null && given === null && isClosed(wanted.value) && holds(task, "echo")) {
    return wrong("echo", "echo", "echo")
  }
  if (wanted !== null && !isSound(key, task)) return unsettled("chain", "bad-key", "bad-key")
  if (given !== null && !isSound(answer, task)) return wrong("chain", "false-equation")
  if (wanted !== null && given !== null) {
    if (wanted.name === given.name || !holds(task, "names")) {
      return task.compare(wanted.value, given.value)
    }
  }
  const [wantedRange, givenRange] = [rangeOf(key, task), rangeOf(answer, task)]
  if (wantedRange !== null && givenRange !== null) {
    if (!sameNames(key, answer)) return wrong("relation", "different-names", "names")
    return compareRanges(wantedRange, givenRange, task)
  }
  if (key.signs.length === 1 && answer.signs.length === 1) return compareLinks(key, answer, task)
  return compareChains(key, answer, task) ?? unsettled("relation", "no-method")
}

function sameNames(key: Expr, answer: Expr): boolean {
  const [wanted, given] = [namesIn(key), namesIn(answer)]
  return wanted.size === given.size && [...wanted].every((name) => given.has(name))
}

/** One relation sign on each side: the same up to a factor, and for < and > a positive one. */
function compareLinks(key: RelationNode, answer: RelationNode, task: Task): Outcome {
  const [wanted, given] = [facing(key), facing(answer)]
  if (wanted.sign !== given.sign) return wrong("relation", "different-relation")
  if (wanted.sign === "∈" || wanted.sign === "∉" || wanted.sign === "⊂" || wanted.sign === "⊆") {
    return every("relation", [
      task.compare(wanted.left, given.left),
      task.compare(wanted.right, given.right),
    ])
  }
  if (![...key.sides, ...answer.sides].every(isNumeric)) return compareSides(wanted, given, task)
  const closed = namesIn(key).size === 0 && namesIn(answer).size === 0
  if (closed) return compareSides(wanted, given, task) // any two numbers are proportional
  const gaps = [difference(wanted.left, wanted.right), difference(given.left, given.right)] as const
  const comparison = sameUpToFactor(...gaps, task.setting)
  switch (comparison.is) {
    case "equal": {
      const turned = wanted.sign === "<" || wanted.sign === "≤" ? isTurned(...gaps, task) : false
      if (turned === null) return unsettled("relation", "unknown-sign")
      if (turned) return wrong("relation", "turned-relation")
      return inPlace(right("up-to-factor", undefined, comparison.proof), ...gaps, task)
    }
    case "different": {
      if (areGeneral(key, answer)) return unsettled("up-to-factor", "other-constants", "constants")
      if (gaps.some(hasQuotient)) return unsettled("up-to-factor", "no-method")
      const named = assignmentIn(key)
      const apart = wanted.sign === "=" ? separation(...gaps, named, task) : comparison.witness
      if (apart === null) {
        const strange = headOf(key) !== headOf(answer) && holds(task, "names")
        if (strange) return wrong("relation", "different-names", "names")
        return unsettled("up-to-factor", "no-method")
      }
      const policy = sameNames(key, answer) ? undefined : "names"
      return wrong("up-to-factor", "different-relation", policy, apart)
    }
    case "undefined":
      return unsettled("up-to-factor", "undefined")
    case "unknown":
      return unsettled("up-to-factor", comparison.reason)
  }
}

/** Ax = b is not xA = b: matrices and vectors keep their places on the way to the other side. */
function inPlace(found: Outcome, key: Expr, answer: Expr, task: Task): Outcome {
  const straight = inOrder(found, key, answer, task)
  return straight.is === "correct" ? straight : inOrder(found, key, negated(answer), task)
}

/** A division by an unknown: clearing it changes the equation by more than a constant factor. */
function hasQuotient(expr: Expr): boolean {
  return mentions(
    expr,
    (node) =>
      (node.kind === "divide" && namesIn(node.bottom).size > 0) ||
      (node.kind === "power" && node.exponent.kind === "negate"),
  )
}

/** No set, tuple or word: a side that can be moved to the other. */
function isNumeric(side: Expr): boolean {
  return !mentions(side, ({ kind }) => OTHERS.has(kind))
}

const OTHERS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["tuple", "list", "set", "builder", "interval", "named-set", "set-operation"] as const),
  ...(["matrix", "text", "truth", "logic"] as const),
])

/** Sets, vectors and words side by side; = and ≠ hold the other way round, too. */
function compareSides(key: Link, answer: Link, task: Task): Outcome {
  const straight = every("relation", [
    task.compare(key.left, answer.left),
    task.compare(key.right, answer.right),
  ])
  const isValueOf = key.left.kind === "apply" && answer.left.kind === "apply"
  if (straight.is === "correct" || isValueOf || (key.sign !== "=" && key.sign !== "≠"))
    return straight
  const turned = every("relation", [
    task.compare(key.left, answer.right),
    task.compare(key.right, answer.left),
  ])
  if (turned.is === "correct") return turned
  return unsettled("relation", "no-method")
}

/** The function that an equation defines: f of f(x) = 2x; empty where it defines none. */
function headOf({ sides }: RelationNode): string {
  const [head] = sides as readonly [Expr]
  return head.kind === "apply" ? `${head.name} ${head.primes}` : ""
}

interface Link {
  readonly left: Expr
  readonly sign: RelationSign
  readonly right: Expr
}

/** With > and ≥ turned into < and ≤, so that each is written in one way. */
function facing({ sides, signs }: RelationNode): Link {
  const [left, right, sign] = [sides[0]!, sides[1]!, signs[0]!]
  if (sign === ">") return { left: right, sign: "<", right: left }
  if (sign === "≥") return { left: right, sign: "≤", right: left }
  return { left, sign, right }
}

/** Whether the constant factor between two proportional expressions is negative; null if unseen. */
function isTurned(key: Expr, answer: Expr, task: Task): boolean | null {
  const names = [...namesIn(answer, namesIn(key))]
  for (let trial = 0; trial < TRIALS; trial++) {
    const at = (expr: Expr) =>
      names.reduce<Expr>(
        (held, name, i) => substitute(held, name, number(rational(3 + trial * 7 + i * 5, 2 + i))),
        expr,
      )
    const [wanted, given] = [signAt(at(key), task), signAt(at(answer), task)]
    if (wanted === null || given === null) return null
    if (wanted !== 0 && given !== 0) return wanted !== given
  }
  return null
}

function signAt(expr: Expr, task: Task): number | null {
  const order = orderOf(expr, number(0), task.setting)
  return order === null ? null : order === "less" ? -1 : order === "equal" ? 0 : 1
}

const TRIALS = 5 // a polynomial that vanishes at all of them is proportional to a rare product

/** Chains link by link, read from either end: 1 < x ≤ y is y ≥ x > 1. */
function compareChains(key: RelationNode, answer: RelationNode, task: Task): Outcome | null {
  if (key.signs.length !== answer.signs.length) return null
  const turned = turnedChain(answer)
  for (const chain of turned === null ? [answer] : [answer, turned]) {
    if (!chain.signs.every((sign, i) => sign === key.signs[i])) continue
    const outcome = every(
      "chain",
      key.sides.map((side, i) => task.compare(side, chain.sides[i]!)),
    )
    if (outcome.is !== "incorrect") return outcome
  }
  return null
}

function turnedChain({ sides, signs }: RelationNode): RelationNode | null {
  const back = signs.map((sign) => TURNED.get(sign) ?? null)
  if (back.includes(null)) return null
  return {
    kind: "relation",
    sides: [...sides].reverse(),
    signs: (back as RelationSign[]).reverse(),
  }
}

const TURNED: ReadonlyMap<RelationSign, RelationSign> = new Map([
  ["=", "="],
  ["≠", "≠"],
  ["<", ">"],
  ["≤", "≥"],
  [">", "<"],
  ["≥", "≤"],
  ["≈", "≈"],
])
