import type { Verdict } from "../../../src/record/verdict.ts"
import { Fuel, OutOfFuel } from "../fuel.ts"
import { readMath } from "../read/read.ts"
import type { Assumption } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, partsOf } from "../walk.ts"
import { withDummies } from "./antiderivative.ts"
import { forgivingArrows } from "./arrows.ts"
import { type Assignment, assignmentIn, digitsShown } from "./assignment.ts"
import { judgeChoice } from "./choice.ts"
import { compareAny, isValue } from "./compare.ts"
import { isClosed } from "./decimal.ts"
import { DEFAULT_OPTIONS } from "./defaults.ts"
import { compareExclusions, excludingIn } from "./exclusion.ts"
import { type Found, findAnswer, unread } from "./find.ts"
import { hasForm } from "./form.ts"
import { withTerms } from "./indexed.ts"
import { type Key, keyFrom, said } from "./key.ts"
import type { JudgeOptions } from "./options.ts"
import { type Outcome, unsettled, wrong } from "./outcome.ts"
import { withPlainNumbers } from "./quantity.ts"
import { settled, withoutStrangers } from "./settle.ts"
import { holds, type Task } from "./task.ts"
import { asSure, brief, verdict } from "./verdict.ts"
import { compareWords } from "./words.ts"

/** `judge` with no options: loads no schema, for a command that has one answer to judge. */
export function judgePlainly(key: string, answer: string): Verdict {
  return judgeBy(keyFrom(key, DEFAULT_OPTIONS), answer)
}

/** Judges one answer by a key that was read before. */
export function judgeBy(key: Key, answer: string): Verdict {
  if (key.choice !== null) return judgeChoice(key.choice, answer, judgeBy)
  const fuel = new Fuel(key.options.fuel)
  const found = findAnswer(answer, key)
  if (key.readings.length === 0) return verdict(withoutKey(key, found.text), found.span)
  if (found.outcome !== undefined) return verdict(found.outcome, found.span)
  try {
    const read = readMath(found.text, { notation: "auto", names: longNames(key.names) }, fuel)
    if (!read.ok) return verdict(unread(read, key.options), found.span)
    const readings = read.readings.map((reading) => said(found.text, reading))
    const { outcome, reading } = unstressed(found, decide(key, readings, fuel), key, fuel)
    return verdict(asSure(outcome, key.options), found.span, {
      expected: brief(key.readings[0]!),
      read: brief(reading),
      ...(found.rule !== "whole" && { found: found.rule }),
    })
  } catch (error) {
    // A bug of ours is no fault of the answer: it decides nothing, and the caller goes on.
    const reason = error instanceof OutOfFuel ? "limit" : "crash"
    return verdict(unsettled("fuel", reason), found.span)
  }
}

/**
 * "The answer is 1/2!" exclaims or takes a factorial, and the one that is wrong proves nothing
 * against the other. In a box, or by itself, the sign is no part of a sentence.
 */
function unstressed(found: Found, decided: Decided, key: Key, fuel: Fuel): Decided {
  const { text, rule } = found
  if (decided.outcome.is !== "incorrect" || !STRESSED.test(text) || FENCED.has(rule)) return decided
  const bare = text.slice(0, -1)
  const read = readMath(bare, { notation: "auto", names: longNames(key.names) }, fuel)
  if (!read.ok || decide(key, read.readings, fuel).outcome.is !== "correct") return decided
  return { ...decided, outcome: unsettled("read", "ambiguous", "ambiguous") }
}

const STRESSED = /[^!]!$/
const FENCED: ReadonlySet<string> = new Set(["whole", "box", "tag"])

/** A key that cannot be read is compared as words, but only where the task says so. */
function withoutKey(key: Key, answer: string): Outcome {
  if (key.broken) return unsettled("key", "crash")
  if (holds(key, "bad-key")) return unsettled("key", "bad-key", "bad-key")
  return compareWords(key.text, answer)
}

const NO_NAMES: ReadonlySet<string> = new Set()

function longNames(names: ReadonlySet<string>): ReadonlySet<string> {
  const long = [...names].filter((name) => name.length > 1)
  return long.length === 0 ? NO_NAMES : new Set(long)
}

interface Decided {
  readonly outcome: Outcome
  readonly reading: Expr
}

/** Every reading of the answer against every reading of the key; they have to agree. */
function decide(key: Key, readings: readonly Expr[], fuel: Fuel): Decided {
  const [settledKey, settledAnswer] = settled(key.readings, readings)
  const isFree = key.options.dummies.length > 0 || !holds(key, "names")
  const familiar = isFree ? settledAnswer : withoutStrangers(settledAnswer, settledKey)
  const [wanted, given] = commonReadings(settledKey, familiar)
  if (!holds(key, "ambiguous")) {
    return { outcome: compareReadings(key, wanted[0]!, given[0]!, fuel), reading: given[0]! }
  }
  if (wanted.length === given.length && given.length > 1) {
    const pairs = wanted.map((one, i) => compareReadings(key, one, given[i]!, fuel))
    if (pairs.every(({ is }) => is === "correct")) return { outcome: pairs[0]!, reading: given[0]! }
  }
  const outcomes = given.flatMap((answer) =>
    wanted.map((one) => compareReadings(key, one, answer, fuel)),
  )
  const [first] = outcomes as [Outcome]
  const agreed = outcomes.every(({ is }) => is === first.is)
  const outcome = agreed ? first : unsettled("read", "ambiguous", "ambiguous")
  return { outcome, reading: given[0]! }
}

/** Without readings of other kinds than the other side has; values before anything else. */
function commonReadings(
  key: readonly Expr[],
  answer: readonly Expr[],
): readonly [readonly Expr[], readonly Expr[]] {
  if (key.length === 1 && answer.length === 1) return [key, answer]
  if ([...key, ...answer].every(({ kind }) => kind === "set")) {
    return [mostItems(key), mostItems(answer)]
  }
  if (isApplied(key) && isApplied(answer)) return [mostApplied(key), mostApplied(answer)]
  const values = [key, answer].map((list) => list.filter((one) => kindOf(one) === "value"))
  const [wanted, given] = values as [Expr[], Expr[]]
  if (wanted.length > 0 && given.length > 0) return [wanted, given]
  const some = alikeTo(answer, key)
  return [some, alikeTo(some, answer)]
}

/** Between braces a comma parts elements before it groups digits. */
function mostItems(readings: readonly Expr[]): readonly Expr[] {
  const most = Math.max(...readings.map((reading) => partsOf(reading).length))
  return readings.filter((reading) => partsOf(reading).length === most)
}

/** Whether only some readings take f(x) for a function, and not for a product. */
function isApplied(readings: readonly Expr[]): boolean {
  return mostApplied(readings).length < readings.length
}

/** Functions are taken for meant where both sides can have them. */
function mostApplied(readings: readonly Expr[]): readonly Expr[] {
  const counts = readings.map(applications)
  const most = Math.max(...counts)
  return readings.filter((_, i) => counts[i] === most)
}

function applications(expr: Expr): number {
  const own = expr.kind === "apply" ? 1 : 0
  return partsOf(expr).reduce((total, part) => total + applications(part), own)
}

/** The readings of the kind that the other side has, where there are any: (1,000) against 1000. */
function alikeTo(others: readonly Expr[], readings: readonly Expr[]): readonly Expr[] {
  if (readings.length === 1) return readings
  const kinds = new Set(others.map(kindOf))
  const alike = readings.filter((reading) => kinds.has(kindOf(reading)))
  return alike.length > 0 ? alike : readings
}

/** A name with its value counts as the value: f(x) = 2x is an answer, f·x = 2x an equation. */
function kindOf(expr: Expr): string {
  const { bare } = excludingIn(expr)
  if (bare.kind === "relation" && isClosed(bare)) {
    return bare.signs.every((sign) => sign === "=") ? "value" : "relation"
  }
  const value = assignmentIn(bare)?.value ?? bare
  if (isValue(value)) return "value"
  const isCompound = value.kind === "add" && value.terms.every(({ kind }) => kind === "quantity")
  return isCompound ? "quantity" : value.kind // 2 h 30 min
}

function compareReadings(key: Key, reading: Expr, answer: Expr, fuel: Fuel): Outcome {
  const { options } = key
  const [inKey, inAnswer] = [excludingIn(reading), excludingIn(answer)]
  const wanted = withTerms(withPlainNumbers(inKey.bare))
  const bare = withTerms(withPlainNumbers(inAnswer.bare))
  const named = assignmentIn(wanted) ?? approximated(wanted)
  const task: Task = {
    options,
    fuel,
    shown: named === null ? null : digitsShown(named),
    setting: settingFor(options, fuel, [reading, answer]),
    compare: (one, other) => compareAny(one, other, task),
    compareIn: (inside, one, other) => compareAny(one, other, inside),
  }
  const dummies = holds(key, "names") ? options.dummies : [...key.names]
  const given = dummies.length === 0 ? bare : withDummies(wanted, bare, dummies)
  const asked = named?.name === "" ? named.value : wanted
  const found = forgivingArrows(task.compare(asked, given), asked, given, task)
  const outcome = found.is === "correct" ? compareExclusions(found, inKey, inAnswer, task) : found
  if (outcome.is !== "correct" || options.form === "any" || !holds(key, "form")) return outcome
  const formed = hasForm(options.form, assignmentIn(given)?.value ?? given, wanted, task)
  if (formed === null) return unsettled("form", "unknown-form", "form")
  return formed ? { ...outcome, policy: "form" } : wrong("form", "form", "form")
}

/** π/2 ≈ 1.571 as a key: the value before the sign, with the digits after it. */
function approximated(key: Expr): Assignment | null {
  if (key.kind !== "relation" || key.sides.length !== 2 || key.signs[0] !== "≈") return null
  return { name: "", value: key.sides[0]!, about: key.sides[1]! }
}

function settingFor(options: JudgeOptions, fuel: Fuel, sides: readonly Expr[]) {
  const isImaginary = (node: Expr) =>
    (node.kind === "constant" && node.name === "i") ||
    (node.kind === "call" && OF_COMPLEX.has(node.name) && namesIn(node).size > 0)
  const assumed = Object.entries(options.assume)
  return {
    assume: assumed.length === 0 ? NOTHING_ASSUMED : new Map(assumed),
    fuel,
    complex:
      assumed.some(([, what]) => what === "complex") ||
      sides.some((side) => mentions(side, isImaginary)) ||
      !holds({ options }, "real-unknowns"),
    zeroPower: holds({ options }, "zero-power"),
    realRoots: holds({ options }, "real-roots"),
    removablePoints: holds({ options }, "removable-points"),
    smallerDomain: holds({ options }, "smaller-domain"),
  }
}

/** Functions that nobody asks of a real unknown: z̄, Re z. */
const OF_COMPLEX: ReadonlySet<string> = new Set(["conjugate", "re", "im", "arg"])

const NOTHING_ASSUMED: ReadonlyMap<string, Assumption> = new Map()
