import { type Evidence, PROVED, type Verdict } from "../../../src/record/verdict.ts"
import { extractAnswer } from "../extract/extract.ts"
import { Fuel, OutOfFuel } from "../fuel.ts"
import { printPlain } from "../print.ts"
import { type Read, readMath } from "../read/read.ts"
import type { Assumption } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"
import { withDummies } from "./antiderivative.ts"
import { type Assignment, assignmentIn, digitsShown } from "./assignment.ts"
import { compareAny, isValue } from "./compare.ts"
import { hasForm } from "./form.ts"
import { JudgeOptions, type JudgeOptionsInput } from "./options.ts"
import { type Outcome, rank, unsettled, wrong } from "./outcome.ts"
import { withPlainNumbers } from "./quantity.ts"
import { valuesIn } from "./solutions.ts"
import { holds, type Task } from "./task.ts"
import { compareWords, plain } from "./words.ts"

/**
 * Decides whether a free-form answer says what a key says. Both may be LaTeX, plain text or Unicode
 * maths; the answer may be a whole model reply. Never throws for any text, never evaluates any; the
 * work is bounded by `options.fuel` steps, so the verdict is the same on every machine. Options of
 * the wrong shape throw a ZodError.
 */
export function judge(key: string, answer: string, options?: JudgeOptionsInput): Verdict {
  return judgeBy(readKey(key, options), answer)
}

/** A key read once, for many answers. */
export interface Key {
  readonly options: JudgeOptions
  readonly text: string
  readonly readings: readonly Expr[]
  readonly names: ReadonlySet<string>
}

const DEFAULTS = JudgeOptions.parse({})
const NO_NAMES: ReadonlySet<string> = new Set()

/** Reads a key; one that cannot be read has no readings, and marks nobody wrong. */
export function readKey(text: string, options?: JudgeOptionsInput): Key {
  const parsed = options === undefined ? DEFAULTS : JudgeOptions.parse(options)
  const readings = readingsOf(text, parsed)
  const names = new Set(readings.flatMap((reading) => [...namesIn(reading)]))
  return { options: parsed, text, readings, names }
}

function readingsOf(text: string, options: JudgeOptions): readonly Expr[] {
  try {
    const whole = readMath(text, { notation: "auto", names: NO_NAMES }, new Fuel(options.fuel))
    if (whole.ok) return whole.readings.map((reading) => said(text, reading))
    const found = extractAnswer(text)
    if (found.kind !== "found" || found.rule === "whole") return []
    const settings = { notation: "auto", names: NO_NAMES } as const
    const inner = readMath(found.text, settings, new Fuel(options.fuel))
    return inner.ok ? inner.readings : []
  } catch (error) {
    if (error instanceof OutOfFuel) return []
    throw error
  }
}

/** Judges one answer by a key that was read before. */
export function judgeBy(key: Key, answer: string): Verdict {
  const fuel = new Fuel(key.options.fuel)
  const found = findAnswer(answer, key)
  if (key.readings.length === 0) return verdict(withoutKey(key, found.text), found.span)
  if (found.outcome !== undefined) return verdict(found.outcome, found.span)
  try {
    const read = readMath(found.text, { notation: "auto", names: longNames(key.names) }, fuel)
    if (!read.ok) return verdict(unread(read, key.options), found.span)
    const readings = read.readings.map((reading) => said(found.text, reading))
    const { outcome, reading } = decide(key, readings, fuel)
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

/** A key that cannot be read is compared as words, but only where the task says so. */
function withoutKey(key: Key, answer: string): Outcome {
  if (holds(key, "bad-key")) return unsettled("key", "bad-key", "bad-key")
  return compareWords(key.text, answer)
}

/** "Does not exist" is a statement in words; what is undefined equals nothing. */
function said(text: string, reading: Expr): Expr {
  if (reading.kind !== "constant" || reading.name !== "undefined") return reading
  const words = plain(text)
  return words.includes("exist") || words.includes("dne") ? NOTHING_THERE : reading
}

const NOTHING_THERE: Expr = { kind: "text", text: "does not exist" }

interface Found {
  readonly text: string
  readonly rule: string
  readonly span?: readonly [number, number]
  /** Set where the reply itself settles the matter: it gives no answer, or several. */
  readonly outcome?: Outcome
}

/** The text that is the answer: all of it, or the final answer of a reply. */
function findAnswer(reply: string, key: Key): Found {
  const { options } = key
  if (options.answer === "bare") return { text: withoutAbout(reply), rule: "whole" }
  const found = extractAnswer(reply)
  switch (found.kind) {
    case "found": {
      const { text, rule, span, choice } = found
      const chosen =
        choice === undefined || choice.rest === "" || isLetter(key) ? text : choice.rest
      return { text: withoutAbout(chosen), rule, span }
    }
    case "hedged":
      if (isListed(key)) return { text: found.texts.join(", "), rule: "box", span: found.span }
      if (!holds(key, "hedge")) {
        return { text: found.texts.at(-1) ?? "", rule: "hedge", span: found.span }
      }
      return refused(wrong("extract", "hedged", "hedge"), found.span)
    case "negated":
      return refused(wrong("extract", "negated"), found.span)
    case "cut-off":
      return refused(unreadable("cut-off", options), found.span)
    case "none":
      if (reply.trim() === "") return refused(wrong("extract", "empty"))
      return { text: reply.trim(), rule: "whole", span: [0, reply.length] }
    case "limit":
      return refused(unsettled("extract", "limit"))
  }
}

/** A key such as B: then a letter is the answer, and not the text that it stands for. */
function isLetter({ readings }: Key): boolean {
  const [reading] = readings
  if (reading?.kind === "symbol") return reading.name.length === 1
  return reading?.kind === "text" && reading.text.length === 1
}

/** A key of several values: then several boxes are its parts, and no hedge. */
function isListed({ readings }: Key): boolean {
  const [reading] = readings
  return reading !== undefined && (valuesIn(reading)?.length ?? 0) > 1
}

function refused(outcome: Outcome, span?: readonly [number, number]): Found {
  return { text: "", rule: "none", outcome, ...(span && { span }) }
}

/** Without a sign that the value is rounded: whether the digits suffice is judged anyway. */
function withoutAbout(text: string): string {
  const bare = text.trim()
  return ABOUT.has(bare[0] ?? "") ? bare.slice(1) : bare
}

const ABOUT = new Set(["≈", "≃", "≅", "~", "∼"])

function unreadable(reason: string, options: JudgeOptions): Outcome {
  return options.unreadable === "incorrect" ? wrong("read", reason) : unsettled("read", reason)
}

function unread(read: Extract<Read, { ok: false }>, options: JudgeOptions): Outcome {
  switch (read.reason) {
    case "limit":
      return unsettled("read", "limit")
    case "empty":
      return wrong("read", "empty")
    case "code":
      return holds({ options }, "code")
        ? wrong("read", "code", "code")
        : unreadable("code", options)
    case "mixed-script":
      return { ...unreadable("mixed-script", options), policy: "mixed-script" }
    case "incomplete":
      return unreadable("cut-off", options)
    case "unreadable":
      return unreadable("unreadable", options)
  }
}

function longNames(names: ReadonlySet<string>): ReadonlySet<string> {
  const long = [...names].filter((name) => name.length > 1)
  return long.length === 0 ? NO_NAMES : new Set(long)
}

/** Every reading of the answer against every reading of the key; they have to agree. */
function decide(key: Key, readings: readonly Expr[], fuel: Fuel) {
  const wanted = alikeTo(readings, key.readings)
  const given = alikeTo(wanted, readings)
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

/** The readings of the kind that the other side has, where there are any: (1,000) against 1000. */
function alikeTo(others: readonly Expr[], readings: readonly Expr[]): readonly Expr[] {
  if (readings.length === 1) return readings
  const kinds = new Set(others.map(kindOf))
  const alike = readings.filter((reading) => kinds.has(kindOf(reading)))
  return alike.length > 0 ? alike : readings
}

/** A name with its value counts as the value: f(x) = 2x is an answer, f·x = 2x an equation. */
function kindOf(expr: Expr): string {
  const value = assignmentIn(expr)?.value ?? expr
  return isValue(value) ? "value" : value.kind
}

function compareReadings(key: Key, reading: Expr, answer: Expr, fuel: Fuel): Outcome {
  const { options } = key
  const [wanted, bare] = [withPlainNumbers(reading), withPlainNumbers(answer)]
  const named = assignmentIn(wanted) ?? approximated(wanted)
  const task: Task = {
    options,
    fuel,
    shown: named === null ? null : digitsShown(named),
    setting: settingFor(options, fuel, [reading, answer]),
    compare: (one, other) => compareAny(one, other, task),
    compareIn: (inside, one, other) => compareAny(one, other, inside),
  }
  const { dummies } = options
  const given = dummies.length === 0 ? bare : withDummies(wanted, bare, dummies)
  const outcome = task.compare(named?.name === "" ? named.value : wanted, given)
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
  const isImaginary = (node: Expr) => node.kind === "constant" && node.name === "i"
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

const NOTHING_ASSUMED: ReadonlyMap<string, Assumption> = new Map()

/** `correct` with less proof than the task asks for is not decided. */
function asSure(outcome: Outcome, { level }: JudgeOptions): Outcome {
  if (outcome.is !== "correct" || rank(outcome.proof) >= RANKS[level]) return outcome
  return unsettled(outcome.method, "below-level")
}

const RANKS = { proved: 3, probabilistic: 2, numeric: 1 } as const

function verdict(
  outcome: Outcome,
  span?: readonly [number, number],
  evidence: Evidence = {},
): Verdict {
  const findings = {
    ...(outcome.policy && { policy: outcome.policy }),
    ...(span && { span: [span[0], span[1]] as [number, number] }),
  }
  switch (outcome.is) {
    case "correct": {
      const noted = outcome.note === undefined ? evidence : { ...evidence, note: outcome.note }
      const { method, proof } = outcome
      return { outcome: "correct", method, proof, evidence: noted, ...findings }
    }
    case "incorrect": {
      const { method, reason, witness } = outcome
      const seen = witness === undefined ? findings : { ...findings, witness: clip(witness) }
      return { outcome: "incorrect", method, proof: PROVED, reason, evidence, ...seen }
    }
    case "undecided":
      return {
        outcome: "undecided",
        method: outcome.method,
        reason: outcome.reason,
        evidence,
        ...findings,
      }
  }
}

const EVIDENCE_CHARS_MAX = 512

function clip(text: string): string {
  return text.length <= EVIDENCE_CHARS_MAX ? text : `${text.slice(0, EVIDENCE_CHARS_MAX - 1)}…`
}

/** A tree as text: what was understood, never the raw text. */
function brief(expr: Expr): string {
  return clip(printPlain(expr))
}
